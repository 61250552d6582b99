// Writes HTML with everything escaped that comes from outside. Only what this tag made itself goes in as markup.

const markup = Symbol('markup')

/** A piece of HTML that is safe to send. */
export type Html = { readonly [markup]: string }

/** What may stand in a template; nothing is written for undefined, null and false. */
export type HtmlValue = Html | readonly Html[] | string | number | undefined | null | false

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Template tag: literal parts are markup, values are text. Attributes must be quoted. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const written = parts.map((part, index) => part + (index < values.length ? toMarkup(values[index]) : ''))
  return { [markup]: written.join('') }
}

/** Takes `text` as markup without escaping; for pictures that this program drew itself. */
export function drawnMarkup(text: string): Html {
  return { [markup]: text }
}

/** The finished text. */
export function htmlText(page: Html): string {
  return page[markup]
}

function toMarkup(value: HtmlValue): string {
  if (value === undefined || value === null || value === false) return ''
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value))
  if (isList(value)) return value.map(htmlText).join('')
  return htmlText(value)
}

function isList(value: Html | readonly Html[]): value is readonly Html[] {
  return Array.isArray(value)
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '')
}
