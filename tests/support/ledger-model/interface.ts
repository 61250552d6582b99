// What contracts/interfaces says in types, written again by hand: the functions, logs and refusals that the model knows.
// A unit test holds it equal to the ABI generated from the contract.

import { parseAbi, type Address, type ContractFunctionArgs } from 'viem'

const STRUCTS = [
  'struct PoolTerms { uint32 minHoldSeconds; uint40 rewardCapMicros; uint64 rateCapacityMicros; uint64 rateMicrosPerDay; }',
  'struct BatchHeader { uint40 holdSeconds; uint40 deadline; bytes32 evidenceRoot; bytes32 policyHash; uint256 counts; }',
  'struct BatchRef { uint32 pool; uint32 seq; bytes32 recordsHash; bytes netList; }',
  'struct IndexedBatchRef { uint32 pool; uint32 seq; bytes32 recordsHash; bytes indexedNetList; }',
  'struct ReceiveAuthorization { address from; uint256 rawAmount; uint256 validAfter; uint256 validBefore; bytes32 salt; uint8 v; bytes32 r; bytes32 s; }',
] as const

/** Every function that changes the ledger. */
export const callAbi = parseAbi([
  ...STRUCTS,
  'function openPool(address orderSigner, PoolTerms terms) returns (uint32 pool)',
  'function setOrderSigner(uint32 pool, address orderSigner)',
  'function transferPool(uint32 pool, address newOwner)',
  'function acceptPool(uint32 pool)',
  'function deposit(uint32 pool, address expectedOwner, uint256 rawAmount)',
  'function depositWithPermit(uint32 pool, address expectedOwner, uint256 rawAmount, uint256 deadline, uint8 v, bytes32 r, bytes32 s)',
  'function depositWithAuthorization(uint32 pool, address expectedOwner, ReceiveAuthorization authorization)',
  'function requestWithdrawal(uint32 pool, uint64 micros)',
  'function executeWithdrawal(uint32 pool) returns (uint64 micros)',
  'function commit(uint32 pool, uint32 seq, BatchHeader header, bytes records, bytes signature)',
  'function amend(BatchRef batch, uint40 deadline, bytes reductions, bytes signature)',
  'function veto(BatchRef[] batches)',
  'function settle(bytes payees, IndexedBatchRef[] batches, bool push)',
  'function pay(address[] payees)',
  'function withdraw(address to, uint64 micros)',
  'function withdrawWithSignature(address payee, address to, uint64 micros, uint40 deadline, bytes signature)',
  'function setMinimumPayout(uint64 micros)',
  'function setMinimumPayoutWithSignature(address payee, uint64 micros, uint40 deadline, bytes signature)',
])

/** What the ledger stores and what never changes, as its views tell it. */
export const viewAbi = parseAbi([
  'struct Pool { uint64 availableMicros; uint64 reservedMicros; uint64 rateLevelMicros; uint32 rateUpdatedAt; uint32 nextSeq; address orderSigner; uint40 rewardCapMicros; uint32 minHoldSeconds; uint64 rateCapacityMicros; uint64 rateMicrosPerDay; uint64 requestMicros; uint64 requestDepositedMicros; address owner; uint40 requestReadyAt; address pendingOwner; }',
  'function TOKEN() view returns (address)',
  'function SCALE() view returns (uint256)',
  'function DEFAULT_MINIMUM_MICROS() view returns (uint64)',
  'function MIN_HOLD() view returns (uint40)',
  'function MAX_HOLD() view returns (uint40)',
  'function NOTICE() view returns (uint40)',
  'function REQUEST_WINDOW() view returns (uint40)',
  'function MAX_PAYEES() view returns (uint256)',
  'function eip712Domain() view returns (bytes1 fields, string name, string version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] extensions)',
  'function poolCount() view returns (uint32)',
  'function getPool(uint32 pool) view returns (Pool)',
  'function rateAvailable(uint32 pool) view returns (uint64 micros)',
  'function getAccount(address payee) view returns (uint64 owedMicros, uint64 minimumMicros, uint64 nonce)',
  'function getBatch(uint32 pool, uint32 seq) view returns (uint40 maturesAt, bytes27 batchHash)',
])

/** Every log but that of the deployment. */
export const logAbi = parseAbi([
  STRUCTS[0],
  STRUCTS[1],
  'event PoolOpened(uint32 indexed pool, address indexed owner, address orderSigner, PoolTerms terms)',
  'event OrderSignerSet(uint32 indexed pool, address orderSigner)',
  'event PoolTransferStarted(uint32 indexed pool, address newOwner)',
  'event PoolTransferred(uint32 indexed pool, address previousOwner, address newOwner)',
  'event Deposited(uint32 indexed pool, address indexed from, uint64 micros)',
  'event Committed(uint32 indexed pool, uint32 indexed seq, BatchHeader header, uint40 maturesAt, bytes records, bytes signature)',
  'event Amended(uint32 indexed pool, uint32 indexed seq, uint40 deadline, bytes reductions, bytes signature)',
  'event Vetoed(uint32 indexed pool, uint32 indexed seq, uint64 micros)',
  'event Settled(uint32 indexed pool, uint32 indexed seq, uint256 index, bool push)',
  'event PayDeferred(address indexed payee, uint64 owedMicros)',
  'event Paid(address indexed payee, uint64 micros)',
  'event Withdrawn(address indexed payee, address to, uint64 micros)',
  'event MinimumPayoutSet(address indexed payee, uint64 micros)',
  'event WithdrawalRequested(uint32 indexed pool, uint64 micros, uint40 readyAt, uint40 expiresAt)',
  'event PoolWithdrawn(uint32 indexed pool, address to, uint64 micros)',
])

/** Every refusal of a call; those of a deployment are not among them. */
export const refusalAbi = parseAbi([
  'error RewardLedger_ZeroAddress()',
  'error RewardLedger_ForbiddenAddress(address given)',
  'error RewardLedger_PoolUnknown(uint32 pool)',
  'error RewardLedger_NotPoolOwner(address caller, address owner)',
  'error RewardLedger_NotPendingOwner(address caller, address pendingOwner)',
  'error RewardLedger_OwnerNotExpected(address owner, address expected)',
  'error RewardLedger_OrderSignerIsOwner(address given)',
  'error RewardLedger_HoldOutOfBounds(uint256 holdSeconds, uint256 least, uint256 most)',
  'error RewardLedger_RewardCapOutOfBounds(uint256 micros, uint256 most)',
  'error RewardLedger_RateZero()',
  'error RewardLedger_DepositZero()',
  'error RewardLedger_DepositNotWholeMicros(uint256 rawAmount, uint256 scale)',
  'error RewardLedger_AmountTooLarge(uint256 micros, uint256 most)',
  'error RewardLedger_NoRequest(uint32 pool)',
  'error RewardLedger_NoticeNotOver(uint256 readyAt, uint256 now_)',
  'error RewardLedger_RequestExpired(uint256 expiresAt, uint256 now_)',
  'error RewardLedger_SeqNotNext(uint32 given, uint32 next)',
  'error RewardLedger_DeadlinePassed(uint256 deadline, uint256 now_)',
  'error RewardLedger_SignatureInvalid(address recovered, address orderSigner)',
  'error RewardLedger_RecordsEmpty()',
  'error RewardLedger_RecordsTruncated(uint256 offset, uint256 length)',
  'error RewardLedger_PayeesNotAscending(address given, address previous)',
  'error RewardLedger_PayeeForbidden(address payee)',
  'error RewardLedger_CountZero(address payee)',
  'error RewardLedger_TagsNotAscending(bytes6 given, bytes6 previous)',
  'error RewardLedger_RewardZero(address payee, bytes6 tag)',
  'error RewardLedger_RewardOverCap(uint256 micros, uint256 cap)',
  'error RewardLedger_TooManyPayees(uint256 most)',
  'error RewardLedger_AvailableExceeded(uint256 micros, uint256 available)',
  'error RewardLedger_RateExceeded(uint256 micros, uint256 level)',
  'error RewardLedger_BatchUnknown(uint32 pool, uint32 seq)',
  'error RewardLedger_BatchNotOpen(uint32 pool, uint32 seq)',
  'error RewardLedger_BatchMatured(uint256 maturesAt, uint256 now_)',
  'error RewardLedger_BatchNotMatured(uint256 maturesAt, uint256 now_)',
  'error RewardLedger_BatchHashMismatch(uint32 pool, uint32 seq, bytes27 given, bytes27 stored)',
  'error RewardLedger_ReductionsEmpty()',
  'error RewardLedger_ReductionsMalformed(uint256 length)',
  'error RewardLedger_ReductionsNotAscending(uint256 position)',
  'error RewardLedger_ReductionZero(uint256 position)',
  'error RewardLedger_ReductionIndexUnknown(uint256 index, uint256 payees)',
  'error RewardLedger_ReductionExceedsSum(uint256 micros, uint256 sum)',
  'error RewardLedger_PayeeListMalformed(uint256 length)',
  'error RewardLedger_NetListMalformed(uint256 length)',
  'error RewardLedger_PayeeIndexUnknown(uint256 index, uint256 payees)',
  'error RewardLedger_GasTooLow(uint256 left, uint256 needed)',
  'error RewardLedger_TransferFailed(address to, uint256 rawAmount)',
  'error RewardLedger_OwedExceeded(uint256 micros, uint256 owed)',
  'error RewardLedger_AmountZero()',
  'error RewardLedger_PayeeSignatureInvalid(address payee)',
  'error RewardLedger_MinimumPayoutOutOfBounds(uint256 micros, uint256 least, uint256 most)',
])

/** What histories do at the token itself; only those that it has. */
export const tokenAbi = parseAbi([
  'function mint(address to, uint256 rawAmount)',
  'function approve(address spender, uint256 rawAmount) returns (bool)',
  'function permit(address owner, address spender, uint256 rawAmount, uint256 deadline, uint8 v, bytes32 r, bytes32 s)',
  'function setMood(address payee, uint8 mood)',
  'function balanceOf(address holder) view returns (uint256)',
  'event Transfer(address indexed from, address indexed to, uint256 rawAmount)',
  'event Approval(address indexed owner, address indexed spender, uint256 rawAmount)',
  'event AuthorizationUsed(address indexed from, bytes32 indexed nonce)',
  'error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed)',
  'error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed)',
  'error ERC3009InvalidSignature()',
  'error ERC3009InvalidAuthorizationTime(uint256 validAfter, uint256 validBefore)',
  'error ERC3009UsedAuthorization(address authorizer, bytes32 nonce)',
  'error ECDSAInvalidSignature()',
  'error ECDSAInvalidSignatureS(bytes32 s)',
])

export type CallName = (typeof callAbi)[number]['name']
export type CallArgs<Name extends CallName> = ContractFunctionArgs<typeof callAbi, 'nonpayable', Name>

/** How the token treats a transfer to somebody; a number on the chain, in this order. */
export const MOODS = [
  'pays',
  'reverts',
  'answers-false',
  'answers-nothing',
  'burns-gas',
  'answers-at-length',
  'comes-back',
] as const

type TokenCallName = Extract<(typeof tokenAbi)[number], { stateMutability: 'nonpayable' }>['name']

/** A call of the token by `from`. */
export type TokenCall = {
  [Name in TokenCallName]: {
    readonly name: Name
    readonly from: Address
    readonly args: ContractFunctionArgs<typeof tokenAbi, 'nonpayable', Name>
  }
}[TokenCallName]

/** A call of the ledger by `from`; addresses and bytes are lower-case hex. */
export type LedgerCall = {
  [Name in CallName]: {
    readonly name: Name
    readonly from: Address
    readonly args: CallArgs<Name>
    /** Too little gas for any push, enough for all before it. */
    readonly isShortOfGas?: boolean
  }
}[CallName]

/** Names of refusals without the prefix that all share. */
type WithoutPrefix<Name> = Name extends `RewardLedger_${infer Short}` ? Short : never
export type RefusalName = WithoutPrefix<(typeof refusalAbi)[number]['name']>
export type LogName = (typeof logAbi)[number]['name']
