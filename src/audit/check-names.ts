// The checks an audit makes, by number and sentence. Reports count under these names, so they stay as they are.

/** Numbers are those of `docs/invariants.md`; `docs/reference/audit.md` says what each one proves. */
export const checkNames = {
  codeOfBuild: 'C-1 to C-11 the deployed code is that of the build',
  creationOfBuild: 'C-1 to C-11 the constructor that ran is that of the build',
  balanceCovers: 'C-1 the token balance covers available, reserved and owed',
  balanceExplained: 'C-1 the token balance is what Transfer logs brought less what they took',
  settledOnce: 'C-2 a batch is settled at most once, after it matured',
  creditsExact: 'C-2 a batch credits exactly its records less its amendments',
  outflowsExplained: 'C-3 tokens leave only for a logged payment',
  noticeKept: 'C-3 a pool owner takes available money only after notice',
  poolsHandedOver: 'C-3 a pool changes hands only as its owner offered and the new one accepted',
  signed: 'C-4 only the order signer reserves and amends',
  withinTerms: 'C-4 a commit stays within cap, rate, available, hold and deadline',
  releasedBeforeMaturity: 'C-4 amend and veto come before maturity',
  reductionsFit: 'C-4 a reduction names a record and never takes it below zero',
  paidExactly: 'C-6 owed falls only by what was transferred',
  signaturesBound: 'C-8 a signature is bound to this chain, ledger, pool, batch and state',
  recordsFormed: 'C-9 records are well formed',
  logsWhole: 'C-9 logs are complete and in order',
  depositsCovered: 'C-9 a deposit is covered by a transfer',
  termsAllowed: 'C-9 pool terms and requests keep the deployment’s bounds',
  storedDeployment: 'C-9 stored constants equal the Deployed log',
  storedPools: 'C-9 stored pools equal the logs',
  storedPayees: 'C-9 stored payees equal the logs',
  storedBatches: 'C-9 stored batches equal the logs',
  poolsAddUp: 'C-9 every pool adds up and pools owe what payees are owed',
} as const

export type CheckName = (typeof checkNames)[keyof typeof checkNames]
