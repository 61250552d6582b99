// E-mail addresses in the one form in which two addresses of the same mailbox compare equal.

/** Longest address that mail carries (RFC 5321, section 4.5.3.1.3, less the brackets). */
const EMAIL_LENGTH_MAX = 254

/** Trims, lowers and drops a `+tag`; dots stay, as most mail hosts tell them apart. Undefined for what is no address. */
export function normalisedEmail(text: string): string | undefined {
  const email = text.trim().toLowerCase()
  const at = email.lastIndexOf('@')
  if (at < 1 || at === email.length - 1 || email.length > EMAIL_LENGTH_MAX || /\s/.test(email))
    return undefined
  return email.slice(0, at).replace(/(?!^)\+.*$/s, '') + email.slice(at)
}
