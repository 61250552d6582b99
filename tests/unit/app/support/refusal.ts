// How the ledger in memory refuses.

/** Answers a call that the ledger does not take; nothing has changed. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}
