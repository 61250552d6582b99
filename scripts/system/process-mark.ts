// A small file that names a running process, for the next start to find: its number and its birth, because numbers
// are given out again.

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { birthOf, isAlive } from './process.ts'

type ProcessMark = { readonly pid: number; readonly birth: string | undefined }

/** Writes the mark of process `pid`. With `exclusive` it fails with EEXIST when the file is there already. */
export function writeProcessMark(file: string, pid: number, { exclusive = false } = {}): void {
  const mark: ProcessMark = { pid, birth: birthOf(pid) }
  writeFileSync(file, JSON.stringify(mark), { flag: exclusive ? 'wx' : 'w' })
}

/** The number of the process that the file names; undefined when there is no file or that process is gone. */
export function readLivingProcess(file: string): number | undefined {
  if (!existsSync(file)) return undefined
  const mark = parse(readFileSync(file, 'utf8'))
  return mark && isAlive(mark.pid) && birthOf(mark.pid) === mark.birth ? mark.pid : undefined
}

export function removeProcessMark(file: string): void {
  rmSync(file, { force: true })
}

function parse(text: string): ProcessMark | undefined {
  try {
    const mark = JSON.parse(text) as Partial<ProcessMark>
    return Number.isInteger(mark.pid) ? (mark as ProcessMark) : undefined
  } catch {
    return undefined
  }
}
