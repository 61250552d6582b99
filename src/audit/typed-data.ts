// The EIP-712 structures that a pool's order signer signs, from the text of the interface, and who signed one.

import { isHex, recoverTypedDataAddress, size, type Address, type Hex } from 'viem'

/** Bytes of an ECDSA signature: r 32, s 32, v 1. */
const SIGNATURE_BYTES = 65

/** The ledger's EIP-712 domain, by the text of the interface. */
export const DOMAIN_NAME = 'Vouchpenny RewardLedger'
export const DOMAIN_VERSION = '1'

const types = {
  Commit: [
    { name: 'pool', type: 'uint32' },
    { name: 'seq', type: 'uint32' },
    { name: 'recordsHash', type: 'bytes32' },
    { name: 'holdSeconds', type: 'uint40' },
    { name: 'deadline', type: 'uint40' },
    { name: 'evidenceRoot', type: 'bytes32' },
    { name: 'policyHash', type: 'bytes32' },
    { name: 'counts', type: 'uint256' },
  ],
  Amend: [
    { name: 'pool', type: 'uint32' },
    { name: 'seq', type: 'uint32' },
    { name: 'batchHash', type: 'bytes27' },
    { name: 'reductionsHash', type: 'bytes32' },
    { name: 'deadline', type: 'uint40' },
  ],
} as const

type SigningDomain = { readonly chainId: number; readonly ledger: Address }

type CommitTerms = {
  readonly pool: number
  readonly seq: number
  readonly recordsHash: Hex
  readonly holdSeconds: number
  readonly deadline: number
  readonly evidenceRoot: Hex
  readonly policyHash: Hex
  readonly counts: bigint
}

type AmendTerms = {
  readonly pool: number
  readonly seq: number
  /** 27 bytes: the stored hash that the amendment starts from. */
  readonly batchHash: Hex
  readonly reductionsHash: Hex
  readonly deadline: number
}

/** Who signed a commit, in lower case; undefined when the bytes are no signature. */
export function recoverCommitSigner(
  domain: SigningDomain,
  message: CommitTerms,
  signature: Hex,
): Promise<Address | undefined> {
  return recovered(signature, () =>
    recoverTypedDataAddress({ domain: domainOf(domain), types, primaryType: 'Commit', message, signature }),
  )
}

/** Who signed an amendment, in lower case; undefined when the bytes are no signature. */
export function recoverAmendSigner(
  domain: SigningDomain,
  message: AmendTerms,
  signature: Hex,
): Promise<Address | undefined> {
  return recovered(signature, () =>
    recoverTypedDataAddress({ domain: domainOf(domain), types, primaryType: 'Amend', message, signature }),
  )
}

function domainOf({ chainId, ledger }: SigningDomain) {
  return { name: DOMAIN_NAME, version: DOMAIN_VERSION, chainId, verifyingContract: ledger }
}

async function recovered(signature: Hex, recover: () => Promise<Address>): Promise<Address | undefined> {
  if (!isHex(signature) || size(signature) !== SIGNATURE_BYTES) return undefined
  try {
    return (await recover()).toLowerCase() as Address
  } catch {
    // Not a point of the curve: the bytes sign nothing, which the caller reports with its place.
    return undefined
  }
}
