// The audit: pins a block, rebuilds the ledger from its logs alone, and holds the result against what the ledger stores
// and what its token moved. It needs an RPC endpoint and nothing else: no key, no database, no trust in the relayer.

import { Problem } from '#domain/problem.ts'
import { isAddress, keccak256, type Address, type Hex, type Transport } from 'viem'
import { chainUnavailable, pauseForReal, type Pause } from './chain/ask.ts'
import { findDeployment } from './chain/find-deployment.ts'
import { readBalance, readConstants, type LedgerAt } from './chain/ledger-views.ts'
import { readLogRanges } from './chain/read-logs.ts'
import {
  createReader,
  readChainId,
  readCode,
  readHead,
  readHeader,
  type BlockHeader,
  type ChainReader,
} from './chain/reader.ts'
import { checkBalance } from './checks/check-balance.ts'
import { checkSums } from './checks/check-sums.ts'
import { compareCode } from './checks/compare-code.ts'
import { compareCreation } from './checks/compare-creation.ts'
import { compareBatches } from './checks/compare-batches.ts'
import { comparePayees } from './checks/compare-payees.ts'
import { comparePools } from './checks/compare-pools.ts'
import { findDueCalls } from './due-calls.ts'
import { lower } from './ledger-log.ts'
import type { Replay } from './replay/context.ts'
import { createReplay, endReplay, replayLog } from './replay/replay.ts'
import { createReport, type AuditReport } from './report.ts'

/** How far the audit is: blocks `fromBlock` to `block` of `toBlock` are read, or the stored values are being compared. */
export type AuditProgress =
  | {
      readonly stage: 'logs'
      readonly fromBlock: number
      readonly block: number
      readonly toBlock: number
      readonly logs: number
    }
  | { readonly stage: 'storage'; readonly payees: number; readonly batches: number }

export type AuditInput = {
  /** A URL or a viem transport; only ever read from. */
  readonly rpc: string | Transport
  readonly ledger: Address
  /** The block to audit; the latest when absent. */
  readonly toBlock?: number | undefined
  /** Where to start reading logs; found by itself when absent. Not behind the ledger's deployment. */
  readonly fromBlock?: number | undefined
  /** Whether the ledger's code is compared with that of the build this program comes from. */
  readonly bytecode?: boolean | undefined
  /** Whether the report carries the calls that anybody may send now. */
  readonly calls?: boolean | undefined
  readonly onProgress?: ((progress: AuditProgress) => void) | undefined
  /** Waiting between attempts; tests give one that does not wait. */
  readonly pause?: Pause | undefined
}

/**
 * Audits a ledger at one block. Discrepancies are in the report, never thrown. Refuses with `input_invalid`,
 * `ledger_not_found`, `block_not_found`, `chain_unavailable`, and `block_replaced` when the chain is reorganised
 * meanwhile.
 */
export async function audit(input: AuditInput): Promise<AuditReport> {
  if (!isAddress(input.ledger, { strict: false })) {
    throw new Problem('input_invalid', { field: 'ledger', reason: 'not an address', ledger: input.ledger })
  }
  const reader = createReader(input.rpc, input.pause ?? pauseForReal)
  const ledger = lower(input.ledger)
  const { chainId, block, code } = await asking('chain id, block and code', () =>
    pinBlock(reader, ledger, input.toBlock),
  )
  const at: LedgerAt = { ledger, block: block.number }
  const replay = createReplay(await readConstants(reader, at, chainId))
  if (input.bytecode) compareCode(replay, code, block.number)
  const fromBlock = await findDeployment(reader, {
    ledger,
    toBlock: block.number,
    fromBlock: input.fromBlock,
  })

  await replayRanges(reader, replay, { fromBlock, toBlock: block.number, onProgress: input.onProgress })

  input.onProgress?.({
    stage: 'storage',
    payees: replay.state.payees.size,
    batches: replay.state.activity.committed,
  })
  checkSums(replay, block.number)
  const balance = await asking('the ledger’s storage', async () => {
    if (input.bytecode) await compareCreation(reader, replay, block.number)
    await comparePools(reader, replay, at)
    await compareBatches(reader, replay, at)
    await comparePayees(reader, replay, at)
    return checkBalance(replay, await readBalance(reader, replay.constants.token, at), block.number)
  })
  await asking('the audited block', () => checkStillCanonical(reader, block))
  const due = input.calls ? findDueCalls(replay.state, replay.constants, block.time) : undefined
  return createReport(replay, { block, codeHash: keccak256(code), balance, due })
}

async function pinBlock(
  reader: ChainReader,
  ledger: Address,
  toBlock: number | undefined,
): Promise<{ chainId: number; block: BlockHeader; code: Hex }> {
  const [chainId, head] = await Promise.all([readChainId(reader), readHead(reader)])
  if (toBlock !== undefined && toBlock > head)
    throw new Problem('block_not_found', { block: toBlock, latest: head })
  const block = await readHeader(reader, toBlock ?? head)
  const code = await readCode(reader, ledger, block.number)
  if (!code) throw new Problem('ledger_not_found', { ledger, block: block.number, chainId })
  return { chainId, block, code }
}

async function replayRanges(
  reader: ChainReader,
  replay: Replay,
  {
    fromBlock,
    toBlock,
    onProgress,
  }: { fromBlock: number; toBlock: number; onProgress: AuditInput['onProgress'] },
): Promise<void> {
  const { ledger, token } = replay.constants
  for await (const range of readLogRanges(reader, { ledger, token }, { from: fromBlock, to: toBlock })) {
    for (const log of range.logs) await replayLog(replay, log)
    const { ledgerLogs, tokenTransfers } = replay.state.activity
    onProgress?.({ stage: 'logs', fromBlock, block: range.to, toBlock, logs: ledgerLogs + tokenTransfers })
  }
  endReplay(replay)
}

/** Everything was asked by block number, so the number must still name the block it named at the start. */
async function checkStillCanonical(reader: ChainReader, { number, hash }: BlockHeader): Promise<void> {
  const now = await readHeader(reader, number)
  if (now.hash !== hash)
    throw new Problem('block_replaced', { block: number, expected: hash, found: now.hash })
}

async function asking<T>(asked: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw chainUnavailable(asked, error)
  }
}
