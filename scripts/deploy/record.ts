// What is remembered of a deployment, in one file: enough to go on after an interruption at any moment without deploying
// anything twice, and to find the contracts again.

import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { platform } from 'node:os'
import { dirname } from 'node:path'
import type { Address, Hash, Hex } from 'viem'
import { refuse } from '../system/refusal.ts'

type Signed = {
  readonly address: Address
  /** By name; amounts as decimal text. */
  readonly constructorArguments: Readonly<Record<string, string>>
  /** keccak256 of the creation code with its arguments. */
  readonly initCodeHash: Hash
  readonly deployer: Address
  readonly nonce: number
  readonly chainTransaction: Hash
}

/** Saved before it is sent: the same bytes are sent again until they are mined, so it cannot be deployed twice. */
export type SignedContract = Signed & { readonly state: 'signed'; readonly signedBytes: Hex }

export type DeployedContract = Signed & {
  readonly state: 'deployed'
  readonly block: { readonly number: number; readonly hash: Hash }
  /** keccak256 of the code at the address. */
  readonly codeHash: Hash
}

export type ContractRecord = SignedContract | DeployedContract

export type DeploymentRecord = {
  readonly chainId: number
  /** Hash of the chain's block 0: two chains may have one number. */
  readonly genesisHash: Hash
  /** What the deployment was begun with: the token's address or `TestDollar`, and the ledger's terms as decimal text. */
  readonly begunWith: Readonly<Record<string, string>>
  /** By the contracts' names. */
  readonly contracts: Readonly<Record<string, ContractRecord>>
}

/** What the file holds; undefined when there is none. Refuses a file that is something else. */
export function readRecord(file: string): DeploymentRecord | undefined {
  if (!existsSync(file)) return undefined
  const record = parse(readFileSync(file, 'utf8'))
  if (record) return record
  return refuse(`The file ${file} is not the record of a deployment; move it away to deploy anew.`)
}

function parse(text: string): DeploymentRecord | undefined {
  try {
    const record = JSON.parse(text) as Partial<DeploymentRecord> | null
    const isRecord =
      Number.isInteger(record?.chainId) && isObject(record?.begunWith) && isObject(record.contracts)
    return isRecord ? (record as DeploymentRecord) : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** Replaces the file as a whole; when this returns, a power cut leaves the new one. */
export function writeRecord(file: string, record: DeploymentRecord): void {
  mkdirSync(dirname(file), { recursive: true })
  const partial = `${file}.partial`
  writeFileSync(partial, `${JSON.stringify(record, null, 2)}\n`, { flush: true })
  renameSync(partial, file)
  syncFolder(dirname(file))
}

/** The new name itself must be on the disk before anything is sent. Windows cannot open a folder, and needs not. */
function syncFolder(folder: string): void {
  if (platform() === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
