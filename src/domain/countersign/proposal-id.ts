// The name of what waits for the retailer's signature: `<pool>-<seq>-<attempt>` for a batch, and the same with
// `-a<number>` for an amendment of it.

export type ProposalName = {
  readonly pool: number
  readonly seq: number
  readonly attempt: number
  /** Of an amendment; absent for the batch itself. */
  readonly amendmentNo?: number | undefined
}

/** Nine digits are more than any pool, batch or attempt will ever have, and fit an integer column. */
const PROPOSAL_ID = /^([1-9]\d{0,8})-([1-9]\d{0,8})-([1-9]\d{0,8})(?:-a([1-9]\d{0,8}))?$/

/** Writes the id of a proposal. */
export function proposalId({ pool, seq, attempt, amendmentNo }: ProposalName): string {
  const batch = `${pool}-${seq}-${attempt}`
  return amendmentNo === undefined ? batch : `${batch}-a${amendmentNo}`
}

/** Reads such an id; undefined when it is none. */
export function parseProposalId(text: string): ProposalName | undefined {
  const match = PROPOSAL_ID.exec(text)
  if (!match) return undefined
  const [, pool, seq, attempt, amendmentNo] = match
  return {
    pool: Number(pool),
    seq: Number(seq),
    attempt: Number(attempt),
    ...(amendmentNo === undefined ? {} : { amendmentNo: Number(amendmentNo) }),
  }
}
