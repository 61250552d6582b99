// Addresses on the chain, as people paste them.

import { getAddress, isAddress } from 'viem/utils'
import { z } from 'zod'

/** 0x and 40 hex digits; mixed case must carry the right checksum (ERC-55). Comes out with its checksum. */
export const addressSchema = z
  .string()
  .transform((text) => text.trim())
  .refine((text) => isAddress(text), 'is not an address: 0x and 40 digits, copied whole')
  .transform((text) => getAddress(text))
