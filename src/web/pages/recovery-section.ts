// What can take a passkey's place one day, and how that is changed.

import type { Instant } from '#domain/order-facts.ts'
import { formField } from './form-field.ts'
import { html, type Html } from './html.ts'
import { day, shortened } from './parts.ts'

/** Longest address that is taken, in characters. */
const ADDRESS_MAX_LENGTH = 60

/** Who may sign for an account. */
export type ShownSigner = {
  readonly kind: 'nobody' | 'address' | 'passkey'
  readonly address?: string
  readonly passkeyId?: string | null
}

export type RecoveryShown = {
  readonly token: string
  readonly key: ShownSigner
  readonly recovery: ShownSigner
  readonly passkeys: readonly {
    readonly passkeyId: string
    readonly createdAt: Instant
    readonly role: 'key' | 'recovery' | null
  }[]
  readonly values: Readonly<Record<string, string | undefined>>
  readonly problems: { readonly address?: string }
}

/** What there is, and the forms that change it. */
export function recoverySection(page: RecoveryShown): Html {
  const { token, recovery } = page
  return html`<section class="card">
    <h2>If you lose this device</h2>
    <p>${recoveryNow(page)}</p>
    ${recovery.kind === 'passkey' && takeOver(page)} ${recovery.kind === 'address' && takeOverByAddress(page)}
    <details>
      <summary>Change it</summary>
      <p class="hint">
        A change waits seven days, and either of both can cancel it until then. An address of your own goes on
        working if this site is ever gone; a second passkey does not.
      </p>
      ${spareForm(page)} ${addressForm(page)}
      ${
        recovery.kind !== 'nobody' &&
        html`<form method="post" action="/me/${token}/money/recovery">
          <input type="hidden" name="recovery" value="nobody" />
          <button class="quiet" type="submit">Let nothing take its place</button>
        </form>`
      }
    </details>
  </section>`
}

function recoveryNow({ recovery, passkeys }: RecoveryShown): Html {
  switch (recovery.kind) {
    case 'nobody':
      return html`Nothing can take your passkey’s place: if it is lost, so is the money in this account. Name
      something that can.`
    case 'address':
      return html`Your address ${shortened(recovery.address ?? '')} can name a new passkey, and cancel what
      waits.`
    case 'passkey': {
      const kept = passkeys.find(({ passkeyId }) => passkeyId === recovery.passkeyId)
      return kept
        ? html`Your second passkey, made on ${day(kept.createdAt)}, can take the first one’s place.`
        : html`Another passkey can take the first one’s place.`
    }
    default:
      return recovery.kind satisfies never
  }
}

/** For whoever holds the second passkey alone. */
function takeOver({ token, recovery }: RecoveryShown): Html {
  const { passkeyId } = recovery
  if (typeof passkeyId !== 'string') return html``
  return html`<form method="post" action="/me/${token}/money/key">
    <input type="hidden" name="passkeyId" value="${passkeyId}" />
    <input type="hidden" name="by" value="recovery" />
    <p class="hint">
      Did you lose the first one? The second signs for itself, and takes over after seven days. Addresses that
      got money before then wait two days once more.
    </p>
    <button class="quiet" type="submit">Let the second take over</button>
  </form>`
}

/** For whoever holds the address, and has made a passkey on a new device. */
function takeOverByAddress({ token, passkeys }: RecoveryShown): Html {
  const others = passkeys.filter(({ role }) => role === null)
  if (others.length === 0) {
    return html`<p class="hint">
      Did you lose it? <a href="/me/${token}/sign-in">Make a passkey</a> on the device that you have. Then
      your address can let it take over.
    </p>`
  }
  return html`<form method="post" action="/me/${token}/money/key">
    <input type="hidden" name="by" value="recovery" />
    <p class="hint">
      Did you lose it? Your address signs, and the passkey that you choose takes over after seven days.
      Addresses that got money before then wait two days once more.
    </p>
    ${chooseOne('takesOver', others)}
    <button class="quiet" type="submit">Let it take over</button>
  </form>`
}

function chooseOne(id: string, passkeys: RecoveryShown['passkeys']): Html {
  return html`<div class="field">
    <label for="${id}">A passkey of yours</label>
    <select id="${id}" name="passkeyId">
      ${passkeys.map(
        ({ passkeyId, createdAt }, index) =>
          html`<option value="${passkeyId}">number ${index + 1}, made on ${day(createdAt)}</option>`,
      )}
    </select>
  </div>`
}

function spareForm({ token, passkeys }: RecoveryShown): Html {
  const others = passkeys.filter(({ role }) => role === null)
  if (others.length === 0) {
    return html`<p class="small">
      For a second passkey, <a href="/me/${token}/sign-in">make one</a> first, best on another device.
    </p>`
  }
  return html`<form method="post" action="/me/${token}/money/recovery">
    <input type="hidden" name="recovery" value="passkey" />
    ${chooseOne('passkeyId', others)}
    <button class="quiet" type="submit">Let it take the first one’s place one day</button>
  </form>`
}

function addressForm({ token, values, problems }: RecoveryShown): Html {
  return html`<form method="post" action="/me/${token}/money/recovery">
    <input type="hidden" name="recovery" value="address" />
    ${formField({
      name: 'address',
      label: 'An address of yours',
      hint: 'Begins with 0x. Whoever holds it can name a new passkey, so it has to be your own.',
      value: values['address'],
      problem: problems.address,
      autocomplete: 'off',
      isCode: true,
      maxLength: ADDRESS_MAX_LENGTH,
    })}
    <button class="quiet" type="submit">Let it name a new passkey one day</button>
  </form>`
}
