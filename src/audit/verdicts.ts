// What a clean audit has shown, in sentences, and what no audit of a chain can show.

import { checkNames, type CheckName } from './check-names.ts'
import type { Tally } from './tally.ts'

/** A sentence and the checks that must all have held for it to be said; `onRequest` when they are made only if asked for. */
type Verdict = {
  readonly sentence: string
  readonly needs: readonly CheckName[]
  readonly onRequest?: true
}

const verdicts: readonly Verdict[] = [
  {
    sentence:
      'The ledger’s code is, byte for byte, that of the contracts this audit was built from, and so is the constructor that ran.',
    needs: [checkNames.codeOfBuild, checkNames.creationOfBuild],
    onRequest: true,
  },
  {
    sentence: 'The ledger’s token balance covers all that is available, reserved and owed.',
    needs: [checkNames.balanceCovers],
  },
  {
    sentence:
      'Every token that came in is a deposit or a donation; every token that left is a payment to a payee, a payee’s own withdrawal or a pool owner’s.',
    needs: [checkNames.balanceExplained, checkNames.outflowsExplained, checkNames.depositsCovered],
  },
  {
    sentence:
      'Every settled batch was settled once, after it matured, and credited exactly its records less its amendments.',
    needs: [checkNames.settledOnce, checkNames.creditsExact, checkNames.recordsFormed],
  },
  {
    sentence:
      'Every batch and every amendment carries the order signer’s signature for this chain, ledger, pool and batch.',
    needs: [checkNames.signed, checkNames.signaturesBound],
  },
  {
    sentence:
      'Every batch kept its pool’s cap, rate limit, hold and deadline, and was covered by available money.',
    needs: [checkNames.withinTerms, checkNames.termsAllowed],
  },
  {
    sentence:
      'Promised rewards were lowered only before they matured, each by a public record, and never below zero.',
    needs: [checkNames.releasedBeforeMaturity, checkNames.reductionsFit],
  },
  {
    sentence: 'Pools changed hands only as their owners offered them and the new ones accepted.',
    needs: [checkNames.poolsHandedOver],
  },
  {
    sentence: 'Pool owners took out available money only, and only after notice.',
    needs: [checkNames.noticeKept],
  },
  {
    sentence: 'What a payee is owed fell only by what was transferred.',
    needs: [checkNames.paidExactly],
  },
  {
    sentence:
      'The logs alone lead to every pool, payee and batch that the ledger stores, and every pool adds up.',
    needs: [
      checkNames.logsWhole,
      checkNames.storedDeployment,
      checkNames.storedPools,
      checkNames.storedPayees,
      checkNames.storedBatches,
      checkNames.poolsAddUp,
    ],
  },
]

/** The sentences that no failed check contradicts, without those that were not asked for. */
export function provedSentences({ failed, counts }: Pick<Tally, 'failed' | 'counts'>): string[] {
  return verdicts
    .filter(({ needs, onRequest }) =>
      needs.every((name) => !failed.has(name) && (!onRequest || counts.get(name) !== 0)),
    )
    .map(({ sentence }) => sentence)
}

/** What every report says, whatever was found. */
export const notProvableSentences: readonly string[] = [
  'That an order happened, and that its goods were kept.',
  'That every order was reported by the shop.',
  'Who the person behind an address is.',
  'That a reward was right under the policy: the chain holds only the hashes of policy and evidence. Whoever is shown a record with its salt and proof can check it against them.',
  'What the ledger stores for an address that no log names.',
  'That the endpoint showed the chain as others see it: compare the block hash with another source.',
]
