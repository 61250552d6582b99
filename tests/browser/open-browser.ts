// A browser that needs nothing installed: its binary and fonts come from a package and are unpacked for the run.

import { mkdirSync } from 'node:fs'
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
  return chromium.launch({
    executablePath: await packed.executablePath(),
    args: ARGUMENTS,
    env: { ...process.env, FONTCONFIG_PATH: join(unpacked, 'fonts') },
  })
}
