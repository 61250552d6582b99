// Where the readers of a link are: whose wording its disclosure has.

import { disclosureFor, LOCALES, type Locale } from '#domain/disclosure.ts'
import { html, type Html } from './html.ts'

/** A choice of locales under `id`, with what each one's text begins with. */
export function localeField({ id, chosen }: { readonly id: string; readonly chosen: Locale }): Html {
  return html`<div class="field">
    <label for="${id}">Who will read it?</label>
    <p class="hint" id="${id}-hint">Each country wants other words for the ad that your text begins with.</p>
    <select id="${id}" name="locale" aria-describedby="${id}-hint">
      ${LOCALES.map(
        (locale) =>
          html`<option value="${locale}" ${locale === chosen && html`selected`}>
            ${disclosureFor(locale).name}
          </option>`,
      )}
    </select>
  </div>`
}
