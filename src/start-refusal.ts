// Why a start was refused, in one sentence for the person who started it.

import { ConfigError } from '#config'
import { Problem } from '#domain/problem.ts'

import type { ProblemCode } from '#domain/problem-table.ts'

/** The variable that leads to what did not answer. */
const SETTINGS: Partial<Record<ProblemCode, string>> = {
  chain_unavailable: 'CHAIN_RPC_URL',
  storage_unavailable: 'DATABASE_URL',
}

/** Node's codes for an address that cannot be listened on. */
const LISTEN_REFUSALS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'The port is in use by another program; choose another with PORT.',
  EACCES: 'This user may not open the port; choose one above 1023 with PORT.',
  EADDRNOTAVAIL: 'The address of HOST does not belong to this machine.',
  ENOTFOUND: 'The address of HOST is not known.',
}

/** One sentence; our own bugs keep their stack. */
export function startRefusal(error: unknown): string {
  if (error instanceof ConfigError) return error.message
  if (error instanceof Problem) return problemSentence(error)
  if (!(error instanceof Error)) return String(error)
  const refusal = 'syscall' in error && 'code' in error ? LISTEN_REFUSALS[String(error.code)] : undefined
  return refusal?.replace('The port', portOf(error)) ?? error.stack ?? error.message
}

function portOf(error: Error): string {
  return 'port' in error ? `Port ${String(error.port)}` : 'The port'
}

/** The problem's own sentence, with its facts or with what lies behind it. */
function problemSentence({ code, message, facts, cause }: Problem): string {
  const setting = SETTINGS[code]
  const details =
    setting === undefined
      ? Object.entries(facts).map(([name, value]) => `${name} ${String(value)}`)
      : [`${setting}: ${reasonOf(cause)}`]
  return details.length === 0 ? message : `${message.replace(/\.$/, '')} (${details.join(', ')}).`
}

/** One line; Node names a refused connection by its code alone. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'no answer'
  const code = 'code' in cause ? String(cause.code) : 'no answer'
  return (cause.message === '' ? code : cause.message).replaceAll(/\s+/g, ' ')
}
