// The scripts of pages that take passkeys or a wallet's signature, and their addresses, which change with the content: our
// own two, and the library that speaks to the browser.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { html } from './html.ts'

/** Characters of the content's hash in the address: 48 bits tell versions apart. */
const VERSION_LENGTH = 12

export type Script = { readonly path: string; readonly text: string }

/** Beside the library's own module, which is not made for a page without a bundler. */
const libraryFile = new URL('../dist/bundle/index.umd.min.js', import.meta.resolve('@simplewebauthn/browser'))

function script(name: string, file: URL): Script {
  const text = readFileSync(fileURLToPath(file), 'utf8')
  const version = createHash('sha256').update(text).digest('hex').slice(0, VERSION_LENGTH)
  return { path: `/assets/${name}-${version}.js`, text }
}

const library = script('passkeys', libraryFile)
const signIn = script('sign-in', new URL('sign-in.js', import.meta.url))
const wallet = script('wallet', new URL('wallet.js', import.meta.url))

/** All of them, as they are served. */
export const scripts: readonly Script[] = [library, signIn, wallet]

/** What a page that takes passkeys has in its head. Deferred scripts run in this order, when the page is read. */
export const passkeyScripts = html`<script defer src="${library.path}"></script>
  <script defer src="${signIn.path}"></script>`

/** What a page that takes a wallet's signature has in its head. */
export const walletScript = html`<script defer src="${wallet.path}"></script>`
