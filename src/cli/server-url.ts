// Which server a command talks to.

import { InvalidArgumentError, Option } from 'commander'

/** Where `npm start` listens when nothing else is asked. */
const DEFAULT_URL = 'http://localhost:8787'

/** `--url`, else the variable PUBLIC_URL, else the local server. */
export function serverUrlOption(): Option {
  return new Option('--url <url>', 'address of the server')
    .default(DEFAULT_URL)
    .env('PUBLIC_URL')
    .argParser(parseUrl)
}

function parseUrl(text: string): string {
  const isWeb = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
  if (!isWeb) throw new InvalidArgumentError('An address begins with http:// or https://.')
  return new URL(text).origin
}
