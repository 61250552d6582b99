// `vouch reward show`: one reward, from its order to its payment, with the why.

import { rewardAnswerSchema, type RewardAnswer } from '#schema/rewards.ts'
import { Command } from 'commander'
import { createApiClient } from './api-client.ts'
import { EXIT_CODES_HELP } from './exit-codes.ts'
import { readKeyFile } from './key-file.ts'
import { serverUrlOption } from './server-url.ts'
import type { Surroundings } from './surroundings.ts'

type Options = { readonly url: string; readonly keyFile: string; readonly json?: true }

/** What stands before each recorded reason. */
const MARKS = { passed: '+', stopped: 'x', noted: '-' } as const

/** Who says how many followers there are. */
const EVIDENCE_WORDS = {
  none: 'nobody has said',
  declared: 'by their own word',
  checked: 'checked by the shop',
} as const

/** The command `reward` with its subcommand `show`. */
export function rewardCommand(surroundings: Surroundings): Command {
  const show = new Command('show')
    .description('Show a reward: what it is worth, where it is, and every recorded reason.')
    .argument('<id>', 'id of the reward')
    .requiredOption('--key-file <path>', "file with the shop's key")
    .addOption(serverUrlOption())
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXIT_CODES_HELP)
    .action(async (id: string, { url, keyFile, json }: Options) => {
      const client = createApiClient({ url, key: readKeyFile(keyFile) })
      const reward = await client.get(`/v1/rewards/${encodeURIComponent(id)}`, rewardAnswerSchema)
      surroundings.stdout.write(json ? `${JSON.stringify(reward, null, 2)}\n` : textOf(reward))
    })
  return new Command('reward').description('What somebody earned for an order.').addCommand(show)
}

function textOf(reward: RewardAnswer): string {
  const lines = [
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
  return `${lines.join('\n')}\n`
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
