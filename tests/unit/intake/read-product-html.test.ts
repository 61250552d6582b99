// What a shop's page says of its product.

import { expect, test } from 'vitest'
import { readProductHtml } from '#intake/read-product-html.ts'

const described = (product: object) =>
  `<html><head><title>Shop</title><script type="application/ld+json">${JSON.stringify(product)}</script></head>`

const NONE = { title: undefined, price: null, picture: undefined }

test.each<[string, string, ReturnType<typeof readProductHtml>]>([
  [
    'its description',
    described({
      '@type': 'Product',
      name: 'Blue &amp; white cup',
      image: ['/cup.jpg', '/side.jpg'],
      offers: { '@type': 'Offer', price: 12.5, priceCurrency: 'EUR' },
    }),
    { title: 'Blue & white cup', price: { amount: '12.5', currency: 'EUR' }, picture: '/cup.jpg' },
  ],
  [
    'a description inside a graph, with several offers',
    described({
      '@graph': [
        { '@type': 'WebSite', name: 'Shop' },
        {
          '@type': ['Product', 'Thing'],
          name: 'Cup',
          image: { url: 'https://tea.example/cup.png' },
          offers: [{ price: '1,299.00', priceCurrency: 'usd' }, { price: '9' }],
        },
      ],
    }),
    { title: 'Cup', price: { amount: '1299.00', currency: 'USD' }, picture: 'https://tea.example/cup.png' },
  ],
  [
    'its tags',
    `<meta content="Cup &#8211; blue" property="og:title"><meta property=og:image content='/a.jpg'>
     <META PROPERTY="product:price:amount" CONTENT="05.00"><meta name="product:price:currency" content="USD"/>`,
    { title: 'Cup – blue', price: { amount: '5.00', currency: 'USD' }, picture: '/a.jpg' },
  ],
  ['its title alone', '<title>\n Cup |\n Tea </title>', { ...NONE, title: 'Cup | Tea' }],
  [
    'a broken description, and its title',
    '<title>Cup</title><script type="application/ld+json">{"@type":</script>',
    { ...NONE, title: 'Cup' },
  ],
  ['nothing', '<p>hello', NONE],
  [
    'no price that is none',
    described({ '@type': 'Product', name: 'Cup', offers: { price: 'from 5', priceCurrency: 'USD' } }),
    { ...NONE, title: 'Cup' },
  ],
  [
    'no price without a currency',
    described({ '@type': 'Product', name: 'Cup', offers: { price: '5' } }),
    { ...NONE, title: 'Cup' },
  ],
  [
    'character references once',
    '<title>&amp;lt;b&#x3e; &#0; &unknown;</title>',
    { ...NONE, title: '&lt;b> &#0; &unknown;' },
  ],
])('a page says %s', (_, html, expected) => {
  expect(readProductHtml(html)).toEqual(expected)
})

test.each([
  ['open tags', '<meta '.repeat(170_000)],
  ['attributes', `<meta ${'a="b" '.repeat(150_000)}>`],
  ['open scripts', '<script type="application/ld+json">'.repeat(30_000)],
  ['deep descriptions', described({ '@graph': JSON.parse('['.repeat(5_000) + ']'.repeat(5_000)) as object })],
  ['references', `<title>${'&#1'.repeat(600)}</title>`],
])('a megabyte of %s is read, and says nothing', (_, html) => {
  // A search that goes back over itself would take longer than a test may.
  expect(readProductHtml(html.slice(0, 1_048_576)).price).toBeNull()
})
