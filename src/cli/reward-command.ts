// `vouch reward`: one reward, from its order to its payment, with the why; and what the shop says of one that its own
// order key has set aside.

import { REFUSAL_SENTENCES } from '#domain/misuse/review.ts'
import { refusedRewardAnswerSchema, resumedAnswerSchema } from '#schema/proposals.ts'
import { rewardAnswerSchema, type RewardAnswer } from '#schema/rewards.ts'
import { Command, Option } from 'commander'
import { clientOf, print, serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'
import { inPath } from './way-request.ts'

type RefuseOptions = ServerOptions & { readonly reason: string }

/** What stands before each recorded reason. */
const MARKS = { passed: '+', stopped: 'x', noted: '-' } as const

/** Who says how many followers there are. */
const EVIDENCE_WORDS = {
  none: 'nobody has said',
  declared: 'by their own word',
  checked: 'checked by the shop',
} as const

/** The command `reward` with `show`, `resume` and `refuse`. */
export function rewardCommand(surroundings: Surroundings): Command {
  return new Command('reward')
    .description('What somebody earned for an order.')
    .addCommand(showCommand(surroundings))
    .addCommand(resumeCommand(surroundings))
    .addCommand(refuseCommand(surroundings))
}

function showCommand(surroundings: Surroundings): Command {
  return serverCommand('show', 'Show a reward: what it is worth, where it is, and every recorded reason.')
    .argument('<id>', 'id of the reward')
    .action(async (id: string, options: ServerOptions) => {
      const reward = await clientOf(options).get(`/v1/rewards/${inPath(id)}`, rewardAnswerSchema)
      print(surroundings, options, reward, linesOf)
    })
}

function resumeCommand(surroundings: Surroundings): Command {
  return serverCommand('resume', "Put a reward that was set aside before the shop's order key again.")
    .argument('<id>', 'id of the reward')
    .action(async (id: string, options: ServerOptions) => {
      const answer = await clientOf(options).post(`/v1/rewards/${inPath(id)}/resume`, {}, resumedAnswerSchema)
      print(surroundings, options, answer, ({ rewardId }) => [`${rewardId} is back in the line.`])
    })
}

function refuseCommand(surroundings: Surroundings): Command {
  return serverCommand('refuse', 'Refuse for good what a reward that was set aside waits for.')
    .argument('<id>', 'id of the reward')
    .addOption(
      new Option('--reason <reason>', 'why; the person reads it')
        .choices(Object.keys(REFUSAL_SENTENCES))
        .makeOptionMandatory(),
    )
    .action(async (id: string, options: RefuseOptions) => {
      const { reason } = options
      const path = `/v1/rewards/${inPath(id)}/refuse`
      const answer = await clientOf(options).post(path, { reason }, refusedRewardAnswerSchema)
      print(surroundings, options, answer, ({ rewardId }) => [`${rewardId} is refused.`])
    })
}

function linesOf(reward: RewardAnswer): readonly string[] {
  return [
    `Reward ${reward.rewardId}: ${reward.target} test dollars for ${reward.handle}, ${reward.state}`,
    ...(reward.tier === null
      ? []
      : [`Tier ${reward.tier}: ${reward.followers} followers, ${EVIDENCE_WORDS[reward.followerEvidence]}`]),
    ...(reward.unlocksAt === null ? [] : [`Unlocks on ${reward.unlocksAt}`]),
    `Paid so far: ${reward.paid}${reward.debt === '0.00' ? '' : `, to be netted from later rewards: ${reward.debt}`}`,
    '',
    'Why:',
    ...reward.trace.map(({ outcome, sentence }) => `  ${MARKS[outcome]} ${sentence}`),
    '',
    'On the chain:',
    ...(reward.batches.length === 0 ? ['  nothing yet'] : reward.batches.map(batchLine)),
  ]
}

function batchLine({
  pool,
  seq,
  amount,
  amended,
  chainTransaction,
}: RewardAnswer['batches'][number]): string {
  const reduced = amended === '0.00' ? '' : `, ${amended} taken back`
  return `  ${amount} in pool ${pool}, batch ${seq}${reduced}${chainTransaction === null ? '' : `: ${chainTransaction}`}`
}
