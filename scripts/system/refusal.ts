// What the supervisor says when it cannot go on: one sentence for the person at the terminal, no stack.

/** Thrown when starting or stopping must be refused; `message` is one plain sentence that says what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}

/** Refuses with `sentence`; `cause` is kept for the log. */
export function refuse(sentence: string, cause?: unknown): never {
  throw new Refusal(sentence, cause === undefined ? undefined : { cause })
}
