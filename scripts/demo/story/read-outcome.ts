// Reads what became of the story: from the API everything it tells, from the chain what people really have.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { testDollarAbi } from '#abi/test-dollar.ts'
import { createPublicClient, http as httpTransport, type Address, type Hash } from 'viem'
import type { OrderJson, PageJson, PersonJson, PoolJson, RewardJson } from './api-answers.ts'
import { forEachAtOnce, type HttpClient } from './http-client.ts'
import type { JoinedPerson } from './join-people.ts'
import type { OpenShops } from './open-shops.ts'
import { shops as allShops, type ShopKey } from './shops.ts'

export type ShopOutcome = {
  readonly pool: PoolJson
  readonly orders: readonly OrderJson[]
  readonly rewards: readonly RewardJson[]
}

export type ApiOutcome = {
  readonly shops: Readonly<Record<ShopKey, ShopOutcome>>
  /** By the people's index. */
  readonly people: readonly PersonJson[]
}

/** Rows asked for at once; the most that the API gives. */
const PAGE_ROWS = 100

/** Far more pages than the story fills. */
const PAGES_MAX = 50

/** Everything the API tells the two shops and the forty people. */
export async function readApiOutcome(
  http: HttpClient,
  shops: OpenShops,
  joined: readonly JoinedPerson[],
): Promise<ApiOutcome> {
  const [birch, northwind] = await Promise.all(
    allShops.map(async ({ key }): Promise<ShopOutcome> => {
      const { apiKey: bearer, programId } = shops[key]
      const pool = await http.api<PoolJson>({ path: `/v1/programs/${programId}/pool`, bearer })
      const orders = await readAll<OrderJson>(http, '/v1/orders', bearer)
      const rewards = await readAll<RewardJson>(http, '/v1/rewards', bearer)
      return { pool, orders, rewards }
    }),
  )
  const people = await forEachAtOnce(joined, ({ signInToken }) =>
    http.api<PersonJson>({ path: '/v1/me', bearer: signInToken }),
  )
  return { shops: { birch: birch as ShopOutcome, northwind: northwind as ShopOutcome }, people }
}

async function readAll<Row>(http: HttpClient, path: string, bearer: string): Promise<readonly Row[]> {
  const rows: Row[] = []
  let after = ''
  for (let page = 0; page < PAGES_MAX; page++) {
    const answer = await http.api<PageJson<Row>>({ path: `${path}?limit=${PAGE_ROWS}${after}`, bearer })
    rows.push(...answer.data)
    if (answer.page.next === null) break
    after = `&after=${answer.page.next}`
  }
  return rows
}

export type ChainOutcome = {
  /** Test dollars at each payout address, in micros; by the people's index. */
  readonly balances: readonly bigint[]
  /** Gas of all chain transactions that reserved, amended, settled or paid. */
  readonly gasUsed: bigint
  /** Chain transaction that settled a batch, by `<pool>:<seq>`. */
  readonly settledIn: ReadonlyMap<string, Hash>
}

/** Events of the chain transactions that a rewarded sale causes. */
const MOVING_EVENTS: ReadonlySet<string> = new Set(['Committed', 'Amended', 'Settled', 'Paid', 'PayDeferred'])

/** What people hold and what it cost, read over RPC alone. */
export async function readChainOutcome(
  rpcUrl: string,
  { ledger, token, payees }: { ledger: Address; token: Address; payees: readonly Address[] },
): Promise<ChainOutcome> {
  const client = createPublicClient({ transport: httpTransport(rpcUrl, { batch: true }) })
  const balances = await Promise.all(
    payees.map((payee) =>
      client.readContract({ address: token, abi: testDollarAbi, functionName: 'balanceOf', args: [payee] }),
    ),
  )
  const events = await client.getContractEvents({
    address: ledger,
    abi: rewardLedgerAbi,
    fromBlock: 0n,
    strict: true,
  })
  const moving = events.filter(({ eventName }) => MOVING_EVENTS.has(eventName))
  const hashes = new Set(moving.map(({ transactionHash }) => transactionHash))
  const receipts = await Promise.all([...hashes].map((hash) => client.getTransactionReceipt({ hash })))
  const settledIn = new Map<string, Hash>()
  for (const event of events) {
    if (event.eventName === 'Settled')
      settledIn.set(`${event.args.pool}:${event.args.seq}`, event.transactionHash)
  }
  return { balances, settledIn, gasUsed: receipts.reduce((sum, { gasUsed }) => sum + gasUsed, 0n) }
}
