// A person's passkey account and what they tell it, in PostgreSQL.

import { OVER_STATES } from '#domain/account-instruction.ts'
import type { Instruction, Signer } from '#domain/passkey-account.ts'
import type { AccountRows, InstructionRow } from '#ports/account-rows.ts'
import type { Selectable } from 'kysely'
import type { Address, Hex } from 'viem'

import type { AccountTables, StoredInstruction } from '../tables/accounts.ts'
import type { RecommenderScope } from './scope.ts'

/** Fields of instructions that are above 53 bits, or may be. */
const LARGE_NUMBERS: ReadonlySet<string> = new Set(['nonce', 'rawAmount', 'micros'])

/** Rows of one person's account. */
export function accountRows(scope: RecommenderScope): AccountRows {
  return { ...signerRows(scope), ...instructionRows(scope), ...instructionChanges(scope) }
}

function signerRows({
  transaction,
  recommenderId,
}: RecommenderScope): Pick<AccountRows, 'insert' | 'signers' | 'lock'> {
  return {
    async insert({ key, recovery }, createdAt) {
      await transaction
        .insertInto('recommender_accounts')
        .values({
          recommender_id: recommenderId,
          key_x: key.x,
          key_y: key.y,
          recovery_x: recovery.x,
          recovery_y: recovery.y,
          created_at: new Date(createdAt),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },

    async signers() {
      const row = await transaction
        .selectFrom('recommender_accounts')
        .select(['key_x', 'key_y', 'recovery_x', 'recovery_y'])
        .where('recommender_id', '=', recommenderId)
        .executeTakeFirst()
      return row && { key: signer(row.key_x, row.key_y), recovery: signer(row.recovery_x, row.recovery_y) }
    },

    async lock() {
      await transaction
        .selectFrom('recommender_accounts')
        .select('recommender_id')
        .where('recommender_id', '=', recommenderId)
        .forUpdate()
        .execute()
    },
  }
}

function signer(x: string, y: string): Signer {
  return { x: x as Hex, y: y as Hex }
}

function instructionRows({
  transaction,
  recommenderId,
}: RecommenderScope): Pick<AccountRows, 'instruction' | 'list' | 'underWay'> {
  const select = () =>
    transaction.selectFrom('recommender_instructions').selectAll().where('recommender_id', '=', recommenderId)
  return {
    async instruction(instructionId) {
      const row = await select().where('instruction_id', '=', instructionId).executeTakeFirst()
      return row && instructionOf(row)
    },

    async list(limit) {
      const rows = await select()
        .where('state', '<>', 'draft')
        .orderBy('instruction_id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(instructionOf)
    },

    async underWay() {
      const rows = await select()
        .where('state', 'not in', ['draft', ...OVER_STATES])
        .orderBy('instruction_id')
        .execute()
      return rows.map(instructionOf)
    },
  }
}

function instructionChanges({
  transaction,
  recommenderId,
}: RecommenderScope): Pick<AccountRows, 'insertDraft' | 'sign' | 'change'> {
  const update = (instructionId: string) =>
    transaction
      .updateTable('recommender_instructions')
      .where('recommender_id', '=', recommenderId)
      .where('instruction_id', '=', instructionId)
  return {
    async insertDraft({ instructionId, account, instruction, digest, fromBlock, askedAt }) {
      await transaction
        .deleteFrom('recommender_instructions')
        .where('recommender_id', '=', recommenderId)
        .where('state', '=', 'draft')
        .execute()
      await transaction
        .insertInto('recommender_instructions')
        .values({
          recommender_id: recommenderId,
          instruction_id: instructionId,
          account,
          body: JSON.stringify(storedOf(instruction)),
          digest,
          state: 'draft',
          signature: null,
          from_block: fromBlock,
          ready_at_seconds: null,
          attempt: 0,
          try_after_seconds: null,
          refusal: null,
          asked_at: new Date(askedAt),
        })
        .execute()
    },

    async sign(instructionId, signature) {
      await update(instructionId).where('state', '=', 'draft').set({ state: 'signed', signature }).execute()
    },

    async change(instructionId, { state, readyAtSeconds, attempt, tryAfterSeconds, refusal }) {
      await update(instructionId)
        .set({
          state,
          ...(readyAtSeconds !== undefined && { ready_at_seconds: BigInt(readyAtSeconds) }),
          ...(attempt !== undefined && { attempt }),
          ...(tryAfterSeconds !== undefined && { try_after_seconds: BigInt(tryAfterSeconds) }),
          ...(refusal !== undefined && { refusal }),
        })
        .execute()
    },
  }
}

function storedOf(instruction: Instruction): StoredInstruction {
  return Object.fromEntries(
    Object.entries(instruction).map(([name, value]) => [
      name,
      typeof value === 'bigint' ? value.toString() : value,
    ]),
  )
}

function instructionOf(row: Selectable<AccountTables['recommender_instructions']>): InstructionRow {
  const read = Object.entries(row.body).map(([name, value]) => [
    name,
    LARGE_NUMBERS.has(name) ? BigInt(String(value)) : value,
  ])
  return {
    instructionId: row.instruction_id,
    account: row.account as Address,
    instruction: Object.fromEntries(read) as Instruction,
    digest: row.digest as Hex,
    state: row.state as InstructionRow['state'],
    signature: row.signature as Hex | null,
    fromBlock: row.from_block,
    readyAtSeconds: row.ready_at_seconds === null ? null : Number(row.ready_at_seconds),
    attempt: row.attempt,
    tryAfterSeconds: row.try_after_seconds === null ? null : Number(row.try_after_seconds),
    refusal: row.refusal,
    askedAt: row.asked_at.getTime(),
  }
}
