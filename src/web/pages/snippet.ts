// The line for a shop's pages: a script that is served as it is written.

import { readFileSync } from 'node:fs'

/** Its address; it never changes, since it stands on shops' pages. */
export const SNIPPET_PATH = '/snippet.js'

/** The script, without dependencies. */
export const snippetSource = readFileSync(new URL('snippet.js', import.meta.url), 'utf8')
