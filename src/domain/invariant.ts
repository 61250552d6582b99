// Stops the program when one of our own rules is broken. The world's faults are `Problem`s instead.

/** Thrown when the program itself is wrong; never caught to go on. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError'
}

/** Crashes with `rule` unless `condition` holds. `rule` starts with the invariant's number where it has one. */
export function invariant(condition: unknown, rule: string): asserts condition {
  if (!condition) throw new InvariantError(rule)
}
