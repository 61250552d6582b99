// The demo's market as a first start's content: played once, and the ways into its pages remembered.

import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { audit } from '#audit/audit.ts'
import { RETAILER_ID_LENGTH } from '#domain/ids.ts'
import { createHttpClient } from '../demo/story/http-client.ts'
import { playStory, type StoryResult } from '../demo/story/play-story.ts'
import { SEED_DEFAULT } from '../demo/arguments.ts'
import type { System } from '../system/system.ts'

export type Doors = StoryResult['doors']

export type Market =
  /** Nothing was ever played here: the data is the user's own, or there is none. */
  | { readonly state: 'none' }
  /** Playing was cut off; what is there is of no use to anyone. */
  | { readonly state: 'interrupted' }
  | { readonly state: 'played'; readonly doors: Doors }

/** The doors hold sign-in links. */
const PRIVATE_MODE = 0o600

/** What became of the market in `folder`, by the files that playing it leaves. */
export function readMarket(folder: string): Market {
  if (existsSync(unfinishedFileIn(folder))) return { state: 'interrupted' }
  if (!existsSync(doorsFileIn(folder))) return { state: 'none' }
  return { state: 'played', doors: JSON.parse(readFileSync(doorsFileIn(folder), 'utf8')) as Doors }
}

/** Says that playing begins; until it is over, the folder counts as interrupted. */
export function announceMarket(folder: string): void {
  writeFileSync(unfinishedFileIn(folder), '')
}

/** Plays the market through the running system and remembers its doors. */
export async function playMarket(
  system: System,
  { folder, report }: { folder: string; report: (sentence: string) => void },
): Promise<Doors> {
  const { url, rpcUrl, operatorKey, deployment } = system
  const { ledger, token, deployBlock } = deployment
  const { doors } = await playStory({
    ...{ url, rpcUrl, operatorKey, ledger, token },
    seed: SEED_DEFAULT,
    warp: system.warp,
    audit: () => audit({ rpc: rpcUrl, ledger, fromBlock: deployBlock }),
    report: ({ sentence }) => report(sentence),
  })
  writeFileSync(doorsFileIn(folder), JSON.stringify(doors), { mode: PRIVATE_MODE })
  rmSync(unfinishedFileIn(folder), { force: true })
  return doors
}

/** The doors with new links to the shops' pages: those of an earlier start may have ended. */
export async function withNewLinks({ url, operatorKey }: System, doors: Doors): Promise<Doors> {
  const http = createHttpClient({ url, keyPrefix: randomUUID() })
  const shops = doors.shops.map(async (shop) => {
    const retailerId = new URL(shop.pageUrl).pathname.split('/').at(-1)?.slice(0, RETAILER_ID_LENGTH)
    const { shopUrl } = await http.api<{ shopUrl: string }>({
      method: 'POST',
      path: `/v1/retailers/${retailerId}/sign-in-links`,
      bearer: operatorKey,
      json: {},
    })
    return { ...shop, pageUrl: shopUrl }
  })
  return { ...doors, shops: await Promise.all(shops) }
}

function doorsFileIn(folder: string): string {
  return join(folder, 'market.json')
}

function unfinishedFileIn(folder: string): string {
  return join(folder, 'market.unfinished')
}
