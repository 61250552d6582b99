// Ctrl-C, once to stop cleanly and again to hurry.

/** Signals that ask a program at a terminal to end. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export type Interruption = {
  /** Resolves at the first signal. */
  readonly requested: Promise<'interrupted'>
  /** Runs at every further signal. */
  onFurther(act: () => void): void
}

/** Takes the signals over from Node, which would end the process at once. */
export function watchInterruption(): Interruption {
  let further: () => void = () => undefined
  let isFirst = true
  const requested = new Promise<'interrupted'>((resolve) => {
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        if (!isFirst) further()
        isFirst = false
        resolve('interrupted')
      })
    }
  })
  return { requested, onFurther: (act) => (further = act) }
}
