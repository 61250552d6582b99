// Nothing from outside becomes markup.

import { describe, expect, test } from 'vitest'
import { drawnMarkup, html, htmlText } from '#web/pages/html.ts'

describe('the html tag', () => {
  test('escapes text, in elements and in quoted attributes', () => {
    const evil = `"><script>alert('x')</script>&amp;`
    expect(htmlText(html`<a title="${evil}">${evil}</a>`)).toBe(
      '<a title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;">' +
        '&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;</a>',
    )
  })

  test('keeps its own markup, alone and in lists', () => {
    const items = ['a', '<b>'].map((text) => html`<b>${text}</b>`)
    expect(htmlText(html`<i>${items}</i>`)).toBe('<i><b>a</b><b>&lt;b&gt;</b></i>')
  })

  test('writes nothing for undefined, null and false, and zero as zero', () => {
    expect(htmlText(html`[${undefined}${null}${false}${0}]`)).toBe('[0]')
  })

  test('takes no markup from data that only looks like it', () => {
    const forged = JSON.parse('{"markup":"<b>"}') as never
    expect(htmlText(html`${drawnMarkup('<i></i>')}`)).toBe('<i></i>')
    expect(htmlText(html`[${forged}]`)).not.toContain('<b>')
  })
})
