// The style sheet, and its address. The address changes with the content, so that browsers may keep it.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** Characters of the content's hash in the address: 48 bits tell versions apart. */
const VERSION_LENGTH = 12

/** The style of all pages. */
export const styleSheet = readFileSync(new URL('site.css', import.meta.url), 'utf8')

const version = createHash('sha256').update(styleSheet).digest('hex').slice(0, VERSION_LENGTH)

/** Its address. */
export const STYLE_PATH = `/assets/site-${version}.css`
