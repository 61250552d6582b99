// E-mail addresses in the one form in which two addresses of the same mailbox compare equal.

/** Longest address that mail carries (RFC 5321, section 4.5.3.1.3, less the brackets). */
const EMAIL_LENGTH_MAX = 254

/** Mail hosts under two names that leave dots out of account: the same mailbox, however it is written. */
const DOTLESS_HOSTS: readonly string[] = ['gmail.com', 'googlemail.com']

/**
 * Trims, lowers and drops a `+tag`; dots stay, as most mail hosts tell them apart, but for Gmail, which does not.
 * Undefined for what is no address.
 */
export function normalisedEmail(text: string): string | undefined {
  const email = text.trim().toLowerCase()
  const at = email.lastIndexOf('@')
  if (at < 1 || at === email.length - 1 || email.length > EMAIL_LENGTH_MAX || /\s/.test(email))
    return undefined
  const mailbox = email.slice(0, at).replace(/(?!^)\+.*$/s, '')
  const host = email.slice(at + 1)
  if (!DOTLESS_HOSTS.includes(host)) return `${mailbox}@${host}`
  return `${mailbox.replaceAll('.', '') || mailbox}@gmail.com`
}
