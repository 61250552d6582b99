// Whether a reward is what its evidence says: the file against the chain, with nothing but an RPC endpoint.

import { verifyEvidenceFile, type EvidenceReport } from '#audit/verify-evidence.ts'
import type { EvidenceFile } from '#domain/evidence-file.ts'
import { Problem } from '#domain/problem.ts'
import { evidenceFileSchema } from '#schema/evidence.ts'
import { wrongFields } from '#schema/wrong-fields.ts'
import type { Address } from 'viem'
import { VouchpennyError } from './vouchpenny-error.ts'

/**
 * Checks `evidence`, an evidence file as parsed JSON, against the chain behind `rpcUrl`. `ledger` is the one that counts;
 * whichever the file names when left out. What does not hold is in the report (`ok` is false), never thrown; throws
 * VouchpennyError `evidence_malformed` for what is no evidence file, and `chain_unavailable`.
 */
export async function verifyReward(
  evidence: EvidenceFile | Readonly<Record<string, unknown>>,
  { rpcUrl, ledger }: { readonly rpcUrl: string; readonly ledger?: Address },
): Promise<EvidenceReport> {
  const file = evidenceFileSchema.safeParse(evidence)
  if (!file.success) {
    throw new VouchpennyError('evidence_malformed', 'This is no evidence file.', {
      facts: { fields: wrongFields(file.error) },
    })
  }
  try {
    return await verifyEvidenceFile({ rpc: rpcUrl, evidence: file.data, ledger })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { code, message, retry, facts } = error
    throw new VouchpennyError(code, message, { retry, facts, cause: error })
  }
}
