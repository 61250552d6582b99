// What the gas bench finds out: gas per sale, but for `worstSettleGas`, which is the gas of one chain transaction.

/** Whose token and account states a run begins with; `scenarios.ts` says what each means. */
export type Cases = {
  readonly held: number
  readonly fresh: number
  readonly fifth: number
  readonly none: number
}

/** The credits of `fifth` and `none` where the credited were never credited before. */
export type FirstCredits = Pick<Cases, 'fifth' | 'none'>

/** Before a transfer the recipients hold the token, or never did. */
export type Transfers = Pick<Cases, 'held' | 'fresh'>

/** The same sales paid without a ledger. */
export type MeasuredBaselines = {
  /** One `transfer` a sale, a chain transaction each. */
  readonly transfer: Transfers
  /** One transfer a sale, 500 of them in a chain transaction. */
  readonly batched: Transfers
  /** One transfer a person, the caller having added up; 500 of them in a chain transaction. */
  readonly netted: Transfers
}

/** What someone else measured, and that with a USDC token. */
export type PublishedTransfers = Transfers & { readonly usdc: Transfers }

export type Baselines = MeasuredBaselines & {
  readonly usdc: MeasuredBaselines
  /** Not measured here: see `published.ts`. */
  readonly published: Readonly<Record<string, PublishedTransfers>>
}

export type Figures = {
  readonly sorted: Cases
  readonly arrival: Cases
  readonly small: { readonly one: number; readonly ten: number; readonly hundred: number }
  readonly maxPayees: number
  readonly worstSettleGas: number
  readonly usdc: { readonly sorted: Cases; readonly arrival: Cases }
  readonly firstCredit: { readonly sorted: FirstCredits; readonly arrival: FirstCredits }
  readonly baselines: Baselines
}

/** What can be measured by itself, in the order of the report. */
export const GROUPS = [
  'sorted',
  'arrival',
  'small',
  'maxPayees',
  'worstSettleGas',
  'usdc',
  'firstCredit',
  'baselines',
] as const satisfies readonly (keyof Figures)[]

export type Group = (typeof GROUPS)[number]
