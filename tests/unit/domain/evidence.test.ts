// The evidence behind rewards, against vectors that a program of its own worked out.

import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  EVIDENCE_LEAF_TYPES,
  EVIDENCE_VERSION,
  evidenceLeafHash,
  evidenceProof,
  evidenceRoot,
  TIER_NONE,
  verifyEvidence,
  type EvidenceLeaf,
} from '#domain/evidence.ts'
import { micros } from '#domain/money.ts'

import type { Hex } from 'viem'

type LeafJson = Omit<EvidenceLeaf, 'earnedMicros' | 'nettedMicros'> & {
  readonly earnedMicros: string
  readonly nettedMicros: string
  readonly leafHash: Hex
  readonly proof: readonly Hex[]
}
type Vectors = {
  readonly leafTypes: readonly string[]
  readonly batches: readonly {
    readonly name: string
    readonly leaves: readonly LeafJson[]
    readonly root: Hex
  }[]
}

const vectors = JSON.parse(
  readFileSync(new URL('../../vectors/evidence.json', import.meta.url), 'utf8'),
) as Vectors

function leafOf({ leafHash: _, proof: __, earnedMicros, nettedMicros, ...leaf }: LeafJson): EvidenceLeaf {
  return { ...leaf, earnedMicros: micros(BigInt(earnedMicros)), nettedMicros: micros(BigInt(nettedMicros)) }
}

test('the leaf of version 1 has these fourteen fields', () => {
  expect(EVIDENCE_VERSION).toBe(1)
  expect(TIER_NONE).toBe(0)
  expect(EVIDENCE_LEAF_TYPES).toEqual(vectors.leafTypes)
})

describe.each(vectors.batches)('$name', ({ leaves: json, root }) => {
  const leaves = json.map(leafOf)
  const hashes = leaves.map(evidenceLeafHash)

  test('has the leaf hashes of the vector', () => {
    expect(hashes).toEqual(json.map(({ leafHash }) => leafHash))
  })

  test('has the root of the vector', () => {
    expect(evidenceRoot(hashes)).toBe(root)
  })

  test('has the root of the vector in whatever order the leaves stand', () => {
    expect(evidenceRoot(hashes.toReversed())).toBe(root)
  })

  test('proves each of its leaves', () => {
    for (const [index, { proof }] of json.entries()) {
      expect(evidenceProof(hashes, index)).toEqual(proof)
      expect(verifyEvidence(root, leaves[index]!, proof)).toBe(true)
    }
  })
})

test("is OpenZeppelin's standard tree over the fields written out by hand", () => {
  const [one, two] = vectors.batches[1]!.leaves as [LeafJson, LeafJson]
  const ledger = '0x5fbdb2315678afecb367f032d93f642f64180aa3'
  const alice = '0x00000000000000000000000000000000000000a1'
  const tree = StandardMerkleTree.of(
    [
      [
        1,
        31_337,
        ledger,
        1,
        7,
        alice,
        one.tag,
        '4500000',
        '0',
        one.sourceOrder,
        0,
        one.policyHash,
        one.traceHash,
        one.salt,
      ],
      [
        1,
        31_337,
        ledger,
        1,
        7,
        alice,
        two.tag,
        '372500',
        '100000',
        two.sourceOrder,
        0,
        two.policyHash,
        two.traceHash,
        two.salt,
      ],
    ],
    [...vectors.leafTypes],
  )
  expect(evidenceRoot([leafOf(one), leafOf(two)].map(evidenceLeafHash))).toBe(tree.root)
})

describe('a leaf that says something else is not proved', () => {
  const { leaves: json, root } = vectors.batches[1]!
  const leaf = leafOf(json[0]!)
  const { proof } = json[0]!
  const otherHash: Hex = `0x${'ab'.repeat(32)}`
  const changes: { readonly [Field in keyof EvidenceLeaf]: EvidenceLeaf[Field] } = {
    chainId: 1,
    ledger: '0x00000000000000000000000000000000000000b2',
    pool: 2,
    seq: 8,
    payee: '0x00000000000000000000000000000000000000b2',
    tag: '0x0000000000ab',
    earnedMicros: micros(4_500_001n),
    nettedMicros: micros(1n),
    sourceOrder: otherHash,
    tier: 1,
    policyHash: otherHash,
    traceHash: otherHash,
    salt: otherHash,
  }

  test.each(Object.keys(changes) as (keyof EvidenceLeaf)[])('%s', (field) => {
    expect(verifyEvidence(root, { ...leaf, [field]: changes[field] }, proof)).toBe(false)
  })

  test('nor the right leaf under another root, or with another proof', () => {
    expect(verifyEvidence(otherHash, leaf, proof)).toBe(false)
    expect(verifyEvidence(root, leaf, [])).toBe(false)
    expect(verifyEvidence(root, leaf, [otherHash, ...proof.slice(1)])).toBe(false)
    expect(verifyEvidence(root, leaf, [...proof, otherHash])).toBe(false)
  })
})
