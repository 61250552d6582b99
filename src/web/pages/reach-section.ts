// How far a person reaches, by their own word, and the way in for friends whom they bring.

import { formField } from './form-field.ts'
import { html, type Html } from './html.ts'

/** Digits of the largest count, with room for spaces between thousands. */
const FOLLOWERS_LENGTH_MAX = 16

export type ReachLink = { readonly code: string; readonly programId: string; readonly shopName: string }

export type Reach = {
  readonly links: readonly ReachLink[]
  readonly publicUrl: string
  readonly token: string
}

/** Two cards of the page at `/me/:token`. */
export function reachSection({ links, publicUrl, token }: Reach): Html {
  return html`<section>
    <h2>Friends and followers</h2>
    <div class="list">${links.length > 0 && friendsCard(links, publicUrl)} ${followersCard(token)}</div>
  </section>`
}

function friendsCard(links: readonly ReachLink[], publicUrl: string): Html {
  return html`<div class="card">
    <h3>Bring a friend</h3>
    <p class="small soft">
      Whoever joins through this is kept as brought by you. Some shops give a part of that friend's rewards to
      whoever brought them; it never costs the shop more.
    </p>
    ${links.map(
      ({ code, programId, shopName }) =>
        html`<p class="small">${shopName}</p>
          <p class="copy">${publicUrl}/join/${programId}?via=${code}</p>`,
    )}
  </div>`
}

function followersCard(token: string): Html {
  return html`<form class="card" method="post" action="/me/${token}/followers">
    <h3>How many people follow you</h3>
    ${formField({
      name: 'followers',
      label: 'Followers',
      hint: 'Shown to shops as your own word. What a shop has looked up itself stays as it is.',
      value: undefined,
      problem: undefined,
      autocomplete: 'off',
      maxLength: FOLLOWERS_LENGTH_MAX,
    })}
    <button class="quiet" type="submit">Save</button>
  </form>`
}
