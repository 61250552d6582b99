// The same ledger through endpoints as public ones are: stingy, forgetful, busy. The report is the same, byte for byte,
// or the audit says in one sentence that it could not be made.

import { audit } from '#audit/audit.ts'
import { custom, http, RpcRequestError, type Transport } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { playMarket, type Market } from './market.ts'
import { startQuietChain, type QuietChain } from './quiet-chain.ts'

let chain: QuietChain
let market: Market
let honest: string

const noWait = async () => {}

beforeAll(async () => {
  chain = await startQuietChain()
  market = await playMarket(chain)
  honest = await reportThrough(http(chain.rpcUrl))
})

afterAll(async () => chain?.stop())

async function reportThrough(rpc: Transport): Promise<string> {
  return JSON.stringify(await audit({ rpc, ledger: market.driver.ledger, pause: noWait }))
}

type Asked = { readonly method: string; readonly params: readonly unknown[] }

/** An endpoint that lets `mood` see each question first, and change each answer. */
function endpoint(
  mood: (asked: Asked) => void,
  change = (_asked: Asked, answer: unknown) => answer,
): Transport {
  const real = http(chain.rpcUrl, { retryCount: 0 })({})
  const request = async (asked: Asked) => {
    mood(asked)
    return change(asked, await real.request(asked))
  }
  return custom({ request } as Parameters<typeof custom>[0], { retryCount: 0 })
}

function refuse(code: number, message: string): never {
  throw new RpcRequestError({ body: {}, error: { code, message }, url: 'http://endpoint.test' })
}

test('an endpoint that grants three blocks of logs at a time', async () => {
  const stingy = endpoint(({ method, params }) => {
    if (method !== 'eth_getLogs') return
    const { fromBlock, toBlock } = params[0] as { fromBlock: string; toBlock: string }
    if (Number(toBlock) - Number(fromBlock) >= 3) refuse(-32602, 'block range is too large')
  })
  expect(await reportThrough(stingy)).toBe(honest)
})

test('an endpoint that is busy at every third question', async () => {
  let asked = 0
  const busy = endpoint(() => {
    asked += 1
    if (asked % 3 === 0) refuse(429, 'Too many requests')
  })
  expect(await reportThrough(busy)).toBe(honest)
})

test('an endpoint that refuses calls which carry code', async () => {
  let single = 0
  const strict = endpoint(({ method, params }) => {
    if (method !== 'eth_call') return
    if ((params[0] as { to?: string }).to === undefined) refuse(-32000, 'contract creation is not allowed')
    single += 1
  })
  expect(await reportThrough(strict)).toBe(honest)
  expect(single).toBeGreaterThan(10)
})

test('an endpoint that has forgotten old state reads logs from block 0', async () => {
  const latest = Number((await chain.client.getBlock()).number)
  const forgetful = endpoint(({ method, params }) => {
    if (method === 'eth_getCode' && Number(params[1]) < latest) refuse(-32000, 'missing trie node')
  })
  expect(await reportThrough(forgetful)).toBe(honest)
})

test('an endpoint that fails for good is refused with what was asked of it', async () => {
  const broken = endpoint(({ method }) => {
    if (method === 'eth_getLogs') refuse(-32601, 'the method eth_getLogs does not exist')
  })
  await expect(reportThrough(broken)).rejects.toMatchObject({
    code: 'chain_unavailable',
    facts: { reason: expect.stringContaining('eth_getLogs does not exist') },
  })
})

test('a block that is replaced during the audit is refused', async () => {
  // A block without logs: nothing but the last question can tell.
  await chain.client.mine({ blocks: 1 })
  const latest = Number((await chain.client.getBlock()).number)
  let seen = 0
  const reorganised = endpoint(
    () => {},
    ({ method, params }, answer) => {
      if (method !== 'eth_getBlockByNumber' || Number(params[0]) !== latest) return answer
      seen += 1
      return seen < 2 ? answer : { ...(answer as object), hash: `0x${'99'.repeat(32)}` }
    },
  )
  await expect(reportThrough(reorganised)).rejects.toMatchObject({
    code: 'block_replaced',
    facts: { block: latest },
  })
})
