// What commands that list have in common where a list has no end to wait for: how many of it, and from where on.

import { InvalidArgumentError, type Command } from 'commander'
import type { ListPart } from './api-client.ts'
import type { ServerOptions } from './server-command.ts'

/** Rows of a long list when nothing is said: what somebody looks through. */
const ROWS_DEFAULT = 100

/** Most rows of one command: a thousand requests of a hundred. */
const ROWS_MAX = 100_000

export type PartOptions = ServerOptions & ListPart

/** The command with `--limit` and `--after`. */
export function withPart(command: Command): Command {
  return command
    .option('--limit <count>', 'how many', parseCount, ROWS_DEFAULT)
    .option('--after <cursor>', 'go on after what a list before ended with')
}

/** What stands below the part of a list that does not end there. */
export function moreLines({ page }: { readonly page: { readonly next: string | number | null } }): string[] {
  return page.next === null ? [] : [`More: --after ${page.next}`]
}

function parseCount(text: string): number {
  const count = Number(text)
  if (!/^[1-9]\d{0,5}$/.test(text) || count > ROWS_MAX)
    throw new InvalidArgumentError(`A whole number from 1 to ${ROWS_MAX}.`)
  return count
}
