// EIP-712 digests of what people sign, from type strings as the interface and the standards write them.

import { hashTypedData, recoverAddress, type Address, type Hex } from 'viem'
import { lower, ZERO } from './outcome.ts'

/** As in contracts/interfaces/IRewardLedger.sol; a test compares them with its text. */
export const LEDGER_TYPES = {
  Commit:
    'Commit(uint32 pool,uint32 seq,bytes32 recordsHash,uint40 holdSeconds,uint40 deadline,bytes32 evidenceRoot,bytes32 policyHash,uint256 counts)',
  Amend: 'Amend(uint32 pool,uint32 seq,bytes27 batchHash,bytes32 reductionsHash,uint40 deadline)',
  Withdraw: 'Withdraw(address payee,address to,uint64 micros,uint64 nonce,uint40 deadline)',
  SetMinimumPayout: 'SetMinimumPayout(address payee,uint64 micros,uint64 nonce,uint40 deadline)',
} as const

/** As in EIP-2612 and EIP-3009. */
export const TOKEN_TYPES = {
  Permit: 'Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)',
  ReceiveWithAuthorization:
    'ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)',
} as const

export type Domain = {
  readonly name: string
  readonly version: string
  readonly chainId: number
  readonly verifyingContract: Address
}

/** The domain that the interface names, for one chain and ledger. */
export function ledgerDomain(chainId: number, ledger: Address): Domain {
  return { name: 'Vouchpenny RewardLedger', version: '1', chainId, verifyingContract: ledger }
}

/** Digest of one struct whose type string is `type`; `values` are in its order. */
export function digestOf(domain: Domain, type: string, values: readonly unknown[]): Hex {
  const { primaryType, fields } = parsed(type)
  const message = Object.fromEntries(fields.map((field, at) => [field.name, values[at]]))
  return hashTypedData({ domain, types: { [primaryType]: fields }, primaryType, message })
}

type Parsed = { readonly primaryType: string; readonly fields: readonly { name: string; type: string }[] }
const parsedTypes = new Map<string, Parsed>()

function parsed(type: string): Parsed {
  const known = parsedTypes.get(type)
  if (known) return known
  const [, primaryType = '', list = ''] = /^(\w+)\((.*)\)$/.exec(type) ?? []
  const fields = list.split(',').map((field) => {
    const [fieldType = '', name = ''] = field.split(' ')
    return { name, type: fieldType }
  })
  parsedTypes.set(type, { primaryType, fields })
  return { primaryType, fields }
}

/** Bytes of an ECDSA signature: r 32 · s 32 · v 1. */
const SIGNATURE_BYTES = 65

/** Half of the order of secp256k1: the largest s that is not malleable (EIP-2). */
const HIGHEST_S = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

/** Whether the second half of a signature is the one of the two that only a malleated signature has. */
export function isHighS(s: Hex): boolean {
  return BigInt(s) > HIGHEST_S
}

const signers = new Map<string, Address>()

/** Spares `recover` the work for a signature that was just made: ECDSA gives back who made it. */
export function rememberSigner(digest: Hex, signature: Hex, signer: Address): void {
  signers.set(digest + signature, lower(signer))
}

/** Who signed, or zero when the signature is not 65 bytes of a valid low-s ECDSA signature with v 27 or 28. */
export async function recover(digest: Hex, signature: Hex): Promise<Address> {
  const known = signers.get(digest + signature)
  if (known) return known
  if (signature.length !== 2 + 2 * SIGNATURE_BYTES) return ZERO
  if (isHighS(`0x${signature.slice(66, 130)}`)) return ZERO
  const v = signature.slice(130)
  if (v !== '1b' && v !== '1c') return ZERO
  return recoverAddress({ hash: digest, signature }).then(lower, () => ZERO)
}
