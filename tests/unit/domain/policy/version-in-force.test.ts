// Which version of the rules an order falls under.

import { describe, expect, test } from 'vitest'
import { versionInForce } from '#domain/policy/version-in-force.ts'

const versions = [
  { versionNo: 1, effectiveFrom: 1_000 },
  { versionNo: 2, effectiveFrom: 5_000 },
  { versionNo: 3, effectiveFrom: 3_000 },
  { versionNo: 4, effectiveFrom: 5_000 },
]

describe('the version in force', () => {
  test.each([
    ['before the first, the first', 999, 1],
    ['from its instant on', 1_000, 1],
    ['until the next one takes effect', 2_999, 1],
    ['by instant of effect, not of publication', 3_000, 3],
    ['of two at one instant, the last published', 5_000, 4],
  ])('is %s', (_name, at, versionNo) => {
    expect(versionInForce(versions, at)?.versionNo).toBe(versionNo)
  })

  test('is none where there is no version', () => {
    expect(versionInForce([], 1)).toBeUndefined()
  })
})
