// The shop's own books for the countersigner: an export of orders, or a folder in which the shop keeps a copy of each
// webhook that its platform sent. Both are read again when they have changed.

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { commerceAdapters } from '#commerce/adapters.ts'
import { readOrderExport } from '#commerce/export/read-order-export.ts'
import { orderSource, type OwnOrder, type OwnOrders } from '#domain/countersign/own-order.ts'
import type { OrderFact } from '#domain/order-facts.ts'
import { Problem } from '#domain/problem.ts'
import { SECOND_MS } from '#domain/time.ts'
import type { platformSchema } from '#schema/connections.ts'
import { z } from 'zod'
import { CommandEnd, EXIT } from '../exit-codes.ts'
import { nodeMacs } from '../node-macs.ts'

/** Where the books of one connection are. */
export type BookSource =
  | {
      readonly kind: 'export'
      readonly connectionId: string
      readonly file: string
      readonly currency: string
    }
  | {
      readonly kind: 'webhooks'
      readonly connectionId: string
      readonly folder: string
      readonly platform: z.infer<typeof platformSchema>
      /** Current and previous; a copy that none of them fits is left out. */
      readonly secrets: readonly string[]
    }

export type OwnBooks = {
  /** Reads what is new. */
  readonly refresh: () => void
  readonly orders: OwnOrders
  /** What could not be read, since the last time it was asked. */
  readonly takeWarnings: () => readonly string[]
}

/** A copy of a webhook: its headers, and its body exactly as it came. */
const copySchema = z.object({ headers: z.record(z.string(), z.string()), body: z.string() })

/** Opens the books; `refresh` before they are asked. */
export function openOwnBooks(sources: readonly BookSource[]): OwnBooks {
  const warnings: string[] = []
  const readers = sources.map((source) =>
    source.kind === 'export' ? exportReader(source, warnings) : webhookReader(source, warnings),
  )
  return {
    refresh: () => {
      for (const reader of readers) reader.refresh()
    },
    orders: (connectionId, externalId) => {
      for (const reader of readers) {
        const found = reader.orders.get(orderSource(connectionId, externalId))
        if (found) return found
      }
      return undefined
    },
    takeWarnings: () => warnings.splice(0),
  }
}

type Reader = { readonly refresh: () => void; readonly orders: ReadonlyMap<string, OwnOrder> }

function exportReader(
  { connectionId, file, currency }: Extract<BookSource, { kind: 'export' }>,
  warnings: string[],
): Reader {
  const orders = new Map<string, OwnOrder>()
  let seen = ''
  return {
    orders,
    refresh: () => {
      const version = versionOf(file)
      if (version === seen) return
      const table = readTable(file, currency)
      seen = version
      orders.clear()
      for (const { name, externalId, facts } of table.orders) {
        const order = { facts, knowsLinks: false }
        orders.set(orderSource(connectionId, externalId ?? name), order)
      }
      for (const { line, reason } of table.skipped) warnings.push(`${file}, line ${line}: ${reason}`)
    },
  }
}

function readTable(file: string, currency: string) {
  try {
    return readOrderExport(readFileSync(file, 'utf8'), { currency })
  } catch (cause) {
    const reason = cause instanceof Problem ? JSON.stringify(cause.facts) : 'it cannot be read'
    throw new CommandEnd(EXIT.configuration, `${file} is no export of orders: ${reason}.`, { cause })
  }
}

function webhookReader(source: Extract<BookSource, { kind: 'webhooks' }>, warnings: string[]): Reader {
  const { connectionId, folder } = source
  const read = new Set<string>()
  const orders = new Map<string, WebhookOrder>()
  return {
    orders,
    refresh: () => {
      // In the order of their names, so that of two copies under one key the same one counts each time.
      for (const name of listFolder(folder)) {
        if (read.has(name)) continue
        read.add(name)
        const decoded = decodeCopy(source, join(folder, name))
        if (typeof decoded === 'string') warnings.push(`${name}: ${decoded}`)
        else if (decoded.kind === 'facts' || decoded.kind === 'names') {
          const order = orderOf(orders, connectionId, decoded)
          const told = decoded.kind === 'facts' ? decoded.facts : []
          for (const one of told) keep(order, datedFact(one, join(folder, name)))
        }
      }
    },
  }
}

type WebhookOrder = OwnOrder & { readonly facts: OrderFact[] }

/** The order with any of these names; two that turn out to be one are put together. */
function orderOf(
  orders: Map<string, WebhookOrder>,
  connectionId: string,
  named: { readonly externalOrderId: string; readonly otherNames?: readonly string[] },
): WebhookOrder {
  const names = [named.externalOrderId, ...(named.otherNames ?? [])].map((name) =>
    orderSource(connectionId, name),
  )
  const known = new Set(names.flatMap((name) => orders.get(name) ?? []))
  const [order = { facts: [], knowsLinks: true }, ...others] = known
  for (const other of others) for (const fact of other.facts) keep(order, fact)
  for (const [name, one] of orders) if (known.has(one)) orders.set(name, order)
  for (const name of names) orders.set(name, order)
  return order
}

/** Of two facts under one key the first stays. */
function keep({ facts }: WebhookOrder, fact: OrderFact): void {
  if (!facts.some(({ factKey }) => factKey === fact.factKey)) facts.push(fact)
}

/** What a copy says; why it says nothing when it cannot be believed or read. */
function decodeCopy({ platform, secrets }: Extract<BookSource, { kind: 'webhooks' }>, path: string) {
  const adapter = commerceAdapters(nodeMacs)[platform]
  try {
    const { headers, body } = copySchema.parse(JSON.parse(readFileSync(path, 'utf8')))
    const lower = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    )
    const request = { headers: lower, rawBody: new TextEncoder().encode(body) }
    adapter.verify(request, secrets, signedAt(lower))
    return adapter.decode(request)
  } catch (error) {
    return error instanceof Problem ? error.message : 'is no copy of a webhook'
  }
}

type ToldFact = Extract<Exclude<ReturnType<typeof decodeCopy>, string>, { kind: 'facts' }>['facts'][number]

/** A deletion says no instant of its own: it is dated by its copy. */
function datedFact(told: ToldFact, path: string): OrderFact {
  if (told.kind !== 'deleted') return told
  const deletedAt = Math.floor(statSync(path).mtimeMs)
  return { ...told, factKey: `deleted:${deletedAt}`, deletedAt }
}

/** A copy is as old as it is: it is held against its own signed instant. */
function signedAt(headers: Readonly<Record<string, string>>): number {
  const seconds =
    headers['webhook-timestamp'] ?? /(?:^|,)t=(\d+)/.exec(headers['stripe-signature'] ?? '')?.[1]
  return Number(seconds ?? 0) * SECOND_MS
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .toSorted()
  } catch (cause) {
    throw new CommandEnd(EXIT.configuration, `The folder ${folder} cannot be read.`, { cause })
  }
}

function versionOf(file: string): string {
  try {
    const { mtimeMs, size } = statSync(file)
    return `${mtimeMs}:${size}`
  } catch (cause) {
    throw new CommandEnd(EXIT.configuration, `${file} cannot be read.`, { cause })
  }
}
