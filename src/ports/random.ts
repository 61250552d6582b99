// Randomness, so that the rules themselves stay deterministic.

export type Random = {
  /** `length` unpredictable bytes. */
  readonly bytes: (length: number) => Uint8Array
}
