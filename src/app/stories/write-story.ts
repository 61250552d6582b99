// A person tells what they like, beside the products they mean.

import { LINK_SUFFIX_LENGTH, retailerIdOf, type RecommenderId } from '#domain/ids.ts'
import { invariant } from '#domain/invariant.ts'
import { Problem } from '#domain/problem.ts'

import { newCode } from '../new-id.ts'
import { createLink } from '../people/create-link.ts'

import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

/** Stories of one person in a program: more than anybody reads. */
const STORIES_MAX = 50

/** Codes tried before giving up; as for links, a second try is already rare. */
const CODE_ATTEMPTS = 4

export type NewStory = {
  readonly programId: string
  readonly recommenderId: RecommenderId
  readonly title: string
  readonly words: string
  /** One to six, in the order in which they are shown. */
  readonly productIds: readonly string[]
  /** A picture of the same person that no other story shows. */
  readonly pictureId?: string | undefined
}

/**
 * Writes a story that is shown at once; it does not change afterwards. Throws `not_found` where the person has not joined,
 * and `input_invalid` for a product or a picture that is not there for this story, or one story too many.
 */
export async function writeStory(
  deps: Pick<AppDeps, 'retailers' | 'recommenders' | 'random' | 'clock'>,
  story: NewStory,
): Promise<{ readonly code: string }> {
  const { programId, recommenderId } = story
  const retailerId = retailerIdOf(programId)
  if (retailerId === undefined) throw new Problem('not_found')
  const { code: linkCode, disclosure } = await createLink(deps, { recommenderId, programId })
  return deps.retailers.transaction(retailerId, async (unit) => {
    await check(unit, story)
    for (let attempt = 1; attempt <= CODE_ATTEMPTS; attempt++) {
      const code = retailerId + newCode(deps, LINK_SUFFIX_LENGTH)
      const status = await unit.stories.insert({
        ...story,
        code,
        linkCode,
        disclosure,
        pictureId: story.pictureId ?? null,
        state: 'shown',
        hiddenReason: null,
        createdAt: deps.clock.now(),
      })
      if (status === 'inserted') return { code }
    }
    invariant(false, 'a free story code is found in a few tries')
  })
}

async function check(
  unit: RetailerUnit,
  { programId, recommenderId, productIds, pictureId }: NewStory,
): Promise<void> {
  const products = await unit.products.products(programId, productIds)
  if (products.length !== productIds.length)
    throw refusal('/products', 'must be products of the program, each named once')
  const own = await unit.stories.list(programId, { recommenderId, limit: STORIES_MAX })
  if (own.length >= STORIES_MAX)
    throw refusal('', `is one more than the ${STORIES_MAX} that a person may have`)
  if (pictureId === undefined) return
  const picture = await unit.pictures.picture(pictureId)
  if (picture?.recommenderId !== recommenderId || own.some((story) => story.pictureId === pictureId))
    throw refusal('/picture', 'must be a picture that you sent for this story')
}

function refusal(field: string, reason: string): Problem {
  return new Problem('input_invalid', { fields: [{ field, reason }] })
}
