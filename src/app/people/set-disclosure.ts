// In whose wording the text of a link says that it is an ad: chosen by the person, kept with the link.

import { disclosureFor, type Locale } from '#domain/disclosure.ts'
import { Problem } from '#domain/problem.ts'

import type { AppDeps } from '../deps.ts'
import type { LinkMade } from './create-link.ts'

/** Changes it in both families; throws `not_found` for a link that is not this person's. */
export async function setDisclosure(
  deps: Pick<AppDeps, 'retailers' | 'recommenders'>,
  input: { readonly recommenderId: string; readonly code: string; readonly locale: Locale },
): Promise<LinkMade> {
  const { recommenderId, code } = input
  const disclosure = disclosureFor(input.locale).variant
  const links = await deps.recommenders.transaction(recommenderId, (unit) => unit.links())
  const link = links.find((one) => one.code === code)
  if (!link) throw new Problem('not_found')
  await deps.retailers.transaction(link.retailerId, (unit) => unit.privacy.setDisclosure(code, disclosure))
  await deps.recommenders.transaction(recommenderId, (unit) => unit.setDisclosure(code, disclosure))
  return { code, disclosure }
}
