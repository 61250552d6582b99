// docs/tutorial.md, done as it is written: its commands, its script, and what it says one sees.

import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startSystem, type System } from '../../../scripts/system/system.ts'

const run = promisify(execFile)

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const TUTORIAL = readFileSync(join(ROOT, 'docs/tutorial.md'), 'utf8')

/** A sale is promised within its batch's age and a few blocks; a loaded machine takes longer. */
const PROMISED = { timeout: 60_000, interval: 250 }

const PHONE = {
  'user-agent': 'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36',
}

let system: System
let folder: string

beforeAll(async () => {
  folder = join(inject('runFolder'), 'tutorial')
  mkdirSync(join(folder, '.vouchpenny'), { recursive: true })
  system = await startSystem({ folder: join(folder, 'system'), port: 0, batchMaxAgeSeconds: 1 })
})

afterAll(() => system?.stop())

/** The one command of the tutorial that begins with `start`, as arguments for the command line. */
function commandOf(start: string): string[] {
  const line = TUTORIAL.split('\n').find((text) => text.startsWith(`npm run vouch -- ${start}`))
  if (line === undefined) throw new Error(`the tutorial has no command ${start}`)
  return Array.from(
    line.slice('npm run vouch -- '.length).matchAll(/"([^"]*)"|(\S+)/g),
    ([, quoted, word]) => quoted ?? word ?? '',
  )
}

/** Runs the command line in the tutorial's folder and answers its standard output. */
async function vouch(args: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [join(ROOT, 'src/cli/main.ts'), ...args], { cwd: folder })
  return stdout
}

/** The one thing in `text` that fits. */
function find(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)?.[1]
  if (found === undefined) throw new Error(`${pattern} is not in:\n${text}`)
  return found
}

const textOf = async (address: string): Promise<string> =>
  (await (await fetch(address)).text()).replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')

test('the tutorial leads from an empty system to a promised reward', async () => {
  const operator = ['--url', system.url, '--operator-key-file', join(folder, 'system/secrets/operator.key')]
  const setUp = await vouch([...commandOf('retailer setup'), ...operator])
  const webhookUrl = find(setUp, /webhook address +(\S+)/)
  const secret = find(setUp, /secret +(\S+)/)
  const joinUrl = find(setUp, /join link +(\S+)/)
  const shopUrl = find(setUp, /your shop's page +(\S+)/)
  expect(setUp).toContain('Its pool holds 100.00 test dollars.')

  const ticket = find(await (await fetch(joinUrl)).text(), /name="ticket" value="(\w+)"/)
  const payee = find(TUTORIAL, /`(0x\w{40})`/)
  const joined = await fetch(joinUrl, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ handle: 'me', payee, email: '', ticket }),
  })
  const ownPage = new URL(joined.headers.get('location') ?? '', system.url).href
  const link = find(await textOf(ownPage), /(http\S+\/r\/\w{13})/)

  const landing = (await fetch(link, { redirect: 'manual', headers: PHONE })).headers.get('location') ?? ''
  expect(landing).toMatch(/^https:\/\/tea\.example\/\?ref=\w{13}&utm_id=/)
  const script = find(TUTORIAL, /```js\n([\s\S]*?)```/)
  const sell = async () => {
    const given = ['sell.mjs', webhookUrl, secret, landing, '1001']
    return (await run(process.execPath, ['--input-type=module', '--eval', script, ...given], { cwd: ROOT }))
      .stdout
  }
  expect(await sell()).toBe('200 {"status":"recorded"}\n')
  expect(await sell()).toMatch(/^200 /)

  await expect.poll(() => textOf(ownPage), PROMISED).toMatch(/Promised 1\.80 test dollars .* unlocks on \d/)
  const shopPage = await textOf(shopUrl)
  expect(shopPage).toContain('Reserved 1.80 test dollars')
  const [command = '', verb = ''] = commandOf('reward show')
  const number = find(shopPage, / me micro (\w{21}) /)
  const reward = await vouch([
    command,
    verb,
    number,
    ...commandOf('reward show').slice(3),
    '--url',
    system.url,
  ])
  expect(reward).toContain('1.80 test dollars for me, promised')
  expect(await textOf(new URL('/audit', system.url).href)).toContain(
    `audit --rpc ${system.rpcUrl} --ledger 0x`,
  )
})
