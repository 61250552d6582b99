// What a buyer's e-mail address tells beyond itself: whether it is a throw-away one, and a domain of one's own.

import disposableDomains from 'disposable-email-domains/index.json' with { type: 'json' }
import { normalisedEmail } from '#schema/normalised-email.ts'

/** Mail hosts that everybody uses: sharing one of them says nothing of two people. */
const PUBLIC_PROVIDERS: ReadonlySet<string> = new Set([
  ...[
    'gmail.com',
    'googlemail.com',
    'outlook.com',
    'hotmail.com',
    'live.com',
    'msn.com',
    'yahoo.com',
    'ymail.com',
  ],
  ...[
    'icloud.com',
    'me.com',
    'mac.com',
    'aol.com',
    'proton.me',
    'protonmail.com',
    'gmx.com',
    'gmx.de',
    'gmx.net',
  ],
  ...['web.de', 't-online.de', 'freenet.de', 'orange.fr', 'free.fr', 'laposte.net', 'sfr.fr', 'wanadoo.fr'],
  ...['hotmail.co.uk', 'hotmail.fr', 'yahoo.co.uk', 'yahoo.fr', 'yahoo.de', 'yahoo.co.jp', 'btinternet.com'],
  ...['libero.it', 'mail.ru', 'yandex.ru', 'qq.com', '163.com', 'naver.com', 'comcast.net', 'fastmail.com'],
])

const DISPOSABLE: ReadonlySet<string> = new Set(disposableDomains)

export type BuyerEmail = {
  readonly buyerEmail?: string
  readonly buyerEmailDomain?: string
  readonly disposableEmail?: boolean
}

/** Reads the first of `texts` that is an address; nothing when none is. */
export function readBuyerEmail(...texts: readonly (string | null | undefined)[]): BuyerEmail {
  const buyerEmail = texts.map((text) => normalisedEmail(text ?? '')).find((email) => email !== undefined)
  if (buyerEmail === undefined) return {}
  const domain = buyerEmail.slice(buyerEmail.lastIndexOf('@') + 1)
  return {
    buyerEmail,
    disposableEmail: DISPOSABLE.has(domain),
    ...(PUBLIC_PROVIDERS.has(domain) ? {} : { buyerEmailDomain: domain }),
  }
}
