// The order key in its file: 32 bytes in hex, readable by its owner alone.

import { isHex, size } from 'viem/utils'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import type { Address, Hex } from 'viem'
import { CommandEnd, EXIT } from '../exit-codes.ts'
import { readKeyFile, reserveKeyFile, writeKeyFile } from '../key-file.ts'

/** Bytes of a private key. */
const KEY_BYTES = 32

/** Makes a key in a new file, and answers with its address; ends the command when the file exists. */
export function createOrderKey(file: string): Address {
  const key = generatePrivateKey()
  reserveKeyFile(file)
  writeKeyFile(file, key)
  return privateKeyToAccount(key).address
}

/** The key in a file; ends the command when there is none. */
export function readOrderKey(file: string): Hex {
  const key = readKeyFile(file)
  if (isHex(key) && size(key) === KEY_BYTES) return key
  throw new CommandEnd(EXIT.configuration, `${file} does not hold an order key: 0x and 64 digits.`)
}
