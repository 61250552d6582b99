// Identifiers in paths. One that cannot exist is answered like one that does not.

import { ID_SUFFIX_LENGTH, isId, LINK_SUFFIX_LENGTH, RETAILER_ID_LENGTH } from '#domain/ids.ts'
import { z } from 'zod'

/** Longest sign-in token or key taken as such, in characters: ours have fewer than 60. */
const SECRET_MAX_LENGTH = 128

function idSchema(length: number) {
  return z.string().refine((text) => isId(text, length), 'is not an id of this server')
}

/** Id of a program, connection, order or reward: the retailer's number and 16 characters. */
export const retailerOwnedIdSchema = idSchema(RETAILER_ID_LENGTH + ID_SUFFIX_LENGTH)

/** A link's code: the retailer's number and 8 characters. */
export const linkCodeSchema = idSchema(RETAILER_ID_LENGTH + LINK_SUFFIX_LENGTH)

/** A key or sign-in token as it stands in a header, a form or a path. */
export const secretSchema = z
  .string()
  .max(SECRET_MAX_LENGTH)
  .regex(/^[A-Za-z0-9_-]+$/, 'is not a key or sign-in token')

/** A person's id. */
export const recommenderIdSchema = idSchema(ID_SUFFIX_LENGTH)

export const memberParamsSchema = z.object({
  programId: retailerOwnedIdSchema,
  recommenderId: recommenderIdSchema,
})
export const programParamsSchema = z.object({ programId: retailerOwnedIdSchema })
export const orderParamsSchema = z.object({ orderId: retailerOwnedIdSchema })
export const rewardParamsSchema = z.object({ rewardId: retailerOwnedIdSchema })
