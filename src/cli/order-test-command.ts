// `vouch order test`: an order that never was, to see how it is read, whom it is credited to and what it would pay.

import { carriedWords } from '#domain/connection-words.ts'
import { linkCodeIn } from '#domain/link-code-in.ts'
import { triedOrderAnswerSchema, type TriedOrderAnswer } from '#schema/test-orders.ts'
import type { Command } from 'commander'
import { connectionPath } from './only-connection.ts'
import { readFile } from './read-file.ts'
import { clientOf, print, serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'

type Options = ServerOptions & {
  readonly connection?: string
  readonly link?: string
  readonly amount?: string
  readonly bodyFile?: string
  readonly topic?: string
}

/** What stands before each recorded reason. */
const MARKS = { passed: '+', stopped: 'x', noted: '-' } as const

/** The command `test`. */
export function orderTestCommand(surroundings: Surroundings): Command {
  return serverCommand('test', 'Say what would become of an order. Nothing of it stays.')
    .option('--connection <id>', 'the connection that it would come through; not needed when there is one')
    .option('--link <code>', 'the link that its buyer followed a minute before, or its code')
    .option('--amount <amount>', "what was bought, in the connection's currency")
    .option('--body-file <path>', "a message in the platform's own form, instead of one that is made up")
    .option('--topic <topic>', 'what the platform calls that message, such as orders/paid')
    .action(async (options: Options) => {
      const { connection, link, amount, bodyFile, topic } = options
      const body = {
        ...(bodyFile === undefined ? {} : { body: new TextDecoder().decode(readFile(bodyFile)) }),
        ...(topic === undefined ? {} : { topic }),
        ...(link === undefined ? {} : { linkCode: linkCodeIn(link) }),
        ...(amount === undefined ? {} : { amount }),
      }
      const client = clientOf(options)
      const path = `${await connectionPath(client, connection)}/test-orders`
      const answer = await client.post(path, body, triedOrderAnswerSchema)
      print(surroundings, options, answer, triedLines)
    })
}

/** A tried order in lines for people. */
export function triedLines({ topic, read, facts, trace, pays }: TriedOrderAnswer): readonly string[] {
  return [
    `${topic || 'The message'}: ${read}`,
    ...facts.map(({ kind, currency, eligible, total, carried }) => {
      const money = eligible === null ? '' : `, ${eligible} ${currency} count`
      const ofTotal = total === null ? '' : ` of ${total}`
      const ways = carried.map(carriedWords).join('; ')
      return `  ${kind}${money}${ofTotal}${ways === '' ? '' : `; carried ${ways}`}`
    }),
    ...(trace === null
      ? []
      : [
          `Outcome: ${trace.outcome}. ${trace.reason}`,
          ...trace.steps.map(stepLine),
          ...trace.credits.flatMap((credit) => [
            `${credit.handle} (${credit.role}): ${credit.target} test dollars`,
            ...credit.steps.map(stepLine),
          ]),
        ]),
    `It would pay ${pays} test dollars. Nothing of it was kept.`,
  ]
}

function stepLine({ outcome, sentence }: { outcome: keyof typeof MARKS; sentence: string }): string {
  return `  ${MARKS[outcome]} ${sentence}`
}
