// The rules against misuse over what a real store knows: who is rejected and told so, and what the shop is asked to look at.

import { mkdtempSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { get, post } from '../../support/api.ts'
import { orderOf, type Order } from '../../support/outcomes.ts'
import * as shops from '../../support/shop.ts'
import { until } from '../../support/until.ts'
import { vouch } from '../../support/vouch.ts'
import { standardPaid, standardRefunded, type Delivery } from '../../support/webhooks.ts'
import type { RunningRelayer } from './running-relayer.ts'

type Case = {
  readonly externalId: string
  readonly handle: string
  readonly verdicts: readonly { readonly rule: string; readonly evidence: Record<string, unknown> }[]
}

let relayer: RunningRelayer['relayer']
let shop: Omit<shops.TestShop, 'pool'>
let programId: string

async function program(policy: object): Promise<string> {
  const body = { name: 'Careful', shopUrl: 'https://shop.example/', policy: { ...shops.POLICY, ...policy } }
  return (await post<{ programId: string }>(relayer, '/v1/programs', body, shop.apiKey)).programId
}

type Joined = { readonly signInToken: string; readonly link: { readonly code: string } }

/** Joins with an e-mail address. */
async function joinAs(handle: string, email: string, to = programId): Promise<Joined> {
  const body = { handle, payee: shops.freshPayee(), email }
  return post<Joined>(relayer, `/v1/programs/${to}/recommenders`, body)
}

/** Joins with an e-mail address; returns the link's code. */
async function join(handle: string, email: string, to = programId): Promise<string> {
  return (await joinAs(handle, email, to)).link.code
}

async function send(delivery: Delivery): Promise<void> {
  expect((await shops.deliver(relayer, shop, delivery)).status).toBe(200)
}

/** An order through a link; resolves when it was evaluated. */
async function sale(id: string, code: string, email: string, subtotal = '100.00'): Promise<Order> {
  await send(standardPaid({ id, subtotal, email, clickToken: await shops.click(relayer, code) }))
  return until(`order ${id} to be evaluated`, async () => {
    const order = await orderOf(relayer, shop, id)
    return order !== undefined && order.outcome !== 'waiting-for-payment' ? order : undefined
  })
}

async function rulesOf(externalId: string): Promise<readonly string[]> {
  const { data } = await get<{ data: readonly Case[] }>(relayer, '/v1/reviews?limit=100', shop.apiKey)
  const own = data.filter((one) => one.externalId === externalId)
  return own.flatMap(({ verdicts }) => verdicts.map(({ rule }) => rule))
}

/** On a relayer that runs already; opens shops of its own. */
export function describeMisuse(world: () => RunningRelayer): void {
  describe('rules against misuse', () => {
    beforeAll(async () => {
      ;({ relayer } = world())
      shop = await shops.openShopWithoutPool(relayer)
      programId = await program({ misuse: { ordersPerHour: 2, fastestOrderSeconds: 0 } })
    })

    test('somebody’s own mailbox, however it is written, buys nothing for them', async () => {
      const code = await join('ann', 'ann@gmail.com')
      const own = await sale('own', code, 'A.N.N+tea@googlemail.com')
      expect([own.outcome, own.reason]).toEqual([
        'not-credited',
        'The buyer and the person who shared the link are the same.',
      ])
      const friend = await sale('friend', code, 'bea@gmail.com')
      expect(friend.outcome).toBe('credited')
      expect(await rulesOf('friend')).toEqual([])

      const twin = await join('ann-again', 'ann@gmail.com')
      const second = await sale('second-name', twin, 'bea@gmail.com')
      expect(second.outcome).toBe('credited')
      expect(await rulesOf('second-name')).toEqual(['F03'])
    })

    test('a colleague, a throw-away address and a burst of orders are looked at, and credited', async () => {
      const code = await join('dan', 'dan@firm.example')
      expect((await sale('colleague', code, 'eva@firm.example')).outcome).toBe('credited')
      expect(await rulesOf('colleague')).toEqual(['F02'])
      expect((await sale('throw-away', code, 'x@mailinator.com')).outcome).toBe('credited')
      expect(await rulesOf('throw-away')).toEqual(['F14'])
      expect((await sale('third-in-an-hour', code, 'bea@gmail.com')).outcome).toBe('credited')
      expect(await rulesOf('third-in-an-hour')).toEqual(['F09'])
    })

    test('returns of two fifths are looked at where everybody else keeps what they buy', async () => {
      const quiet = await program({ misuse: { ordersPerHour: 100, fastestOrderSeconds: 0 } })
      const [ring, others] = [
        await join('ring', 'r@x.example', quiet),
        await join('others', 'o@y.example', quiet),
      ]
      await Promise.all([
        ...Array.from({ length: 5 }, (_, i) => sale(`ring-${i}`, ring, `b${i}@gmail.com`)),
        ...Array.from({ length: 10 }, (_, i) => sale(`kept-${i}`, others, `k${i}@gmail.com`)),
      ])
      for (const i of [0, 1]) {
        await send(standardRefunded({ orderId: `ring-${i}`, refundId: `r-${i}`, amount: '100.00' }))
        await until(
          'the refund to count',
          async () => (await orderOf(relayer, shop, `ring-${i}`))?.target === '0.00',
        )
      }
      await sale('ring-again', ring, 'b9@gmail.com')
      expect(await rulesOf('ring-again')).toEqual(['F15'])
      await sale('kept-again', others, 'k99@gmail.com')
      expect(await rulesOf('kept-again')).toEqual([])
    })

    test('where only new customers count, a second order earns nothing, and the person reads that, but nothing about the buyer', async () => {
      const strict = await program({
        eligibility: { newCustomersOnly: true },
        misuse: { fastestOrderSeconds: 0 },
      })
      const { signInToken, link } = await joinAs('new-only', 'n@z.example', strict)
      const { code } = link
      expect((await sale('first', code, 'new@gmail.com')).outcome).toBe('credited')
      const again = await sale('again', code, 'new@gmail.com')
      expect([again.outcome, again.reason]).toEqual([
        'not-credited',
        'The buyer has bought here before, and the program rewards new customers only.',
      ])
      const [told] = await until('the person to be told', async () => {
        type Me = { unrewarded: readonly { sentence: string; trace: readonly { sentence: string }[] }[] }
        const { unrewarded } = await get<Me>(relayer, '/v1/me', signInToken)
        return unrewarded.length === 1 ? unrewarded : undefined
      })
      expect(told?.sentence).toBe('The order is not one that the program rewards.')
      expect(told?.trace.map(({ sentence }) => sentence).join(' ')).not.toMatch(/buyer|customer/i)
    })

    test('a message that tells an order anew with more money is kept, and not used', async () => {
      const code = await join('fay', 'fay@w.example')
      await sale('dearer', code, 'gus@gmail.com', '10.00')
      await send(standardPaid({ id: 'dearer', subtotal: '1000.00', email: 'gus@gmail.com' }))
      const notices = await until('the notice', async () => {
        const { data } = await get<{ data: readonly object[] }>(relayer, '/v1/notices', shop.apiKey)
        return data.length > 0 ? data : undefined
      })
      expect(notices).toMatchObject([
        { rule: 'F17', externalId: 'dearer', evidence: { isUpward: true }, score: 100 },
      ])
      expect(await orderOf(relayer, shop, 'dearer')).toMatchObject({ target: '0.50' })
      const body = new URLSearchParams({ key: shop.apiKey })
      const page = await (await fetch(`${relayer.url}/shop`, { method: 'POST', body })).text()
      expect(page).toContain('Order dearer,')
      const keyFile = `${mkdtempSync(`${inject('runFolder')}/misuse-`)}/key`
      writeFileSync(keyFile, shop.apiKey)
      const asked = async (...command: readonly string[]) =>
        (await vouch(...command, '--key-file', keyFile, '--url', relayer.url)).stdout
      expect(await asked('notice', 'list')).toMatch(/^\S+ order dearer: .+ \(F17\)\n$/)
      const listed = (await asked('delivery', 'list', '--limit', '2')).split('\n')
      expect(listed[0]).toMatch(/: processed, Read as paid\. It contradicts what was told before/)
      expect(listed[2]).toMatch(/^More: --after \S+$/)
    })
  })
}
