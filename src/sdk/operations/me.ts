// What a person does with their own sign-in, and what is open to everybody.

import {
  accountAnswerSchema,
  addPasskeySchema,
  draftAnswerSchema,
  instructionSignedAnswerSchema,
  instructSchema,
  passkeyAddedAnswerSchema,
  passkeyAdditionAnswerSchema,
  passkeyRemovedAnswerSchema,
  passkeysAnswerSchema,
  signInstructionSchema,
} from '#schema/accounts.ts'
import { linkAnswerSchema } from '#schema/answered.ts'
import {
  sessionEndedAnswerSchema,
  sessionOpenedAnswerSchema,
  sessionsAnswerSchema,
} from '#schema/api-keys.ts'
import { askCouponSchema, askedCouponAnswerSchema } from '#schema/coupons.ts'
import { ownMetricsAnswerSchema } from '#schema/figures.ts'
import { directoryQuerySchema } from '#schema/metrics.ts'
import { anyPageQuerySchema } from '#schema/page.ts'
import {
  followersAnswerSchema,
  personAnswerSchema,
  personExportAnswerSchema,
} from '#schema/people-answers.ts'
import { createLinkSchema, declareFollowersSchema } from '#schema/people.ts'
import { eraseMeSchema, erasureAnswerSchema, profileAnswerSchema, profileSchema } from '#schema/privacy.ts'
import { joinableProgramAnswerSchema, publicProgramsAnswerSchema } from '#schema/retailers.ts'
import { ownSignInLinkAnswerSchema } from '#schema/sign-in-links.ts'
import { productPageSchema, removeStorySchema, writeStorySchema } from '#schema/stories.ts'
import {
  pictureAnswerSchema,
  productAnswerSchema,
  storiesAnswerSchema,
  storyRemovedAnswerSchema,
  storyWrittenAnswerSchema,
} from '#schema/story-answers.ts'
import {
  campaignAnsweredAnswerSchema,
  dealStateAnswerSchema,
  personWaysAnswerSchema,
  recordedAnswerSchema,
} from '#schema/way-answers.ts'
import {
  answerCampaignSchema,
  answerDealSchema,
  declareMentionSchema,
  emptyBodySchema,
} from '#schema/ways.ts'
import { reads, takesFile, writes } from '../operation.ts'

/** By subject. */
export const meOperations = {
  me: {
    declareFollowers: writes('/v1/me/followers', followersAnswerSchema, declareFollowersSchema),
    createLink: writes('/v1/links', linkAnswerSchema, createLinkSchema),
    askCoupon: writes('/v1/coupons', askedCouponAnswerSchema, askCouponSchema),
    addProductPage: writes('/v1/programs/:programId/products/page', productAnswerSchema, productPageSchema),
    addPicture: takesFile('/v1/programs/:programId/pictures', pictureAnswerSchema, { type: 'image/jpeg' }),
    writeStory: writes('/v1/stories', storyWrittenAnswerSchema, writeStorySchema),
    listStories: reads('/v1/me/stories', storiesAnswerSchema, anyPageQuerySchema),
    removeStory: writes('/v1/me/stories/:code/remove', storyRemovedAnswerSchema, removeStorySchema),
    read: reads('/v1/me', personAnswerSchema),
    export: reads('/v1/me/export', personExportAnswerSchema),
    setProfile: writes('/v1/me/profile', profileAnswerSchema, profileSchema),
    erase: writes('/v1/me/erasure', erasureAnswerSchema, eraseMeSchema),
    readMetrics: reads('/v1/me/metrics', ownMetricsAnswerSchema),
    answerCampaign: writes(
      '/v1/me/campaigns/:campaignId/answer',
      campaignAnsweredAnswerSchema,
      answerCampaignSchema,
    ),
    answerDeal: writes('/v1/me/deals/:dealId/answer', dealStateAnswerSchema, answerDealSchema),
    declareMention: writes('/v1/me/mentions', recordedAnswerSchema, declareMentionSchema),
    readWays: reads('/v1/me/ways', personWaysAnswerSchema),
    listSessions: reads('/v1/me/sessions', sessionsAnswerSchema, anyPageQuerySchema),
    openSession: writes('/v1/me/sessions', sessionOpenedAnswerSchema, emptyBodySchema),
    endSession: writes('/v1/me/sessions/:sessionId/end', sessionEndedAnswerSchema, emptyBodySchema),
    signOut: writes('/v1/me/sessions/current/end', sessionEndedAnswerSchema, emptyBodySchema),
    replaceSignInLink: writes('/v1/me/sign-in-link', ownSignInLinkAnswerSchema, emptyBodySchema),
    createPasskeyOptions: writes('/v1/me/passkey-options', passkeyAdditionAnswerSchema, emptyBodySchema),
    addPasskey: writes('/v1/me/passkeys', passkeyAddedAnswerSchema, addPasskeySchema),
    listPasskeys: reads('/v1/me/passkeys', passkeysAnswerSchema, anyPageQuerySchema),
    removePasskey: writes('/v1/me/passkeys/:passkeyId/remove', passkeyRemovedAnswerSchema, emptyBodySchema),
    readAccount: reads('/v1/me/account', accountAnswerSchema),
    instructAccount: writes('/v1/me/account/instructions', draftAnswerSchema, instructSchema),
    readInstruction: reads('/v1/me/account/instructions/:instructionId', draftAnswerSchema),
    signInstruction: writes(
      '/v1/me/account/instructions/:instructionId/signature',
      instructionSignedAnswerSchema,
      signInstructionSchema,
    ),
  },
  directory: {
    list: reads('/v1/public/programs', publicProgramsAnswerSchema, directoryQuerySchema),
    read: reads('/v1/public/programs/:programId', joinableProgramAnswerSchema),
  },
}
