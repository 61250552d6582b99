// Clicks are answered from memory and written together; a visitor who comes again within the hour is one.

import { createClickBuffer, type RunningClickBuffer } from '#store/click-buffer.ts'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

import type { ClickRow } from '#ports/click-rows.ts'
import type { LinkTarget } from '#ports/click-buffer.ts'
import type { RetailerStore, RetailerUnit } from '#ports/retailer-store.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

const target: LinkTarget = {
  code: 'shap2abcdefgh',
  retailerId: 'shap2',
  shopUrl: 'https://shop.example',
  clickKey: new Uint8Array(32),
  misuse: undefined,
  mayBeAdvertised: false,
}

let written: { readonly retailerId: string; readonly rows: readonly ClickRow[] }[]
let errors: string[]
let isBroken: boolean
let buffer: RunningClickBuffer

beforeEach(() => {
  vi.useFakeTimers()
  written = []
  errors = []
  isBroken = false
  const retailers: RetailerStore = {
    transaction: (retailerId, work) => {
      if (isBroken) return Promise.reject(new Error('no store'))
      const insert = (rows: readonly ClickRow[]): Promise<void> => {
        written.push({ retailerId, rows })
        return Promise.resolve()
      }
      return work({ retailerId, clicks: { insert } } as unknown as RetailerUnit)
    },
  }
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (message: string) => void errors.push(message),
  }
  buffer = createClickBuffer({ retailers, log })
})

afterEach(async () => {
  await buffer.stop()
  vi.useRealTimers()
})

function click(clickId: string, retailerId = 'shap2'): Parameters<RunningClickBuffer['add']>[0] {
  return { retailerId, clickId, code: target.code, clickedAt: 0, visitorKey: undefined, verdict: 'counted' }
}

describe('clicks', () => {
  test('of a moment are written together, a shop at a time, and once', async () => {
    for (const one of [click('a'), click('b'), click('c', 'other')]) buffer.add(one)
    expect(written).toEqual([])
    await vi.advanceTimersByTimeAsync(100)
    expect(written.map(({ retailerId, rows }) => [retailerId, rows.map((row) => row.clickId)])).toEqual([
      ['shap2', ['a', 'b']],
      ['other', ['c']],
    ])
    await vi.advanceTimersByTimeAsync(1_000)
    expect(written).toHaveLength(2)
  })

  test('that still wait when the process stops are written', async () => {
    buffer.add(click('a'))
    await buffer.stop()
    expect(written).toHaveLength(1)
  })

  test('that cannot be written are said to be lost, and later ones are not', async () => {
    isBroken = true
    buffer.add(click('a'))
    await vi.advanceTimersByTimeAsync(100)
    expect(errors).toEqual(['clicks could not be counted'])
    isBroken = false
    buffer.add(click('b'))
    await vi.advanceTimersByTimeAsync(100)
    expect(written.flatMap(({ rows }) => rows.map((row) => row.clickId))).toEqual(['b'])
  })

  test('beyond fifty thousand that wait are dropped, and it is said', () => {
    for (let i = 0; i < 50_001; i += 1) buffer.add(click(String(i)))
    expect(errors).toEqual(['too many clicks wait to be counted; one is dropped'])
  })
})

describe('a link', () => {
  test('is looked up once', async () => {
    const load = vi.fn<() => Promise<LinkTarget | undefined>>(() => Promise.resolve(target))
    expect(await buffer.target(target.code, load)).toBe(target)
    expect(await buffer.target(target.code, load)).toBe(target)
    expect(load).toHaveBeenCalledTimes(1)
  })

  test('is looked up again after a minute, when the program may have new rules', async () => {
    const load = vi.fn<() => Promise<LinkTarget | undefined>>(() => Promise.resolve(target))
    await buffer.target(target.code, load)
    vi.advanceTimersByTime(59_999)
    await buffer.target(target.code, load)
    expect(load).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(1)
    const changed = { ...target, mayBeAdvertised: true }
    load.mockResolvedValue(changed)
    expect(await buffer.target(target.code, load)).toBe(changed)
  })

  test('that leads nowhere is looked up again after ten seconds', async () => {
    const load = vi.fn<() => Promise<LinkTarget | undefined>>(() => Promise.resolve(undefined))
    expect(await buffer.target(target.code, load)).toBeUndefined()
    vi.advanceTimersByTime(9_999)
    expect(await buffer.target(target.code, load)).toBeUndefined()
    expect(load).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(1)
    load.mockResolvedValue(target)
    expect(await buffer.target(target.code, load)).toBe(target)
  })
})

describe('a visitor', () => {
  const visitor = Uint8Array.of(1, 2, 3)

  test.each([
    ['a moment within the hour', HOUR_MS - 1, true],
    ['an hour later', HOUR_MS, false],
  ])('%s', (_, later, isSeen) => {
    expect(buffer.seenBefore(target.code, visitor, DAY_MS)).toBe(false)
    expect(buffer.seenBefore(target.code, visitor, DAY_MS + later)).toBe(isSeen)
  })

  test('is another one on another link, and another visitor is too', () => {
    buffer.seenBefore(target.code, visitor, DAY_MS)
    expect(buffer.seenBefore('shap2hgfedcba', visitor, DAY_MS)).toBe(false)
    expect(buffer.seenBefore(target.code, Uint8Array.of(1, 2), DAY_MS)).toBe(false)
  })

  test('is recognised under a salt that lives a day', () => {
    const salt = buffer.visitorSalt(DAY_MS)
    expect(salt).toHaveLength(32)
    expect(buffer.visitorSalt(2 * DAY_MS - 1)).toBe(salt)
    expect(buffer.visitorSalt(2 * DAY_MS)).not.toEqual(salt)
    // Yesterday's is gone: asking for that day again does not bring it back.
    expect(buffer.visitorSalt(DAY_MS)).not.toEqual(salt)
  })
})
