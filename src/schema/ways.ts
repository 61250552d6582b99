// What shops and people send about campaigns, deals, declared posts, sign-ups and invitations.

import { parseMicros } from '#domain/money.ts'
import { CHANNELS } from '#domain/mention.ts'
import { RANKINGS } from '#domain/influence.ts'
import { ID_SUFFIX_LENGTH, isId } from '#domain/ids.ts'
import { z } from 'zod'
import { instantSchema } from './commerce/instant.ts'
import { linkCodeSchema, retailerOwnedIdSchema } from './ids.ts'
import { positiveDecimalSchema, positiveMicrosSchema } from './money.ts'
import { anyPageQuerySchema } from './page.ts'
import { holdSecondsSchema } from './policy.ts'
import { REWARD_MICROS_LIMIT } from './policy-parts.ts'
import { nameSchema, proseSchema, shopUrlSchema } from './text.ts'

/** Longest brief of a campaign, in UTF-16 units: a page on a phone. */
const BRIEF_MAX_LENGTH = 1_000

/** Longest terms of a deal, in UTF-16 units: two pages. */
const TERMS_MAX_LENGTH = 4_000

/** Longest text of a share kit, in UTF-16 units; what posts carry with room for link and disclosure. */
const KIT_TEXT_MAX_LENGTH = 500

/** Texts of a share kit. */
const KIT_TEXTS_MAX = 5

/** People chosen in one request. */
const PEOPLE_MAX = 500

/** More than anybody on earth has, and far from where numbers lose digits. */
const REACH_MAX = 10_000_000_000

/** A person's id: 16 characters, of no shop. */
const recommenderIdSchema = z
  .string()
  .refine((text) => isId(text, ID_SUFFIX_LENGTH), 'is not an id of this server')

const channelSchema = z.enum(CHANNELS)

function endsAfter({ startsAt, endsAt }: { startsAt?: number; endsAt?: number }): boolean {
  return startsAt === undefined || endsAt === undefined || startsAt < endsAt
}

const campaignWords = {
  name: nameSchema,
  brief: proseSchema(BRIEF_MAX_LENGTH),
  startsAt: instantSchema.exactOptional(),
  endsAt: instantSchema.exactOptional(),
}

const END_AFTER_START = { path: ['endsAt'], message: 'must be after startsAt' }

export const createCampaignSchema = z
  .strictObject({ ...campaignWords, people: z.array(recommenderIdSchema).min(1).max(PEOPLE_MAX) })
  .refine(endsAfter, END_AFTER_START)

export const createSecondaryCampaignSchema = z
  .strictObject({
    ...campaignWords,
    kit: z.strictObject({
      texts: z.array(proseSchema(KIT_TEXT_MAX_LENGTH)).min(1).max(KIT_TEXTS_MAX),
      channels: z.array(channelSchema).max(CHANNELS.length).default([]),
    }),
  })
  .refine(endsAfter, END_AFTER_START)

export const choosePeopleSchema = z.strictObject({
  people: z.array(recommenderIdSchema).min(1).max(PEOPLE_MAX),
})

export const answerCampaignSchema = z.strictObject({ answer: z.enum(['take-part', 'decline']) })

export const campaignParamsSchema = z.object({ campaignId: retailerOwnedIdSchema })

export const dealParamsSchema = z.object({ dealId: retailerOwnedIdSchema })

/** An amount that one record on chain can carry. */
const feeSchema = positiveMicrosSchema.refine(
  (amount) => amount < REWARD_MICROS_LIMIT,
  'must be at most 549755.813887',
)

export const createDealProgramSchema = z
  .strictObject({
    name: nameSchema,
    /** Most that one deal pays. */
    feeCap: positiveDecimalSchema.refine(
      (amount) => (parseMicros(amount) ?? REWARD_MICROS_LIMIT) < REWARD_MICROS_LIMIT,
      'must be at most 549755.813887',
    ),
    /** Most that all deals pay together. */
    totalCap: positiveDecimalSchema,
    holdSeconds: holdSecondsSchema,
  })
  .refine(({ feeCap, totalCap }) => (parseMicros(totalCap) ?? 0n) >= (parseMicros(feeCap) ?? 0n), {
    path: ['totalCap'],
    message: 'must not be below feeCap',
  })

export const proposeDealSchema = z.strictObject({
  programId: retailerOwnedIdSchema,
  recommenderId: recommenderIdSchema,
  title: nameSchema,
  terms: proseSchema(TERMS_MAX_LENGTH),
  fee: feeSchema,
  dueAt: instantSchema.exactOptional(),
})

export const answerDealSchema = z.strictObject({
  answer: z.enum(['approve', 'decline']),
  termsHash: z.string().regex(/^0x[0-9a-f]{64}$/, 'is the termsHash of the deal as it was read'),
})

/** `declaredReach` is the person's own word. */
export const declareMentionSchema = z.strictObject({
  programId: retailerOwnedIdSchema,
  kind: z.enum(['mention', 'share']),
  channel: channelSchema,
  postUrl: shopUrlSchema.exactOptional(),
  declaredReach: z.int().min(0).max(REACH_MAX).exactOptional(),
  campaignId: retailerOwnedIdSchema.exactOptional(),
})

/** A sign-up, by the click token or the link code that the visitor came with. */
export const recordLeadSchema = z
  .strictObject({
    id: z.string().regex(/^[\x21-\x7e]{1,128}$/, 'must be 1 to 128 visible ASCII characters'),
    clickToken: z.string().max(256).exactOptional(),
    code: linkCodeSchema.exactOptional(),
    happenedAt: instantSchema.exactOptional(),
  })
  .refine(({ clickToken, code }) => clickToken !== undefined || code !== undefined, {
    path: ['clickToken'],
    message: 'or a code is needed: a sign-up without either was led to by nobody',
  })

/** From one instant on and before another; the last 30 days when left out. */
const periodFields = { from: instantSchema.exactOptional(), to: instantSchema.exactOptional() }

export const periodQuerySchema = z.strictObject(periodFields)

export const rankingQuerySchema = anyPageQuerySchema.extend({
  by: z.enum(RANKINGS).default('sales'),
  ...periodFields,
})

/** A request that says nothing but its address. */
export const emptyBodySchema = z.strictObject({})

/** The same as a page's form sends it: whole numbers as text, empty fields left out before. */
export const mentionFormSchema = declareMentionSchema.extend({
  declaredReach: z
    .string()
    .regex(/^\d{1,11}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().max(REACH_MAX))
    .exactOptional(),
})

export const personFormSchema = z.strictObject({ recommenderId: recommenderIdSchema })

export const campaignFormSchema = z.strictObject({
  name: nameSchema,
  brief: proseSchema(BRIEF_MAX_LENGTH),
  recommenderId: recommenderIdSchema,
})

export const dealFormSchema = proposeDealSchema.omit({ programId: true, dueAt: true })
