// The state file of a countersigner: whole lines only, whatever tears, and one writer, whatever races.

import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStateFile } from '#cli/countersign/state-file.ts'
import { takeLock } from '#cli/countersign/state-lock.ts'
import type { LogLine } from '#domain/countersign/signed-log.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

const BEGAN: LogLine = {
  kind: 'began',
  chainId: 31_337,
  ledger: `0x${'5'.repeat(40)}`,
  signer: `0x${'6'.repeat(40)}`,
}
const poolLine = (pool: number): LogLine => ({ kind: 'pool', pool, fromSeq: 1 })

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'state-file-'))
  path = join(folder, 'log')
})
afterEach(() => rmSync(folder, { recursive: true }))

const lines = () => readFileSync(path, 'utf8').split('\n').slice(0, -1)

/** The number of a process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid
}

test('what was written is known again, and the file and its lock are the owner’s alone', () => {
  const first = openStateFile(path)
  first.append(BEGAN)
  first.append(poolLine(1))
  first.close()
  expect(readdirSync(folder)).toEqual(['log'])
  const again = openStateFile(path)
  expect(again.book.began).toEqual(BEGAN)
  expect([...again.book.pools]).toEqual([[1, 1]])
  again.close()
})

test('a torn last line is cut off, and the next one begins where it should', () => {
  const first = openStateFile(path)
  first.append(BEGAN)
  first.close()
  appendFileSync(path, '{"kind":"pool","pool":1,"fr')
  const again = openStateFile(path)
  expect([...again.book.pools]).toEqual([])
  again.append(poolLine(2))
  again.close()
  expect(lines()).toHaveLength(2)
  const third = openStateFile(path)
  expect([...third.book.pools]).toEqual([[2, 1]])
  third.close()
})

test('a whole line that cannot be read ends the command: nobody knows what was signed', () => {
  writeFileSync(path, '{"kind":"pool","pool":1,"fr\n')
  expect(() => openStateFile(path)).toThrow(`Line 1 of the state file ${path} cannot be read.`)
  expect(readdirSync(folder)).toEqual(['log'])
})

test('while one has the file, another is refused', () => {
  writeFileSync(`${path}.lock`, `${process.ppid} ${hostname()} 00\n`)
  expect(() => openStateFile(path)).toThrow(
    `Another countersigner (process ${process.ppid}) uses this state file.`,
  )
})

test('the lock of one that was killed is taken over', () => {
  writeFileSync(`${path}.lock`, `${deadPid()} ${hostname()} 00\n`)
  const state = openStateFile(path)
  state.append(BEGAN)
  state.close()
  expect(readdirSync(folder)).toEqual(['log'])
})

test('of another machine nobody can tell whether it runs: its lock stays', () => {
  writeFileSync(`${path}.lock`, `${deadPid()} another-machine 00\n`)
  expect(() => openStateFile(path)).toThrow(
    `A countersigner on another-machine uses this state file. If that one is gone for good, remove ${path}.lock.`,
  )
})

test('whoever lost the lock writes nothing any more, and does not take away the other’s', () => {
  const state = openStateFile(path)
  state.append(BEGAN)
  writeFileSync(`${path}.lock`, `${process.ppid} ${hostname()} 11\n`)
  expect(() => state.append(poolLine(1))).toThrow('Another countersigner has taken')
  expect(lines()).toHaveLength(1)
  state.close()
  expect(readFileSync(`${path}.lock`, 'utf8')).toBe(`${process.ppid} ${hostname()} 11\n`)
})

test('of two that both hold a lock for dead, one has it then, and the other writes nothing', () => {
  const place = `${path}.lock`
  writeFileSync(place, `${deadPid()} ${hostname()} 00\n`)
  const first = takeLock(place)
  // A process takes its own number for that of a dead one, as it would in another container.
  const second = takeLock(place)
  expect(() => first.check()).toThrow('this one stops')
  first.release()
  expect(() => second.check()).not.toThrow()
  second.release()
  expect(readdirSync(folder)).toEqual([])
})
