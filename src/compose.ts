// Wires the relayer: every port gets its adapter here, and nowhere else.

import { createAlarms } from '#app/sending/alarms.ts'
import { createChainClock } from '#app/following/chain-clock.ts'
import { pinChain } from '#app/following/pin-chain.ts'
import { sendingLimits, type SendingDeps } from '#app/sending/sending-deps.ts'
import { createSigningKeys } from '#app/work/signing-keys.ts'
import { audit } from '#audit/audit.ts'
import { placeOf } from '#audit/render.ts'
import { createBroadcaster } from '#chain/broadcaster.ts'
import { createKeys, createTransactionSigner } from '#chain/keys.ts'
import { createLedgerCalls } from '#chain/ledger-calls.ts'
import { createPasskeyAccounts } from '#chain/passkey-accounts.ts'
import { createWalletSignatures } from '#chain/wallet-signatures.ts'
import { createChainReader } from '#chain/reader.ts'
import { commerceAdapters } from '#commerce/adapters.ts'
import { readOrderExport } from '#commerce/export/read-order-export.ts'
import { createShopApis } from '#commerce/shop-apis.ts'
import { readCsv } from '#commerce/read-csv.ts'
import { ConfigError, type Config } from '#config'
import { isTestnet } from '#domain/testnets.ts'
import { createChainBooks } from '#store/chain/chain-books.ts'
import { createChainEvents } from '#store/chain/chain-events.ts'
import { createChainPins } from '#store/chain/chain-pins.ts'
import { createChainTransactions } from '#store/chain/chain-transactions.ts'
import { createFollowedChain } from '#store/chain/followed-blocks.ts'
import { createFollowingStore } from '#store/chain/following-store.ts'
import { createLeases } from '#store/chain/leases.ts'
import { createSignInBooks } from '#store/chain/sign-in-books.ts'
import { createSendingStore } from '#store/chain/sending-store.ts'
import { createClickBuffer } from '#store/click-buffer.ts'
import { checkDatabase, openDatabase } from '#store/database.ts'
import { macs } from '#store/macs.ts'
import { cleanPicture } from '#intake/clean-picture.ts'
import { createShopFetch } from '#intake/shop-fetch.ts'
import { passkeys } from '#intake/passkeys.ts'
import { openInternet } from '#intake/open-internet.ts'
import { createReadProductPage } from '#intake/read-product-page.ts'
import { createWebhookSender } from '#intake/send-webhook.ts'
import { migrate } from '#store/migrate.ts'
import { startOutbox, type Outbox } from '#store/outbox.ts'
import { createRateLimits } from '#store/rate-limits.ts'
import { createRecommenderStore } from '#store/recommender/recommender-store.ts'
import { createIdempotency } from '#store/retailer/idempotency.ts'
import { createRetailerStore } from '#store/retailer/retailer-store.ts'
import { createSealer } from '#store/sealer.ts'
import { readSecrets, type RelayerSecrets } from '#store/secret-files.ts'
import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { privateKeyToAddress } from 'viem/accounts'
import { bytesToHex, getAddress, stringToBytes } from 'viem/utils'

import type { AppDeps } from '#app/deps.ts'
import type { FollowChainDeps } from '#app/following/follow-chain.ts'
import type { HttpLimits } from '#http/context.ts'
import type { HttpWiring } from '#http/create-http-app.ts'
import type { WallClock } from '#ports/clocks.ts'
import type { Failpoint } from '#ports/failpoint.ts'
import type { Log } from '#ports/log.ts'

export type Relayer = {
  readonly config: Config
  readonly deps: AppDeps
  readonly following: FollowChainDeps
  readonly sending: SendingDeps
  readonly outbox: Outbox
  readonly http: Pick<
    HttpWiring,
    'checkOperatorKey' | 'checkReady' | 'auditTarget' | 'trustedProxies' | 'limits' | 'cursorKey'
  >
  /** Audits the ledger from the chain alone and keeps the result for the open page. */
  readonly audit: () => Promise<void>
  readonly log: Log
  readonly stop: () => Promise<void>
}

/** Opens everything; throws what keeps the relayer from starting, having changed nothing but the schema. */
export async function compose(config: Config): Promise<Relayer> {
  const log = createLog(config.LOG_LEVEL)
  const clock: WallClock = { now: () => Date.now() }
  const { masterKey, relayerKey, operatorKey } = openDataFolder(config.DATA_DIR)
  const sealer = createSealer(masterKey)
  const relayer = {
    address: privateKeyToAddress(bytesToHex(relayerKey)),
    privateKey: relayerKey,
  }

  const connectionString = config.DATABASE_URL
  const database = openDatabase({ connectionString })
  await checkDatabase(database)
  await migrate(database)

  const ledger = getAddress(config.LEDGER_ADDRESS)
  const reader = createChainReader({
    rpcUrl: config.CHAIN_RPC_URL,
    ledger,
    deployBlock: BigInt(config.DEPLOY_BLOCK),
  })
  const chainIdentity = await pinChain({
    chainReader: reader,
    pins: createChainPins(database),
    clock,
  })
  if (config.FINALITY === 'local' && !isTestnet(chainIdentity.chainId)) {
    throw new ConfigError(
      `The environment variable FINALITY must be a number of blocks on chain ${chainIdentity.chainId}.`,
    )
  }
  if (config.WEBHOOKS_TO_LOOPBACK === 'allowed' && !isTestnet(chainIdentity.chainId)) {
    throw new ConfigError(
      `The environment variable WEBHOOKS_TO_LOOPBACK must be refused on chain ${chainIdentity.chainId}.`,
    )
  }
  const broadcaster = createBroadcaster({ rpcUrl: config.CHAIN_RPC_URL })
  const chainClock = createChainClock()
  const leases = createLeases({ connectionString })

  const outbox = await startOutbox({ connectionString, log })
  const retailers = createRetailerStore(database, outbox)
  const clicks = createClickBuffer({ retailers, log })
  const facts = await reader.ledgerFacts()
  const passkeyFactory =
    config.PASSKEY_FACTORY_ADDRESS === undefined ? undefined : getAddress(config.PASSKEY_FACTORY_ADDRESS)
  const deps: AppDeps = {
    retailers,
    recommenders: createRecommenderStore(database, outbox),
    idempotency: createIdempotency(database, { sealer, clock }),
    chainBooks: createChainBooks(database),
    chainEvents: createChainEvents(database, clock),
    chainReader: reader,
    chainTransactions: createChainTransactions(database, clock),
    chainIdentity,
    chainClock,
    calls: createLedgerCalls(facts),
    clicks,
    clock,
    signIns: createSignInBooks(database),
    rateLimits: createRateLimits(database, {
      clock,
      key: macs.hmacSha256(masterKey, stringToBytes('rate-limits')),
    }),
    passkeys,
    passkeyAccounts:
      passkeyFactory === undefined
        ? undefined
        : createPasskeyAccounts({ rpcUrl: config.CHAIN_RPC_URL, factory: passkeyFactory, facts }),
    walletSignatures: createWalletSignatures({ rpcUrl: config.CHAIN_RPC_URL }),
    random: { bytes: (length) => randomBytes(length) },
    macs,
    sealer,
    keys: createKeys(),
    commerce: commerceAdapters(macs),
    shopApis: createShopApis(
      createShopFetch({ ...openInternet, allowsLoopback: isTestnet(chainIdentity.chainId) }),
    ),
    readCsv,
    readOrderExport,
    cleanPicture,
    readProductPage: createReadProductPage(openInternet),
    webhooks: createWebhookSender({ isLoopbackAllowed: config.WEBHOOKS_TO_LOOPBACK === 'allowed' }),
    log,
    settings: {
      batchMaxAgeSeconds: config.BATCH_MAX_AGE_SECONDS,
      batchMaxRewards: config.BATCH_MAX_REWARDS,
      pullEverySeconds: config.PULL_EVERY_SECONDS,
      relayer: relayer.address,
      passkeyFactory,
      withdrawalNoticeSeconds: await reader.withdrawalNoticeSeconds(),
      testnet: isTestnet(chainIdentity.chainId),
    },
  }
  return {
    config,
    deps,
    outbox,
    log,
    following: {
      source: reader,
      store: createFollowingStore(database),
      clock,
      chainClock,
      finality:
        config.FINALITY === 'local' ? { mode: 'local' } : { mode: 'depth', blocks: BigInt(config.FINALITY) },
      deployBlock: BigInt(config.DEPLOY_BLOCK),
      log,
    },
    sending: {
      store: createSendingStore(database),
      followed: createFollowedChain(database),
      source: reader,
      broadcaster,
      signer: createTransactionSigner(),
      signingKeys: createSigningKeys(deps, relayer),
      leases,
      clock,
      failpoint: createFailpoint(config, chainIdentity.chainId),
      chainId: chainIdentity.chainId,
      limits: sendingLimits(passkeyFactory),
      log,
      alarms: createAlarms(log, clock),
    },
    http: {
      checkOperatorKey: keyCheck(operatorKey),
      checkReady: async () => {
        await checkDatabase(database)
        await reader.head()
      },
      auditTarget: { rpcUrl: config.CHAIN_RPC_URL, ledger },
      trustedProxies: config.TRUSTED_PROXIES,
      limits: requestLimitsOf(config),
      cursorKey: macs.hmacSha256(masterKey, stringToBytes('cursors')),
    },
    audit: () => auditForPage(config, deps),
    async stop() {
      await outbox.stop()
      await clicks.stop()
      await leases.close()
      await database.destroy()
    },
  }
}

/** Those that the environment names. */
function requestLimitsOf(config: Config): Partial<HttpLimits> {
  const { REQUESTS_PER_MINUTE_BY_KEY, REQUESTS_PER_MINUTE_OPEN, POSTS_PER_MINUTE_OPEN } = config
  return {
    ...(REQUESTS_PER_MINUTE_BY_KEY !== undefined && { keyRequestsPerMinute: REQUESTS_PER_MINUTE_BY_KEY }),
    ...(REQUESTS_PER_MINUTE_OPEN !== undefined && { openRequestsPerMinute: REQUESTS_PER_MINUTE_OPEN }),
    ...(POSTS_PER_MINUTE_OPEN !== undefined && { openPostsPerMinute: POSTS_PER_MINUTE_OPEN }),
  }
}

function openDataFolder(folder: string): RelayerSecrets {
  try {
    return readSecrets(folder)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigError(`The folder of DATA_DIR cannot be used: ${reason}.`, { cause })
  }
}

/** Does nothing; where a test names a place, the process dies there as by a power cut. */
function createFailpoint({ FAILPOINT }: Config, chainId: number): Failpoint {
  return {
    reached: (name) => {
      if (name === FAILPOINT && isTestnet(chainId)) process.kill(process.pid, 'SIGKILL')
    },
  }
}

/** Compares hashes, so that neither time nor length tells anything of the key. */
function keyCheck(operatorKey: string): (key: string) => boolean {
  const expected = macs.sha256(stringToBytes(operatorKey))
  return (key) => macs.equal(expected, macs.sha256(stringToBytes(key)))
}

async function auditForPage(config: Config, deps: AppDeps): Promise<void> {
  const { ledger } = deps.chainIdentity
  const report = await audit({
    rpc: config.CHAIN_RPC_URL,
    ledger,
    fromBlock: config.DEPLOY_BLOCK,
  })
  const { ok, chainId, block, checks } = report
  const discrepancies = report.discrepancies.map((item) => `${item.sentence} (${placeOf(item)})`)
  await deps.chainBooks.recordAudit({
    ok,
    at: deps.clock.now(),
    chainId,
    ledger,
    block,
    checks,
    discrepancies,
    conduct: report.pools.map(({ id, orders, conduct }) => ({
      pool: id,
      committed: conduct.committed,
      takenBack: `${BigInt(conduct.amended) + BigInt(conduct.vetoed)}`,
      reversalBps: conduct.reversalBps,
      rejectionBps: conduct.rejectionBps,
      rewarded: orders.rewarded,
      rejected: orders.rejected,
      underReview: orders.underReview,
      isUnusual: conduct.isUnusual,
    })),
  })
}

function createLog(level: Config['LOG_LEVEL']): Log {
  const serializers = { error: pino.stdSerializers.err }
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers },
    pino.destination(2),
  )
  return {
    info: (message, facts) => logger.info(facts ?? {}, message),
    warn: (message, facts) => logger.warn(facts ?? {}, message),
    error: (message, facts) => logger.error(facts ?? {}, message),
  }
}
