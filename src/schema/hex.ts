// Bytes in hex, as they stand in JSON.

import { z } from 'zod'

/** Exactly `bytes` bytes: 0x and two digits each. */
export function hexSchema(bytes: number) {
  return z.templateLiteral(['0x', z.string().regex(new RegExp(`^[0-9a-fA-F]{${2 * bytes}}$`))])
}

/** At most `bytesMax` whole bytes. */
export function hexUpToSchema(bytesMax: number) {
  return z
    .templateLiteral(['0x', z.string().regex(/^(?:[0-9a-fA-F]{2})*$/)])
    .refine((hex) => hex.length <= 2 + 2 * bytesMax, `has more than ${bytesMax} bytes`)
}
