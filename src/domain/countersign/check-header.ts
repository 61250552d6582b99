// The frame of a proposed batch: is it for the shop's own pool, next in line, under rules that the shop accepts, with
// counts and evidence that are what they say they are?

import { classesLeaf, evidenceLeafHash, evidenceRoot, type EvidenceLeaf } from '../evidence.ts'
import { countsOfClasses } from '../order-classes.ts'
import { canonicalHash, policyHash } from '../policy.ts'
import { packCounts } from '../typed-data.ts'
import { DAY_SECONDS } from '../time.ts'

import type { BatchProposal, Proposal, ProposedRecord } from './proposal.ts'
import type { CheckContext, Reason } from './verdict.ts'

/** Longest time for which a signature may be of use, in seconds: a day, four times what the relayer asks for. */
const DEADLINE_MAX_SECONDS = DAY_SECONDS

/** Reasons why the place or the rules of any proposal are not the shop's own; the first that holds decides. */
export function checkPlace(proposal: Proposal, { terms, pool, book }: CheckContext): readonly Reason[] {
  const foreign = (detail: string): readonly Reason[] => [{ reason: 'pool-foreign', detail }]
  if (proposal.chainId !== terms.chainId) return foreign(`It is for chain ${proposal.chainId}.`)
  if (!same(proposal.ledger, terms.ledger)) return foreign(`It is for the ledger ${proposal.ledger}.`)
  if (!terms.pools.has(proposal.pool)) return foreign(`Pool ${proposal.pool} is none of the shop's.`)
  if (!same(pool.orderSigner, terms.signer)) {
    return foreign(`On the chain pool ${proposal.pool} listens to the key of ${pool.orderSigner}.`)
  }
  if (policyHash(proposal.policy) !== proposal.policyHash) {
    return [{ reason: 'policy-unknown', detail: 'The rules are not those that their hash names.' }]
  }
  const known = book.policies.get(proposal.programId)
  const isAccepted =
    known === undefined || known.has(proposal.policyHash) || terms.acceptedPolicies.has(proposal.policyHash)
  return isAccepted
    ? []
    : [{ reason: 'policy-unknown', detail: `Rules ${proposal.policyHash} have not been accepted.` }]
}

/** Reasons why the header of a batch cannot be signed, whatever its records say. */
export function checkHeader(proposal: BatchProposal, { pool }: CheckContext): readonly Reason[] {
  const { seq, deadlineSeconds, holdSeconds, policy } = proposal
  const wrong = (detail: string): readonly Reason[] => [{ reason: 'header-wrong', detail }]
  if (seq !== pool.nextSeq) {
    return [{ reason: 'not-next', detail: `Batch ${seq} is proposed, and ${pool.nextSeq} is next.` }]
  }
  if (deadlineSeconds <= pool.nowSeconds) return wrong('Its deadline has passed.')
  if (deadlineSeconds > pool.nowSeconds + DEADLINE_MAX_SECONDS) {
    return wrong(`Its deadline is ${deadlineSeconds - pool.nowSeconds} seconds ahead.`)
  }
  const holds = [policy.holdSeconds, policy.trustedHoldSeconds ?? policy.holdSeconds]
  if (!holds.map((hold) => Math.max(hold, pool.minHoldSeconds)).includes(holdSeconds)) {
    return wrong(`Its hold of ${holdSeconds} seconds is not that of the rules.`)
  }
  return []
}

/** Reasons why counts or evidence are not made of what is shown. */
export function checkEvidence(proposal: BatchProposal): readonly Reason[] {
  const { classes, policyHash: hash, chainId, ledger, pool, seq } = proposal
  if (packCounts(countsOfClasses(classes.orders)).toString() !== proposal.counts) {
    return [{ reason: 'counts-differ', detail: 'The counts of orders are not the sums over their reasons.' }]
  }
  const liar = proposal.rewards.find(({ trace, traceHash }) => canonicalHash(trace) !== traceHash)
  if (liar)
    return [{ reason: 'evidence-differs', detail: `The reasons of reward ${liar.rewardId} are others.` }]
  const leaves = proposal.rewards.map((reward) => evidenceLeafHash(leafOf(proposal, reward)))
  const last = classesLeaf({ chainId, ledger, pool, seq, policyHash: hash, ...classes })
  if (evidenceRoot([...leaves, evidenceLeafHash(last)]) !== proposal.evidenceRoot) {
    return [{ reason: 'evidence-differs', detail: 'The evidence is not bound by the header.' }]
  }
  return []
}

function leafOf(
  { chainId, ledger, pool, seq, policyHash: hash }: BatchProposal,
  reward: ProposedRecord,
): EvidenceLeaf {
  const { payee, tag, earned, netted, sourceOrder, tier, traceHash, salt } = reward
  return {
    ...{ chainId, ledger, pool, seq, payee, tag, sourceOrder, tier, traceHash, salt },
    earnedMicros: earned,
    nettedMicros: netted,
    policyHash: hash,
  }
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
