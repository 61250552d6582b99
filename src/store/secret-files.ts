// The relayer's own secrets, as files that only its user may read: master key, gas key, operator key.

import { randomBytes } from 'node:crypto'
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { idFromBytes, SECRET_LENGTH } from '#domain/ids.ts'
import { bytesToHex, hexToBytes } from 'viem/utils'

import type { Hex } from 'viem'

/** Bytes of the master key and of a private key. */
const KEY_BYTES = 32

/** Prefix of the operator's key. */
const OPERATOR_PREFIX = 'vp_op_'

export type RelayerSecrets = {
  /** 32 bytes that seal everything else. */
  readonly masterKey: Uint8Array
  /** Private key of the relayer's gas money, 32 bytes. */
  readonly relayerKey: Uint8Array
  readonly operatorKey: string
}

/** Reads the secrets in `folder`, making those that are missing; never overwrites one. */
export function readSecrets(folder: string): RelayerSecrets {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const newKey = (): string => bytesToHex(randomBytes(KEY_BYTES))
  const newOperatorKey = (): string =>
    OPERATOR_PREFIX + idFromBytes(randomBytes(2 * SECRET_LENGTH), SECRET_LENGTH)
  return {
    masterKey: hexToBytes(readSecret(join(folder, 'master.key'), newKey) as Hex),
    relayerKey: hexToBytes(readSecret(join(folder, 'relayer.key'), newKey) as Hex),
    operatorKey: readSecret(join(folder, 'operator.key'), newOperatorKey),
  }
}

/** Written aside and linked into place, so that a crash leaves a whole file or none, and a race one file. */
function readSecret(file: string, make: () => string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  const aside = `${file}.${randomBytes(8).toString('hex')}`
  writeFileSync(aside, `${make()}\n`, { mode: 0o600 })
  chmodSync(aside, 0o600)
  try {
    linkSync(aside, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    rmSync(aside)
  }
  return readFileSync(file, 'utf8').trim()
}
