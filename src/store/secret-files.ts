// The relayer's own secrets, as files that only its user may read: master key, gas key, operator key.

import { randomBytes } from 'node:crypto'
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { ID_ALPHABET, idFromBytes, SECRET_LENGTH } from '#domain/ids.ts'
import { bytesToHex, hexToBytes } from 'viem/utils'

import type { Hex } from 'viem'

/** Bytes of the master key and of a private key. */
const KEY_BYTES = 32

/** Prefix of the operator's key. */
const OPERATOR_PREFIX = 'vp_op_'

/** Forms of what the files hold; a file that was cut off or overwritten has neither. */
const PRIVATE_KEY_FORM = /^0x[0-9a-fA-F]{64}$/
const OPERATOR_KEY_FORM = new RegExp(`^${OPERATOR_PREFIX}[${ID_ALPHABET}]{${SECRET_LENGTH}}$`)

export type RelayerSecrets = {
  /** 32 bytes that seal everything else. */
  readonly masterKey: Uint8Array
  /** Private key of the relayer's gas money, 32 bytes. */
  readonly relayerKey: Uint8Array
  readonly operatorKey: string
}

/**
 * Reads the secrets in `folder`, making those that are missing; never overwrites one. Throws an error whose message can
 * be shown (it quotes no secret) for a folder that cannot be used and for a damaged file.
 */
export function readSecrets(folder: string): RelayerSecrets {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const newKey = (): string => bytesToHex(randomBytes(KEY_BYTES))
  const newOperatorKey = (): string =>
    OPERATOR_PREFIX + idFromBytes(randomBytes(2 * SECRET_LENGTH), SECRET_LENGTH)
  const read = (name: string, form: RegExp, make: () => string): string => {
    const secret = readSecret(join(folder, name), make)
    if (!form.test(secret)) throw new Error(`${name} in ${folder} is damaged`)
    return secret
  }
  return {
    masterKey: hexToBytes(read('master.key', PRIVATE_KEY_FORM, newKey) as Hex),
    relayerKey: hexToBytes(read('relayer.key', PRIVATE_KEY_FORM, newKey) as Hex),
    operatorKey: read('operator.key', OPERATOR_KEY_FORM, newOperatorKey),
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
