// `vouch webhook`: what a shop's developer needs to get signatures right.

import { Command } from 'commander'
import type { Surroundings } from './surroundings.ts'
import { webhookListCommand, webhookResendCommand, webhookShowCommand } from './webhook-log.ts'
import { webhookSendTestCommand } from './webhook-send-test.ts'
import { webhookVerifyCommand } from './webhook-verify.ts'

/** The command `webhook` with its subcommands. */
export function webhookCommand(surroundings: Surroundings): Command {
  return new Command('webhook')
    .description('Webhooks of shops, and to them.')
    .addCommand(webhookVerifyCommand(surroundings))
    .addCommand(webhookListCommand(surroundings))
    .addCommand(webhookShowCommand(surroundings))
    .addCommand(webhookResendCommand(surroundings))
    .addCommand(webhookSendTestCommand(surroundings))
}
