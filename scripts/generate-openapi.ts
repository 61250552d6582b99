// Writes docs/reference/openapi.json from the endpoints. With `--check` it writes nothing and exits 1 when the file is stale.

import { readFile, writeFile } from 'node:fs/promises'
import { openapiText } from '#http/openapi/openapi-text.ts'

const FILE = new URL('../docs/reference/openapi.json', import.meta.url)

const text = openapiText()
if (!process.argv.includes('--check')) {
  await writeFile(FILE, text)
} else if ((await readFile(FILE, 'utf8').catch(() => '')) !== text) {
  process.stderr.write('docs/reference/openapi.json is stale: run npm run openapi.\n')
  process.exitCode = 1
}
