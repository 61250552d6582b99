// What HTTP promises of reading and changing, over a socket and the real store: an answer that has not changed is not sent
// again, settings are replaced only as they were read, and two processes count one key's requests together.

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { goodBodies, makeHostileWorld, type HostileWorld } from './hostile-world.ts'
import { serveRelayer, type ServedRelayer } from './served-relayer.ts'

/** A statement is waiting within milliseconds; a loaded machine takes longer to say so. */
const WAITS = { timeout: 10_000, interval: 20 }

type Told = { readonly status: number; readonly code: unknown; readonly body: Record<string, unknown> }

async function told(response: Response): Promise<Told> {
  const text = await response.text()
  const body = JSON.parse(text || '{}') as Record<string, unknown>
  return { status: response.status, code: body['code'], body }
}

describe('what is read and changed', () => {
  let world: HostileWorld
  let member: string

  beforeAll(async () => {
    world = await makeHostileWorld()
    const people = `/v1/programs/${world.shop.programId}/recommenders`
    const { body } = await told(await read(people))
    const [mia] = body['data'] as { recommenderId: string }[]
    member = `${people}/${mia?.recommenderId}`
  })

  afterAll(() => world?.relayer.stop())

  const read = (path: string, headers: Record<string, string> = {}) =>
    world.send('GET', path, { key: world.shop.apiKey, headers })
  const tagOf = async (path: string) => (await read(path)).headers.get('etag') ?? ''
  const change = (path: string, body: object, ifMatch?: string) =>
    world.send('POST', path, {
      key: world.shop.apiKey,
      body: JSON.stringify(body),
      headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
    })

  test('an answer is not sent again until it is another', async () => {
    const etag = await tagOf(member)
    const again = await read(member, { 'if-none-match': etag })
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag])
    const changed = await change(member, { trusted: true }, etag)
    expect(changed.status).toBe(200)
    const anew = await read(member, { 'if-none-match': etag })
    expect([anew.status, (await told(anew)).body['trusted']]).toEqual([200, true])
  })

  test('settings are replaced as they were read: not without that, not when they are others by now', async () => {
    const endpoint = await told(await change('/v1/webhook-endpoints', { url: 'https://tea.example/hooks' }))
    const places: readonly (readonly [string, object, object])[] = [
      [member, { followers: 5_000 }, { followers: 6_000 }],
      [
        `/v1/webhook-endpoints/${String(endpoint.body['endpointId'])}`,
        { description: 'Till' },
        { state: 'disabled' },
      ],
      [`/v1/programs/${world.shop.programId}/pool/low-mark`, { lowMark: '25.00' }, { lowMark: '30.00' }],
    ]
    for (const [path, first, second] of places) {
      const etag = await tagOf(path)
      expect(await told(await change(path, first))).toMatchObject({
        status: 428,
        code: 'precondition_required',
      })
      const done = await change(path, first, etag)
      const next = done.headers.get('etag') ?? ''
      expect([path, done.status, next]).toEqual([path, 200, await tagOf(path)])
      const late = await change(path, second, etag)
      expect(await told(late)).toMatchObject({ status: 412, code: 'precondition_failed' })
      expect(await tagOf(path)).toBe(next)
      expect((await change(path, second, next)).status).toBe(200)
      expect((await change(path, first, '*')).status).toBe(200)
    }
  })

  test('of two who read the same one changes it, whichever comes first', async () => {
    for (let round = 0; round < 5; round++) {
      const etag = await tagOf(member)
      const both = await Promise.all(
        [1, 2].map((who) => change(member, { followers: 10 * round + who }, etag)),
      )
      expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412])
    }
  })

  test('nothing slips between the check and the change: a change under way is waited for, and seen', async () => {
    const etag = await tagOf(member)
    const [, , , programId = '', , recommenderId = ''] = member.split('/')
    const held = Promise.withResolvers<void>()
    const written = Promise.withResolvers<void>()
    const other = world.relayer.deps.retailers.transaction(programId.slice(0, 5), async (unit) => {
      await unit.programs.updateEnrollment(programId, recommenderId, { isTrusted: false })
      written.resolve()
      await held.promise
    })
    await written.promise
    // Nothing of the other change is to be seen yet, so the tag is still right; the row is not free.
    expect(await tagOf(member)).toBe(etag)
    const asked = change(member, { status: 'paused' }, etag)
    await vi.waitFor(async () => expect(await world.relayer.lockWaits()).toBe(1), WAITS)
    held.resolve()
    await other
    expect((await told(await asked)).code).toBe('precondition_failed')
    expect((await told(await read(member))).body).toMatchObject({ status: 'active', trusted: false })
  })

  test('a person may still say of themselves what they like', async () => {
    const answer = await world.send('POST', '/v1/me/profile', {
      key: world.signInToken,
      body: '{"withoutProfile":true}',
    })
    expect(answer.status).toBe(200)
  })
})

describe('limits', () => {
  let one: ServedRelayer
  let other: Awaited<ReturnType<ServedRelayer['serveAgain']>>
  let apiKey: string

  beforeAll(async () => {
    one = await serveRelayer({ limits: { keyRequestsPerMinute: 3 } })
    other = await one.serveAgain()
    const made = await fetch(`${one.url}/v1/retailers`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${one.operatorKey}`,
        'content-type': 'application/json',
        'idempotency-key': 'shop',
      },
      body: JSON.stringify(goodBodies.retailer),
    })
    apiKey = String((await told(made)).body['apiKey'])
  })

  afterAll(async () => {
    await other?.stop()
    await one?.stop()
  })

  test('are one for two processes, and every answer says what is left', async () => {
    const ask = async (url: string) => {
      const response = await fetch(`${url}/v1/programs`, { headers: { authorization: `Bearer ${apiKey}` } })
      const { code } = await told(response)
      const name = (header: string) => response.headers.get(header)
      return {
        status: response.status,
        code,
        policy: name('ratelimit-policy'),
        left: /r=(\d+)/.exec(name('ratelimit') ?? '')?.[1],
        resetSeconds: Number(/t=(\d+)/.exec(name('ratelimit') ?? '')?.[1]),
        retryAfter: name('retry-after'),
      }
    }
    const answers = []
    for (const url of [one.url, other.url, one.url, other.url, one.url]) answers.push(await ask(url))
    expect(answers.map(({ status, left, code }) => [status, left, code])).toEqual([
      [200, '2', undefined],
      [200, '1', undefined],
      [200, '0', undefined],
      [429, '0', 'rate_limited'],
      [429, '0', 'rate_limited'],
    ])
    expect(new Set(answers.map(({ policy }) => policy))).toEqual(new Set(['"key";q=3;w=60']))
    for (const { status, resetSeconds, retryAfter } of answers) {
      expect(resetSeconds).toBeGreaterThan(0)
      expect(resetSeconds).toBeLessThanOrEqual(60)
      expect(retryAfter).toBe(status === 429 ? String(resetSeconds) : null)
    }
  })
})
