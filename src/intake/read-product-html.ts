// What a page says of its product: by its schema.org description, else by its Open Graph tags, else by its title. Read
// with plain searches over a bounded text; nothing of the page is run or kept.

/** What is found; `picture` is an address as the page writes it. */
export type ProductHtml = {
  readonly title: string | undefined
  readonly price: { readonly amount: string; readonly currency: string } | null
  readonly picture: string | undefined
}

/** Descriptions looked at in one page. */
const DESCRIPTIONS_MAX = 20

/** How deep a product may lie in a description: a graph, a list, the product, its variant, its offer. */
const DEPTH_MAX = 6

/** Tags of a kind looked at in one page; a page describes itself in its first few. */
const TAGS_MAX = 200

/** Longest tag read, in characters. */
const TAG_LENGTH_MAX = 2000

const ATTRIBUTE = /([a-z:_-]{1,40})\s{0,9}=\s{0,9}(?:"([^"]{0,1900})"|'([^']{0,1900})'|([^\s"'>]{1,1900}))/gi

/** Reads the text of an HTML page. */
export function readProductHtml(html: string): ProductHtml {
  const tags = metaTags(html)
  const product = descriptions(html).flatMap((value) => productsIn(value, 0))[0]
  return {
    title: textOf(product?.['name']) ?? tags.get('og:title') ?? plain(elements(html, 'title', 1)[0]?.content),
    price:
      offeredPrice(product) ??
      price(
        tags.get('product:price:amount') ?? tags.get('og:price:amount'),
        tags.get('product:price:currency') ?? tags.get('og:price:currency'),
      ),
    picture: pictureOf(product?.['image']) ?? tags.get('og:image'),
  }
}

/** The first content of each name or property. */
function metaTags(html: string): ReadonlyMap<string, string> {
  const tags = new Map<string, string>()
  for (const { tag } of elements(html, 'meta', TAGS_MAX)) {
    const attributes = new Map(
      Array.from(tag.matchAll(ATTRIBUTE), ([, name = '', double, single, bare]) => [
        name.toLowerCase(),
        double ?? single ?? bare ?? '',
      ]),
    )
    const name = (attributes.get('property') ?? attributes.get('name'))?.toLowerCase()
    const content = plain(attributes.get('content'))
    if (name !== undefined && content !== undefined && !tags.has(name)) tags.set(name, content)
  }
  return tags
}

type Node = Readonly<Record<string, unknown>>

function descriptions(html: string): readonly unknown[] {
  return elements(html, 'script', TAGS_MAX)
    .filter(({ tag }) => /application\/ld\+json/i.test(tag))
    .slice(0, DESCRIPTIONS_MAX)
    .flatMap(({ content }) => {
      try {
        return [JSON.parse(content) as unknown]
      } catch {
        return []
      }
    })
}

/** The first elements of a name, each with its opening tag; searches go forward only, so that no page takes long. */
function elements(
  html: string,
  name: string,
  most: number,
): readonly { readonly tag: string; readonly content: string }[] {
  const found: { tag: string; content: string }[] = []
  // Of ASCII alone, so that every character stays where it is.
  const lower = html.replaceAll(/[A-Z]+/g, (capitals) => capitals.toLowerCase())
  for (let start = lower.indexOf(`<${name}`); start >= 0 && found.length < most;) {
    const opened = html.indexOf('>', start)
    if (opened < 0) break
    // A meta element has no content; of the others, one that is never closed has none that could be read.
    const closed = name === 'meta' ? opened + 1 : lower.indexOf(`</${name}`, opened)
    if (closed < 0) break
    if (opened - start <= TAG_LENGTH_MAX)
      found.push({ tag: html.slice(start, opened + 1), content: html.slice(opened + 1, closed) })
    start = lower.indexOf(`<${name}`, closed)
  }
  return found
}

/** The objects of type Product in a description, the outermost first (schema.org/Product). */
function productsIn(value: unknown, depth: number): readonly Node[] {
  if (depth > DEPTH_MAX || typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap((item) => productsIn(item, depth + 1))
  const node = value as Node
  if ([node['@type']].flat().some((type) => type === 'Product' || type === 'ProductGroup')) return [node]
  return productsIn(node['@graph'] ?? node['mainEntity'], depth + 1)
}

function offeredPrice(product: Node | undefined): ProductHtml['price'] {
  const [offer] = [product?.['offers']].flat() as readonly unknown[]
  if (typeof offer !== 'object' || offer === null) return null
  const { price: amount, lowPrice, priceCurrency } = offer as Node
  return price(amount ?? lowPrice, priceCurrency)
}

/** `1,299.00` and 1299 are `1299.00`; what is no amount with a currency is no price. */
function price(amount: unknown, currency: unknown): ProductHtml['price'] {
  const digits = scalarText(amount).replace(/^(\d{1,3}(?:,\d{3})+)(?=\.|$)/, (whole) =>
    whole.replaceAll(',', ''),
  )
  const code = scalarText(currency).toUpperCase()
  if (!/^\d{1,9}(?:\.\d{1,6})?$/.test(digits) || !/^[A-Z]{3}$/.test(code)) return null
  return { amount: digits.replace(/^0+(?=\d)/, ''), currency: code }
}

function scalarText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
}

function pictureOf(image: unknown): string | undefined {
  const [first] = [image].flat() as readonly unknown[]
  return typeof first === 'object' && first !== null ? textOf((first as Node)['url']) : textOf(first)
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? plain(value) : undefined
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}

/** Character references read (once), white space made single; undefined for nothing. */
function plain(text: string | undefined): string | undefined {
  const read = text
    ?.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi, (whole, decimal, hex, name) =>
      characterOf(whole, { decimal, hex, name }),
    )
    .replaceAll(/\s+/g, ' ')
    .trim()
  return read === '' ? undefined : read
}

function characterOf(
  whole: string,
  { decimal, hex, name }: { decimal?: string; hex?: string; name?: string },
): string {
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole
  const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
  return point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff)
    ? String.fromCodePoint(point)
    : whole
}
