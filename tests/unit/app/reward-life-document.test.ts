// docs/reward-life.md can be read along with the code: every file it names is there, and every use-case of a reward's
// life is named.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../../../', import.meta.url)
const named = [...readFileSync(new URL('docs/reward-life.md', root), 'utf8').matchAll(/`(src\/[^`]+)`/g)].map(
  ([, path = '']) => path,
)

test('every file that the document names exists', () => {
  expect(named.length).toBeGreaterThan(20)
  expect(named.filter((path) => !existsSync(new URL(path, root)))).toEqual([])
})

test('the document passes every use-case that moves a reward', () => {
  const moving = ['deliveries', 'batches', 'rewards'].flatMap((topic) =>
    readdirSync(new URL(`src/app/${topic}/`, root)).map((file) => `src/app/${topic}/${file}`),
  )
  const elsewhere = ['src/app/rewards/list-rewards.ts', 'src/app/batches/end-amendments.ts']
  expect(moving.filter((file) => !named.includes(file) && !elsewhere.includes(file))).toEqual([])
})
