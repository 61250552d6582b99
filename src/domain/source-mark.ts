// What an order or a deal is called before it is marked: the mark on the ledger is a keyed hash of this text, so that nobody
// without the shop's key can tell the order from it, and one order has one mark.

/** Of an order: the connection that it came through and the shop's own number of it. */
export function orderMarkText({
  connectionId,
  externalId,
}: {
  readonly connectionId: string
  readonly externalId: string
}): string {
  return `${connectionId}\n${externalId}`
}

/** Of a deal; no connection is called so. */
export function dealMarkText(dealId: string): string {
  return `deal\n${dealId}`
}
