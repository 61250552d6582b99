// One field of a form: label, hint, input, and what was wrong beside it.

import { html, type Html } from './html.ts'

export type FormField = {
  readonly name: string
  /** Where the page has several fields of this name; else the name. */
  readonly id?: string
  readonly label: string
  readonly hint: string
  readonly value?: string | undefined
  readonly problem?: string | undefined
  readonly type?: 'text' | 'email' | 'password'
  readonly autocomplete: string
  readonly isCode?: boolean
  readonly isOptional?: boolean
  /** Most characters the server takes, as far as the browser can help. */
  readonly maxLength: number
}

/** The field with its hint and problem tied to it for screen readers; a wrong field is where the page opens. */
export function formField(field: FormField): Html {
  const { name, id = name, problem, isOptional = false } = field
  const isWrong = problem !== undefined
  return html`<div class="field">
    <label for="${id}">${field.label}${isOptional ? ' (optional)' : ''}</label>
    <p class="hint" id="${id}-hint">${field.hint}</p>
    ${isWrong && html`<p class="wrong" id="${id}-wrong">${wrongSentence(problem)}</p>`}
    <input
      class="${field.isCode === true ? 'code' : 'words'}"
      id="${id}"
      name="${name}"
      type="${field.type ?? 'text'}"
      value="${field.value ?? ''}"
      maxlength="${field.maxLength}"
      autocomplete="${field.autocomplete}"
      autocapitalize="none"
      spellcheck="false"
      aria-describedby="${id}-hint${isWrong ? ` ${id}-wrong` : ''}"
      aria-invalid="${isWrong ? 'true' : 'false'}"
      ${!isOptional && html`required`}
      ${isWrong && html`autofocus`}
    />
  </div>`
}

/** `is not an address` → `This is not an address.` */
export function wrongSentence(problem: string): string {
  if (/^[A-Z]/.test(problem)) return problem.endsWith('.') ? problem : `${problem}.`
  return `This ${problem}.`
}
