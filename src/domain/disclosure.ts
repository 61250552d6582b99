// What must be said beside every recommendation that is rewarded: first, plainly, and in the reader's language. The
// wording is kept with each link by its variant, so that it can be shown later what was asked to be said.

/** Languages and countries that have a wording of their own. */
export const LOCALES = ['en-US', 'en-GB', 'de-DE', 'fr-FR'] as const

export type Locale = (typeof LOCALES)[number]

/** Names a wording for good: another wording of the same locale is another variant. */
export type DisclosureVariant = `${Locale}/1`

export type Disclosure = {
  readonly locale: Locale
  readonly variant: DisclosureVariant
  /** The locale in its own words, for people who choose. */
  readonly name: string
  /** Begins the text that is sent with a link. */
  readonly statement: string
  /** Follows it: what the shop is recommended with; `{shop}` stands for its name. */
  readonly invitation: string
  /** Stands above what a person wrote; `{handle}` stands for their name. */
  readonly banner: string
}

/** Where nothing is known of the readers. */
export const DEFAULT_LOCALE: Locale = 'en-US'

const disclosures: Readonly<Record<Locale, Disclosure>> = {
  // 16 CFR 255.5: a material connection is disclosed clearly and conspicuously, beside the endorsement.
  'en-US': {
    locale: 'en-US',
    variant: 'en-US/1',
    name: 'English (United States)',
    statement: 'Ad: I earn a small reward if you buy through my link',
    invitation: 'I like {shop}',
    banner: 'Ad: {handle} recommends this and earns a small reward if you buy',
  },
  // CAP Code 2.1 and the ASA's and CMA's guidance for influencers: obviously an ad, said up front; "affiliate" does not do.
  'en-GB': {
    locale: 'en-GB',
    variant: 'en-GB/1',
    name: 'English (United Kingdom)',
    statement: 'Ad: I am paid a small reward if you buy through my link',
    invitation: 'I like {shop}',
    banner: 'Ad: {handle} recommends this and is paid a small reward if you buy',
  },
  // § 5a (4) UWG: the commercial purpose is made known; "Werbung" or "Anzeige" at the beginning.
  'de-DE': {
    locale: 'de-DE',
    variant: 'de-DE/1',
    name: 'Deutsch (Deutschland)',
    statement: 'Werbung: Ich bekomme eine kleine Belohnung, wenn du über meinen Link kaufst',
    invitation: 'Ich mag {shop}',
    banner: 'Werbung: {handle} empfiehlt das und bekommt eine kleine Belohnung, wenn du kaufst',
  },
  // Loi n° 2023-451, article 5: the commercial intention is told by "publicité" or "collaboration commerciale".
  'fr-FR': {
    locale: 'fr-FR',
    variant: 'fr-FR/1',
    name: 'Français (France)',
    statement: 'Publicité : je reçois une petite récompense si tu achètes avec mon lien',
    invitation: 'J’aime {shop}',
    banner: 'Publicité : {handle} recommande ceci et reçoit une petite récompense si tu achètes',
  },
}

/** Languages without a country of their own here get the wording that is closest. */
const BY_LANGUAGE: Readonly<Record<string, Locale>> = { en: 'en-US', de: 'de-DE', fr: 'fr-FR' }

/** English of these countries is read under rules like the British ones. */
const LIKE_BRITAIN: ReadonlySet<string> = new Set(['en-ie', 'en-au', 'en-nz', 'en-za', 'en-in'])

/** The wording of a locale. */
export function disclosureFor(locale: Locale): Disclosure {
  return disclosures[locale]
}

/** The wording that a link was made with. */
export function disclosureOf(variant: DisclosureVariant): Disclosure {
  return disclosures[variant.slice(0, variant.indexOf('/')) as Locale]
}

/** Above what `handle` wrote, in the wording of the link. */
export function disclosureBanner(variant: DisclosureVariant, handle: string): string {
  return disclosureOf(variant).banner.replace('{handle}', () => handle)
}

/**
 * The locale to begin with, from the languages a browser prefers (RFC 9110, 12.5.4, weights included): the first that
 * there is a wording for, else {@link DEFAULT_LOCALE}.
 */
export function localeFromLanguages(acceptLanguage: string | undefined): Locale {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part, index) => ({ ...weighted(part), index }))
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight || a.index - b.index)
  for (const { tag } of wanted) {
    const found = localeOfTag(tag)
    if (found !== undefined) return found
  }
  return DEFAULT_LOCALE
}

function weighted(part: string): { readonly tag: string; readonly weight: number } {
  const [tag = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
  const weight = parameters.find((text) => text.startsWith('q='))
  return { tag, weight: tag === '' ? 0 : weight === undefined ? 1 : Number(weight.slice(2)) || 0 }
}

function localeOfTag(tag: string): Locale | undefined {
  const exact = LOCALES.find((locale) => locale.toLowerCase() === tag)
  if (exact !== undefined) return exact
  if (LIKE_BRITAIN.has(tag)) return 'en-GB'
  return BY_LANGUAGE[tag.split('-')[0] ?? '']
}
