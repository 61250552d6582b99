// The key of a shop's marks in its file, and the marks that it makes: HMAC-SHA256 of what the order is called.

import { dealMarkText, orderMarkText } from '#domain/source-mark.ts'
import type { OwnTerms } from '#domain/countersign/verdict.ts'
import type { Hex } from 'viem'
import { bytesToHex, hexToBytes, isHex, size, stringToBytes } from 'viem/utils'
import { CommandEnd, EXIT } from '../exit-codes.ts'
import { readKeyFile } from '../key-file.ts'
import { nodeMacs } from '../node-macs.ts'

/** Bytes of the key. */
const TAG_KEY_BYTES = 32

/** Makes marks by the key in a file; ends the command when it holds none. */
export function marksByFile(file: string): NonNullable<OwnTerms['markOf']> {
  const text = readKeyFile(file)
  if (!isHex(text) || size(text) !== TAG_KEY_BYTES) {
    throw new CommandEnd(EXIT.configuration, `${file} does not hold a tag key: 0x and 64 digits.`)
  }
  return marksBy(hexToBytes(text))
}

/** Makes marks by a key of 32 bytes. */
export function marksBy(key: Uint8Array): NonNullable<OwnTerms['markOf']> {
  return (source): Hex => {
    const name = source.kind === 'deal' ? dealMarkText(source.dealId) : orderMarkText(source)
    return bytesToHex(nodeMacs.hmacSha256(key, stringToBytes(name)))
  }
}
