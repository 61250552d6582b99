import { judgeClick } from '#domain/misuse/judge-click.ts'
import { describe, expect, it } from 'vitest'

import type { ClickMisuseContext } from '#domain/misuse/click-context.ts'

import { click } from './contexts.ts'

const BANNED = { bannedSources: ['coupons.example', '*.deals.example'] }

describe('judgeClick', () => {
  it.each<[string, string, Partial<ClickMisuseContext>]>([
    ['F06', 'a crawler', { isMachine: true }],
    ['F06', 'a page fetched ahead of a click', { fetchPurpose: 'prefetch;prerender' }],
    ['F06', 'a preview of an old browser', { fetchPurpose: 'preview' }],
    ['F11', 'a picture in another page', { fetchDestination: 'image' }],
    ['F11', 'a frame in another page', { fetchDestination: 'iframe' }],
    ['F13', 'a banned site', { sourceHost: 'coupons.example' }],
    ['F13', 'a part of a banned site, in capitals', { sourceHost: 'WWW.Deals.example' }],
    ['F13', 'an advertisement of Google', { parameterNames: ['gclid'] }],
    ['F13', 'an advertisement of TikTok', { parameterNames: ['utm_source', 'TTCLID'] }],
    ['F07', 'the same visitor within the hour', { seenBefore: true }],
  ])('rejects by %s: %s', (rule, _, change) => {
    expect(judgeClick(click(change), BANNED)?.rule).toBe(rule)
  })

  it.each<[string, Partial<ClickMisuseContext>]>([
    ['a person', {}],
    ['a person whose browser says that they opened the page', { fetchDestination: 'document' }],
    ['a fetch with another purpose', { fetchPurpose: 'navigate' }],
    ['a site whose name only ends like a banned one', { sourceHost: 'mydeals.example' }],
    ['the bare domain where only its parts are banned', { sourceHost: 'deals.example' }],
    ['a part of a site that is banned by itself alone', { sourceHost: 'blog.coupons.example' }],
    ['a link shared on Facebook, which marks every click', { parameterNames: ['fbclid'] }],
    ['an advertisement that the campaign allows', { parameterNames: ['gclid'], mayBeAdvertised: true }],
  ])('passes: %s', (_, change) => {
    expect(judgeClick(click(change), BANNED)).toBeUndefined()
  })

  it('passes any site where the program bans none', () => {
    expect(judgeClick(click({ sourceHost: 'coupons.example' }), undefined)).toBeUndefined()
  })

  it('names a repeat of a banned click as banned', () => {
    const again = click({ sourceHost: 'coupons.example', seenBefore: true })
    expect(judgeClick(again, BANNED)?.rule).toBe('F13')
  })
})
