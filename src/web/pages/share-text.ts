// The text that goes out with a link. The disclosure is part of it, always.

/** What a reader must be told before they buy (16 CFR 255.5: clear, and next to the link). */
export const DISCLOSURE = 'Ad: I earn a small reward if you buy through my link'

/** The disclosure, the shop, the address; ready to send. */
export function shareText({ shopName, url }: { shopName: string; url: string }): string {
  return `${DISCLOSURE}. I like ${shopName}: ${url}`
}
