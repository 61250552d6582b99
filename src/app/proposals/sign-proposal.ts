// The retailer's signature for a proposal: checked against the address that the ledger knows, then carried there.

import { proposalId } from '#domain/countersign/proposal-id.ts'
import { Problem } from '#domain/problem.ts'

import { isWaiting, findProposal } from './find-proposal.ts'
import { proposalTypedData } from './proposal-typed-data.ts'
import { signerOf } from './signer-of.ts'

import type { Hex } from 'viem'

import type { AppDeps } from '../deps.ts'

export type SignProposalInput = {
  readonly retailerId: string
  readonly proposalId: string
  /** r, s and v: 65 bytes. */
  readonly signature: Hex
}

export type SignedProposal = { readonly proposalId: string; readonly state: 'signed' }

/**
 * Takes the signature; the same one again changes nothing. Throws `not_found`, `countersignature_invalid` for one that
 * is not the order key's over this proposal, and `proposal_over` for a proposal that no longer waits.
 */
export async function signProposal(
  deps: Pick<AppDeps, 'retailers' | 'chainIdentity'>,
  { retailerId, proposalId: name, signature }: SignProposalInput,
): Promise<SignedProposal> {
  const known = await deps.retailers.transaction(retailerId, (unit) => findProposal(unit, name))
  const signer = await signerOf(proposalTypedData(deps.chainIdentity, known), signature)
  if (signer === undefined || signer.toLowerCase() !== known.pool.orderAddress.toLowerCase()) {
    throw new Problem('countersignature_invalid', { proposalId: name })
  }
  return deps.retailers.transaction(retailerId, async (unit) => {
    const found = await findProposal(unit, name)
    const { batch, amendment } = found
    const standing = amendment ?? batch
    if (!isWaiting(found) && (standing.signature !== signature || standing.state === 'dead')) {
      throw new Problem('proposal_over')
    }
    if (isWaiting(found)) {
      if (amendment) await unit.batches.updateAmendment(batch, amendment.amendmentNo, { signature })
      else await unit.batches.update(batch, { signature })
    }
    return { proposalId: proposalId({ ...batch, amendmentNo: amendment?.amendmentNo }), state: 'signed' }
  })
}
