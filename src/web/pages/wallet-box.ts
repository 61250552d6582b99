// Where a page asks a wallet of the browser to sign. The script beside it draws a button for each wallet that it finds;
// without script, or without a wallet, it says so.

import { html, type Html } from './html.ts'

export type WalletBox = {
  /** Scheme, host and port that the text to be signed names. */
  readonly origin: string
  /** Where the signed text goes. */
  readonly action: string
  /** Begins the button's words; the wallet's name ends them. */
  readonly verb: string
  readonly hint: string
  readonly problem?: string | undefined
}

/** The form with its buttons. */
export function walletBox({ origin, action, verb, hint, problem }: WalletBox): Html {
  return html`<form method="post" action="${action}">
    <div class="field" data-wallet data-origin="${origin}" data-verb="${verb}">
      <strong>Your wallet</strong>
      ${problem !== undefined && html`<p class="wrong">${problem}</p>`}
      <p class="hint">${hint}</p>
      <input type="hidden" name="message" value="" />
      <input type="hidden" name="signature" value="" />
      <div class="actions" data-wallet-buttons></div>
      <p class="small" role="status" data-wallet-says>
        Wallets need script in this browser. Go on without one.
      </p>
    </div>
  </form>`
}

export type TypedSigning = {
  readonly origin: string
  readonly action: string
  /** The address that has to sign. */
  readonly signer: string
  /** What is signed (EIP-712), as `eth_signTypedData_v4` takes it. */
  readonly typedData: object
  readonly problem?: string | undefined
}

/** The form that has an address sign what a page shows. */
export function typedSigningBox({ origin, action, signer, typedData, problem }: TypedSigning): Html {
  return html`<form method="post" action="${action}">
    <div
      class="field"
      data-wallet
      data-origin="${origin}"
      data-verb="Sign with"
      data-signer="${signer}"
      data-typed="${JSON.stringify(typedData)}"
    >
      ${problem !== undefined && html`<p class="wrong">${problem}</p>`}
      <p class="hint">Your address signs this, in the app that keeps it:</p>
      <p class="copy">${signer}</p>
      <input type="hidden" name="signature" value="" />
      <div class="actions" data-wallet-buttons></div>
      <p class="small" role="status" data-wallet-says>Signing needs script in this browser.</p>
    </div>
  </form>`
}
