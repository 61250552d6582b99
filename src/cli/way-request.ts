// Commands that ask the server one thing and print its answer as it is.

import type { Command } from 'commander'
import { z } from 'zod'
import { answerLines } from './answer-text.ts'
import { clientOf, print, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'

const answerSchema = z.record(z.string(), z.unknown())

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

/** A part of a path. */
export function inPath(text: string | undefined): string {
  return encodeURIComponent(text ?? '')
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
