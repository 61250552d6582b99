// A shop's API keys, wallets and sessions: who and what may come in, and how that ends.

import { SCOPES, type Scope } from '#domain/access/principal.ts'
import type { Instant } from '#domain/order-facts.ts'
import { formField } from './form-field.ts'
import { html, type Html } from './html.ts'
import { layout } from './layout.ts'
import { day, newestOnly, state } from './parts.ts'
import { walletScript } from './scripts.ts'
import { sessionsSection, type ListedSession } from './sessions-section.ts'
import { signInLinksSection, type ListedSignInLink } from './sign-in-links-section.ts'
import { walletBox } from './wallet-box.ts'

export type ListedKey = {
  readonly keyId: string
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly createdAt: Instant
  readonly expiresAt: Instant | null
  readonly lastUsedOn: string | null
  readonly revokedAt: Instant | null
}

export type ShopKeysPage = {
  readonly token: string
  readonly now: Instant
  readonly keys: readonly ListedKey[]
  /** There are older ones. */
  readonly isCut: boolean
  readonly sessions: readonly ListedSession[]
  readonly links: readonly ListedSignInLink[]
  readonly wallets: readonly { readonly address: string; readonly boundAt: Instant }[]
  /** Scheme, host and port at which wallets sign in. */
  readonly origin: string
  /** Why a wallet was not let in. */
  readonly walletProblem?: string | undefined
  /** Shown once, right after it was made. */
  readonly apiKey?: string | undefined
  /** A sign-in link, shown once, right after it was made. */
  readonly newLink?: string | undefined
}

/** Longest name that is taken, in characters. */
const NAME_MAX_LENGTH = 100

/** Digits of the days that a key works. */
const DAYS_MAX_LENGTH = 4

/** What each scope lets a key do, for people. */
const SCOPE_WORDS: Readonly<Record<Scope, string>> = {
  read: 'everything of the shop, to look at',
  orders: 'connections, what shops send, reviews',
  programs: 'rules, campaigns, products, discount codes, deals',
  people: 'who takes part, and how',
  pools: 'put money in, take it out',
  webhooks: 'messages to your own server',
  admin: 'everything, with keys and wallets',
}

/** The page at `/shop/:token/keys`. */
export function shopKeysPage(page: ShopKeysPage): Html {
  const base = `/shop/${page.token}`
  return layout({
    title: 'Keys and sign-ins',
    head: walletScript,
    body: html`
      <section class="intro">
        <h1>Keys and sign-ins</h1>
        <p class="lead">Give each program a key of its own, allowed no more than it needs.</p>
      </section>
      ${page.apiKey !== undefined && newKey(page.apiKey)}
      <section>
        <h2>API keys</h2>
        <ul class="list">
          ${page.keys.map((key) => keyCard(base, key, page.now))}
        </ul>
        ${page.isCut && newestOnly(page.keys.length, html`<code>vouch api-key list</code> shows them all.`)}
      </section>
      <section class="card">
        <h2>A new key</h2>
        ${keyForm(base)}
      </section>
      ${walletSection(base, page)} ${signInLinksSection(base, { links: page.links, newLink: page.newLink })}
      ${sessionsSection(base, page.sessions)}
      <p><a href="${base}">Back to the shop</a></p>
    `,
  })
}

function newKey(apiKey: string): Html {
  return html`<section class="banner">
    <h2>Copy this key now</h2>
    <p>It is shown this once. Whoever has it can do what it is allowed.</p>
    <p class="copy">${apiKey}</p>
  </section>`
}

function keyCard(base: string, key: ListedKey, now: Instant): Html {
  const isOver = key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= now)
  return html`<li class="card">
    <div class="row">
      <span>${key.name}</span>
      ${isOver ? state(key.revokedAt === null ? 'expired' : 'revoked', 'bad') : state('works', 'good')}
    </div>
    <p class="small soft">
      <code>${key.keyId}</code>: ${key.scopes.join(', ')}. Made on
      ${day(key.createdAt)}${key.expiresAt !== null && html`, works until ${day(key.expiresAt)}`};
      ${key.lastUsedOn === null ? 'never used' : html`last used on ${day(Date.parse(key.lastUsedOn))}`}.
    </p>
    ${
      !isOver &&
      html`<form method="post" action="${base}/keys/${key.keyId}/revoke">
        <button class="quiet" type="submit">Revoke</button>
      </form>`
    }
  </li>`
}

function keyForm(base: string): Html {
  return html`<form method="post" action="${base}/keys">
    ${formField({
      name: 'name',
      label: 'What it is for',
      hint: 'Such as "shop server" or "Monday report".',
      autocomplete: 'off',
      maxLength: NAME_MAX_LENGTH,
    })}
    <fieldset class="choices">
      <legend><strong>What it may do</strong></legend>
      ${SCOPES.map(
        (scope) =>
          html`<label class="choice">
            <input type="checkbox" name="${scope}" value="yes" />
            ${scope}: ${SCOPE_WORDS[scope]}
          </label>`,
      )}
    </fieldset>
    ${formField({
      name: 'days',
      label: 'Days that it works',
      hint: 'Empty: until you revoke it.',
      autocomplete: 'off',
      isOptional: true,
      maxLength: DAYS_MAX_LENGTH,
    })}
    <button type="submit">Make the key</button>
  </form>`
}

function walletSection(base: string, { wallets, origin, walletProblem }: ShopKeysPage): Html {
  return html`<section>
    <h2>Wallets that may sign in</h2>
    ${wallets.length === 0 && html`<p class="soft">None. A wallet signs a message, and needs no key.</p>`}
    <ul class="list">
      ${wallets.map(
        ({ address, boundAt }) =>
          html`<li class="card">
            <p><code>${address}</code></p>
            <p class="small soft">Since ${day(boundAt)}.</p>
            <form method="post" action="${base}/wallets/${address}/unbind">
              <button class="quiet" type="submit">Let it in no more</button>
            </form>
          </li>`,
      )}
    </ul>
    <div class="card">
      ${walletBox({
        origin,
        action: `${base}/wallets`,
        verb: 'Let in',
        hint: 'From then on it opens this shop. It signs a text; that costs nothing and moves no money.',
        problem: walletProblem,
      })}
    </div>
  </section>`
}
