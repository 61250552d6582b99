// Keys in files: read whole, written for their owner alone, never over another.

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CommandEnd, EXIT } from '#cli/exit-codes.ts'
import { readKeyFile, reserveKeyFile, writeKeyFile } from '#cli/key-file.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vouchpenny-keys-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function exitCodeOf(action: () => unknown): number | undefined {
  try {
    action()
  } catch (error) {
    return error instanceof CommandEnd ? error.exitCode : undefined
  }
  return EXIT.ok
}

describe('a key file', () => {
  test('is made for its owner alone and read back', () => {
    const file = join(folder, 'shop.key')
    reserveKeyFile(file)
    writeKeyFile(file, 'vp_test_abc')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readKeyFile(file)).toBe('vp_test_abc')
  })

  test('is never written over', () => {
    const file = join(folder, 'standing.key')
    writeFileSync(file, 'vp_test_old\n')
    expect(exitCodeOf(() => reserveKeyFile(file))).toBe(EXIT.configuration)
    expect(readFileSync(file, 'utf8')).toBe('vp_test_old\n')
  })

  test.each([
    ['missing', 'none.key', undefined],
    ['empty', 'empty.key', ''],
    ['of two lines', 'lines.key', 'vp_test_a\nvp_test_b\n'],
    ['a folder', '.', undefined],
  ])('that is %s is a configuration error', (_name, file, text) => {
    if (text !== undefined) writeFileSync(join(folder, file), text)
    expect(exitCodeOf(() => readKeyFile(join(folder, file)))).toBe(EXIT.configuration)
  })
})
