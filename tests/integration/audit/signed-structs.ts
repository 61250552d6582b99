// The EIP-712 structures that people sign for the ledger and its token, from the text of the interface and of EIP-2612 and
// EIP-3009.

/** By the pool's order signer. */
export const COMMIT_TYPES = {
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
} as const

/** By the pool's order signer too. */
export const AMEND_TYPES = {
  Amend: [
    { name: 'pool', type: 'uint32' },
    { name: 'seq', type: 'uint32' },
    { name: 'batchHash', type: 'bytes27' },
    { name: 'reductionsHash', type: 'bytes32' },
    { name: 'deadline', type: 'uint40' },
  ],
} as const

/** By the payee. */
export const WITHDRAW_TYPES = {
  Withdraw: [
    { name: 'payee', type: 'address' },
    { name: 'to', type: 'address' },
    { name: 'micros', type: 'uint64' },
    { name: 'nonce', type: 'uint64' },
    { name: 'deadline', type: 'uint40' },
  ],
} as const

/** By the payee too. */
export const MINIMUM_TYPES = {
  SetMinimumPayout: [
    { name: 'payee', type: 'address' },
    { name: 'micros', type: 'uint64' },
    { name: 'nonce', type: 'uint64' },
    { name: 'deadline', type: 'uint40' },
  ],
} as const

/** By whoever's tokens are allowed to be taken (EIP-2612). */
export const PERMIT_TYPES = {
  Permit: [
    { name: 'owner', type: 'address' },
    { name: 'spender', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const

/** By whoever's tokens are sent (EIP-3009). */
export const RECEIVE_TYPES = {
  ReceiveWithAuthorization: [
    { name: 'from', type: 'address' },
    { name: 'to', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'validAfter', type: 'uint256' },
    { name: 'validBefore', type: 'uint256' },
    { name: 'nonce', type: 'bytes32' },
  ],
} as const
