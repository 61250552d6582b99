// Where a page makes a passkey or signs in with one. It shows itself only where a passkey works; elsewhere it says why it
// does not, and what else can be done.

import { html, type Html } from './html.ts'

/** What a browser is asked for, as JSON (`PublicKeyCredentialCreationOptionsJSON` and `…RequestOptionsJSON`). */
export type PasskeyOptions = {
  /** Scheme, host and port at which passkeys of this server work. */
  readonly origin: string
  readonly options: object
}

export type PasskeyCreation = PasskeyOptions & {
  /** For the second passkey, which can replace the first. */
  readonly spareOptions: object
}

/** Longest recovery address that is taken, in characters. */
const ADDRESS_MAX_LENGTH = 60

/** The part of a join form; `sealed` is a passkey that was made before the form came back. */
export function passkeyCreationBox(
  { origin, options, spareOptions }: PasskeyCreation,
  { sealed, problem }: { readonly sealed?: string | undefined; readonly problem?: string | undefined },
): Html {
  if (sealed !== undefined) {
    return html`<div class="field">
      <p><strong>Your passkey is ready.</strong> You are paid to its account.</p>
      <input type="hidden" name="enrolment" value="${sealed}" />
    </div>`
  }
  return html`<div
    class="field"
    data-passkey
    data-origin="${origin}"
    data-otherwise="Paste a payout address instead."
  >
    <strong>How you are paid</strong>
    ${problem !== undefined && html`<p class="wrong">${problem}</p>`}
    <input type="hidden" name="passkey" value="" />
    <input type="hidden" name="recoveryPasskey" value="" />
    <div data-passkey-ready hidden>
      <p class="hint">
        A passkey is a key that your phone or computer keeps: your fingerprint, face or PIN opens it. Your
        money waits in an account that only it can open, and you sign in here with it.
      </p>
      <button
        type="button"
        data-passkey-make
        data-field="passkey"
        data-options="${JSON.stringify(options)}"
        data-done="Your passkey is ready. Fill in the rest, and get your link."
      >
        Make a passkey
      </button>
      ${sparePart(spareOptions)}
    </div>
    <p class="small" role="status" data-passkey-says>
      Passkeys need script in this browser. Paste a payout address instead.
    </p>
  </div>`
}

/** What can take the passkey's place one day; shown once there is one. */
function sparePart(options: object): Html {
  return html`<div data-passkey-later hidden>
    <p class="hint">
      If you lose this device: a second passkey, best on another device, can take the first one's place after
      seven days. So can an address of yours. Without either, a lost passkey cannot be replaced.
    </p>
    <button
      type="button"
      class="quiet"
      data-passkey-spare
      data-field="recoveryPasskey"
      data-options="${JSON.stringify(options)}"
      data-done="Both passkeys are ready. Fill in the rest, and get your link."
    >
      Make a second passkey
    </button>
    <label for="recoveryAddress">Or an address of yours (optional)</label>
    <input
      class="code"
      id="recoveryAddress"
      name="recoveryAddress"
      maxlength="${ADDRESS_MAX_LENGTH}"
      autocomplete="off"
      autocapitalize="none"
      spellcheck="false"
    />
  </div>`
}

/** The form that signs what a page shows; `action` takes the answer. */
export function passkeySigningBox(
  { origin, options }: PasskeyOptions,
  { action, problem }: { readonly action: string; readonly problem?: string | undefined },
): Html {
  return html`<form method="post" action="${action}">
    <div class="field" data-passkey data-origin="${origin}" data-otherwise="Nothing moves until then.">
      ${problem !== undefined && html`<p class="wrong">${problem}</p>`}
      <input type="hidden" name="passkey" value="" />
      <div data-passkey-ready hidden>
        <button type="button" data-passkey-use data-options="${JSON.stringify(options)}">
          Sign with your passkey
        </button>
      </div>
      <p class="small" role="status" data-passkey-says>
        Passkeys need script in this browser. Nothing moves until then.
      </p>
    </div>
  </form>`
}

/** The form that makes one more passkey for somebody who is signed in. */
export function passkeyAdditionBox(
  { origin, options }: PasskeyOptions,
  { action, problem }: { readonly action: string; readonly problem?: string | undefined },
): Html {
  return html`<form method="post" action="${action}">
    <div class="field" data-passkey data-origin="${origin}" data-otherwise="Sign in with your link here.">
      ${problem !== undefined && html`<p class="wrong">${problem}</p>`}
      <input type="hidden" name="passkey" value="" />
      <div data-passkey-ready hidden>
        <button
          type="button"
          data-passkey-make
          data-passkey-sends
          data-field="passkey"
          data-options="${JSON.stringify(options)}"
        >
          Make a passkey
        </button>
      </div>
      <p class="small" role="status" data-passkey-says>
        Passkeys need script in this browser. Sign in with your link here.
      </p>
    </div>
  </form>`
}

/** The form of the door: signs in without a link. */
export function passkeySignInBox({ origin, options }: PasskeyOptions, problem?: string): Html {
  return html`<form method="post" action="/me/passkey">
    <div class="field" data-passkey data-origin="${origin}" data-otherwise="Use your link instead.">
      <strong>Your passkey</strong>
      ${problem !== undefined && html`<p class="wrong">${problem}</p>`}
      <input type="hidden" name="passkey" value="" />
      <div data-passkey-ready hidden>
        <p class="hint">If you made one when you joined.</p>
        <button type="button" data-passkey-use data-options="${JSON.stringify(options)}">
          Sign in with a passkey
        </button>
      </div>
      <p class="small" role="status" data-passkey-says>
        Passkeys need script in this browser. Use your link instead.
      </p>
    </div>
  </form>`
}
