// What must have happened, each often, for a run of histories to mean anything: every call with every refusal that the
// interface names for it, every log, every label.

import type { CallName, LogName, RefusalName } from '../support/ledger-model/interface.ts'

const OF_DEPOSIT = [
  'PoolUnknown',
  'OwnerNotExpected',
  'DepositZero',
  'DepositNotWholeMicros',
  'AmountTooLarge',
] as const
const OF_WITHDRAW = [
  'ZeroAddress',
  'ForbiddenAddress',
  'AmountZero',
  'OwedExceeded',
  'TransferFailed',
] as const

/** As the interface lists them at each function. */
export const REFUSALS: Readonly<Record<CallName, readonly RefusalName[]>> = {
  openPool: [
    'ZeroAddress',
    'OrderSignerIsOwner',
    'HoldOutOfBounds',
    'RewardCapOutOfBounds',
    'RateZero',
    'AmountTooLarge',
  ],
  setOrderSigner: ['PoolUnknown', 'NotPoolOwner', 'ZeroAddress', 'OrderSignerIsOwner'],
  transferPool: ['PoolUnknown', 'NotPoolOwner'],
  acceptPool: ['PoolUnknown', 'NotPendingOwner', 'OrderSignerIsOwner'],
  deposit: OF_DEPOSIT,
  depositWithPermit: OF_DEPOSIT,
  depositWithAuthorization: OF_DEPOSIT,
  requestWithdrawal: ['PoolUnknown', 'NotPoolOwner', 'AmountTooLarge'],
  executeWithdrawal: [
    'PoolUnknown',
    'NotPoolOwner',
    'NoRequest',
    'NoticeNotOver',
    'RequestExpired',
    'AmountZero',
    'TransferFailed',
  ],
  commit: [
    'PoolUnknown',
    'SeqNotNext',
    'DeadlinePassed',
    'HoldOutOfBounds',
    'SignatureInvalid',
    'RecordsEmpty',
    'TooManyPayees',
    'RecordsTruncated',
    'PayeeForbidden',
    'PayeesNotAscending',
    'CountZero',
    'TagsNotAscending',
    'RewardZero',
    'RewardOverCap',
    'AvailableExceeded',
    'RateExceeded',
  ],
  amend: [
    'BatchUnknown',
    'BatchNotOpen',
    'BatchMatured',
    'BatchHashMismatch',
    'DeadlinePassed',
    'SignatureInvalid',
    'ReductionsEmpty',
    'ReductionsMalformed',
    'ReductionsNotAscending',
    'ReductionZero',
    'ReductionIndexUnknown',
    'ReductionExceedsSum',
  ],
  veto: ['PoolUnknown', 'NotPoolOwner', 'BatchUnknown', 'BatchNotOpen', 'BatchMatured', 'BatchHashMismatch'],
  settle: [
    'PayeeListMalformed',
    'PayeesNotAscending',
    'BatchUnknown',
    'BatchNotMatured',
    'NetListMalformed',
    'PayeeIndexUnknown',
    'BatchHashMismatch',
    'GasTooLow',
  ],
  pay: ['GasTooLow'],
  withdraw: OF_WITHDRAW,
  withdrawWithSignature: ['DeadlinePassed', 'PayeeSignatureInvalid', ...OF_WITHDRAW],
  setMinimumPayout: ['MinimumPayoutOutOfBounds'],
  setMinimumPayoutWithSignature: ['DeadlinePassed', 'PayeeSignatureInvalid', 'MinimumPayoutOutOfBounds'],
}

const LOGS: readonly LogName[] = [
  'PoolOpened',
  'OrderSignerSet',
  'PoolTransferStarted',
  'PoolTransferred',
  'Deposited',
  'Committed',
  'Amended',
  'Vetoed',
  'Settled',
  'PayDeferred',
  'Paid',
  'Withdrawn',
  'MinimumPayoutSet',
  'WithdrawalRequested',
  'PoolWithdrawn',
]

const SIDES = ['at', 'a second before', 'a second after'] as const
const EDGES = [
  'deadline of a commit',
  'maturity met by an amendment',
  'maturity met by a veto',
  'maturity met by a settle',
  'first instant of a withdrawal',
  'expiry of a request',
  'deadline of a payee',
] as const

const LABELS = [
  ...EDGES.flatMap((edge) => SIDES.map((side) => `${side} the ${edge}`)),
  'settle of several batches',
  'settle of several pools',
  'settle that skips or refuses some',
  'commit of a crowd',
  'settle of a crowd',
  'signature by code',
  'signature of a delegated key',
]

/** Keys of the census that must be counted, but for those that the family makes impossible. */
export function requiredOf({ impossible }: { readonly impossible: readonly string[] }): string[] {
  const outcomes = Object.entries(REFUSALS).flatMap(([call, refusals]) =>
    ['done', ...refusals].map((outcome) => `${call} ${outcome}`),
  )
  const all = [...outcomes, ...LOGS.map((name) => `log ${name}`), ...LABELS.map((label) => `label ${label}`)]
  return all.filter((key) => !impossible.includes(key))
}
