// Commands that ask the server one thing and print its answer as it is.

import type { Command } from 'commander'
import { z } from 'zod'
import { answerLines } from './answer-text.ts'
import { CommandEnd, EXIT } from './exit-codes.ts'
import { moreLines, type PartOptions } from './list-part.ts'
import { clientOf, print, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'

/** Parts by which an address is shortened before it is asked. */
const NO_IDS: readonly string[] = ['', '.', '..']

const answerSchema = z.record(z.string(), z.unknown())

const listSchema = z.looseObject({
  data: z.array(z.unknown()),
  page: z.object({ next: z.string().nullable() }),
})

export type WayRequest = {
  readonly path: string
  /** Sent by POST; without one it is a GET. */
  readonly body?: object
}

/** Gives a command its action: options and arguments become one request. */
export function asking(
  surroundings: Surroundings,
  command: Command,
  requestOf: (args: readonly string[]) => WayRequest,
): Command {
  return command.action(async () => {
    const options = command.opts<ServerOptions>()
    const { path, body } = requestOf(command.args)
    const client = clientOf(options)
    const answer =
      body === undefined ? await client.get(path, answerSchema) : await client.post(path, body, answerSchema)
    print(surroundings, options, answer, answerLines)
  })
}

/** Gives a command its action: a list as it is, the whole of it or the part that its options name. */
export function listing(
  surroundings: Surroundings,
  command: Command,
  pathOf: (args: readonly string[]) => string,
): Command {
  return command.action(async () => {
    const options = command.opts<PartOptions>()
    const answer = await clientOf(options).list(pathOf(command.args), listSchema, options)
    print(surroundings, options, answer, ({ page, ...rest }) => [
      ...answerLines(rest),
      ...moreLines({ page }),
    ])
  })
}

/** The fields that were given, as the query of an address. */
export function queryOf(fields: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) query.set(name, value)
  return query.size === 0 ? '' : `?${query.toString()}`
}

/** An id as a part of a path; ends the command for what a path would be another one by. */
export function inPath(id = ''): string {
  if (NO_IDS.includes(id)) throw new CommandEnd(EXIT.usage, `"${id}" is not an id.`)
  return encodeURIComponent(id)
}

/** The fields that were given. */
export function given(fields: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

/** `a,b` as a list. */
export function listed(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
