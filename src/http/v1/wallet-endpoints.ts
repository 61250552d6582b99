// Signing in with a wallet (EIP-4361), and which wallets may.

import { openShopSession } from '#app/sessions/open-session.ts'
import { walletMessage } from '#app/sign-in/wallet-message.ts'
import { bindWallet, listWallets, signInByWallet, unbindWallet } from '#app/sign-in/wallets.ts'
import {
  signedMessageSchema,
  walletBoundAnswerSchema,
  walletMessageAnswerSchema,
  walletMessageSchema,
  walletParamsSchema,
  walletsAnswerSchema,
  walletSessionAnswerSchema,
  walletUnboundAnswerSchema,
} from '#schema/api-keys.ts'
import { anyPageQuerySchema, noParamsSchema, noQuerySchema } from '#schema/page.ts'
import { emptyBodySchema } from '#schema/ways.ts'
import { anyoneAccess, retailerAccess } from '../access.ts'
import { getEndpoint, postEndpoint, type Endpoint } from '../endpoint.ts'
import { placeOf } from '../paging.ts'
import { pageAnswer } from './page-answer.ts'
import { publicKeyScope, retailerKeyScope } from './key-scopes.ts'
import { viewJson } from './view-json.ts'

const messageEndpoint = postEndpoint({
  path: '/v1/wallet-messages',
  summary: 'Asks for the text that a wallet signs to come in.',
  answers: walletMessageAnswerSchema,
  statuses: [201],
  access: anyoneAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => walletMessageSchema,
  keyScope: publicKeyScope,
  answer: ({ deps, publicUrl }, { body: { address } }) =>
    Promise.resolve({ status: 201, body: viewJson(walletMessage(deps, { address, publicUrl })) }),
})

const signInEndpoint = postEndpoint({
  path: '/v1/wallet-sessions',
  summary: 'Signs in as the shop of a wallet.',
  answers: walletSessionAnswerSchema,
  statuses: [201],
  access: anyoneAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => signedMessageSchema,
  keyScope: publicKeyScope,
  answer: async ({ deps, publicUrl }, { body }) => {
    const { retailerId } = await signInByWallet(deps, { ...body, publicUrl })
    const { token, expiresAt } = await openShopSession(deps, { retailerId, openedBy: 'wallet' })
    return { status: 201, body: viewJson({ retailerId, sessionToken: token, expiresAt }) }
  },
})

const bindEndpoint = postEndpoint({
  path: '/v1/wallets',
  summary: 'Lets the wallet that signed sign in for the shop.',
  answers: walletBoundAnswerSchema,
  statuses: [201],
  access: retailerAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => signedMessageSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps, publicUrl }, { who: { retailerId }, body }) => {
    const { address } = await bindWallet(deps, { ...body, retailerId, publicUrl })
    return { status: 201, body: { address, status: 'bound' } }
  },
})

const listEndpoint = getEndpoint({
  path: '/v1/wallets',
  summary: 'Lists the wallets that may sign in for the shop.',
  answers: walletsAnswerSchema,
  access: retailerAccess,
  params: noParamsSchema,
  query: anyPageQuerySchema,
  answer: async ({ deps }, { who: { retailerId }, query }) => {
    const wallets = await listWallets(deps, { retailerId })
    return pageAnswer(
      wallets,
      { place: ({ boundAt, address }) => placeOf(boundAt, address), order: 'ascending' },
      query,
    )
  },
})

const unbindEndpoint = postEndpoint({
  path: '/v1/wallets/:address/unbind',
  summary: 'Lets a wallet sign in no more.',
  answers: walletUnboundAnswerSchema,
  access: retailerAccess,
  params: walletParamsSchema,
  query: noQuerySchema,
  body: () => emptyBodySchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who: { retailerId }, params: { address } }) => {
    await unbindWallet(deps, { retailerId, address })
    return { status: 200, body: { address, status: 'unbound' } }
  },
})

/** Mounted in this order. */
export const walletEndpoints: readonly Endpoint[] = [
  messageEndpoint,
  signInEndpoint,
  bindEndpoint,
  listEndpoint,
  unbindEndpoint,
]
