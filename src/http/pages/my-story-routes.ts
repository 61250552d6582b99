// A person's stories, behind their sign-in link: the list, the form, and taking one back.

import { askCoupon } from '#app/coupons/ask-coupon.ts'
import { addPicture } from '#app/pictures/add-picture.ts'
import { addProductPage } from '#app/products/add-product-page.ts'
import { lastSeenProducts } from '#app/products/list-products.ts'
import { readPerson } from '#app/people/read-person.ts'
import { readProgram } from '#app/programs/read-program.ts'
import { listOwnStories } from '#app/stories/list-stories.ts'
import { removeStory } from '#app/stories/set-story-state.ts'
import { writeStory } from '#app/stories/write-story.ts'
import { RETAILER_ID_LENGTH } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { formTicketSchema } from '#schema/people.ts'
import {
  productPageSchema,
  storyFormSchema,
  storyParamsSchema,
  storyProductsSchema,
} from '#schema/stories.ts'
import {
  myStoriesPage,
  storyFormPage,
  type StoryFormPage,
  type StoryFormProblems,
} from '#web/pages/my-stories-page.ts'
import type { WrongField } from '#schema/wrong-fields.ts'
import express, { type Request, type Response, type Router } from 'express'
import { answerOnce } from '../answer-once.ts'
import { checkInput } from '../check-input.ts'
import type { HttpContext } from '../context.ts'
import { problemStatus } from '../problem-status.ts'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { personOf, tokenOf } from './page-visitor.ts'
import { readMultipart, type MultipartForm } from './read-multipart.ts'
import { sendPage } from './send-page.ts'

/** Bytes of the ticket that makes one form: 128 bits. */
const TICKET_BYTES = 16

/** GET /me/:token/stories; GET and POST /me/:token/stories/:programId; POST /me/:token/stories/:code/remove; POST /me/:token/coupons/:programId. */
export function myStoryRoutes(context: HttpContext): Router {
  const router = express.Router()
  router.get('/me/:token/stories', async (request, response) => {
    const token = tokenOf(request)
    const recommenderId = await personOf(context, request)
    const { links } = await readPerson(context.deps, { recommenderId })
    // A person's own link of a program comes before those of its campaigns.
    const own = links.toSorted((a, b) => Number(a.campaign === null) - Number(b.campaign === null))
    const programs = [...new Map(own.map((link) => [link.programId, link])).values()]
    const stories = await listOwnStories(context.deps, { recommenderId })
    sendPage(response, myStoriesPage({ token, publicUrl: context.publicUrl, stories, programs }))
  })
  router.get('/me/:token/stories/:programId', async (request, response) => {
    const token = tokenOf(request)
    await personOf(context, request)
    await sendForm(context, response, { token, programId: programOf(request) })
  })
  router.post('/me/:token/stories/:programId', (request, response) =>
    receiveStory(context, request, response),
  )
  router.post('/me/:token/stories/:code/remove', async (request, response) => {
    const token = tokenOf(request)
    const recommenderId = await personOf(context, request)
    const params = storyParamsSchema.safeParse(request.params)
    if (!params.success) throw new Problem('not_found')
    await removeStory(context.deps, { recommenderId, code: params.data.code })
    response.redirect(303, `/me/${token}/stories`)
  })
  router.post('/me/:token/coupons/:programId', async (request, response) => {
    const token = tokenOf(request)
    const recommenderId = await personOf(context, request)
    await askCoupon(context.deps, { recommenderId, programId: programOf(request) })
    response.redirect(303, `/me/${token}/stories`)
  })
  refuseOtherMethods(router, '/me/:token/coupons/:programId', ['POST'])
  refuseOtherMethods(router, '/me/:token/stories', ['GET'])
  refuseOtherMethods(router, '/me/:token/stories/:programId', ['GET', 'POST'])
  refuseOtherMethods(router, '/me/:token/stories/:code/remove', ['POST'])
  return router
}

type Filled = {
  readonly token: string
  readonly programId: string
  readonly values?: StoryFormPage['values']
  readonly problems?: StoryFormProblems
}

async function sendForm(
  context: HttpContext,
  response: Response,
  filled: Filled,
  status = 200,
): Promise<void> {
  const { token, programId, values = { products: [] }, problems = {} } = filled
  const program = await readProgram(context.deps, { programId })
  const { products, isCut } = await lastSeenProducts(context.deps, { programId })
  const ticket = context.deps.random.bytes(TICKET_BYTES).toHex()
  sendPage(response, storyFormPage({ token, ticket, program, products, isCut, values, problems }), status)
}

async function receiveStory(context: HttpContext, request: Request, response: Response): Promise<void> {
  const token = tokenOf(request)
  const recommenderId = await personOf(context, request)
  const programId = programOf(request)
  const form = await readMultipart(request, response, { fileBytes: context.limits.pictureBytes })
  try {
    await writeOnce(context, { programId, recommenderId, form })
    response.redirect(303, `/me/${token}/stories`)
  } catch (error) {
    const problems = error instanceof Problem ? problemsOf(error) : undefined
    if (!(error instanceof Problem) || problems === undefined) throw error
    const values = {
      title: form.text('title'),
      words: form.text('words'),
      address: form.text('address'),
      products: form.texts('product'),
    }
    await sendForm(context, response, { token, programId, values, problems }, problemStatus[error.code])
  }
}

type StoryForm = { readonly programId: string; readonly recommenderId: string; readonly form: MultipartForm }

/** Writes the story once for each ticket. */
async function writeOnce(context: HttpContext, { programId, recommenderId, form }: StoryForm): Promise<void> {
  const key = checkInput(formTicketSchema, form.text('ticket'))
  const fields = { title: form.text('title') ?? '', words: form.text('words') ?? '' }
  const story = checkInput(storyFormSchema, fields)
  const scope = {
    retailerId: programId.slice(0, RETAILER_ID_LENGTH),
    principal: recommenderId,
    route: 'POST /me/:token/stories/:programId',
    key,
  }
  await answerOnce(context, { scope, bodyHash: form.hash, toText: String }, async () => {
    const input = { programId, recommenderId }
    const chosen = await chosenProducts(context, input, form)
    const bytes = await form.file('picture')
    const picture = bytes && (await addPicture(context.deps, { ...input, bytes }))
    const { code } = await writeStory(context.deps, {
      ...input,
      ...story,
      productIds: chosen,
      pictureId: picture?.pictureId,
    })
    return { status: 303, body: code }
  })
}

/** Those that were ticked, and the one whose address was pasted. */
async function chosenProducts(
  { deps }: HttpContext,
  input: { readonly programId: string; readonly recommenderId: string },
  form: MultipartForm,
): Promise<readonly string[]> {
  const ticked = form.texts('product')
  const pasted = form.text('address')
  if (pasted === undefined) return checkInput(storyProductsSchema, { products: ticked }).products
  const { address } = checkInput(productPageSchema, { address: pasted.trim() })
  const { productId } = await addProductPage(deps, { ...input, address })
  return checkInput(storyProductsSchema, { products: [...new Set([...ticked, productId])] }).products
}

/** Refusals that a person can mend, each beside its field. */
function problemsOf({ code, facts }: Problem): StoryFormProblems | undefined {
  const reason = typeof facts['reason'] === 'string' ? facts['reason'] : undefined
  if (code === 'picture_unreadable') return { picture: reason ?? 'cannot be read' }
  if (code === 'product_page_unreadable') return { address: reason ?? 'cannot be read' }
  if (code === 'rate_limited') return { form: 'is one too many for today. Try again tomorrow.' }
  if (code !== 'input_invalid') return undefined
  const problems: Record<string, string> = {}
  for (const { field, reason: why } of (facts['fields'] ?? []) as readonly WrongField[]) {
    const [, name = ''] = field.split('/')
    problems[FIELD_NAMES.has(name) ? name : 'form'] ??= why
  }
  return problems
}

const FIELD_NAMES: ReadonlySet<string> = new Set(['title', 'words', 'picture', 'products', 'address'])

function programOf(request: Request): string {
  const params = programParamsSchema.safeParse(request.params)
  if (!params.success) throw new Problem('not_found')
  return params.data.programId
}
