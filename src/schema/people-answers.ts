// People as this server answers them: members of a program to its shop, and a person to themselves.

import { z } from 'zod'
import { coordinatesSchema } from './accounts.ts'
import {
  answeredAddressSchema,
  answeredHashSchema,
  answeredInstantSchema,
  followerEvidenceSchema,
  linkAnswerSchema,
  pageOf,
  savingAnswerSchema,
  tierSchema,
  traceStepSchema,
} from './answered.ts'
import { answeredMicrosSchema } from './money.ts'
import { rewardStateSchema } from './rewards.ts'

/** `broughtBy` is whose link led here. */
export const memberAnswerSchema = z
  .object({
    recommenderId: z.string(),
    handle: z.string(),
    status: z.enum(['active', 'paused', 'banned', 'left']),
    followers: z.int(),
    followerEvidence: followerEvidenceSchema,
    tier: tierSchema,
    trusted: z.boolean(),
    broughtBy: z.string().nullable(),
  })
  .meta({ id: 'Member' })

export const membersAnswerSchema = pageOf(memberAnswerSchema)

export const followersAnswerSchema = z.object({
  followers: z.int(),
  followerEvidence: followerEvidenceSchema,
})

/** The sign-in token is shown to a new person alone, and never again. */
export const joinedAnswerSchema = z.object({
  recommenderId: z.string(),
  signInToken: z.string().optional(),
  signInUrl: z.string().optional(),
  link: linkAnswerSchema,
})

const personRewardSchema = z.object({
  rewardId: z.string(),
  shopName: z.string(),
  at: answeredInstantSchema,
  amount: answeredMicrosSchema,
  debt: answeredMicrosSchema,
  isDeal: z.boolean(),
  state: rewardStateSchema,
  unlocksAt: answeredInstantSchema.nullable(),
  sentence: z.string(),
  trace: z.array(traceStepSchema),
})

const ownLinkSchema = linkAnswerSchema.extend({
  programId: z.string(),
  programName: z.string(),
  shopName: z.string(),
  disclosure: z.string(),
  campaign: z.object({ campaignId: z.string(), name: z.string() }).nullable(),
  clicks: z.int(),
  sales: z.int(),
  lastOrderAt: answeredInstantSchema.nullable(),
  discount: z.object({ code: z.string(), saving: savingAnswerSchema.nullable() }).nullable(),
  askedDiscount: z.string().nullable(),
})

/** A person's own page. */
export const personAnswerSchema = z
  .object({
    recommenderId: z.string(),
    handle: z.string(),
    payee: answeredAddressSchema,
    withoutProfile: z.boolean(),
    promised: answeredMicrosSchema,
    owed: answeredMicrosSchema,
    paid: answeredMicrosSchema,
    debt: answeredMicrosSchema,
    minimumPayout: answeredMicrosSchema,
    isCut: z.boolean(),
    links: z.array(ownLinkSchema),
    rewards: z.array(personRewardSchema),
    unrewarded: z.array(
      z.object({
        shopName: z.string(),
        at: answeredInstantSchema,
        sentence: z.string(),
        trace: z.array(traceStepSchema),
      }),
    ),
    payments: z.array(
      z.object({
        at: answeredInstantSchema,
        amount: answeredMicrosSchema,
        chainTransaction: answeredHashSchema,
      }),
    ),
  })
  .meta({ id: 'Person' })

/** Everything that is kept of a person; `rows` are by table, as they are kept. */
export const personExportAnswerSchema = z.object({
  person: personAnswerSchema,
  account: z
    .object({
      key: coordinatesSchema,
      recovery: coordinatesSchema,
      factory: answeredAddressSchema.nullable(),
      chainId: z.int(),
    })
    .nullable(),
  shops: z.array(
    z.object({
      retailerId: z.string(),
      shopName: z.string(),
      rows: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
    }),
  ),
})
