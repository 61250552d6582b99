// `vouch proposal`: what waits for the shop's own order key, and what that key has set aside.

import type { ProposedSource } from '#domain/countersign/proposal.ts'
import { formatMicros } from '#domain/money.ts'
import { SECOND_MS } from '#domain/time.ts'
import { proposalAnswerSchema, proposalsAnswerSchema, readProposalSchema } from '#schema/proposals.ts'
import { Command } from 'commander'
import type { z } from 'zod'
import { clientOf, print, serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'
import { inPath } from './way-request.ts'

type Proposals = z.infer<typeof proposalsAnswerSchema>
type Summary = Proposals['data'][number]
type SetAside = Proposals['setAside'][number]

/** Proposals of one page: the most that the server gives. */
const PAGE_LIMIT = 100

/** The command `proposal` with `list` and `show`. */
export function proposalCommand(surroundings: Surroundings): Command {
  return new Command('proposal')
    .description("What waits for the shop's own order key, and what that key has set aside.")
    .addCommand(listCommand(surroundings))
    .addCommand(showCommand(surroundings))
}

function listCommand(surroundings: Surroundings): Command {
  return serverCommand(
    'list',
    "List batches and amendments without the order key's signature, and rewards set aside.",
  ).action(async (options: ServerOptions) => {
    const client = clientOf(options)
    const data: Summary[] = []
    let setAside: readonly SetAside[] = []
    let next: string | null = null
    do {
      const after: string = next === null ? '' : `&after=${next}`
      const page: Proposals = await client.get(
        `/v1/proposals?limit=${PAGE_LIMIT}${after}`,
        proposalsAnswerSchema,
      )
      data.push(...page.data)
      ;({ setAside } = page)
      ;({ next } = page.page)
    } while (next !== null)
    print(surroundings, options, { data, setAside }, () => [
      ...(data.length === 0 ? ['Nothing waits for a signature.'] : data.map(summaryLine)),
      ...setAside.flatMap(setAsideLines),
    ])
  })
}

function showCommand(surroundings: Surroundings): Command {
  return serverCommand('show', 'Show one proposal: each reward, and for what it is.')
    .argument('<proposal>', 'id of the proposal')
    .action(async (id: string, options: ServerOptions) => {
      const answer = await clientOf(options).get(`/v1/proposals/${inPath(id)}`, proposalAnswerSchema)
      print(surroundings, options, answer, () => showLines(answer))
    })
}

function showLines(answer: z.infer<typeof proposalAnswerSchema>): readonly string[] {
  const proposal = readProposalSchema.parse(answer)
  const verb = proposal.kind === 'batch' ? 'to' : 'taken back from'
  return [
    `${proposal.kind} ${proposal.seq} of pool ${proposal.pool}, ledger ${proposal.ledger}, chain ${proposal.chainId}`,
    `  waits for ${proposal.orderSigner} until ${chainTime(proposal.deadlineSeconds)}`,
    `  rules ${proposal.policyHash}`,
    ...proposal.rewards.map(
      ({ rewardId, amount, payee, code, source }) =>
        `  ${formatMicros(amount)} ${verb} ${payee} by link ${code}, ${sourceText(source)}: reward ${rewardId}`,
    ),
  ]
}

function summaryLine({ proposalId, kind, pool, seq, rewards, amount, deadlineSeconds }: Summary): string {
  const many = `${rewards} ${rewards === 1 ? 'reward' : 'rewards'}`
  return `${proposalId}: ${kind} ${seq} of pool ${pool}, ${amount} in ${many}, until ${chainTime(deadlineSeconds)}`
}

function setAsideLines({ rewardId, externalId, handle, amount, reason, sentence, resumesAt }: SetAside) {
  const end = resumesAt === null ? 'until you resume or refuse it' : `until ${resumesAt}`
  return [
    `Reward ${rewardId}: ${amount} for ${handle}, order ${externalId}, set aside ${end}`,
    `  ${reason}. ${sentence}`,
  ]
}

function sourceText(source: ProposedSource): string {
  return source.kind === 'deal' ? `deal ${source.dealId}` : `order ${source.externalId}`
}

function chainTime(seconds: number): string {
  return new Date(seconds * SECOND_MS).toISOString()
}
