// Generated from contracts/passkey/PasskeyAccount.sol by `npm run abi`. Do not edit.

export const passkeyAccountAbi = [
  { inputs: [], stateMutability: 'nonpayable', type: 'constructor' },
  { inputs: [], name: 'InvalidShortString', type: 'error' },
  {
    inputs: [
      { name: 'deadline', type: 'uint256' },
      { name: 'now_', type: 'uint256' },
    ],
    name: 'PasskeyAccount_DeadlinePassed',
    type: 'error',
  },
  {
    inputs: [
      { name: 'readyAt', type: 'uint256' },
      { name: 'now_', type: 'uint256' },
    ],
    name: 'PasskeyAccount_DelayNotOver',
    type: 'error',
  },
  {
    inputs: [
      { name: 'given', type: 'uint64' },
      { name: 'next', type: 'uint64' },
    ],
    name: 'PasskeyAccount_NonceNotNext',
    type: 'error',
  },
  { inputs: [{ name: 'given', type: 'address' }], name: 'PasskeyAccount_ReceiverForbidden', type: 'error' },
  { inputs: [{ name: 'byRecovery', type: 'bool' }], name: 'PasskeyAccount_SignatureInvalid', type: 'error' },
  {
    inputs: [
      { name: 'x', type: 'bytes32' },
      { name: 'y', type: 'bytes32' },
    ],
    name: 'PasskeyAccount_SignerMalformed',
    type: 'error',
  },
  {
    inputs: [
      { name: 'token', type: 'address' },
      { name: 'to', type: 'address' },
      { name: 'rawAmount', type: 'uint256' },
    ],
    name: 'PasskeyAccount_TransferFailed',
    type: 'error',
  },
  {
    inputs: [
      { name: 'expiresAt', type: 'uint256' },
      { name: 'now_', type: 'uint256' },
    ],
    name: 'PasskeyAccount_WindowOver',
    type: 'error',
  },
  { inputs: [{ name: 'str', type: 'string' }], name: 'StringTooLong', type: 'error' },
  {
    anonymous: false,
    inputs: [{ indexed: false, name: 'byRecovery', type: 'bool' }],
    name: 'Cancelled',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [{ indexed: true, name: 'instruction', type: 'bytes32' }],
    name: 'Completed',
    type: 'event',
  },
  { anonymous: false, inputs: [], name: 'EIP712DomainChanged', type: 'event' },
  {
    anonymous: false,
    inputs: [
      {
        components: [
          { name: 'x', type: 'bytes32' },
          { name: 'y', type: 'bytes32' },
        ],
        indexed: false,
        name: 'key',
        type: 'tuple',
      },
    ],
    name: 'KeySet',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, name: 'instruction', type: 'bytes32' },
      {
        components: [
          { name: 'x', type: 'bytes32' },
          { name: 'y', type: 'bytes32' },
        ],
        indexed: false,
        name: 'key',
        type: 'tuple',
      },
      { indexed: false, name: 'byRecovery', type: 'bool' },
      { indexed: false, name: 'nonce', type: 'uint64' },
      { indexed: false, name: 'deadline', type: 'uint40' },
      { indexed: false, name: 'readyAt', type: 'uint40' },
    ],
    name: 'KeyWaits',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [{ indexed: true, name: 'to', type: 'address' }],
    name: 'ReceiverKnown',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      {
        components: [
          { name: 'x', type: 'bytes32' },
          { name: 'y', type: 'bytes32' },
        ],
        indexed: false,
        name: 'recovery',
        type: 'tuple',
      },
    ],
    name: 'RecoverySet',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, name: 'instruction', type: 'bytes32' },
      {
        components: [
          { name: 'x', type: 'bytes32' },
          { name: 'y', type: 'bytes32' },
        ],
        indexed: false,
        name: 'recovery',
        type: 'tuple',
      },
      { indexed: false, name: 'nonce', type: 'uint64' },
      { indexed: false, name: 'deadline', type: 'uint40' },
      { indexed: false, name: 'readyAt', type: 'uint40' },
    ],
    name: 'RecoveryWaits',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, name: 'instruction', type: 'bytes32' },
      { indexed: false, name: 'token', type: 'address' },
      { indexed: false, name: 'to', type: 'address' },
      { indexed: false, name: 'rawAmount', type: 'uint256' },
      { indexed: false, name: 'nonce', type: 'uint64' },
      { indexed: false, name: 'deadline', type: 'uint40' },
      { indexed: false, name: 'readyAt', type: 'uint40' },
    ],
    name: 'TransferWaits',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, name: 'instruction', type: 'bytes32' },
      { indexed: false, name: 'ledger', type: 'address' },
      { indexed: false, name: 'to', type: 'address' },
      { indexed: false, name: 'micros', type: 'uint64' },
      { indexed: false, name: 'nonce', type: 'uint64' },
      { indexed: false, name: 'deadline', type: 'uint40' },
      { indexed: false, name: 'readyAt', type: 'uint40' },
    ],
    name: 'WithdrawalWaits',
    type: 'event',
  },
  {
    inputs: [],
    name: 'CARRY_WINDOW',
    outputs: [{ name: '', type: 'uint40' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [],
    name: 'FIRST_TRANSFER_DELAY',
    outputs: [{ name: '', type: 'uint40' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [],
    name: 'KEY_DELAY',
    outputs: [{ name: '', type: 'uint40' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      { name: 'byRecovery', type: 'bool' },
      {
        components: [
          { name: 'nonce', type: 'uint64' },
          { name: 'deadline', type: 'uint40' },
          { name: 'signature', type: 'bytes' },
        ],
        name: 'authorization',
        type: 'tuple',
      },
    ],
    name: 'cancel',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [],
    name: 'eip712Domain',
    outputs: [
      { name: 'fields', type: 'bytes1' },
      { name: 'name', type: 'string' },
      { name: 'version', type: 'string' },
      { name: 'chainId', type: 'uint256' },
      { name: 'verifyingContract', type: 'address' },
      { name: 'salt', type: 'bytes32' },
      { name: 'extensions', type: 'uint256[]' },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [{ name: 'to', type: 'address' }],
    name: 'isKnown',
    outputs: [{ name: '', type: 'bool' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [],
    name: 'key',
    outputs: [
      {
        components: [
          { name: 'x', type: 'bytes32' },
          { name: 'y', type: 'bytes32' },
        ],
        name: 'current',
        type: 'tuple',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [],
    name: 'nonces',
    outputs: [
      { name: 'ofKey', type: 'uint64' },
      { name: 'ofRecovery', type: 'uint64' },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [],
    name: 'recovery',
    outputs: [
      {
        components: [
          { name: 'x', type: 'bytes32' },
          { name: 'y', type: 'bytes32' },
        ],
        name: 'current',
        type: 'tuple',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      {
        components: [
          { name: 'x', type: 'bytes32' },
          { name: 'y', type: 'bytes32' },
        ],
        name: 'newKey',
        type: 'tuple',
      },
      { name: 'byRecovery', type: 'bool' },
      {
        components: [
          { name: 'nonce', type: 'uint64' },
          { name: 'deadline', type: 'uint40' },
          { name: 'signature', type: 'bytes' },
        ],
        name: 'authorization',
        type: 'tuple',
      },
    ],
    name: 'setKey',
    outputs: [{ name: 'done', type: 'bool' }],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      { name: 'ledger', type: 'address' },
      { name: 'micros', type: 'uint64' },
      {
        components: [
          { name: 'nonce', type: 'uint64' },
          { name: 'deadline', type: 'uint40' },
          { name: 'signature', type: 'bytes' },
        ],
        name: 'authorization',
        type: 'tuple',
      },
    ],
    name: 'setMinimumPayout',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      {
        components: [
          { name: 'x', type: 'bytes32' },
          { name: 'y', type: 'bytes32' },
        ],
        name: 'newRecovery',
        type: 'tuple',
      },
      {
        components: [
          { name: 'nonce', type: 'uint64' },
          { name: 'deadline', type: 'uint40' },
          { name: 'signature', type: 'bytes' },
        ],
        name: 'authorization',
        type: 'tuple',
      },
    ],
    name: 'setRecovery',
    outputs: [{ name: 'done', type: 'bool' }],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      { name: 'token', type: 'address' },
      { name: 'to', type: 'address' },
      { name: 'rawAmount', type: 'uint256' },
      {
        components: [
          { name: 'nonce', type: 'uint64' },
          { name: 'deadline', type: 'uint40' },
          { name: 'signature', type: 'bytes' },
        ],
        name: 'authorization',
        type: 'tuple',
      },
    ],
    name: 'transfer',
    outputs: [{ name: 'done', type: 'bool' }],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [{ name: 'instruction', type: 'bytes32' }],
    name: 'waitsUntil',
    outputs: [{ name: 'readyAt', type: 'uint40' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      { name: 'ledger', type: 'address' },
      { name: 'to', type: 'address' },
      { name: 'micros', type: 'uint64' },
      {
        components: [
          { name: 'nonce', type: 'uint64' },
          { name: 'deadline', type: 'uint40' },
          { name: 'signature', type: 'bytes' },
        ],
        name: 'authorization',
        type: 'tuple',
      },
    ],
    name: 'withdraw',
    outputs: [{ name: 'done', type: 'bool' }],
    stateMutability: 'nonpayable',
    type: 'function',
  },
] as const
