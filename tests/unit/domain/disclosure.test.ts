// What is said beside a rewarded recommendation: first, in the reader's language, and known by its variant.

import { describe, expect, test } from 'vitest'
import {
  disclosureBanner,
  disclosureFor,
  disclosureOf,
  localeFromLanguages,
  LOCALES,
  type Locale,
} from '#domain/disclosure.ts'
import { shareText } from '#web/pages/share-text.ts'

describe('the text that goes out with a link', () => {
  test.each([
    [
      'en-US',
      'Ad: I earn a small reward if you buy through my link. I like Tea & Leaf: https://v.example/r/a',
    ],
    [
      'en-GB',
      'Ad: I am paid a small reward if you buy through my link. I like Tea & Leaf: https://v.example/r/a',
    ],
    [
      'de-DE',
      'Werbung: Ich bekomme eine kleine Belohnung, wenn du über meinen Link kaufst. Ich mag Tea & Leaf: https://v.example/r/a',
    ],
    [
      'fr-FR',
      'Publicité : je reçois une petite récompense si tu achètes avec mon lien. J’aime Tea & Leaf: https://v.example/r/a',
    ],
  ] as const)('begins with the ad, in the words of %s', (locale, text) => {
    const { variant } = disclosureFor(locale)
    expect(shareText({ shopName: 'Tea & Leaf', url: 'https://v.example/r/a', disclosure: variant })).toBe(
      text,
    )
  })

  test('takes a shop’s name as it is, whatever signs are in it', () => {
    const text = shareText({ shopName: '$& $1 {shop}', url: 'u', disclosure: 'en-US/1' })
    expect(text).toContain('I like $& $1 {shop}: u')
  })
})

describe('the banner above what a person wrote', () => {
  test.each([
    ['en-US/1', 'Ad: mia.bakes recommends this and earns a small reward if you buy'],
    ['en-GB/1', 'Ad: mia.bakes recommends this and is paid a small reward if you buy'],
    ['de-DE/1', 'Werbung: mia.bakes empfiehlt das und bekommt eine kleine Belohnung, wenn du kaufst'],
    ['fr-FR/1', 'Publicité : mia.bakes recommande ceci et reçoit une petite récompense si tu achètes'],
  ] as const)('names them, %s', (variant, text) => {
    expect(disclosureBanner(variant, 'mia.bakes')).toBe(text)
  })

  test('takes a name as it is', () => {
    expect(disclosureBanner('en-US/1', '$&')).toBe(
      'Ad: $& recommends this and earns a small reward if you buy',
    )
  })
})

test('every locale has a wording that is found by its variant and hides behind no other word', () => {
  for (const locale of LOCALES) {
    const disclosure = disclosureFor(locale)
    expect(disclosureOf(disclosure.variant)).toBe(disclosure)
    for (const text of [disclosure.statement, disclosure.banner]) {
      expect(text).toMatch(/^(?:Ad:|Werbung:|Publicité :)/)
      expect(text).not.toMatch(/affiliate|sponsor|partner/i)
    }
  }
})

test.each<[string | undefined, Locale]>([
  [undefined, 'en-US'],
  ['', 'en-US'],
  ['de-DE,de;q=0.9,en;q=0.8', 'de-DE'],
  ['de-AT', 'de-DE'],
  ['fr-CA', 'fr-FR'],
  ['en-GB', 'en-GB'],
  ['en-AU', 'en-GB'],
  ['en', 'en-US'],
  ['ja,fr;q=0.5', 'fr-FR'],
  ['en;q=0.2,de;q=0.7', 'de-DE'],
  ['de;q=0,fr', 'fr-FR'],
  ['*', 'en-US'],
  [';;,,q=1', 'en-US'],
])('from the languages %s a browser prefers, the readers are taken to be in %s', (languages, locale) => {
  expect(localeFromLanguages(languages)).toBe(locale)
})
