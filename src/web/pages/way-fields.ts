// Fields that the forms for campaigns and deals share.

import { html, type Html } from './html.ts'

/** A choice among people of a program. */
export function personField(id: string, people: readonly { recommenderId: string; handle: string }[]): Html {
  return html`<div class="field">
    <label for="${id}">Person</label>
    <select id="${id}" name="recommenderId">
      ${people.map(({ recommenderId, handle }) => html`<option value="${recommenderId}">${handle}</option>`)}
    </select>
  </div>`
}

/** One line of text that has to be given. */
export function textField(id: string, name: string, label: string): Html {
  return html`<div class="field">
    <label for="${id}">${label}</label>
    <input class="words" id="${id}" name="${name}" type="text" required autocomplete="off" />
  </div>`
}
