// Each start of the testnet on its saved chain adds a block 0 of its own to it, and any of them may be shown afterwards: after
// two or three restarts the chain was taken for another one, and the system refused to start.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { openDeployChain } from '../../scripts/deploy/deploy-chain.ts'

const hashOf = (digit: string): string => `0x${digit.repeat(64)}`

/** A node whose block 0 is another one than the one that its block 1 stands on; without block 1 when it is at its beginning. */
async function nodeThatShows(block0: string, { parentOf1 }: { readonly parentOf1?: string }) {
  const answers: Record<string, (first: string) => unknown> = {
    eth_chainId: () => '0x7a69',
    eth_blockNumber: () => (parentOf1 === undefined ? '0x0' : '0x8ab'),
    eth_getBlockByNumber: (first) =>
      first === '0x0'
        ? { number: '0x0', timestamp: '0x1', hash: block0, parentHash: hashOf('0'), transactions: [] }
        : { number: '0x1', timestamp: '0x2', hash: hashOf('1'), parentHash: parentOf1, transactions: [] },
  }
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    request.on('end', () => {
      const { id, method, params } = JSON.parse(text) as { id: number; method: string; params?: string[] }
      const result = answers[method]?.(params?.[0] ?? '')
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ jsonrpc: '2.0', id, result }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, close: () => void server.close() }
}

test('a chain begins with the block that its others stand on, whichever block 0 it shows', async () => {
  const fresh = await nodeThatShows(hashOf('a'), {})
  const restarted = await nodeThatShows(hashOf('b'), { parentOf1: hashOf('a') })
  const other = await nodeThatShows(hashOf('a'), { parentOf1: hashOf('c') })
  try {
    const identities = await Promise.all(
      [fresh, restarted, other].map(({ url }) => openDeployChain(url).identity()),
    )
    expect(identities.map(({ genesisHash }) => genesisHash)).toEqual([hashOf('a'), hashOf('a'), hashOf('c')])
  } finally {
    for (const node of [fresh, restarted, other]) node.close()
  }
})
