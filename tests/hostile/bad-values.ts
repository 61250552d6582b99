// What hostile clients put where something else belongs, by kind; each kind is a row of what a careful API refuses.

import type { Json } from '../integration/http/hostile-bodies.ts'

/** What no amount is, although each is somebody's idea of one. */
export const BAD_AMOUNTS: readonly Json[] = [
  ...['-1', '0', '0.000000', '1e3', '0x10', '1.0000001', 'NaN', 'Infinity', '+1', ' 1', '1 ', '1,5', '١٢'],
  ...['99999999999999999999', '9'.repeat(400), `${2n ** 256n}`, '', '.5', '1.', '01'],
  ...[2 ** 53, -1, 0, 0.1, 1e21],
]

/** What no address on a chain is, or nobody may be paid at. */
export const BAD_ADDRESSES: readonly Json[] = [
  ...[
    '0x',
    '0x0',
    `0x${'0'.repeat(39)}`,
    `0x${'0'.repeat(40)}`,
    `0x${'0'.repeat(41)}`,
    `0x${'g'.repeat(40)}`,
  ],
  ...[
    'vitalik.eth',
    '0x70997970c51812dc3A010C7d01b50e0d17dc79C8',
    `0x${'0'.repeat(38)}01`,
    `0x${'0'.repeat(38)}ff`,
  ],
  ...['0х70997970C51812dc3A010C7d01b50e0d17dc79C8', 'bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh'],
]

/** Texts that break out of where they are put, if anything lets them. */
export const NASTY_TEXTS: readonly string[] = [
  ...['', ' ', 'x\0y', '\ud83d', '\u202ecod.exe', '\u200b', '🤦🏽‍♀️'.repeat(500), 'x'.repeat(3_000)],
  ...[
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' or 1=1 --",
    "'; drop table retailer_orders; --",
  ],
  ...[
    '{{7*7}}',
    '${7*7}',
    '%s%n%x',
    '../../../../etc/passwd',
    '..\\..\\boot.ini',
    'a\r\nSet-Cookie: a=b',
    '%0d%0aX: y',
  ],
  ...[
    "=cmd|' /C calc'!A0",
    '+1+1',
    '-1+1',
    '@SUM(1)',
    '\t=1',
    '＝1+1',
    'constructor',
    '__proto__',
    'toString',
    'null',
  ],
  ...['(a+)+$', `${'a'.repeat(2_000)}!`, '\ufeff', 'ＡＤＭＩＮ', 'İ', 'ß', 'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L', 'file:///etc/passwd'],
]

/** What no id, link code or key is. */
export const BAD_IDS: readonly string[] = [
  ...[
    '0',
    '-1',
    '1.5',
    '1e9',
    '99999999999999999999',
    'undefined',
    'null',
    'NaN',
    '[object Object]',
    '*',
    '%',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '..',
    '%2e%2e',
    '%00',
    '%0d%0a',
    '%E0%A4%A',
    '%ff',
    "1'",
    '1%20or%201=1',
  ],
  ...[
    'a'.repeat(3_000),
    '２２２２２',
    '\u202e22',
    'k7m2p',
    '0'.repeat(21),
    '2'.repeat(13),
    '2'.repeat(21),
    '2'.repeat(33),
  ],
]

/** Addresses that lead somewhere they must not lead: inside, elsewhere, or nowhere. */
export const BAD_ADDRESSES_OF_HOSTS: readonly string[] = [
  ...[
    'http://localhost/',
    'http://127.0.0.1:5432/',
    'http://127.1/',
    'http://0x7f.1/',
    'http://2130706433/',
    'http://0/',
  ],
  ...[
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00::1]/',
  ],
  ...[
    'http://100.64.0.1/',
    'http://10.0.0.1/',
    'https://localhost.localdomain/',
    'https://intranet/',
    'https://x:22/',
  ],
  ...[
    'https://user:pass@shop.example/',
    'ftp://shop.example/',
    'javascript:alert(1)',
    'data:text/html,x',
    '//evil.example',
  ],
  ...[
    '/\\evil.example',
    'https://shop.example\\@evil.example/',
    'https://',
    'https://[::1',
    'gopher://x/',
    'x',
    '',
  ],
  ...[
    'https://xn--/',
    'https://ѕhop.example/',
    `https://${'a'.repeat(300)}.example/`,
    'https://shop.example:99999/',
  ],
]

/** Queries that no list takes. */
export const BAD_QUERIES: readonly string[] = [
  ...[
    'limit=0',
    'limit=-1',
    'limit=101',
    'limit=1e9',
    'limit=1.5',
    'limit=',
    'limit=1&limit=2',
    'limit[]=1',
    'limit=١',
  ],
  ...[
    'after=x',
    'after=%00',
    `after=${'a'.repeat(5_000)}`,
    'after=&after=',
    'after[]=x',
    'after=__proto__',
    "after=' or 1=1",
  ],
  ...[
    '__proto__=1',
    'constructor=1',
    'unknown=1',
    'x[y]=z',
    '%',
    '%ff=%ff',
    '=',
    '&&&',
    'from=yesterday',
    'to=-1',
    'from=9e99',
  ],
  ...[
    'state=open%27',
    'state[]=open',
    'marginBps=-1',
    'gasPriceWei=1e18',
    'format=exe',
    'api_key=vp_test_x',
    'callback=x',
  ],
]

/** Values for `Idempotency-Key` that are none; `undefined` leaves the header out. */
export const BAD_IDEMPOTENCY_KEYS: readonly (string | undefined)[] = [
  undefined,
  '',
  ' ',
  'a'.repeat(256),
  'a b',
  'é',
]

/** Media types that a body of JSON does not come under. */
export const BAD_MEDIA_TYPES: readonly string[] = [
  ...[
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'text/csv',
  ],
  ...[
    'application/json; charset=utf-16',
    'application/json;charset=latin1',
    'application/jsonp',
    '*/*',
    'x',
    'image/png',
  ],
]

/** Headers that ask a server to believe what it must not. */
export const LYING_HEADERS: readonly Readonly<Record<string, string>>[] = [
  { 'x-forwarded-for': '1.2.3.4', 'x-real-ip': '127.0.0.1' },
  { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'gopher' },
  { 'x-http-method-override': 'DELETE' },
  { 'x-original-url': '/v1/retailers', 'x-rewrite-url': '/shop' },
  { range: 'bytes=0-0,5-2,-1' },
  { accept: 'application/x-executable;q=9' },
  { cookie: `session=${'x'.repeat(3_000)}; __Host-shop=x; __proto__=1` },
  { 'if-none-match': '*', 'if-match': '"x"' },
  { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  { 'accept-language': `${'a-'.repeat(1_000)}b;q=∞`.replace('∞', 'x') },
  { 'user-agent': '' },
  { referer: 'javascript:alert(1)' },
  { expect: '100-continue' },
  { 'content-encoding': 'gzip' },
  { 'transfer-encoding': 'chunked' },
  Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`x-padding-${i}`, 'x'])),
]
