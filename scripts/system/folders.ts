// Where the systems of this project keep their data.

import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Of `npm start`: kept. */
export const DATA_FOLDER = join(ROOT, '.vouchpenny', 'data')

/** Of `npm run demo`: begun anew each time. */
export const DEMO_FOLDER = join(ROOT, '.vouchpenny', 'demo')
