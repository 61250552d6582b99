// A browser that needs nothing installed: its binary and fonts come from a package and are unpacked for the run.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

/** Runs as root and in containers; pages under test come from this machine alone. */
const ARGUMENTS = ['--no-sandbox', '--no-zygote', '--disable-gpu', '--font-render-hinting=none']

/** Unpacks the browser under `folder` and starts it; the caller closes it. */
export async function openBrowser(folder: string): Promise<Browser> {
  const unpacked = join(folder, 'browser')
  mkdirSync(unpacked, { recursive: true })
  // The package unpacks where the system keeps temporary files; another user's copy there could not be run.
  process.env['TMPDIR'] = unpacked
  const { default: packed } = await import('@sparticuz/chromium')
  const executablePath = await packed.executablePath()
  writeFileSync(join(unpacked, 'fonts', 'fonts.conf'), fontConfig(unpacked))
  return chromium.launch({
    executablePath,
    args: ARGUMENTS,
    env: { ...process.env, FONTCONFIG_PATH: join(unpacked, 'fonts') },
  })
}

/** Names the fonts where they really are: the package's own file names fixed folders, and a page without fonts ends the browser. */
function fontConfig(unpacked: string): string {
  const escaped = unpacked.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${escaped}/fonts</dir>
  <cachedir>${escaped}/fonts-cache</cachedir>
</fontconfig>
`
}
