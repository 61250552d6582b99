// A shop's export of orders as a book for the countersigner, read again when the file has changed.

import { readFileSync, statSync } from 'node:fs'
import { readOrderExport } from '#commerce/export/read-order-export.ts'
import { orderSource, type OwnBuyers, type OwnOrder } from '#domain/countersign/own-order.ts'
import { Problem } from '#domain/problem.ts'
import { CommandEnd, EXIT } from '../exit-codes.ts'
import { createBuyers } from './buyers.ts'

export type OrderTable = {
  readonly kind: 'export'
  readonly connectionId: string
  readonly file: string
  readonly currency: string
}

export type OpenTable = {
  readonly refresh: () => void
  readonly orders: ReadonlyMap<string, OwnOrder>
  readonly ordersOfBuyer: OwnBuyers
}

/** Opens the table; rows that say too little go to `warnings`. */
export function openTable({ connectionId, file, currency }: OrderTable, warnings: string[]): OpenTable {
  const orders = new Map<string, OwnOrder>()
  let buyers = createBuyers()
  let seen = ''
  return {
    orders,
    ordersOfBuyer: (order) => buyers.othersOf(order),
    refresh: () => {
      const version = versionOf(file)
      if (version === seen) return
      const table = readTable(file, currency)
      seen = version
      orders.clear()
      buyers = createBuyers()
      for (const { name, externalId, facts, customer } of table.orders) {
        const source = orderSource(connectionId, externalId ?? name)
        const order = { facts, knowsLinks: false, names: new Set([source]) }
        orders.set(source, order)
        if (customer !== undefined) buyers.note(order, [customer])
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

function versionOf(file: string): string {
  try {
    const { mtimeMs, size } = statSync(file)
    return `${mtimeMs}:${size}`
  } catch (cause) {
    throw new CommandEnd(EXIT.configuration, `${file} cannot be read.`, { cause })
  }
}
