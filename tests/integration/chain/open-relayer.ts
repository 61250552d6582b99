// The part of a relayer that follows and sends, on a real database and node, as the composition root wires it.

import { createChainClock } from '#app/following/chain-clock.ts'
import { followChain } from '#app/following/follow-chain.ts'
import { pinChain } from '#app/following/pin-chain.ts'
import { createAlarms } from '#app/sending/alarms.ts'
import { sendChainTransactions } from '#app/sending/send-chain-transactions.ts'
import { DEFAULT_SENDING_LIMITS, type SendingLimits } from '#app/sending/sending-deps.ts'
import { createBroadcaster } from '#chain/broadcaster.ts'
import { createTransactionSigner } from '#chain/keys.ts'
import { createLedgerCalls } from '#chain/ledger-calls.ts'
import { createChainReader } from '#chain/reader.ts'
import type { Failpoint } from '#ports/failpoint.ts'
import type { Log } from '#ports/log.ts'
import { noFailpoint } from '#ports/failpoint.ts'
import { createChainEvents } from '#store/chain/chain-events.ts'
import { createChainPins } from '#store/chain/chain-pins.ts'
import { createChainTransactions } from '#store/chain/chain-transactions.ts'
import { createFollowingStore } from '#store/chain/following-store.ts'
import { createLeases } from '#store/chain/leases.ts'
import { createSendingStore } from '#store/chain/sending-store.ts'
import { openDatabase } from '#store/database.ts'
import { hexToBytes, type Address, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

export type RelayerOptions = {
  readonly rpcUrl: string
  readonly ledger: Address
  readonly deployBlock: number
  readonly databaseUrl: string
  readonly privateKeys: readonly Hex[]
  readonly failpoint?: Failpoint
  readonly limits?: Partial<SendingLimits>
}

export type OpenRelayer = Awaited<ReturnType<typeof openRelayer>>

/** Pins the chain, so it refuses another one; nothing runs until `step` is called. */
export async function openRelayer(options: RelayerOptions) {
  const { rpcUrl, ledger, databaseUrl, failpoint = noFailpoint } = options
  const clock = { now: () => Date.now() }
  const errors: string[] = []
  const log: Log = { info: () => undefined, warn: () => undefined, error: (message) => errors.push(message) }
  const database = openDatabase({ connectionString: databaseUrl })
  const reader = createChainReader({ rpcUrl, ledger, deployBlock: BigInt(options.deployBlock) })
  const identity = await pinChain({ chainReader: reader, pins: createChainPins(database), clock }).catch(
    async (error: unknown) => {
      await database.destroy()
      throw error
    },
  )

  const following = createFollowingStore(database)
  const leases = createLeases({ connectionString: databaseUrl })
  const keys = new Map(options.privateKeys.map((key) => [privateKeyToAccount(key).address, hexToBytes(key)]))
  const broadcaster = createBroadcaster({ rpcUrl })
  const followDeps = {
    source: reader,
    store: following,
    clock,
    chainClock: createChainClock(),
    finality: { mode: 'local' } as const,
    deployBlock: identity.deployBlock,
    log,
  }
  const sendDeps = {
    store: createSendingStore(database),
    followed: following,
    source: reader,
    broadcaster,
    signer: createTransactionSigner(),
    signingKeys: { privateKeyOf: async (sender: Address) => keys.get(sender) },
    leases,
    clock,
    failpoint,
    chainId: identity.chainId,
    limits: { ...DEFAULT_SENDING_LIMITS, ...options.limits },
    log,
    alarms: createAlarms(log, clock),
  }
  const follow = () => followChain(followDeps)
  const send = () => sendChainTransactions(sendDeps)

  return {
    reader,
    broadcaster,
    following,
    errors,
    calls: createLedgerCalls(await reader.ledgerFacts()),
    transactions: createChainTransactions(database, clock),
    events: createChainEvents(database, clock),
    chainClock: followDeps.chainClock,
    follow,
    send,
    step: async () => {
      await follow()
      await send()
    },
    close: async () => {
      await leases.close()
      await database.destroy()
    },
  }
}
