import { findDeployment } from '#audit/chain/find-deployment.ts'
import { createReader } from '#audit/chain/reader.ts'
import { expect, test } from 'vitest'
import { fakeTransport, LEDGER, logAt, refusal, type Request } from './fake-endpoint.ts'

const noWait = async () => {}

/** A ledger deployed in block `deployedAt`, on an endpoint that keeps the state of blocks from `keptFrom` on. */
function endpoint({
  deployedAt,
  keptFrom = 0,
  log = true,
}: {
  deployedAt: number
  keptFrom?: number
  log?: boolean
}) {
  return fakeTransport(({ method, params }: Request) => {
    if (method === 'eth_getLogs') return log ? [logAt(deployedAt, 0)] : []
    const block = Number(params[1])
    if (block < keptFrom) throw refusal(-32000, 'missing trie node')
    return block >= deployedAt ? '0x60' : '0x'
  })
}

async function find(given: Parameters<typeof endpoint>[0], fromBlock?: number): Promise<number> {
  const reader = createReader(endpoint(given).transport, noWait)
  return findDeployment(reader, { ledger: LEDGER, toBlock: 1_000, fromBlock })
}

test.each([0, 1, 499, 500, 501, 999, 1_000])('finds a deployment in block %i', async (deployedAt) => {
  expect(await find({ deployedAt })).toBe(deployedAt)
})

test('asks about as often as a number of blocks has binary digits', async () => {
  const { transport, requests } = endpoint({ deployedAt: 700 })
  await findDeployment(createReader(transport, noWait), {
    ledger: LEDGER,
    toBlock: 1_000,
    fromBlock: undefined,
  })
  expect(requests.filter(({ method }) => method === 'eth_getCode')).toHaveLength(10)
})

test('starts at block 0 where old state is not kept, and where the search leads to no Deployed log', async () => {
  expect(await find({ deployedAt: 300, keptFrom: 900 })).toBe(0)
  expect(await find({ deployedAt: 300, log: false })).toBe(0)
})

test('takes a given block up to the deployment, and refuses one behind it', async () => {
  expect(await find({ deployedAt: 300 }, 12)).toBe(12)
  expect(await find({ deployedAt: 300 }, 300)).toBe(300)
  await expect(find({ deployedAt: 300 }, 301)).rejects.toMatchObject({
    code: 'input_invalid',
    facts: { field: 'fromBlock' },
  })
})
