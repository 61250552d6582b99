// What anybody may send when nobody runs a relayer: the calls that the audit prints are taken by the ledger as they are,
// and pay who is due.

import { audit } from '#audit/audit.ts'
import { renderReport } from '#audit/render.ts'
import { expect, test } from 'vitest'
import { DAY } from './ledger-driver.ts'
import { useMarket } from './use-market.ts'

const { chainOf, marketOf } = useMarket()

const auditWithCalls = () => audit({ rpc: chainOf().rpcUrl, ledger: marketOf().driver.ledger, calls: true })

test('nothing is due while the hold runs and nobody is owed their minimum', async () => {
  const report = await auditWithCalls()
  expect(report.due).toEqual([])
  expect(renderReport(report)).toContain(
    'Nothing is due: no batch has matured, nobody is owed their minimum.',
  )
})

test('a stranger sends what is due, and the people are paid', async () => {
  const { driver, people, stranger } = marketOf()
  const cid = people[2]
  await driver.setMinimumPayout(cid, 0n)
  await chainOf().timeOfNextBlock((await chainOf().now()) + 10 * DAY)
  await chainOf().client.mine({ blocks: 1 })
  const before = await auditWithCalls()
  expect(
    before.due?.map(({ function: name, to, batches, payees }) => ({ name, to, batches, payees })),
  ).toEqual([
    { name: 'settle', to: driver.ledger.toLowerCase(), batches: ['1/4'], payees: [] },
    { name: 'pay', to: driver.ledger.toLowerCase(), batches: [], payees: [cid.toLowerCase()] },
  ])
  expect(renderReport(before)).toContain(`  settle of batch 1/4\n  ${before.due?.[0]?.data}`)

  for (const { to, data } of before.due ?? []) await chainOf().send(stranger, to, data)

  const after = await auditWithCalls()
  expect(after.discrepancies).toEqual([])
  expect(after.due).toEqual([])
  expect(BigInt(after.totals.paid) - BigInt(before.totals.paid)).toBe(200_000n + 420_000n)
  expect(after.totals.owed).toBe('0')
})

test('a report without the question carries no calls', async () => {
  const report = await audit({ rpc: chainOf().rpcUrl, ledger: marketOf().driver.ledger })
  expect(report.due).toBeUndefined()
})
