// The command line and environment of `npm start`.

import { networkInterfaces } from 'node:os'
import { parseArgs } from 'node:util'

export type StartArguments = {
  /** Begin without the demo's market. */
  readonly empty: boolean
  /** Be reachable from other machines of the local network. */
  readonly lan: boolean
  readonly port: number
}

/** Where people find it unless they ask for another port. */
const DEFAULT_PORT = 8787

/** The largest TCP port. */
const PORT_MAX = 65_535

/** What `--help` prints. */
export const START_USAGE = `Usage: npm start -- [--empty] [--lan] [--port <number>]

Runs Vouchpenny on this machine, with test dollars on a local testnet, until Ctrl-C. What it holds stays in
.vouchpenny/data; remove that folder to begin anew.

  --empty          begin without the small market that a first start plays
  --lan            put this machine's network address into links and QR codes, so that phones nearby can open them
  --port <number>  listen on another port (default ${DEFAULT_PORT})
  --help           print this

Environment: PUBLIC_URL (what links begin with), DATABASE_URL and CHAIN_RPC_URL (use these instead of own ones)
Exit codes: 0 stopped by Ctrl-C, 1 could not start or go on, 2 wrong usage`

/** Reads the arguments: what to do, `help`, or one sentence about what is wrong with them. */
export function readArguments(
  args: readonly string[],
): { readonly run: StartArguments } | { readonly help: true } | { readonly wrong: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        empty: { type: 'boolean' },
        lan: { type: 'boolean' },
        port: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    if (values.help) return { help: true }
    const port = values.port ?? String(DEFAULT_PORT)
    if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > PORT_MAX) {
      return { wrong: `--port takes a number from 1 to ${PORT_MAX}.` }
    }
    return { run: { empty: values.empty ?? false, lan: values.lan ?? false, port: Number(port) } }
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split(/\.\s/)
    return { wrong: `${sentence.replace(/\.$/, '')}.` }
  }
}

export type Surroundings = {
  readonly host: string
  readonly publicUrl: string | undefined
  readonly databaseUrl: string | undefined
  readonly rpcUrl: string | undefined
}

/** Where to listen and what to use; or one sentence about what is wrong with the environment or the network. */
export function readSurroundings(
  { lan, port }: StartArguments,
  environment: Readonly<Record<string, string | undefined>>,
): Surroundings | { readonly wrong: string } {
  const { PUBLIC_URL: given, DATABASE_URL: databaseUrl, CHAIN_RPC_URL: rpcUrl } = environment
  for (const [name, value] of Object.entries({ PUBLIC_URL: given, CHAIN_RPC_URL: rpcUrl })) {
    if (value && !/^https?:$/.test(protocolOf(value)))
      return { wrong: `${name} is not an http or https address.` }
  }
  if (databaseUrl && !/^postgres(ql)?:$/.test(protocolOf(databaseUrl))) {
    return { wrong: 'DATABASE_URL is not a postgresql:// address.' }
  }
  const address = lan ? lanAddress() : undefined
  if (lan && !address) return { wrong: 'This machine has no network address for --lan.' }
  return {
    host: lan ? '0.0.0.0' : '127.0.0.1',
    publicUrl: given || (address && `http://${address}:${port}`),
    databaseUrl: databaseUrl || undefined,
    rpcUrl: rpcUrl || undefined,
  }
}

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : ''
}

function lanAddress(): string | undefined {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address
}
