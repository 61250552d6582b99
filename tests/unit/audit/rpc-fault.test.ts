// Refusals as public endpoints word them.

import { reasonOf, rpcFaultOf, type RpcFault } from '#audit/chain/rpc-fault.ts'
import { BlockNotFoundError, HttpRequestError, RpcRequestError, TimeoutError } from 'viem'
import { describe, expect, test } from 'vitest'

const url = 'https://rpc.example/v3/secret-key'

const messages: readonly (readonly [RpcFault, number, string])[] = [
  ['too-large', -32602, 'query exceeds max block range 10000'],
  ['too-large', -32005, 'query returned more than 10000 results. Try with this block range [0x1, 0x2].'],
  ['too-large', -32000, 'exceed maximum block range: 5000'],
  [
    'too-large',
    -32602,
    'Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range',
  ],
  ['too-large', -32614, 'eth_getLogs is limited to a 10,000 range'],
  ['too-large', -32701, 'block range is too wide'],
  ['too-large', -32062, 'Block range is too large'],
  ['too-large', -32000, 'requested too many blocks from 1 to 99999, maximum is set to 2048'],
  ['too-large', 35, 'ranges over 10000 blocks are not supported: block range too large'],
  ['too-large', -32000, 'query timeout exceeded'],
  ['busy', -32005, 'daily request count exceeded, request rate limited'],
  ['busy', 429, 'Your app has exceeded its compute units per second capacity.'],
  ['busy', -32007, '50/second request limit reached - reduce calls per second'],
  ['busy', -32000, 'Too many requests, please retry later'],
  ['refused', -32000, 'missing trie node 0xabc'],
  ['refused', -32601, 'the method eth_getLogs does not exist'],
  ['refused', 3, 'execution reverted'],
]

describe('rpcFaultOf', () => {
  test.each(messages)('%s: %i %s', (fault, code, message) => {
    expect(rpcFaultOf(new RpcRequestError({ body: {}, error: { code, message }, url }))).toBe(fault)
  })

  test.each([
    ['silent', undefined],
    ['silent', 500],
    ['silent', 503],
    ['slow', 408],
    ['too-large', 413],
    ['busy', 429],
    ['refused', 401],
    ['refused', 404],
  ] as const)('%s: HTTP %s', (fault, status) => {
    expect(rpcFaultOf(new HttpRequestError({ url, ...(status && { status }) }))).toBe(fault)
  })

  test('an answer that takes too long is slow, a block not there yet is silence, and an error of ours is ours', () => {
    expect(rpcFaultOf(new TimeoutError({ body: {}, url }))).toBe('slow')
    expect(rpcFaultOf(new BlockNotFoundError({ blockNumber: 1n }))).toBe('silent')
    expect(rpcFaultOf(new TypeError('undefined is not a function'))).toBe('ours')
  })
})

test('the reason told never holds the URL, which may hold a key', () => {
  const error = new HttpRequestError({ url, details: `no route to ${url} today` })
  expect(reasonOf(error)).toBe('HTTP request failed. no route to <url> today')
})
