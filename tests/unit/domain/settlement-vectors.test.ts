// How a settle call carries net lists, against the vectors that the contract's tests and the ledger's model read too.

import { readFileSync } from 'node:fs'
import type { Hex } from 'viem'
import { expect, test } from 'vitest'
import { indexNetLists } from '#domain/settlement.ts'

type Settlement = {
  readonly name: string
  readonly payees: Hex
  readonly batches: readonly { readonly netList: Hex; readonly indexedNetList: Hex }[]
}

const vectors = JSON.parse(readFileSync(new URL('../../vectors/records.json', import.meta.url), 'utf8')) as {
  settlements: readonly Settlement[]
}

/** The relayer lists nobody but those in the batches. */
const written = vectors.settlements.filter(({ name }) => !name.includes('no batch names'))

test('there are settlements to write', () => {
  expect(written.length).toBeGreaterThan(1)
})

test.each(written)('writes $name', ({ payees, batches }) => {
  expect(indexNetLists(batches.map(({ netList }) => netList))).toEqual({
    payees,
    indexedNetLists: batches.map(({ indexedNetList }) => indexedNetList),
  })
})
