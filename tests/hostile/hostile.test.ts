// Generated hostile requests against the relayer as it runs: no 5xx, no crash, nothing told of the inside, nothing half
// written. `npm run test:hostile` plays ten times as many.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { findFaults } from '../support/books.ts'
import { until } from '../support/until.ts'
import { play } from './play.ts'
import { makeWorld, type World } from './world.ts'

/** Requests inside `npm test`: every kind and every address many times, in some ten seconds. */
const REQUESTS = Number(process.env['HOSTILE_REQUESTS'] ?? 1_000)
const SEED = Number(process.env['HOSTILE_SEED'] ?? Math.floor(Math.random() * 2 ** 31))

/** From so many on, memory has settled before a third of them. */
const MEMORY_JUDGED_FROM = 10_000

/** Mebibytes that the process may grow by between a third and the end: the collector's slack, far below a leak. */
const GROWTH_MAX = 96

/** Milliseconds; a loaded machine takes several times as long. */
const PATIENCE = 1_200_000

let world: World

beforeAll(async () => {
  world = await makeWorld(SEED)
}, PATIENCE)

afterAll(() => world?.stop())

test('hostile requests are refused, and nothing else happens', { timeout: PATIENCE }, async () => {
  const { faults, census, quietBlocks, memory } = await play(world, { requests: REQUESTS, seed: SEED })
  console.log(
    `seed ${SEED}: ${JSON.stringify(census)} memory ${JSON.stringify(memory)} MiB, ${quietBlocks} quiet blocks`,
  )
  expect(faults).toEqual([])
  expect(quietBlocks).toBeGreaterThan(0)
  if (REQUESTS >= MEMORY_JUDGED_FROM) expect(memory.late - memory.early).toBeLessThan(GROWTH_MAX)
})

test('after all of it the server answers, has told no fault of its own, and the books add up', async () => {
  expect((await fetch(`${world.relayer.url}/readyz`)).status).toBe(200)
  expect(world.relayer.output()).not.toMatch(/internal_error|unforeseen|UnhandledPromise/)
  // Some requests were good enough to be carried to the chain: the books follow once that is final.
  await until('the books to agree with the chain', async () => (await findFaults(world)).length === 0, {
    seen: () => findFaults(world),
  })
})
