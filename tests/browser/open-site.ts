// A browser before a relayer of its own, with one shop that has no pool yet.

import type { Browser } from 'playwright-core'
import { inject } from 'vitest'
import { startTestChain, type TestChain } from '../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { startRelayer, type TestRelayer } from '../support/relayer.ts'
import { openShopWithoutPool } from '../support/shop.ts'
import { openBrowser } from './open-browser.ts'

export type Site = {
  readonly browser: Browser
  readonly chain: TestChain
  readonly database: TestDatabase
  readonly relayer: TestRelayer
  readonly shop: Awaited<ReturnType<typeof openShopWithoutPool>>
  /** As people reach it: a passkey belongs to a name, never to a number such as 127.0.0.1. */
  readonly url: string
}

/** Starts everything; what has started is ended by `closeSite`. */
export async function openSite(): Promise<Site> {
  const [browser, chain, database] = await Promise.all([
    openBrowser(inject('runFolder')),
    startTestChain(),
    createTestDatabase(),
  ])
  const relayer = await startRelayer({ chain, database })
  const shop = await openShopWithoutPool(relayer)
  return { browser, chain, database, relayer, shop, url: `http://localhost:${relayer.port}` }
}

/** Ends what `openSite` started; nothing where it did not come that far. */
export async function closeSite(site: Site | undefined): Promise<void> {
  await site?.browser.close()
  await site?.relayer.stop()
  await site?.chain.stop()
  await site?.database.drop()
}
