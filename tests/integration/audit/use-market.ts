// A test file's own testnet with the market on it, put back after every test, and an audit through a lying endpoint.

import { audit } from '#audit/audit.ts'
import type { AuditReport } from '#audit/report.ts'
import type { Hash, Hex, RpcLog } from 'viem'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { isLog, lyingAboutLogs, type EventName, type LogLie } from './lying-endpoint.ts'
import { playMarket, type Market } from './market.ts'
import { startQuietChain, type QuietChain } from './quiet-chain.ts'

type UsedMarket = {
  readonly chainOf: () => QuietChain
  readonly marketOf: () => Market
  /** Audits the market at the latest block, code included; the endpoint tells the truth when no lie is given. */
  readonly auditNow: (lie?: LogLie) => Promise<AuditReport>
  /** Where the ledger's event stands; the first one when there are several. */
  readonly placeOf: (
    eventName: EventName,
    pool: number,
    seq?: number,
  ) => Promise<{ block: number; chainTransaction: Hash | null; log: RpcLog }>
}

/** Call at the top of a test file: it registers its hooks there. */
export function useMarket(): UsedMarket {
  let chain: QuietChain | undefined
  let market: Market | undefined
  let snapshot: Hex = '0x'

  const chainOf = () => started(chain)
  const marketOf = () => started(market)

  beforeAll(async () => {
    chain = await startQuietChain()
    market = await playMarket(chain)
  })
  afterAll(async () => chain?.stop())
  beforeEach(async () => {
    snapshot = await chainOf().client.snapshot()
  })
  afterEach(async () => chainOf().client.revert({ id: snapshot }))

  return {
    chainOf,
    marketOf,
    auditNow: (lie = (logs) => logs) =>
      audit({
        rpc: lyingAboutLogs(chainOf().rpcUrl, lie),
        ledger: marketOf().driver.ledger,
        bytecode: true,
      }),
    async placeOf(eventName, pool, seq) {
      const logs = await chainOf().logsOf(marketOf().driver.ledger)
      const log = logs.find((each) => isLog(each, eventName, pool, seq))
      if (!log) throw new Error(`no ${eventName} log`)
      return { block: Number(log.blockNumber), chainTransaction: log.transactionHash, log }
    },
  }
}

function started<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the market is there once the tests have begun')
  return value
}
