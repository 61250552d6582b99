// Following a link: counted, stamped with a click token, and sent to the program's own shop. Answers from memory.

import {
  CLICK_NONCE_LENGTH,
  clickClaimText,
  formatClickToken,
  LINK_CODE_LENGTH,
} from '#domain/click-token.ts'
import { isId, retailerIdOf } from '#domain/ids.ts'
import { addressWith } from '#domain/landing-address.ts'
import { judgeClick } from '#domain/misuse/judge-click.ts'
import { isOwnAddress } from '#domain/own-hosts.ts'
import { SECOND_MS } from '#domain/time.ts'
import { stringToBytes } from 'viem/utils'

import { campaignsOf } from '../campaigns/campaigns-of.ts'
import { newCode } from '../new-id.ts'
import { policyInForce } from '../policies/policy-in-force.ts'
import { retailerKey } from '../retailers/retailer-keys.ts'

import type { ClickMisuseContext } from '#domain/misuse/click-context.ts'
import type { MisuseRule } from '#domain/misuse/verdict.ts'
import type { ClickVerdict, StoryClick } from '#ports/click-rows.ts'
import type { LinkTarget } from '#ports/click-buffer.ts'

import type { AppDeps } from '../deps.ts'

/** What the visitor's browser told; none of it is stored. */
export type FollowLinkInput = {
  readonly code: string
  /** The product of a story that led here: its address on the program's own hosts instead of the shop's front page. */
  readonly product?: StoryClick & { readonly url: string | null }
  /** `HEAD` looks the link up and counts nothing. */
  readonly method: string
  readonly userAgent?: string
  readonly ip?: string
  /** `Sec-Fetch-Dest`: a link that a person follows is a `document`; anything else was embedded. */
  readonly secFetchDest?: string
  /** `Sec-Purpose` or `Purpose`: fetched ahead of a click. */
  readonly secPurpose?: string
  /** Host of the page that the click came from, by `Referer`. */
  readonly sourceHost?: string
  /** Names of the parameters of the link's address, such as those that advertising networks add. */
  readonly parameterNames?: readonly string[]
  /** The visitor asks not to be profiled (`Sec-GPC: 1` or `DNT: 1`). */
  readonly gpc: boolean
  /** The user agent names a machine. */
  readonly botHint: boolean
}

type FollowLinkDeps = Pick<AppDeps, 'retailers' | 'clicks' | 'clock' | 'random' | 'macs' | 'sealer'>

/** Where to send the visitor: the shop, with `ref` and (for people) `utm_id`; undefined for an unknown code. */
export async function followLink(
  deps: FollowLinkDeps,
  input: FollowLinkInput,
): Promise<{ readonly location: string } | undefined> {
  const { code } = input
  if (!isId(code, LINK_CODE_LENGTH)) return undefined
  const target = await deps.clicks.target(code, () => loadTarget(deps, code))
  if (!target) return undefined

  const { product } = input
  const landing = landingOf(target, product?.url ?? null)
  const location = addressWith(landing, { ref: code })
  if (input.method !== 'GET') return { location }

  const now = deps.clock.now()
  const clickId = newCode(deps, CLICK_NONCE_LENGTH)
  const visitorKey = visitorKeyOf(deps, input, now)
  const verdict = verdictOf(deps, input, { target, visitorKey, now })
  deps.clicks.add({
    retailerId: target.retailerId,
    clickId,
    code,
    clickedAt: now,
    visitorKey,
    verdict,
    story: product && { code: product.code, productId: product.productId },
  })

  if (verdict === 'counted' || verdict === 'duplicate') {
    const claim = {
      code,
      clickedAtSeconds: Math.floor(now / SECOND_MS),
      nonce: clickId,
    }
    const mac = deps.macs.hmacSha256(target.clickKey, stringToBytes(clickClaimText(claim)))
    return { location: addressWith(landing, { ref: code, utm_id: formatClickToken(claim, mac) }) }
  }
  return { location }
}

/** The product's address when it is still one of the program's own; else the shop's. */
function landingOf({ shopUrl }: LinkTarget, productUrl: string | null): string {
  return productUrl !== null && isOwnAddress(productUrl, shopUrl) ? productUrl : shopUrl
}

async function loadTarget(deps: FollowLinkDeps, code: string): Promise<LinkTarget | undefined> {
  const retailerId = retailerIdOf(code)
  if (!retailerId) return undefined
  return deps.retailers.transaction(retailerId, async (unit) => {
    const link = await unit.programs.link(code)
    const program = link && (await unit.programs.program(link.programId))
    if (!program) return undefined
    // Campaigns come after their program, so rules that name one are always a later version.
    const { policy } = await policyInForce(unit, { programId: program.programId, at: deps.clock.now() })
    const { misuse } = policy
    const campaigns = await campaignsOf(unit, link, deps.clock.now())
    return {
      code,
      retailerId,
      shopUrl: program.shopUrl,
      clickKey: await retailerKey(deps, unit, 'click'),
      misuse,
      mayBeAdvertised: campaigns.some((id) => misuse?.paidTrafficCampaigns?.includes(id)),
    }
  })
}

/** Keyed hash of address and browser under the day's salt; undefined where nobody is to be recognised. */
function visitorKeyOf(
  deps: Pick<AppDeps, 'clicks' | 'macs'>,
  { ip, userAgent, gpc, botHint }: FollowLinkInput,
  now: number,
): Uint8Array | undefined {
  if (gpc || botHint || ip === undefined) return undefined
  return deps.macs.hmacSha256(deps.clicks.visitorSalt(now), stringToBytes(`${ip}\n${userAgent ?? ''}`))
}

type ClickAt = {
  readonly target: LinkTarget
  readonly visitorKey: Uint8Array | undefined
  readonly now: number
}

/** What the rule that rejected a click makes of it. */
const VERDICT_OF_RULE: Readonly<Partial<Record<MisuseRule, ClickVerdict>>> = {
  F06: 'bot',
  F07: 'duplicate',
  F11: 'embedded',
  F13: 'banned',
}

function verdictOf(
  { clicks }: Pick<AppDeps, 'clicks'>,
  { code, userAgent, botHint, secFetchDest, secPurpose, sourceHost, parameterNames = [] }: FollowLinkInput,
  { target, visitorKey, now }: ClickAt,
): ClickVerdict {
  const click: ClickMisuseContext = {
    isMachine: botHint || !userAgent,
    ...(secPurpose === undefined ? {} : { fetchPurpose: secPurpose }),
    ...(secFetchDest === undefined ? {} : { fetchDestination: secFetchDest }),
    ...(sourceHost === undefined ? {} : { sourceHost }),
    parameterNames,
    mayBeAdvertised: target.mayBeAdvertised,
    seenBefore: false,
  }
  const rejected = judgeClick(click, target.misuse)
  if (rejected?.evidence['isAhead'] === true) return 'prefetch'
  if (rejected) return VERDICT_OF_RULE[rejected.rule] ?? 'bot'
  // Only a click that counts is remembered: a preview before it does not make it a repeat.
  const seenBefore = visitorKey !== undefined && clicks.seenBefore(code, visitorKey, now)
  return judgeClick({ ...click, seenBefore }, target.misuse) ? 'duplicate' : 'counted'
}
