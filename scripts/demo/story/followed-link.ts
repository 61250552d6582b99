// What a visitor brings to the shop after following a link: the address they landed on, with the link's code and the
// click's token in it.

import { invariant } from '#domain/invariant.ts'
import type { OrderSource } from './orders.ts'

export type FollowedLink = {
  readonly code: string
  /** People get one; bots do not. */
  readonly token: string | undefined
  /** Path and query of the address they landed on. */
  readonly path: string
}

/** Reads the address that a link led to; undefined when it is not the shop's own. */
export function readLocation(location: string, shopUrl: string): FollowedLink | undefined {
  if (!URL.canParse(location)) return undefined
  const landed = new URL(location)
  const shop = new URL(shopUrl)
  if (landed.origin !== shop.origin || landed.pathname !== shop.pathname) return undefined
  const code = landed.searchParams.get('ref')
  if (code === null) return undefined
  return {
    code,
    token: landed.searchParams.get('utm_id') ?? undefined,
    path: landed.pathname + landed.search,
  }
}

/** The token that an order carries; a forged one has one digit of its proof changed. */
export function tokenOf(source: OrderSource, link: FollowedLink | undefined): string {
  invariant(link?.token !== undefined, 'whoever buys through a link has a click token')
  if (source.kind !== 'forged-token') return link.token
  return link.token.slice(0, -1) + (link.token.endsWith('0') ? '1' : '0')
}

/** The landing address that the shop reports, where the order carries its reference there. */
export function landingPath(source: OrderSource, link: FollowedLink | undefined): string {
  if (source.kind === 'token-in-address') {
    invariant(link?.token !== undefined, 'whoever buys through a link has a click token')
    return link.path
  }
  if (source.kind === 'code-in-address') {
    invariant(link, 'whoever buys through a link followed it')
    return `${link.path.split('?')[0] ?? ''}?ref=${link.code}`
  }
  return '/'
}
