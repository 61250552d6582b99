// Writes `tests/vectors/passkeys.json` anew, from a browser: new passkeys, so new accounts and new assertions.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBrowser } from '../tests/browser/open-browser.ts'
import { recordPasskeys } from '../tests/browser/record-passkeys.ts'
import { PASSKEY_VECTORS_FILE } from '../tests/support/passkey-vectors.ts'

const folder = mkdtempSync(join(tmpdir(), 'vouchpenny-passkeys-'))
try {
  const browser = await openBrowser(folder)
  try {
    writeFileSync(PASSKEY_VECTORS_FILE, `${JSON.stringify(await recordPasskeys(browser), undefined, 2)}\n`)
  } finally {
    await browser.close()
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
