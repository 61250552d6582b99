// A link's code, from the code itself or from the whole link that somebody has at hand.

/** Before the code in a link's address, and what may come after it. */
const AROUND = /^.*\/r\/|[/?#].*$/g

/** The code in a link such as `https://relay.example/r/k7m2pab12cd34`; any other text comes back as it is, trimmed. */
export function linkCodeIn(text: string): string {
  return text.trim().replaceAll(AROUND, '')
}
