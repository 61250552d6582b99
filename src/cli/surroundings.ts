// What commands use of the terminal they run in; tests give their own.

export type Surroundings = {
  /** Data. */
  readonly stdout: { write(text: string): unknown }
  /** Progress, refusals. */
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean | undefined }
  /** Asks a person one question; undefined where nobody sits. */
  readonly ask: ((question: string) => Promise<string>) | undefined
}
