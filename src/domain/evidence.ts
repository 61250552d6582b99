// The salted record behind each reward, and the root that binds a batch's records to its header. Version 1.
// Tree format: OpenZeppelin StandardMerkleTree (double-hashed leaves, sorted pairs).

import { SimpleMerkleTree, StandardMerkleTree } from '@openzeppelin/merkle-tree'

import { ZERO_MICROS, type Micros } from './money.ts'
import { canonicalHash } from './policy.ts'

import type { OrderClasses } from './order-classes.ts'
import type { Address, Hex } from 'viem'

/** Version of the leaf's layout, its first field. */
export const EVIDENCE_VERSION = 1

/** Types of a leaf's fields, in order. */
export const EVIDENCE_LEAF_TYPES = [
  'uint8', // version
  'uint256', // chain id
  'address', // ledger
  'uint32', // pool
  'uint32', // seq
  'address', // payee
  'bytes6', // tag
  'uint64', // earned, micros
  'uint64', // netted, micros
  'bytes32', // source order
  'uint8', // tier
  'bytes32', // policy hash
  'bytes32', // trace hash
  'bytes32', // salt
] as const

/** Tier of a reward whose program has one rule for everybody. */
export const TIER_NONE = 0

/** The payee, the tag and the source order of a leaf that is no reward. */
const NOBODY: Address = `0x${'00'.repeat(20)}`
const NO_TAG: Hex = `0x${'00'.repeat(6)}`
const NO_ORDER: Hex = `0x${'00'.repeat(32)}`

/** One reward of a batch; earned − netted is the record's amount. Unused fields are zero. */
export type EvidenceLeaf = {
  readonly chainId: number
  readonly ledger: Address
  readonly pool: number
  readonly seq: number
  readonly payee: Address
  readonly tag: Hex
  readonly earnedMicros: Micros
  readonly nettedMicros: Micros
  /** HMAC-SHA256 of the order's id under the retailer's secret, 32 bytes; the tag is its first six. */
  readonly sourceOrder: Hex
  readonly tier: number
  readonly policyHash: Hex
  readonly traceHash: Hex
  /** 32 random bytes; erasing them erases the link to a person. */
  readonly salt: Hex
}

/** What a batch's header binds of the orders that it counts. */
export type ClassesParts = Pick<
  EvidenceLeaf,
  'chainId' | 'ledger' | 'pool' | 'seq' | 'policyHash' | 'salt'
> & {
  readonly orders: OrderClasses
}

/** The leaf of a batch's classes of orders: nobody's, worth nothing, and their canonical hash where reasons stand. */
export function classesLeaf({ orders, ...parts }: ClassesParts): EvidenceLeaf {
  return {
    ...parts,
    payee: NOBODY,
    tag: NO_TAG,
    earnedMicros: ZERO_MICROS,
    nettedMicros: ZERO_MICROS,
    sourceOrder: NO_ORDER,
    tier: TIER_NONE,
    traceHash: canonicalHash(orders),
  }
}

/** The hash of one leaf. It tells nothing without the salt, so it stays when the leaf itself is erased. */
export function evidenceLeafHash(leaf: EvidenceLeaf): Hex {
  // A standard tree over one leaf has that leaf's hash as its root.
  return StandardMerkleTree.of([leafValues(leaf)], [...EVIDENCE_LEAF_TYPES]).root as Hex
}

/** Root over the hashes of one batch's leaves, as it stands in the header. */
export function evidenceRoot(leafHashes: readonly Hex[]): Hex {
  return evidenceTree(leafHashes).root as Hex
}

/** Proof for the leaf hash at `index` of the same list; hashes from the leaf's sibling upwards. */
export function evidenceProof(leafHashes: readonly Hex[], index: number): readonly Hex[] {
  return evidenceTree(leafHashes).getProof(index) as Hex[]
}

/** Whether `proof` leads from `leaf` to `root`. */
export function verifyEvidence(root: Hex, leaf: EvidenceLeaf, proof: readonly Hex[]): boolean {
  return StandardMerkleTree.verify(root, [...EVIDENCE_LEAF_TYPES], leafValues(leaf), [...proof])
}

/** A simple tree over a standard tree's leaf hashes is that standard tree: both sort leaves and hash sorted pairs. */
function evidenceTree(leafHashes: readonly Hex[]): SimpleMerkleTree {
  return SimpleMerkleTree.of([...leafHashes])
}

function leafValues(leaf: EvidenceLeaf): unknown[] {
  return [
    EVIDENCE_VERSION,
    leaf.chainId,
    leaf.ledger,
    leaf.pool,
    leaf.seq,
    leaf.payee,
    leaf.tag,
    leaf.earnedMicros,
    leaf.nettedMicros,
    leaf.sourceOrder,
    leaf.tier,
    leaf.policyHash,
    leaf.traceHash,
    leaf.salt,
  ]
}
