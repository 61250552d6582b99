// Numbers of the orders by which a connection is tried out: of a range that no platform reaches, so that they are told from
// a shop's own, its own test orders among them.

/** Eight and fifteen digits: below 2^53, which platforms' numbers stay within, and far above any that they have given. */
const FIRST = 8_000_000_000_000_000

/** Such a number as orders carry it; a regular expression that PostgreSQL reads as well. */
export const SAMPLE_NUMBER = '^(pi_)?8[0-9]{15}$'

/** The number of an order that is made up at `at`, in milliseconds since 1970. */
export function sampleNumber(at: number): string {
  return String(FIRST + at)
}
