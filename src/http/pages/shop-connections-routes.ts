// The connections of a shop as a page, and its forms. A secret that is made here is shown once, in the answer to the form;
// what was wrong in a form is shown beside its field.

import { checkConnection } from '#app/connections/check-connection.ts'
import { closeConnection } from '#app/connections/close-connection.ts'
import { listConnections } from '#app/connections/list-connections.ts'
import { readConnection } from '#app/connections/read-connection.ts'
import { rotateConnection } from '#app/connections/rotate-connection.ts'
import { pullNow, removeCredentials, setCredentials } from '#app/pulls/set-credentials.ts'
import { createConnection } from '#app/retailers/create-connection.ts'
import { platformMakesSecret } from '#domain/connection-steps.ts'
import { Problem } from '#domain/problem.ts'
import { connectionFormSchema, connectionParamsSchema, rotationFormSchema } from '#schema/connections.ts'
import { credentialsSchema } from '#schema/pulls.ts'
import type { WrongField } from '#schema/wrong-fields.ts'
import {
  shopConnectionsPage,
  type ShopConnectionsPage,
  type WrongConnectionForm,
} from '#web/pages/shop-connections-page.ts'
import { isReadingField } from '#web/pages/reading-section.ts'
import express, { type Request, type Response, type Router } from 'express'
import { checkInput } from '../check-input.ts'
import { stepsOf, webhookUrlOf } from '../connection-place.ts'
import type { HttpContext } from '../context.ts'
import { problemStatus } from '../problem-status.ts'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { shopOf, tokenOf } from './page-visitor.ts'
import { readForm } from './read-form.ts'
import { sendPage } from './send-page.ts'

const PAGE = '/shop/:token/connections'

type Form = Readonly<Record<string, string>>
type Owner = { readonly retailerId: string; readonly token: string }

/** GET and POST /shop/:token/connections; POST …/:connectionId/rotate, …/close, …/credentials, …/credentials/remove, …/pull. */
export function shopConnectionsRoutes(context: HttpContext): Router {
  const { deps } = context
  const router = express.Router()
  router.get(PAGE, async (request, response) => {
    sendPage(response, await pageOf(context, await ownerOf(context, request)))
  })
  router.post(PAGE, async (request, response) => {
    const owner = await ownerOf(context, request)
    const sent = await readForm(request, response)
    const explain = { form: 'new', connectionId: '', fields: ['currency', 'secret'], sent } as const
    await doOrExplain(context, response, { owner, explain }, async () => {
      const { platform, currency, secret } = checkInput(connectionFormSchema, sent)
      const { retailerId } = owner
      const made = await createConnection(deps, { retailerId, platform, currency, pasted: secret })
      // A secret made here is of no use to a platform that makes its own: the steps say how that one comes here.
      const news = platformMakesSecret(platform) && secret === undefined ? {} : { news: made }
      sendPage(response, await pageOf(context, { ...owner, ...news }))
    })
  })
  router.post(`${PAGE}/:connectionId/rotate`, async (request, response) => {
    const owner = await ownerOf(context, request)
    const { connectionId } = connectionOf(request)
    const sent = await readForm(request, response)
    const explain = { form: 'secret', connectionId, fields: ['secret'], sent } as const
    await doOrExplain(context, response, { owner, explain }, async () => {
      const { secret, graceHours } = checkInput(rotationFormSchema, sent)
      const key = { retailerId: owner.retailerId, connectionId }
      const news = await rotateConnection(deps, { ...key, pasted: secret, graceHours })
      sendPage(response, await pageOf(context, { ...owner, news }))
    })
  })
  addReading(router, context)
  refuseOtherMethods(router, PAGE, ['GET', 'POST'])
  for (const verb of ['rotate', 'close', 'credentials', 'credentials/remove', 'pull'])
    refuseOtherMethods(router, `${PAGE}/:connectionId/${verb}`, ['POST'])
  return router
}

/** Forms that lead back to the page. */
function addReading(router: Router, context: HttpContext): void {
  const { deps } = context
  const post = (
    verb: string,
    act: (key: { readonly retailerId: string; readonly connectionId: string }) => Promise<unknown>,
  ): void => {
    router.post(`${PAGE}/:connectionId/${verb}`, async (request, response) => {
      const retailerId = await shopOf(context, request)
      await act({ retailerId, ...connectionOf(request) })
      response.redirect(303, `/shop/${tokenOf(request)}/connections`)
    })
  }
  post('close', (key) => closeConnection(deps, key))
  post('pull', (key) => pullNow(deps, key))
  post('credentials/remove', (key) => removeCredentials(deps, key))
  router.post(`${PAGE}/:connectionId/credentials`, async (request, response) => {
    const owner = await ownerOf(context, request)
    const key = { retailerId: owner.retailerId, ...connectionOf(request) }
    const sent = trimmed(await readForm(request, response))
    const { platform } = await readConnection(deps, key)
    if (platform === 'standard') throw new Problem('connection_not_readable')
    const fields = Object.keys(sent).filter((name) => isReadingField(platform, name))
    const explain = { form: 'credentials', connectionId: key.connectionId, fields, sent } as const
    await doOrExplain(context, response, { owner, explain }, async () => {
      const credentials = checkInput(credentialsSchema, { ...sent, platform })
      await setCredentials(deps, { ...key, credentials })
      response.redirect(303, `/shop/${owner.token}/connections`)
    })
  })
}

type Explained = {
  readonly owner: Owner
  readonly explain: Pick<WrongConnectionForm, 'form' | 'connectionId'> & {
    /** The fields beside which something can be said. */
    readonly fields: readonly string[]
    readonly sent: Form
  }
}

/** Does what a form asks for; what its fields can mend is said beside them, everything else is thrown. */
async function doOrExplain(
  context: HttpContext,
  response: Response,
  { owner, explain: { form, connectionId, fields, sent } }: Explained,
  act: () => Promise<void>,
): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'input_invalid') throw error
    const wrong = error.facts['fields'] as readonly WrongField[] | undefined
    const found = (wrong ?? []).map(({ field, reason }) => [field.slice(1), reason] as const)
    if (found.length === 0 || !found.every(([name]) => fields.includes(name))) throw error
    const { platform, currency, shopUrl } = sent
    const shown = { form, connectionId, problems: Object.fromEntries(found) }
    const page = await pageOf(context, {
      ...owner,
      wrong: { ...shown, values: { platform, currency, shopUrl } },
    })
    sendPage(response, page, problemStatus[error.code])
  }
}

function trimmed(form: Form): Form {
  return Object.fromEntries(Object.entries(form).map(([name, value]) => [name, value.trim()]))
}

async function ownerOf(context: HttpContext, request: Request): Promise<Owner> {
  return { retailerId: await shopOf(context, request), token: tokenOf(request) }
}

function connectionOf(request: Request) {
  const params = connectionParamsSchema.safeParse(request.params)
  if (!params.success) throw new Problem('not_found')
  return params.data
}

async function pageOf(
  { deps, publicUrl }: HttpContext,
  { retailerId, ...page }: Owner & Pick<ShopConnectionsPage, 'news' | 'wrong'>,
) {
  const listed = await listConnections(deps, { retailerId })
  const connections = await Promise.all(
    listed.map(async ({ connectionId }) => {
      const check = await checkConnection(deps, { retailerId, connectionId })
      const secret = page.news?.connectionId === connectionId ? page.news.secret : null
      return {
        ...check,
        webhookUrl: webhookUrlOf(publicUrl, check),
        steps: stepsOf(publicUrl, { ...check, secret }),
      }
    }),
  )
  return shopConnectionsPage({ ...page, connections })
}
