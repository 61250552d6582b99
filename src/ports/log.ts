// The program's log: one line of facts an event. No secrets, no buyer data.

export type LogFacts = Readonly<Record<string, unknown>>

export type Log = {
  readonly info: (message: string, facts?: LogFacts) => void
  readonly warn: (message: string, facts?: LogFacts) => void
  readonly error: (message: string, facts?: LogFacts) => void
}
