// The file in which the local testnet keeps its whole chain. The testnet rewrites it in place every second, so a
// kill in the middle of a write leaves it cut off; a second file, renewed while the supervisor runs, covers that.

import {
  copyFileSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  closeSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'

export type ChainState = {
  readonly file: string
  readonly sizeBytes: number
  /** Timestamp of the newest block, in seconds; 0 for a chain that has not begun. */
  readonly headTimestamp: number
  /** Whether the main file was damaged and the second one took its place. */
  readonly restored: boolean
}

/**
 * Reads what is needed to go on with a chain. A damaged main file is replaced by the second one.
 * Returns undefined when both are damaged; a chain that has not begun is fine.
 */
export function readChainState(file: string): ChainState | undefined {
  if (!existsSync(file) && !existsSync(backupOf(file)))
    return { file, sizeBytes: 0, headTimestamp: 0, restored: false }
  const headTimestamp = headTimestampIn(file)
  if (headTimestamp !== undefined)
    return { file, sizeBytes: statSync(file).size, headTimestamp, restored: false }
  const older = headTimestampIn(backupOf(file))
  if (older === undefined) return undefined
  copyFileSync(backupOf(file), file)
  return { file, sizeBytes: statSync(file).size, headTimestamp: older, restored: true }
}

function headTimestampIn(file: string): number | undefined {
  try {
    const state = JSON.parse(readFileSync(file, 'utf8')) as { block: { timestamp: string | number } }
    const timestamp = Number(state.block.timestamp)
    return Number.isSafeInteger(timestamp) ? timestamp : undefined
  } catch {
    return undefined
  }
}

/** Renews the second file from the main one, unless the main one is just being written. */
export function backUpChainState(file: string): void {
  const partial = `${backupOf(file)}.partial`
  try {
    const before = statSync(file)
    copyFileSync(file, partial)
    const after = statSync(file)
    if (before.mtimeMs === after.mtimeMs && looksWhole(partial)) renameSync(partial, backupOf(file))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  } finally {
    rmSync(partial, { force: true })
  }
}

/** The file is one JSON object written from start to end: a cut-off one does not end with its brace. */
function looksWhole(file: string): boolean {
  const { size } = statSync(file)
  if (size === 0) return false
  const descriptor = openSync(file, 'r')
  try {
    const last = Buffer.alloc(1)
    readSync(descriptor, last, 0, 1, size - 1)
    return last.toString() === '}'
  } finally {
    closeSync(descriptor)
  }
}

function backupOf(file: string): string {
  return `${file}.backup`
}
