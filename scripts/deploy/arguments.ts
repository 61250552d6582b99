// The command line and environment of `npm run deploy`.

import { parseArgs } from 'node:util'
import { getAddress, isAddress, isHex, size, type Address, type Hex } from 'viem'
import { DEFAULT_TERMS, TERM_NAMES, type LedgerTerms } from './terms.ts'

export type DeployArguments = {
  readonly json: boolean
  readonly token: Address | 'TestDollar' | undefined
  readonly terms: Partial<LedgerTerms>
  /** Folder of the records. */
  readonly folder: string
  /** Blocks on top of each creation; undefined for the chain's usual number. */
  readonly confirmations: number | undefined
}

/** Where records are kept unless another folder is named; they belong into version control. */
const DEFAULT_FOLDER = 'deployments'

/** A private key: 32 bytes. */
const KEY_BYTES = 32

/** `defaultMinimumMicros` as the command line writes it. */
const flagOf = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

const TERM_HELP = TERM_NAMES.map(
  (name) => `  --${`${flagOf(name)} <number>`.padEnd(34)} default ${DEFAULT_TERMS[name]}`,
).join('\n')

/** What `--help` prints. */
export const DEPLOY_USAGE = `Usage: npm run deploy -- (--token <address> | --test-token) [options]

Deploys the contracts to the chain of CHAIN_RPC_URL, paid by the key in DEPLOYER_KEY, and records them in
${DEFAULT_FOLDER}/<chain id>.json. Interrupted at any moment, it goes on when run again, and deploys nothing twice; finished, it
changes nothing.

  --${'token <address>'.padEnd(34)} what rewards are paid in
  --${'test-token'.padEnd(34)} deploy test money that anyone can make, and pay rewards in that
${TERM_HELP}
  --${'folder <path>'.padEnd(34)} where the record is kept (default ${DEFAULT_FOLDER})
  --${'confirmations <number>'.padEnd(34)} blocks on top of each creation (default 12, on the local testnet 0)
  --${'json'.padEnd(34)} print the record on standard output
  --${'help'.padEnd(34)} print this

Exit codes: 0 deployed, 1 refused or not finished, 2 wrong usage`

type Wrong = { readonly wrong: string }

/** Reads the arguments: what to do, `help`, or one sentence about what is wrong with them. */
export function readArguments(
  args: readonly string[],
): { readonly run: DeployArguments } | { readonly help: true } | Wrong {
  const parsed = parse(args)
  if ('wrong' in parsed) return parsed
  const { values } = parsed
  if (values.help === true) return { help: true }
  if (values.token !== undefined && values['test-token'] === true)
    return { wrong: '--token and --test-token exclude each other.' }
  if (values.token !== undefined && !isAddress(values.token))
    return { wrong: '--token takes an address of 20 bytes in hex.' }

  const terms: Partial<Record<keyof LedgerTerms, bigint>> = {}
  for (const name of TERM_NAMES) {
    const text = values[flagOf(name) as 'folder']
    if (text === undefined) continue
    if (!/^\d{1,19}$/.test(text)) return { wrong: `--${flagOf(name)} takes a whole number.` }
    terms[name] = BigInt(text)
  }
  const { confirmations } = values
  if (confirmations !== undefined && !/^\d{1,4}$/.test(confirmations))
    return { wrong: '--confirmations takes a whole number up to 9999.' }
  return {
    run: {
      json: values.json === true,
      token: values['test-token'] ? 'TestDollar' : values.token && getAddress(values.token),
      terms,
      folder: values.folder ?? DEFAULT_FOLDER,
      confirmations: confirmations === undefined ? undefined : Number(confirmations),
    },
  }
}

function parse(args: readonly string[]) {
  const termOptions = TERM_NAMES.map((name) => [flagOf(name), { type: 'string' }] as const)
  try {
    return parseArgs({
      args: [...args],
      options: {
        token: { type: 'string' },
        'test-token': { type: 'boolean' },
        folder: { type: 'string' },
        confirmations: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        ...Object.fromEntries(termOptions),
      },
    })
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split(/\.\s/)
    return { wrong: `${sentence.replace(/\.$/, '')}.` }
  }
}

export type Surroundings = { readonly rpcUrl: string; readonly deployerKey: Hex }

/** The chain and the key; or one sentence about what is wrong with the environment. The key itself is never told. */
export function readSurroundings(
  environment: Readonly<Record<string, string | undefined>>,
): Surroundings | Wrong {
  const { CHAIN_RPC_URL: rpcUrl, DEPLOYER_KEY: deployerKey } = environment
  if (!rpcUrl) return { wrong: 'CHAIN_RPC_URL is not set: the chain to deploy to.' }
  if (!/^https?:$/.test(URL.canParse(rpcUrl) ? new URL(rpcUrl).protocol : ''))
    return { wrong: 'CHAIN_RPC_URL is not an http or https address.' }
  if (!deployerKey) return { wrong: 'DEPLOYER_KEY is not set: the private key that pays.' }
  if (!isHex(deployerKey) || size(deployerKey) !== KEY_BYTES)
    return { wrong: `DEPLOYER_KEY is not a private key: 0x and ${KEY_BYTES} bytes in hex.` }
  return { rpcUrl, deployerKey }
}
