// Generated from contracts/passkey/PasskeyAccountFactory.sol by `npm run abi`. Do not edit.

export const passkeyAccountFactoryAbi = [
  { inputs: [{ name: 'target', type: 'address' }], name: 'AddressEmptyCode', type: 'error' },
  { inputs: [], name: 'CloneArgumentsTooLong', type: 'error' },
  { inputs: [], name: 'Create2EmptyBytecode', type: 'error' },
  { inputs: [], name: 'FailedCall', type: 'error' },
  { inputs: [], name: 'FailedDeployment', type: 'error' },
  {
    inputs: [
      { name: 'balance', type: 'uint256' },
      { name: 'needed', type: 'uint256' },
    ],
    name: 'InsufficientBalance',
    type: 'error',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, name: 'account', type: 'address' },
      {
        components: [
          { name: 'x', type: 'bytes32' },
          { name: 'y', type: 'bytes32' },
        ],
        indexed: false,
        name: 'key',
        type: 'tuple',
      },
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
    name: 'AccountCreated',
    type: 'event',
  },
  {
    inputs: [],
    name: 'IMPLEMENTATION',
    outputs: [{ name: '', type: 'address' }],
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
        name: 'key',
        type: 'tuple',
      },
      {
        components: [
          { name: 'x', type: 'bytes32' },
          { name: 'y', type: 'bytes32' },
        ],
        name: 'recovery',
        type: 'tuple',
      },
    ],
    name: 'accountOf',
    outputs: [{ name: 'account', type: 'address' }],
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
        name: 'key',
        type: 'tuple',
      },
      {
        components: [
          { name: 'x', type: 'bytes32' },
          { name: 'y', type: 'bytes32' },
        ],
        name: 'recovery',
        type: 'tuple',
      },
    ],
    name: 'create',
    outputs: [{ name: 'account', type: 'address' }],
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
        name: 'key',
        type: 'tuple',
      },
      {
        components: [
          { name: 'x', type: 'bytes32' },
          { name: 'y', type: 'bytes32' },
        ],
        name: 'recovery',
        type: 'tuple',
      },
      { name: 'call', type: 'bytes' },
    ],
    name: 'createAndCall',
    outputs: [
      { name: 'account', type: 'address' },
      { name: 'answer', type: 'bytes' },
    ],
    stateMutability: 'nonpayable',
    type: 'function',
  },
] as const
