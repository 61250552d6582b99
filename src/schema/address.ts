// Addresses on the chain, as people paste them.

import type { Address } from 'viem'
import { getAddress, isAddress } from 'viem/utils'
import { z } from 'zod'

/**
 * 0x and 40 hex digits; mixed case must carry the right checksum (ERC-55). Comes out with its checksum, and stays a string to
 * the description of the API.
 */
export const addressSchema = z
  .string()
  .overwrite((text) => text.trim())
  .refine((text) => isAddress(text), 'is not an address: 0x and 40 digits, copied whole')
  .overwrite((text) => (isAddress(text) ? getAddress(text) : text)) as unknown as z.ZodType<Address, string>
