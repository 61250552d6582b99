// The relayer's environment, read once at the start. A bad variable is one clear sentence and exit code 3.

import { DAY_SECONDS, HOUR_SECONDS } from '#domain/time.ts'
import { FAILPOINTS } from '#ports/failpoint.ts'
import { z } from 'zod'

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'is not a whole number')
    .transform(Number)
    .refine((value) => value >= least && value <= most, `is not between ${least} and ${most}`)

const httpUrl = z.url({
  protocol: /^https?$/,
  error: 'is not an http or https address',
})

const environmentSchema = z.object({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'is not a postgresql:// address'),
  CHAIN_RPC_URL: httpUrl,
  LEDGER_ADDRESS: z.string().regex(/^0x[0-9a-fA-F]{40}$/, 'is not an address'),
  /** Makes the accounts that passkeys sign for; without it people paste an address. */
  PASSKEY_FACTORY_ADDRESS: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/, 'is not an address')
    .optional(),
  /** Block that holds the ledger's creation. */
  DEPLOY_BLOCK: wholeNumber(0, 999_999_999),
  /** Folder of the relayer's secrets; made with mode 0700 when missing. */
  DATA_DIR: z.string().min(1, 'is empty'),
  /** Scheme and host as people reach the relayer; by default http://localhost and the port. */
  PUBLIC_URL: httpUrl.optional(),
  HOST: z.string().min(1, 'is empty').default('127.0.0.1'),
  PORT: wholeNumber(1, 65_535).default(8787),
  BATCH_MAX_AGE_SECONDS: wholeNumber(1, DAY_SECONDS).default(60),
  BATCH_MAX_REWARDS: wholeNumber(1, 2000).default(500),
  /** Seconds between two readings of a connected shop's orders. */
  PULL_EVERY_SECONDS: wholeNumber(1, HOUR_SECONDS).default(60),
  /** `local` for the local testnet, otherwise blocks on top of a final one. */
  FINALITY: z
    .string()
    .regex(/^(?:local|[1-9]\d{0,3}|10000)$/, 'is neither local nor a whole number from 1 to 10000')
    .transform((text) => (text === 'local' ? ('local' as const) : Number(text)))
    .default('local'),
  /** Proxies in front whose X-Forwarded-For is believed. */
  TRUSTED_PROXIES: wholeNumber(0, 10).default(0),
  /** Requests in a minute: of one key; of one person, or one network without a key; of those that write without a key. */
  REQUESTS_PER_MINUTE_BY_KEY: wholeNumber(1, 100_000_000).optional(),
  REQUESTS_PER_MINUTE_OPEN: wholeNumber(1, 100_000_000).optional(),
  POSTS_PER_MINUTE_OPEN: wholeNumber(1, 100_000_000).optional(),
  /** `allowed`: shops may name webhook addresses on this machine, without TLS too; only on a testnet. */
  WEBHOOKS_TO_LOOPBACK: z
    .enum(['refused', 'allowed'], { error: 'is neither refused nor allowed' })
    .default('refused'),
  /** Name of a place in sending at which the process kills itself; for tests, and only on a testnet. */
  FAILPOINT: z.enum(FAILPOINTS, { error: 'is not a place in sending' }).optional(),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'], { error: 'is not one of debug, info, warn, error' })
    .default('info'),
})

export type Config = z.infer<typeof environmentSchema>

/** Thrown for a missing or malformed variable; the message is one sentence for a person. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Reads the environment; throws {@link ConfigError} naming the first bad variable, never its value. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environmentSchema.safeParse(environment)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const name = String(issue?.path[0] ?? 'the environment')
  if (environment[name] === undefined) throw new ConfigError(`The environment variable ${name} is missing.`)
  throw new ConfigError(`The environment variable ${name} ${issue?.message ?? 'is malformed'}.`)
}
