// All commands of `vouch` in one program.

import { Command } from 'commander'
import { batchCommand } from './batch-command.ts'
import { memberCommand } from './member-command.ts'
import { poolCommand } from './pool-command.ts'
import { programCommand } from './program-command.ts'
import { auditCommand, type AuditCommandDeps } from './audit-command.ts'
import { campaignCommand } from './campaign-command.ts'
import { apiKeyCommand } from './api-key-command.ts'
import { couponCommand } from './coupon-command.ts'
import { connectionCommand } from './connection-command.ts'
import { countersignCommand, orderKeyCommand } from './countersign-command.ts'
import { deliveryCommand, noticeCommand } from './delivery-command.ts'
import { dealCommand } from './deal-command.ts'
import { endpointCommand } from './endpoint-command.ts'
import { evidenceCommand } from './evidence-command.ts'
import { exportCommand } from './export-command.ts'
import { policyCommand } from './policy-command.ts'
import { buyerCommand, personCommand } from './person-commands.ts'
import { metricsCommand } from './metrics-command.ts'
import { modelCommand } from './model-command.ts'
import { orderCommand } from './order-trace-command.ts'
import { retailerCommand } from './retailer-setup-command.ts'
import { reviewCommand } from './review-command.ts'
import { proposalCommand } from './proposal-command.ts'
import { rewardCommand } from './reward-command.ts'
import { sessionCommand, walletCommand } from './sign-in-commands.ts'
import { signInLinkCommand } from './sign-in-link-command.ts'
import { spreadCommand } from './spread-command.ts'
import { productCommand, storyCommand } from './story-command.ts'
import type { Surroundings } from './surroundings.ts'
import { tagKeyCommand } from './tag-key-command.ts'
import { webhookCommand } from './webhook-command.ts'
import { wayCommands } from './way-commands.ts'

/** The program; help and wrong usage throw commander's error instead of ending the process. */
export function createProgram(surroundings: Surroundings, audit: AuditCommandDeps): Command {
  const program = new Command('vouch')
    .description('Vouchpenny: small rewards for recommendations that sell.')
    .addCommand(retailerCommand(surroundings))
    .addCommand(programCommand(surroundings))
    .addCommand(poolCommand(surroundings))
    .addCommand(batchCommand(surroundings))
    .addCommand(memberCommand(surroundings))
    .addCommand(policyCommand(surroundings))
    .addCommand(rewardCommand(surroundings))
    .addCommand(proposalCommand(surroundings))
    .addCommand(orderCommand(surroundings))
    .addCommand(modelCommand(surroundings))
    .addCommand(apiKeyCommand(surroundings))
    .addCommand(sessionCommand(surroundings))
    .addCommand(walletCommand(surroundings))
    .addCommand(signInLinkCommand(surroundings))
    .addCommand(couponCommand(surroundings))
    .addCommand(productCommand(surroundings))
    .addCommand(storyCommand(surroundings))
    .addCommand(evidenceCommand(surroundings))
    .addCommand(reviewCommand(surroundings))
    .addCommand(connectionCommand(surroundings))
    .addCommand(deliveryCommand(surroundings))
    .addCommand(noticeCommand(surroundings))
    .addCommand(webhookCommand(surroundings))
    .addCommand(endpointCommand(surroundings))
    .addCommand(exportCommand(surroundings))
    .addCommand(personCommand(surroundings))
    .addCommand(buyerCommand(surroundings))
    .addCommand(metricsCommand(surroundings))
    .addCommand(spreadCommand(surroundings))
    .addCommand(campaignCommand(surroundings))
    .addCommand(dealCommand(surroundings))
    .addCommand(orderKeyCommand(surroundings))
    .addCommand(tagKeyCommand(surroundings))
    .addCommand(countersignCommand(surroundings))
    .addCommand(auditCommand(audit))
  for (const command of wayCommands(surroundings)) program.addCommand(command)
  overrideExits(program, surroundings)
  return program
}

/** The audit brings its own; the others inherit nothing when added, so each is told. */
function overrideExits(command: Command, surroundings: Surroundings): void {
  if (command.name() === 'audit') return
  command.exitOverride().configureOutput({
    writeOut: (text) => surroundings.stdout.write(text),
    writeErr: (text) => surroundings.stderr.write(text),
  })
  for (const child of command.commands) overrideExits(child, surroundings)
}
