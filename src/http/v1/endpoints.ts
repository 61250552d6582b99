// Every endpoint of the JSON API, in the order of docs/reference/http.md.

import type { Endpoint } from '../endpoint.ts'
import { createConnectionEndpoint } from './create-connection.ts'
import { createLinkEndpoint } from './create-link.ts'
import { createProgramEndpoint } from './create-program.ts'
import { createRetailerEndpoint } from './create-retailer.ts'
import { fundPoolEndpoint } from './fund-pool.ts'
import { joinProgramEndpoint } from './join-program.ts'
import { listOrdersEndpoint } from './list-orders.ts'
import { listRewardsEndpoint } from './list-rewards.ts'
import { openPoolEndpoint } from './open-pool.ts'
import { readMeEndpoint } from './read-me.ts'
import { readOrderEndpoint } from './read-order.ts'
import { readPoolEndpoint } from './read-pool.ts'
import { readRewardEndpoint } from './read-reward.ts'
import { readWorkEndpoint } from './read-work.ts'

/** Mounted in this order. */
export const endpoints: readonly Endpoint[] = [
  createRetailerEndpoint,
  createConnectionEndpoint,
  createProgramEndpoint,
  openPoolEndpoint,
  readPoolEndpoint,
  fundPoolEndpoint,
  joinProgramEndpoint,
  createLinkEndpoint,
  readMeEndpoint,
  listOrdersEndpoint,
  readOrderEndpoint,
  listRewardsEndpoint,
  readRewardEndpoint,
  readWorkEndpoint,
]
