// Campaigns, deals, declared posts and figures of influence as this server answers them.

import { CHANNELS } from '#domain/mention.ts'
import { z } from 'zod'
import {
  answeredHashSchema,
  answeredInstantSchema,
  followerEvidenceSchema,
  linkAnswerSchema,
  pageOf,
  ratioSchema,
  tierSchema,
} from './answered.ts'
import { answeredMicrosSchema } from './money.ts'

const influence = {
  visits: z.int(),
  leads: z.int(),
  orders: z.int(),
  sales: answeredMicrosSchema,
  rewards: answeredMicrosSchema,
}

const influenceSchema = z.object(influence).meta({ id: 'Influence' })

const kitSchema = z.object({ texts: z.array(z.string()), channels: z.array(z.enum(CHANNELS)) })
const phaseSchema = z.enum(['planned', 'running', 'over'])
const kindSchema = z.enum(['directed', 'secondary'])
const campaignStateSchema = z.enum(['invited', 'taking-part', 'declined'])

/** Measured figures and declared ones stand apart. */
export const campaignAnswerSchema = z
  .object({
    campaignId: z.string(),
    programId: z.string(),
    kind: kindSchema,
    parentCampaignId: z.string().nullable(),
    name: z.string(),
    brief: z.string(),
    kit: kitSchema.nullable(),
    startsAt: answeredInstantSchema,
    endsAt: answeredInstantSchema.nullable(),
    phase: phaseSchema,
    people: z.array(
      z.object({
        recommenderId: z.string(),
        handle: z.string(),
        state: campaignStateSchema,
        figures: influenceSchema,
      }),
    ),
    results: z.object({
      reach: z.object({
        visits: z.int(),
        joined: z.int(),
        declaredFollowers: z.int(),
        declaredReach: z.int(),
      }),
      awareness: z.object({
        takingPart: z.int(),
        mentions: z.int(),
        shares: z.int(),
        engagementBps: ratioSchema,
      }),
      sales: z.object({
        leads: z.int(),
        orders: z.int(),
        sales: answeredMicrosSchema,
        rewards: answeredMicrosSchema,
        conversionBps: ratioSchema,
      }),
    }),
  })
  .meta({ id: 'Campaign' })

export const campaignsAnswerSchema = pageOf(campaignAnswerSchema)
export const campaignCreatedAnswerSchema = z.object({ campaignId: z.string() })
export const peopleChosenAnswerSchema = z.object({ chosen: z.int() })
export const campaignEndedAnswerSchema = z.object({ endsAt: answeredInstantSchema })

/** `link` is there for who takes part. */
export const campaignAnsweredAnswerSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('declined') }),
  z.object({ state: z.literal('taking-part'), link: linkAnswerSchema }),
])

const dealStateSchema = z.enum(['proposed', 'approved', 'delivered', 'declined', 'withdrawn'])

const dealTerms = {
  dealId: z.string(),
  title: z.string(),
  terms: z.string(),
  termsHash: answeredHashSchema,
  fee: answeredMicrosSchema,
  dueAt: answeredInstantSchema.nullable(),
  state: dealStateSchema,
  proposedAt: answeredInstantSchema,
  deliveredAt: answeredInstantSchema.nullable(),
  rewardId: z.string().nullable(),
}

export const dealAnswerSchema = z
  .object({
    ...dealTerms,
    programId: z.string(),
    recommenderId: z.string(),
    handle: z.string(),
    answeredAt: answeredInstantSchema.nullable(),
    endedAt: answeredInstantSchema.nullable(),
  })
  .meta({ id: 'Deal' })

export const dealProgramsAnswerSchema = pageOf(
  z.object({
    programId: z.string(),
    name: z.string(),
    feeCap: answeredMicrosSchema,
    totalCap: answeredMicrosSchema,
    agreed: answeredMicrosSchema,
    delivered: answeredMicrosSchema,
    left: answeredMicrosSchema,
    deals: z.array(dealAnswerSchema),
  }),
)
export const dealProgramAnswerSchema = z.object({ programId: z.string(), policyHash: answeredHashSchema })
export const dealProposedAnswerSchema = z.object({ dealId: z.string(), termsHash: answeredHashSchema })
export const dealStateAnswerSchema = z.object({ state: dealStateSchema })
export const dealConcludedAnswerSchema = z.object({
  state: dealStateSchema,
  rewardId: z.string().nullable(),
})

export const invitationAnswerSchema = z.object({
  invitation: z.string(),
  url: z.string(),
  expiresAt: answeredInstantSchema,
})

export const invitationsAnswerSchema = z.object({
  made: z.int(),
  used: z.int(),
  expired: z.int(),
  advocates: z.array(z.object({ recommenderId: z.string(), handle: z.string() })),
})

export const recordedAnswerSchema = z.object({ status: z.enum(['recorded', 'already-recorded']) })
export const leadAnswerSchema = recordedAnswerSchema.extend({ isCredited: z.boolean() })

export const rankingAnswerSchema = pageOf(
  z.object({
    ...influence,
    rank: z.int(),
    recommenderId: z.string(),
    handle: z.string(),
    tier: tierSchema,
    followers: z.int(),
    followerEvidence: followerEvidenceSchema,
    isAdvocate: z.boolean(),
    brought: z.int(),
    downstream: z.int(),
    engagementBps: ratioSchema,
    conversionBps: ratioSchema,
  }),
)

export const funnelAnswerSchema = z.object({
  from: answeredInstantSchema,
  to: answeredInstantSchema,
  currency: z.string(),
  measured: z.object({ ...influence, conversionBps: ratioSchema }),
  byWay: z.object({
    ownLinks: influenceSchema,
    campaigns: influenceSchema,
    viral: influenceSchema,
    advocates: influenceSchema,
  }),
  declared: z.object({
    mentions: z.int(),
    shares: z.int(),
    reach: z.int(),
    channels: z.record(z.string(), z.int()),
  }),
  otherCurrencies: z.int(),
  isCut: z.boolean(),
})

const mention = {
  mentionId: z.string(),
  programId: z.string(),
  recommenderId: z.string(),
  campaignId: z.string().nullable(),
  kind: z.enum(['share', 'mention']),
  channel: z.enum(CHANNELS),
  postUrl: z.string(),
  declaredReach: z.int().nullable(),
  declaredAt: answeredInstantSchema,
}

const mentionAnswerSchema = z.object({ ...mention, handle: z.string() }).meta({ id: 'Mention' })

export const mentionsAnswerSchema = pageOf(mentionAnswerSchema)

/** What a person can take part in, approve, and has declared. */
export const personWaysAnswerSchema = z.object({
  campaigns: z.array(
    z.object({
      campaignId: z.string(),
      programId: z.string(),
      kind: kindSchema,
      name: z.string(),
      brief: z.string(),
      startsAt: answeredInstantSchema,
      endsAt: answeredInstantSchema.nullable(),
      shopName: z.string(),
      phase: phaseSchema,
      lastOrderAt: answeredInstantSchema.nullable(),
      state: z.enum(['invited', 'taking-part', 'declined', 'open']),
      link: linkAnswerSchema.nullable(),
      shareTexts: z.array(z.string()),
    }),
  ),
  deals: z.array(z.object({ ...dealTerms, shopName: z.string() })),
  mentions: z.array(z.object({ ...mention, shopName: z.string() })),
})
