// A file for a key is there before the key, and gone again when there is none.

import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { withReservedFile } from '#cli/key-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'vouchpenny-key-file-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('a refused key leaves no file behind, so that the next try has the name', async () => {
  const file = join(folder, 'refused.key')
  await expect(withReservedFile(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(existsSync(file)).toBe(false)
})

test('a file that was there before is refused and stays', async () => {
  const file = join(folder, 'made.key')
  expect(await withReservedFile(file, () => Promise.resolve('made'))).toBe('made')
  await expect(withReservedFile(file, () => Promise.resolve('again'))).rejects.toThrow(
    'exists already; keys are never overwritten',
  )
  expect(existsSync(file)).toBe(true)
})
