// Whether the books add up: balances are the sums of their entries, equal what the contract stores, and what stands of
// all rewards is what the ledger holds for them. And the audit from the chain alone.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { audit } from '#audit/audit.ts'
import pg from 'pg'
import { erc20Abi, type Address } from 'viem'
import type { TestChain } from './chain.ts'
import type { TestDatabase } from './database.ts'
import { until } from './until.ts'

type Row = Record<string, string | null>

/** Balances that differ from the sum of their entries, either side; retailers' and people's. */
const UNEQUAL_BALANCES = `
  with entries as (
    select retailer_id as owner, program_id as book, debit as account, micros from retailer_journal
    union all select retailer_id, program_id, credit, -micros from retailer_journal
    union all select recommender_id, '', debit, micros from recommender_journal
    union all select recommender_id, '', credit, -micros from recommender_journal
  ), sums as (select owner, book, account, sum(micros) as micros from entries group by 1, 2, 3),
  balances as (
    select retailer_id as owner, program_id as book, account, micros from retailer_journal_balances
    union all select recommender_id, '', account, micros from recommender_journal_balances
  )
  select owner, book, account, sums.micros::text as entries, balances.micros::text as balance
  from sums full join balances using (owner, book, account)
  where sums.micros is distinct from balances.micros`

/**
 * What batches hold for a person at a pool is what stands of the rewards, and the debt that is still to be taken off
 * later ones. A dead or vetoed batch holds nothing.
 */
const UNEQUAL_STANDINGS = `
  with held as (
    select r.retailer_id, r.program_id, w.recommender_id, sum(r.micros - r.reduced_micros) as micros
    from retailer_records r
    join retailer_batches b using (retailer_id, program_id, seq, attempt)
    join retailer_rewards w on w.retailer_id = r.retailer_id and w.reward_id = r.reward_id
    where b.state in ('signed', 'open', 'settled') group by 1, 2, 3
  ), standing as (
    select retailer_id, program_id, recommender_id, sum(standing_micros) as micros from retailer_rewards group by 1, 2, 3
  ), debts as (
    select retailer_id, program_id, recommender_id, sum(remaining_micros) as micros from retailer_debts group by 1, 2, 3
  )
  select retailer_id, program_id, recommender_id, held.micros::text as held,
    standing.micros::text as standing, debts.micros::text as debt
  from standing full join held using (retailer_id, program_id, recommender_id)
  full join debts using (retailer_id, program_id, recommender_id)
  where coalesce(held.micros, 0) <> coalesce(standing.micros, 0) + coalesce(debts.micros, 0)`

/** What stands of a reward is the sum of its changes, and with what waits it is what it should be. */
const UNEQUAL_REWARDS = `
  with changes as (
    select retailer_id, reward_id, sum(case when kind in ('earned', 'unreduced', 'debt-cancelled') then micros
      else -micros end) as micros from retailer_reward_changes group by 1, 2
  )
  select reward_id, target_micros::text as target, standing_micros::text as standing, waiting_micros::text as waiting,
    changes.micros::text as changes
  from retailer_rewards left join changes using (retailer_id, reward_id)
  where standing_micros <> coalesce(changes.micros, 0)
    or (not vetoed and standing_micros + waiting_micros <> target_micros)`

const POOLS = `
  select p.pool::text as pool,
    coalesce(max(b.micros) filter (where account = 'available'), 0)::text as available,
    coalesce(max(b.micros) filter (where account = 'reserved'), 0)::text as reserved
  from retailer_pools p left join retailer_journal_balances b using (retailer_id, program_id)
  where p.pool is not null group by p.pool`

const PAYEES = `
  select payee, coalesce(max(micros) filter (where account = 'owed'), 0)::text as owed,
    coalesce(max(micros) filter (where account = 'paid'), 0)::text as paid
  from recommender_people left join recommender_journal_balances using (recommender_id) group by payee`

export type Books = { readonly chain: TestChain; readonly database: Pick<TestDatabase, 'url'> }

/** Everything in the books that does not add up, or that the chain says otherwise; none is what a test wants. */
export async function findFaults({ chain, database }: Books): Promise<readonly object[]> {
  const rows = (text: string) => queryDatabase(database, text)
  const faults: object[] = [
    ...(await rows(UNEQUAL_BALANCES)),
    ...(await rows(UNEQUAL_STANDINGS)),
    ...(await rows(UNEQUAL_REWARDS)),
  ]
  for (const { pool, available, reserved } of await rows(POOLS)) {
    const stored = await readLedgerPool(chain, Number(pool))
    if (`${stored.availableMicros}` !== available || `${stored.reservedMicros}` !== reserved) {
      faults.push({ pool, available, reserved, stored })
    }
  }
  for (const { payee, owed, paid } of await rows(PAYEES)) {
    const stored = {
      owed: await readOwed(chain, payee as Address),
      paid: await paidTo(chain, payee as Address),
    }
    if (`${stored.owed}` !== owed || `${stored.paid}` !== paid) faults.push({ payee, owed, paid, stored })
  }
  const report = await audit({ rpc: chain.rpcUrl, ledger: chain.ledger, fromBlock: chain.deployBlock })
  return [...faults, ...report.discrepancies]
}

/** Runs one statement and returns its rows. */
export async function queryDatabase(
  { url }: Pick<TestDatabase, 'url'>,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(text, [...values])).rows
  } finally {
    await client.end()
  }
}

/** What an address holds of the test dollar, in micros: its smallest unit is one micro. */
export async function paidTo({ client, token }: TestChain, owner: Address): Promise<bigint> {
  return client.readContract({ address: token, abi: erc20Abi, functionName: 'balanceOf', args: [owner] })
}

/** A pool as the contract stores it. */
export async function readLedgerPool({ client, ledger }: TestChain, pool: number) {
  return client.readContract({ address: ledger, abi: rewardLedgerAbi, functionName: 'getPool', args: [pool] })
}

/** What the contract owes an address, in micros. */
export async function readOwed({ client, ledger }: TestChain, payee: Address): Promise<bigint> {
  const [owed] = await client.readContract({
    address: ledger,
    abi: rewardLedgerAbi,
    functionName: 'getAccount',
    args: [payee],
  })
  return owed
}

/** Moves the chain's clock forward and waits until the relayer has seen it: from then on it knows what has matured. */
export async function warp({ chain, database }: Books, seconds: number): Promise<void> {
  await chain.anvil.warp(seconds)
  const number = await chain.client.getBlockNumber()
  await until('the relayer to follow the warp', async () => {
    const rows = await queryDatabase(database, 'select 1 as found from chain_blocks where number = $1', [
      number,
    ])
    return rows.length > 0
  })
}
