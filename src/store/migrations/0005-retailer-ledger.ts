// The retailer's family of tables, second part: rewards, batches, debts and the book. Every primary key starts with
// retailer_id.

import { sql, type Kysely } from 'kysely'

/** Its name in the database, for good. */
export const migrationName = '0005-retailer-ledger'

const statements = [
  `create table retailer_rewards (
    retailer_id text not null,
    reward_id text not null,
    order_id text not null,
    program_id text not null,
    recommender_id text not null,
    payee text not null,
    code text not null,
    tag text not null,
    policy_hash text not null,
    target_micros bigint not null check (target_micros >= 0),
    standing_micros bigint not null check (standing_micros >= 0),
    waiting_micros bigint not null check (waiting_micros >= 0),
    waiting_since timestamptz,
    vetoed boolean not null,
    trace jsonb not null,
    trace_hash text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (retailer_id, reward_id),
    unique (retailer_id, order_id, recommender_id)
  )`,
  `create index retailer_rewards_by_code on retailer_rewards (retailer_id, code)`,
  `create index retailer_rewards_waiting on retailer_rewards (retailer_id, program_id, waiting_since)
    where waiting_micros > 0`,
  `create table retailer_reward_changes (
    retailer_id text not null,
    reward_id text not null,
    change_no integer not null,
    kind text not null,
    micros bigint not null check (micros > 0),
    seq integer,
    at timestamptz not null,
    primary key (retailer_id, reward_id, change_no)
  )`,
  `create table retailer_batches (
    retailer_id text not null,
    program_id text not null,
    seq integer not null,
    attempt integer not null,
    pool integer not null,
    state text not null,
    policy_hash text not null,
    evidence_root text not null,
    hold_seconds integer not null,
    deadline_seconds bigint not null,
    counts numeric(78, 0) not null,
    records text not null,
    net_list text not null,
    signature text not null,
    send_attempt integer not null,
    send_after timestamptz,
    matures_at_seconds bigint,
    settle_key text,
    settle_attempt integer not null,
    chain_transaction text,
    created_at timestamptz not null,
    primary key (retailer_id, program_id, seq, attempt)
  )`,
  `create index retailer_batches_maturing on retailer_batches (retailer_id, program_id, matures_at_seconds)
    where state = 'open'`,
  `create index retailer_batches_live on retailer_batches (retailer_id, program_id) where state in ('signed', 'open')`,
  `create table retailer_records (
    retailer_id text not null,
    program_id text not null,
    seq integer not null,
    attempt integer not null,
    payee text not null,
    tag text not null,
    reward_id text not null,
    earned_micros bigint not null check (earned_micros > 0),
    netted_micros bigint not null check (netted_micros >= 0),
    micros bigint not null check (micros > 0),
    supplement boolean not null,
    reduced_micros bigint not null check (reduced_micros >= 0 and reduced_micros <= micros),
    trace_hash text not null,
    salt bytea,
    leaf_index integer not null,
    primary key (retailer_id, program_id, seq, attempt, payee, tag),
    check (micros = earned_micros - netted_micros)
  )`,
  `create index retailer_records_by_reward on retailer_records (retailer_id, reward_id)`,
  `create table retailer_amendments (
    retailer_id text not null,
    program_id text not null,
    seq integer not null,
    attempt integer not null,
    amendment_no integer not null,
    state text not null,
    reductions text not null,
    from_net_list text not null,
    to_net_list text not null,
    deadline_seconds bigint not null,
    signature text not null,
    send_attempt integer not null,
    send_after timestamptz,
    created_at timestamptz not null,
    primary key (retailer_id, program_id, seq, attempt, amendment_no)
  )`,
  `create table retailer_reductions (
    retailer_id text not null,
    program_id text not null,
    seq integer not null,
    attempt integer not null,
    reduction_id text not null,
    payee text not null,
    tag text not null,
    reward_id text not null,
    micros bigint not null check (micros > 0),
    amendment_no integer,
    state text not null,
    created_at timestamptz not null,
    primary key (retailer_id, program_id, seq, attempt, reduction_id)
  )`,
  `create index retailer_reductions_waiting on retailer_reductions (retailer_id, program_id, seq, attempt)
    where state in ('pending', 'signed')`,
  `create table retailer_debts (
    retailer_id text not null,
    debt_id text not null,
    program_id text not null,
    recommender_id text not null,
    reward_id text not null,
    micros bigint not null check (micros > 0),
    remaining_micros bigint not null check (remaining_micros >= 0 and remaining_micros <= micros),
    incurred_at timestamptz not null,
    lapses_at timestamptz not null,
    primary key (retailer_id, debt_id)
  )`,
  `create index retailer_debts_open on retailer_debts (retailer_id, program_id, recommender_id, incurred_at)
    where remaining_micros > 0`,
  `create table retailer_debt_uses (
    retailer_id text not null,
    debt_id text not null,
    use_id text not null,
    kind text not null,
    reward_id text not null,
    micros bigint not null check (micros > 0),
    seq integer,
    attempt integer,
    at timestamptz not null,
    primary key (retailer_id, debt_id, use_id)
  )`,
  `create table retailer_journal (
    retailer_id text not null,
    entry_id text not null,
    program_id text not null,
    kind text not null,
    debit text not null,
    credit text not null,
    micros bigint not null check (micros > 0),
    chain_transaction text not null,
    at timestamptz not null,
    primary key (retailer_id, entry_id),
    check (debit <> credit)
  )`,
  `create table retailer_journal_balances (
    retailer_id text not null,
    program_id text not null,
    account text not null,
    micros bigint not null,
    primary key (retailer_id, program_id, account)
  )`,
  `create table retailer_idempotency (
    retailer_id text not null,
    principal text not null,
    route text not null,
    key text not null,
    body_hash text not null,
    status integer,
    body_sealed bytea,
    taken_at timestamptz not null,
    primary key (retailer_id, principal, route, key)
  )`,
  `create index retailer_idempotency_by_age on retailer_idempotency (retailer_id, taken_at)`,
]

/** Runs the statements in their order; the caller holds the lock and the database transaction. */
export async function up(database: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
