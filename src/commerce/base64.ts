// Strict base64: what a signature header must be, or it is no signature.

/** Decodes canonical, padded base64; undefined for anything else, so that no header can make a check throw. */
export function decodeBase64(text: string): Uint8Array | undefined {
  try {
    const bytes = Uint8Array.fromBase64(text, { lastChunkHandling: 'strict' })
    return bytes.toBase64() === text ? bytes : undefined
  } catch {
    return undefined
  }
}
