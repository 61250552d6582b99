// The people of a program, as the shop sees them; campaigns, deals and figures of influence.

import { anyPageQuerySchema, pageQuerySchema } from '#schema/page.ts'
import { joinedAnswerSchema, memberAnswerSchema, membersAnswerSchema } from '#schema/people-answers.ts'
import { joinAgainSchema, joinBodySchema, setMemberSchema } from '#schema/people.ts'
import { buyerErasureAnswerSchema, eraseBuyerSchema } from '#schema/privacy.ts'
import {
  campaignAnswerSchema,
  campaignCreatedAnswerSchema,
  campaignEndedAnswerSchema,
  campaignsAnswerSchema,
  dealAnswerSchema,
  dealConcludedAnswerSchema,
  dealProgramAnswerSchema,
  dealProgramsAnswerSchema,
  dealProposedAnswerSchema,
  funnelAnswerSchema,
  invitationAnswerSchema,
  invitationsAnswerSchema,
  leadAnswerSchema,
  mentionsAnswerSchema,
  peopleChosenAnswerSchema,
  rankingAnswerSchema,
} from '#schema/way-answers.ts'
import {
  choosePeopleSchema,
  createCampaignSchema,
  createDealProgramSchema,
  createSecondaryCampaignSchema,
  emptyBodySchema,
  periodQuerySchema,
  proposeDealSchema,
  rankingQuerySchema,
  recordLeadSchema,
} from '#schema/ways.ts'
import { reads, replaces, writes } from '../operation.ts'

/** By subject. */
export const peopleOperations = {
  recommenders: {
    join: writes(
      '/v1/programs/:programId/recommenders',
      joinedAnswerSchema,
      joinBodySchema.or(joinAgainSchema),
    ),
    list: reads('/v1/programs/:programId/recommenders', membersAnswerSchema, anyPageQuerySchema),
    read: reads('/v1/programs/:programId/recommenders/:recommenderId', memberAnswerSchema),
    set: replaces('/v1/programs/:programId/recommenders/:recommenderId', memberAnswerSchema, setMemberSchema),
  },
  buyers: {
    erase: writes('/v1/buyers/erasure', buyerErasureAnswerSchema, eraseBuyerSchema),
  },
  campaigns: {
    create: writes('/v1/programs/:programId/campaigns', campaignCreatedAnswerSchema, createCampaignSchema),
    list: reads('/v1/programs/:programId/campaigns', campaignsAnswerSchema, anyPageQuerySchema),
    read: reads('/v1/campaigns/:campaignId', campaignAnswerSchema),
    spread: writes(
      '/v1/campaigns/:campaignId/secondary',
      campaignCreatedAnswerSchema,
      createSecondaryCampaignSchema,
    ),
    choosePeople: writes('/v1/campaigns/:campaignId/people', peopleChosenAnswerSchema, choosePeopleSchema),
    end: writes('/v1/campaigns/:campaignId/end', campaignEndedAnswerSchema, emptyBodySchema),
  },
  deals: {
    createProgram: writes('/v1/deal-programs', dealProgramAnswerSchema, createDealProgramSchema),
    list: reads('/v1/deal-programs', dealProgramsAnswerSchema, anyPageQuerySchema),
    propose: writes('/v1/deals', dealProposedAnswerSchema, proposeDealSchema),
    read: reads('/v1/deals/:dealId', dealAnswerSchema),
    deliver: writes('/v1/deals/:dealId/delivered', dealConcludedAnswerSchema, emptyBodySchema),
    withdraw: writes('/v1/deals/:dealId/withdrawn', dealConcludedAnswerSchema, emptyBodySchema),
  },
  invitations: {
    create: writes('/v1/programs/:programId/invitations', invitationAnswerSchema, emptyBodySchema),
    list: reads('/v1/programs/:programId/invitations', invitationsAnswerSchema),
  },
  influence: {
    recordLead: writes('/v1/leads', leadAnswerSchema, recordLeadSchema),
    rank: reads('/v1/programs/:programId/ranking', rankingAnswerSchema, rankingQuerySchema),
    readFunnel: reads('/v1/programs/:programId/funnel', funnelAnswerSchema, periodQuerySchema),
    listMentions: reads('/v1/programs/:programId/mentions', mentionsAnswerSchema, pageQuerySchema),
  },
}
