// Folders for what a test writes; they go away with the run's folder.

import { chmodSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'

/** Others may pass through: as root, PostgreSQL runs as another user and has to reach its own folder inside. */
const PASSABLE_MODE = 0o711

/** Makes a new, empty folder whose name begins with `prefix`. */
export function makeRunFolder(prefix: string): string {
  const folder = mkdtempSync(join(inject('runFolder'), prefix))
  chmodSync(folder, PASSABLE_MODE)
  return folder
}
