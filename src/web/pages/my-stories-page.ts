// A person's stories: those they wrote, and the form for another one.

import { STORY_PRODUCTS_MAX, STORY_TITLE_LENGTH_MAX, STORY_WORDS_MAX } from '#domain/story.ts'
import { savingText, type Saving } from '#domain/coupon.ts'
import type { Micros } from '#domain/money.ts'
import { formField, wrongSentence } from './form-field.ts'
import { html, type Html } from './html.ts'
import { layout } from './layout.ts'
import { counted, state } from './parts.ts'
import { productPrice } from './product-price.ts'

/** Longest address of a product, in characters. */
const ADDRESS_LENGTH_MAX = 2000

export type OwnStory = {
  readonly code: string
  readonly title: string
  readonly state: 'shown' | 'hidden'
  readonly hiddenReason: string | null
  readonly products: readonly { readonly title: string; readonly clicks: number }[]
}

export type OwnProgram = {
  readonly programId: string
  readonly shopName: string
  readonly discount: { readonly code: string; readonly saving: Saving | null } | null
  readonly askedDiscount: string | null
}

export type MyStoriesPage = {
  readonly token: string
  readonly publicUrl: string
  readonly stories: readonly OwnStory[]
  /** Shops that the person recommends. */
  readonly programs: readonly OwnProgram[]
}

/** The page at `/me/:token/stories`. */
export function myStoriesPage({ token, publicUrl, stories, programs }: MyStoriesPage): Html {
  return layout({
    title: 'My stories',
    body: html`
      <section class="intro">
        <h1>Your stories</h1>
        <p class="lead">Tell in your own words what you like, beside the things you mean.</p>
        <div class="actions">
          ${programs.map(
            ({ programId, shopName }) =>
              html`<a class="button" href="/me/${token}/stories/${programId}">Write about ${shopName}</a>`,
          )}
        </div>
      </section>
      ${stories.length === 0 && html`<p class="soft">None yet.</p>`}
      <ul class="list">
        ${stories.map((story) => storyCard(story, token, publicUrl))}
      </ul>
      <section>
        <h2>Discount codes for your friends</h2>
        ${programs.map((program) => discountCard(program, token))}
      </section>
      <p><a href="/me/${token}">Back to my page</a></p>
    `,
  })
}

/** A code is offered only when the shop has it. */
function discountCard({ programId, shopName, discount, askedDiscount }: OwnProgram, token: string): Html {
  return html`<div class="card">
    <h3>${shopName}</h3>
    ${discount !== null && html`<p><strong class="code">${discount.code}</strong>: ${savingText(discount.saving)}</p>`}
    ${
      askedDiscount !== null &&
      html`<p class="soft">
        You asked for <span class="code">${askedDiscount}</span>. It works when the shop has it.
      </p>`
    }
    ${
      discount === null &&
      askedDiscount === null &&
      html`<form method="post" action="/me/${token}/coupons/${programId}">
        <button class="quiet" type="submit">Ask ${shopName} for a code</button>
      </form>`
    }
  </div>`
}

function storyCard(story: OwnStory, token: string, publicUrl: string): Html {
  const isShown = story.state === 'shown'
  return html`<li class="card">
    <div class="row">
      <h2>${story.title}</h2>
      ${isShown ? state('shown', 'good') : state('hidden by the shop', 'bad')}
    </div>
    ${
      isShown
        ? html`<p class="copy"><a href="/s/${story.code}">${publicUrl}/s/${story.code}</a></p>`
        : html`<p>${story.hiddenReason ?? 'The shop has not said why.'}</p>`
    }
    <ul class="small soft">
      ${story.products.map(({ title, clicks }) => html`<li>${title}: ${counted(clicks, 'visit', 'visits')}</li>`)}
    </ul>
    <form method="post" action="/me/${token}/stories/${story.code}/remove">
      <button class="quiet" type="submit">Take it back</button>
    </form>
  </li>`
}

export type StoryFormProblems = Readonly<
  Partial<Record<'title' | 'words' | 'picture' | 'products' | 'address' | 'form', string>>
>

export type StoryFormPage = {
  readonly token: string
  readonly ticket: string
  readonly program: { readonly programId: string; readonly shopName: string }
  readonly products: readonly {
    readonly productId: string
    readonly title: string
    readonly price: { readonly amount: Micros; readonly currency: string } | null
  }[]
  /** The shop has more products than these. */
  readonly isCut: boolean
  readonly values: {
    readonly title?: string | undefined
    readonly words?: string | undefined
    readonly address?: string | undefined
    readonly products: readonly string[]
  }
  readonly problems: StoryFormProblems
}

/** The page at `/me/:token/stories/:programId`. */
export function storyFormPage(page: StoryFormPage): Html {
  const { token, ticket, program, values, problems } = page
  return layout({
    title: 'Write a story',
    body: html`
      <section class="intro">
        <h1>Write about ${program.shopName}</h1>
        <p class="lead">
          Above your story stands that it is an ad, and your name. ${program.shopName} can hide it. Once it is
          sent it does not change; you can take it back.
        </p>
      </section>
      <section class="card">
        <form method="post" action="/me/${token}/stories/${program.programId}" enctype="multipart/form-data">
          ${problems.form !== undefined && html`<p class="wrong">${wrongSentence(problems.form)}</p>`}
          ${formField({
            name: 'title',
            label: 'Title',
            hint: 'In a few words.',
            value: values.title,
            problem: problems.title,
            autocomplete: 'off',
            maxLength: STORY_TITLE_LENGTH_MAX,
          })}
          ${wordsField(values.words, problems.words)} ${productsField(page)}
          ${formField({
            name: 'address',
            label: 'Or paste the address of its page',
            hint: `On the web site of ${program.shopName}. Its title, picture and price are read once.`,
            value: values.address,
            problem: problems.address,
            autocomplete: 'off',
            isCode: true,
            isOptional: true,
            maxLength: ADDRESS_LENGTH_MAX,
          })}
          ${pictureField(problems.picture)}
          <input type="hidden" name="ticket" value="${ticket}" />
          <button type="submit">Show my story</button>
        </form>
      </section>
      <p><a href="/me/${token}/stories">Back to my stories</a></p>
    `,
  })
}

function wordsField(words = '', problem: string | undefined): Html {
  return html`<div class="field">
    <label for="words">Your words</label>
    <p class="hint" id="words-hint">At most ${STORY_WORDS_MAX}.</p>
    ${problem !== undefined && html`<p class="wrong" id="words-wrong">${wrongSentence(problem)}</p>`}
    <textarea id="words" name="words" rows="10" required aria-describedby="words-hint">${words}</textarea>
  </div>`
}

function productsField({ products, isCut, values, problems }: StoryFormPage): Html {
  return html`<fieldset class="choices">
    <legend><strong>What it is about</strong></legend>
    <p class="hint">One to ${STORY_PRODUCTS_MAX}.</p>
    ${problems.products !== undefined && html`<p class="wrong" id="products-wrong">${wrongSentence(problems.products)}</p>`}
    ${products.length === 0 && html`<p class="soft">Nothing is known yet. Paste an address below.</p>`}
    ${products.map(
      ({ productId, title, price }) =>
        html`<label class="choice">
          <input
            type="checkbox"
            name="product"
            value="${productId}"
            ${values.products.includes(productId) && html`checked`}
          />
          <span>${title}${productPrice(price) !== undefined && html`, ${productPrice(price)}`}</span>
        </label>`,
    )}
    ${isCut && html`<p class="hint">These are the ones seen last. For another, paste its address below.</p>`}
  </fieldset>`
}

function pictureField(problem: string | undefined): Html {
  return html`<div class="field">
    <label for="picture">A picture (optional)</label>
    <p class="hint" id="picture-hint">
      JPEG, PNG or WebP, at most 2 MB. It is drawn anew: where and with what it was taken is not passed on.
    </p>
    ${problem !== undefined && html`<p class="wrong" id="picture-wrong">${wrongSentence(problem)}</p>`}
    <input
      id="picture"
      name="picture"
      type="file"
      accept="image/jpeg,image/png,image/webp"
      aria-describedby="picture-hint"
    />
  </div>`
}
