// Generated from contracts/RewardLedger.sol by `npm run abi`. Do not edit.

export const rewardLedgerAbi = [
  {
    inputs: [
      { name: 'token', type: 'address' },
      { name: 'defaultMinimumMicros', type: 'uint64' },
      { name: 'minHoldSeconds', type: 'uint40' },
      { name: 'maxHoldSeconds', type: 'uint40' },
      { name: 'noticeSeconds', type: 'uint40' },
      { name: 'requestWindowSeconds', type: 'uint40' },
    ],
    stateMutability: 'nonpayable',
    type: 'constructor',
  },
  { inputs: [], name: 'InvalidShortString', type: 'error' },
  { inputs: [], name: 'ReentrancyGuardReentrantCall', type: 'error' },
  {
    inputs: [
      { name: 'micros', type: 'uint256' },
      { name: 'most', type: 'uint256' },
    ],
    name: 'RewardLedger_AmountTooLarge',
    type: 'error',
  },
  { inputs: [], name: 'RewardLedger_AmountZero', type: 'error' },
  {
    inputs: [
      { name: 'micros', type: 'uint256' },
      { name: 'available', type: 'uint256' },
    ],
    name: 'RewardLedger_AvailableExceeded',
    type: 'error',
  },
  {
    inputs: [
      { name: 'pool', type: 'uint32' },
      { name: 'seq', type: 'uint32' },
      { name: 'given', type: 'bytes27' },
      { name: 'stored', type: 'bytes27' },
    ],
    name: 'RewardLedger_BatchHashMismatch',
    type: 'error',
  },
  {
    inputs: [
      { name: 'maturesAt', type: 'uint256' },
      { name: 'now_', type: 'uint256' },
    ],
    name: 'RewardLedger_BatchMatured',
    type: 'error',
  },
  {
    inputs: [
      { name: 'maturesAt', type: 'uint256' },
      { name: 'now_', type: 'uint256' },
    ],
    name: 'RewardLedger_BatchNotMatured',
    type: 'error',
  },
  {
    inputs: [
      { name: 'pool', type: 'uint32' },
      { name: 'seq', type: 'uint32' },
    ],
    name: 'RewardLedger_BatchNotOpen',
    type: 'error',
  },
  {
    inputs: [
      { name: 'pool', type: 'uint32' },
      { name: 'seq', type: 'uint32' },
    ],
    name: 'RewardLedger_BatchUnknown',
    type: 'error',
  },
  { inputs: [{ name: 'payee', type: 'address' }], name: 'RewardLedger_CountZero', type: 'error' },
  {
    inputs: [
      { name: 'deadline', type: 'uint256' },
      { name: 'now_', type: 'uint256' },
    ],
    name: 'RewardLedger_DeadlinePassed',
    type: 'error',
  },
  {
    inputs: [
      { name: 'rawAmount', type: 'uint256' },
      { name: 'scale', type: 'uint256' },
    ],
    name: 'RewardLedger_DepositNotWholeMicros',
    type: 'error',
  },
  { inputs: [], name: 'RewardLedger_DepositZero', type: 'error' },
  { inputs: [{ name: 'given', type: 'address' }], name: 'RewardLedger_ForbiddenAddress', type: 'error' },
  {
    inputs: [
      { name: 'left', type: 'uint256' },
      { name: 'needed', type: 'uint256' },
    ],
    name: 'RewardLedger_GasTooLow',
    type: 'error',
  },
  {
    inputs: [
      { name: 'holdSeconds', type: 'uint256' },
      { name: 'least', type: 'uint256' },
      { name: 'most', type: 'uint256' },
    ],
    name: 'RewardLedger_HoldOutOfBounds',
    type: 'error',
  },
  {
    inputs: [
      { name: 'micros', type: 'uint256' },
      { name: 'least', type: 'uint256' },
      { name: 'most', type: 'uint256' },
    ],
    name: 'RewardLedger_MinimumPayoutOutOfBounds',
    type: 'error',
  },
  { inputs: [{ name: 'pool', type: 'uint32' }], name: 'RewardLedger_NoRequest', type: 'error' },
  {
    inputs: [
      { name: 'caller', type: 'address' },
      { name: 'owner', type: 'address' },
    ],
    name: 'RewardLedger_NotPoolOwner',
    type: 'error',
  },
  {
    inputs: [
      { name: 'readyAt', type: 'uint256' },
      { name: 'now_', type: 'uint256' },
    ],
    name: 'RewardLedger_NoticeNotOver',
    type: 'error',
  },
  {
    inputs: [
      { name: 'noticeSeconds', type: 'uint256' },
      { name: 'least', type: 'uint256' },
      { name: 'most', type: 'uint256' },
    ],
    name: 'RewardLedger_NoticeOutOfBounds',
    type: 'error',
  },
  { inputs: [{ name: 'given', type: 'address' }], name: 'RewardLedger_OrderSignerIsOwner', type: 'error' },
  {
    inputs: [
      { name: 'micros', type: 'uint256' },
      { name: 'owed', type: 'uint256' },
    ],
    name: 'RewardLedger_OwedExceeded',
    type: 'error',
  },
  {
    inputs: [
      { name: 'owner', type: 'address' },
      { name: 'expected', type: 'address' },
    ],
    name: 'RewardLedger_OwnerNotExpected',
    type: 'error',
  },
  { inputs: [{ name: 'payee', type: 'address' }], name: 'RewardLedger_PayeeForbidden', type: 'error' },
  {
    inputs: [
      { name: 'given', type: 'address' },
      { name: 'previous', type: 'address' },
    ],
    name: 'RewardLedger_PayeesNotAscending',
    type: 'error',
  },
  { inputs: [{ name: 'pool', type: 'uint32' }], name: 'RewardLedger_PoolUnknown', type: 'error' },
  {
    inputs: [
      { name: 'micros', type: 'uint256' },
      { name: 'level', type: 'uint256' },
    ],
    name: 'RewardLedger_RateExceeded',
    type: 'error',
  },
  { inputs: [], name: 'RewardLedger_RateZero', type: 'error' },
  { inputs: [], name: 'RewardLedger_RecordsEmpty', type: 'error' },
  {
    inputs: [
      { name: 'offset', type: 'uint256' },
      { name: 'length', type: 'uint256' },
    ],
    name: 'RewardLedger_RecordsTruncated',
    type: 'error',
  },
  {
    inputs: [
      { name: 'micros', type: 'uint256' },
      { name: 'sum', type: 'uint256' },
    ],
    name: 'RewardLedger_ReductionExceedsSum',
    type: 'error',
  },
  {
    inputs: [
      { name: 'index', type: 'uint256' },
      { name: 'payees', type: 'uint256' },
    ],
    name: 'RewardLedger_ReductionIndexUnknown',
    type: 'error',
  },
  { inputs: [{ name: 'position', type: 'uint256' }], name: 'RewardLedger_ReductionZero', type: 'error' },
  { inputs: [], name: 'RewardLedger_ReductionsEmpty', type: 'error' },
  { inputs: [{ name: 'length', type: 'uint256' }], name: 'RewardLedger_ReductionsMalformed', type: 'error' },
  {
    inputs: [{ name: 'position', type: 'uint256' }],
    name: 'RewardLedger_ReductionsNotAscending',
    type: 'error',
  },
  {
    inputs: [
      { name: 'expiresAt', type: 'uint256' },
      { name: 'now_', type: 'uint256' },
    ],
    name: 'RewardLedger_RequestExpired',
    type: 'error',
  },
  {
    inputs: [
      { name: 'windowSeconds', type: 'uint256' },
      { name: 'least', type: 'uint256' },
      { name: 'most', type: 'uint256' },
    ],
    name: 'RewardLedger_RequestWindowOutOfBounds',
    type: 'error',
  },
  {
    inputs: [
      { name: 'micros', type: 'uint256' },
      { name: 'most', type: 'uint256' },
    ],
    name: 'RewardLedger_RewardCapOutOfBounds',
    type: 'error',
  },
  {
    inputs: [
      { name: 'micros', type: 'uint256' },
      { name: 'cap', type: 'uint256' },
    ],
    name: 'RewardLedger_RewardOverCap',
    type: 'error',
  },
  {
    inputs: [
      { name: 'payee', type: 'address' },
      { name: 'tag', type: 'bytes6' },
    ],
    name: 'RewardLedger_RewardZero',
    type: 'error',
  },
  {
    inputs: [
      { name: 'given', type: 'uint32' },
      { name: 'next', type: 'uint32' },
    ],
    name: 'RewardLedger_SeqNotNext',
    type: 'error',
  },
  {
    inputs: [
      { name: 'recovered', type: 'address' },
      { name: 'orderSigner', type: 'address' },
    ],
    name: 'RewardLedger_SignatureInvalid',
    type: 'error',
  },
  {
    inputs: [
      { name: 'given', type: 'bytes6' },
      { name: 'previous', type: 'bytes6' },
    ],
    name: 'RewardLedger_TagsNotAscending',
    type: 'error',
  },
  {
    inputs: [
      { name: 'decimals', type: 'uint8' },
      { name: 'least', type: 'uint8' },
    ],
    name: 'RewardLedger_TokenDecimalsTooFew',
    type: 'error',
  },
  { inputs: [{ name: 'most', type: 'uint256' }], name: 'RewardLedger_TooManyPayees', type: 'error' },
  {
    inputs: [
      { name: 'to', type: 'address' },
      { name: 'rawAmount', type: 'uint256' },
    ],
    name: 'RewardLedger_TransferFailed',
    type: 'error',
  },
  { inputs: [], name: 'RewardLedger_ZeroAddress', type: 'error' },
  {
    inputs: [
      { name: 'bits', type: 'uint8' },
      { name: 'value', type: 'uint256' },
    ],
    name: 'SafeCastOverflowedUintDowncast',
    type: 'error',
  },
  { inputs: [{ name: 'token', type: 'address' }], name: 'SafeERC20FailedOperation', type: 'error' },
  { inputs: [{ name: 'str', type: 'string' }], name: 'StringTooLong', type: 'error' },
  {
    anonymous: false,
    inputs: [
      { indexed: true, name: 'pool', type: 'uint32' },
      { indexed: true, name: 'seq', type: 'uint32' },
      { indexed: false, name: 'deadline', type: 'uint40' },
      { indexed: false, name: 'reductions', type: 'bytes' },
      { indexed: false, name: 'signature', type: 'bytes' },
    ],
    name: 'Amended',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, name: 'pool', type: 'uint32' },
      { indexed: true, name: 'seq', type: 'uint32' },
      {
        components: [
          { name: 'holdSeconds', type: 'uint40' },
          { name: 'deadline', type: 'uint40' },
          { name: 'evidenceRoot', type: 'bytes32' },
          { name: 'policyHash', type: 'bytes32' },
          { name: 'counts', type: 'uint256' },
        ],
        indexed: false,
        name: 'header',
        type: 'tuple',
      },
      { indexed: false, name: 'maturesAt', type: 'uint40' },
      { indexed: false, name: 'records', type: 'bytes' },
      { indexed: false, name: 'signature', type: 'bytes' },
    ],
    name: 'Committed',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: false, name: 'token', type: 'address' },
      { indexed: false, name: 'scale', type: 'uint256' },
      { indexed: false, name: 'defaultMinimumMicros', type: 'uint64' },
      { indexed: false, name: 'minHoldSeconds', type: 'uint40' },
      { indexed: false, name: 'maxHoldSeconds', type: 'uint40' },
      { indexed: false, name: 'noticeSeconds', type: 'uint40' },
      { indexed: false, name: 'requestWindowSeconds', type: 'uint40' },
    ],
    name: 'Deployed',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, name: 'pool', type: 'uint32' },
      { indexed: true, name: 'from', type: 'address' },
      { indexed: false, name: 'micros', type: 'uint64' },
    ],
    name: 'Deposited',
    type: 'event',
  },
  { anonymous: false, inputs: [], name: 'EIP712DomainChanged', type: 'event' },
  {
    anonymous: false,
    inputs: [
      { indexed: true, name: 'payee', type: 'address' },
      { indexed: false, name: 'micros', type: 'uint64' },
    ],
    name: 'MinimumPayoutSet',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, name: 'pool', type: 'uint32' },
      { indexed: false, name: 'orderSigner', type: 'address' },
    ],
    name: 'OrderSignerSet',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, name: 'payee', type: 'address' },
      { indexed: false, name: 'micros', type: 'uint64' },
    ],
    name: 'Paid',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, name: 'payee', type: 'address' },
      { indexed: false, name: 'owedMicros', type: 'uint64' },
    ],
    name: 'PayDeferred',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, name: 'pool', type: 'uint32' },
      { indexed: true, name: 'owner', type: 'address' },
      { indexed: false, name: 'orderSigner', type: 'address' },
      {
        components: [
          { name: 'minHoldSeconds', type: 'uint32' },
          { name: 'rewardCapMicros', type: 'uint40' },
          { name: 'rateCapacityMicros', type: 'uint64' },
          { name: 'rateMicrosPerDay', type: 'uint64' },
        ],
        indexed: false,
        name: 'terms',
        type: 'tuple',
      },
    ],
    name: 'PoolOpened',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, name: 'pool', type: 'uint32' },
      { indexed: false, name: 'to', type: 'address' },
      { indexed: false, name: 'micros', type: 'uint64' },
    ],
    name: 'PoolWithdrawn',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, name: 'pool', type: 'uint32' },
      { indexed: true, name: 'seq', type: 'uint32' },
      { indexed: false, name: 'index', type: 'uint256' },
      { indexed: false, name: 'push', type: 'bool' },
    ],
    name: 'Settled',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, name: 'pool', type: 'uint32' },
      { indexed: true, name: 'seq', type: 'uint32' },
      { indexed: false, name: 'micros', type: 'uint64' },
    ],
    name: 'Vetoed',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, name: 'pool', type: 'uint32' },
      { indexed: false, name: 'micros', type: 'uint64' },
      { indexed: false, name: 'readyAt', type: 'uint40' },
      { indexed: false, name: 'expiresAt', type: 'uint40' },
    ],
    name: 'WithdrawalRequested',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, name: 'payee', type: 'address' },
      { indexed: false, name: 'to', type: 'address' },
      { indexed: false, name: 'micros', type: 'uint64' },
    ],
    name: 'Withdrawn',
    type: 'event',
  },
  {
    inputs: [],
    name: 'DEFAULT_MINIMUM_MICROS',
    outputs: [{ name: '', type: 'uint64' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [],
    name: 'MAX_HOLD',
    outputs: [{ name: '', type: 'uint40' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [],
    name: 'MAX_PAYEES',
    outputs: [{ name: '', type: 'uint256' }],
    stateMutability: 'pure',
    type: 'function',
  },
  {
    inputs: [],
    name: 'MIN_HOLD',
    outputs: [{ name: '', type: 'uint40' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [],
    name: 'NOTICE',
    outputs: [{ name: '', type: 'uint40' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [],
    name: 'PUSH_GAS',
    outputs: [{ name: '', type: 'uint256' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [],
    name: 'REQUEST_WINDOW',
    outputs: [{ name: '', type: 'uint40' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [],
    name: 'SCALE',
    outputs: [{ name: '', type: 'uint256' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [],
    name: 'TOKEN',
    outputs: [{ name: '', type: 'address' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      {
        components: [
          { name: 'pool', type: 'uint32' },
          { name: 'seq', type: 'uint32' },
          { name: 'recordsHash', type: 'bytes32' },
          { name: 'netList', type: 'bytes' },
        ],
        name: 'ref',
        type: 'tuple',
      },
      { name: 'deadline', type: 'uint40' },
      { name: 'reductions', type: 'bytes' },
      { name: 'signature', type: 'bytes' },
    ],
    name: 'amend',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      { name: 'pool', type: 'uint32' },
      { name: 'seq', type: 'uint32' },
      {
        components: [
          { name: 'holdSeconds', type: 'uint40' },
          { name: 'deadline', type: 'uint40' },
          { name: 'evidenceRoot', type: 'bytes32' },
          { name: 'policyHash', type: 'bytes32' },
          { name: 'counts', type: 'uint256' },
        ],
        name: 'header',
        type: 'tuple',
      },
      { name: 'records', type: 'bytes' },
      { name: 'signature', type: 'bytes' },
    ],
    name: 'commit',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      { name: 'pool', type: 'uint32' },
      { name: 'expectedOwner', type: 'address' },
      { name: 'rawAmount', type: 'uint256' },
    ],
    name: 'deposit',
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
    inputs: [{ name: 'pool', type: 'uint32' }],
    name: 'executeWithdrawal',
    outputs: [{ name: 'micros', type: 'uint64' }],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [{ name: 'payee', type: 'address' }],
    name: 'getAccount',
    outputs: [
      { name: 'owedMicros', type: 'uint64' },
      { name: 'minimumMicros', type: 'uint64' },
      { name: 'nonce', type: 'uint64' },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      { name: 'pool', type: 'uint32' },
      { name: 'seq', type: 'uint32' },
    ],
    name: 'getBatch',
    outputs: [
      { name: 'maturesAt', type: 'uint40' },
      { name: 'batchHash', type: 'bytes27' },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [{ name: 'pool', type: 'uint32' }],
    name: 'getPool',
    outputs: [
      {
        components: [
          { name: 'availableMicros', type: 'uint64' },
          { name: 'reservedMicros', type: 'uint64' },
          { name: 'rateLevelMicros', type: 'uint64' },
          { name: 'rateUpdatedAt', type: 'uint32' },
          { name: 'nextSeq', type: 'uint32' },
          { name: 'orderSigner', type: 'address' },
          { name: 'rewardCapMicros', type: 'uint40' },
          { name: 'minHoldSeconds', type: 'uint32' },
          { name: 'rateCapacityMicros', type: 'uint64' },
          { name: 'rateMicrosPerDay', type: 'uint64' },
          { name: 'requestMicros', type: 'uint64' },
          { name: 'requestDepositedMicros', type: 'uint64' },
          { name: 'owner', type: 'address' },
          { name: 'requestReadyAt', type: 'uint40' },
        ],
        name: '',
        type: 'tuple',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      { name: 'orderSigner', type: 'address' },
      {
        components: [
          { name: 'minHoldSeconds', type: 'uint32' },
          { name: 'rewardCapMicros', type: 'uint40' },
          { name: 'rateCapacityMicros', type: 'uint64' },
          { name: 'rateMicrosPerDay', type: 'uint64' },
        ],
        name: 'terms',
        type: 'tuple',
      },
    ],
    name: 'openPool',
    outputs: [{ name: 'pool', type: 'uint32' }],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [{ name: 'payees', type: 'address[]' }],
    name: 'pay',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [],
    name: 'poolCount',
    outputs: [{ name: '', type: 'uint32' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [{ name: 'pool', type: 'uint32' }],
    name: 'rateAvailable',
    outputs: [{ name: 'micros', type: 'uint64' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      { name: 'pool', type: 'uint32' },
      { name: 'micros', type: 'uint64' },
    ],
    name: 'requestWithdrawal',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [{ name: 'micros', type: 'uint64' }],
    name: 'setMinimumPayout',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      { name: 'pool', type: 'uint32' },
      { name: 'orderSigner', type: 'address' },
    ],
    name: 'setOrderSigner',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      {
        components: [
          { name: 'pool', type: 'uint32' },
          { name: 'seq', type: 'uint32' },
          { name: 'recordsHash', type: 'bytes32' },
          { name: 'netList', type: 'bytes' },
        ],
        name: 'batches',
        type: 'tuple[]',
      },
      { name: 'push', type: 'bool' },
    ],
    name: 'settle',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      {
        components: [
          { name: 'pool', type: 'uint32' },
          { name: 'seq', type: 'uint32' },
          { name: 'recordsHash', type: 'bytes32' },
          { name: 'netList', type: 'bytes' },
        ],
        name: 'batches',
        type: 'tuple[]',
      },
    ],
    name: 'veto',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      { name: 'to', type: 'address' },
      { name: 'micros', type: 'uint64' },
    ],
    name: 'withdraw',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
] as const
