// One thing that a person told their account: to be signed, on its way, waiting, or over.

import { DAY_SECONDS } from '#domain/time.ts'
import { html, type Html } from './html.ts'
import { stateOfInstruction, whatComesNext, whatIsDone, type ShownInstruction } from './instruction-words.ts'
import { layout } from './layout.ts'
import { passkeySigningBox, type PasskeyOptions } from './passkey-box.ts'
import type { ShownSigner } from './recovery-section.ts'
import { passkeyScripts, walletScript } from './scripts.ts'
import { typedSigningBox } from './wallet-box.ts'

/** While it is on its way the page looks again after so many seconds. */
const LOOK_AGAIN_SECONDS = 4

export type MeInstructionPage = {
  readonly token: string
  readonly instruction: ShownInstruction & {
    readonly by: 'key' | 'recovery'
    readonly waitsSeconds: number
    readonly credentialIds: readonly string[]
    readonly signer: ShownSigner
    readonly typedData: object
  }
  readonly passkey: PasskeyOptions
  /** What was wrong with the answer of the passkey. */
  readonly problem?: string | undefined
}

/** The page at `/me/:token/money/:instructionId`. */
export function meInstructionPage(page: MeInstructionPage): Html {
  const { token, instruction } = page
  const isDraft = instruction.state === 'draft'
  const isMoving = instruction.state === 'signed' || instruction.state === 'carrying'
  return layout({
    title: isDraft ? 'Sign it' : 'What you asked for',
    head: html`${isDraft && (instruction.signer.kind === 'address' ? walletScript : passkeyScripts)}
    ${isMoving && html`<meta http-equiv="refresh" content="${LOOK_AGAIN_SECONDS}" />`}`,
    body: html`
      <section class="intro">
        <h1>${isDraft ? 'Is this right?' : 'What you asked for'}</h1>
        <p class="lead">${whatIsDone(instruction)}</p>
        ${instruction.to !== null && html`<p class="copy">${instruction.to}</p>`}
        ${isDraft ? html`` : html`<p>${stateOfInstruction(instruction)} ${whatComesNext(instruction)}</p>`}
      </section>
      ${isDraft && draftSection(page)}
      ${
        instruction.state === 'waiting' &&
        html`<form method="post" action="/me/${token}/money/cancel">
          <button type="submit">Cancel everything that waits</button>
        </form>`
      }
      <p><a href="/me/${token}/money">Back to your money</a></p>
    `,
  })
}

function draftSection({ token, instruction, passkey, problem }: MeInstructionPage): Html {
  const action = `/me/${token}/money/${instruction.instructionId}`
  const { signer, typedData } = instruction
  if (signer.kind === 'address' && signer.address !== undefined) {
    return html`<section class="card">
      <p>${waitingSentence(instruction)}</p>
      ${typedSigningBox({ origin: passkey.origin, action, signer: signer.address, typedData, problem })}
    </section>`
  }
  if (instruction.credentialIds.length === 0) {
    return html`<section class="card">
      <p>No passkey that is known here may sign this.</p>
    </section>`
  }
  return html`<section class="card">
    <p>${waitingSentence(instruction)}</p>
    ${
      instruction.by === 'recovery' &&
      html`<p class="hint">Your second passkey signs this, not the first: your device asks for it.</p>`
    }
    ${passkeySigningBox(passkey, { action, problem })}
  </section>`
}

function waitingSentence({ type, waitsSeconds }: MeInstructionPage['instruction']): Html {
  if (waitsSeconds === 0) {
    return type === 'cancel'
      ? html`It is done at once.`
      : html`Money went to this address before, so it is done at once and cannot be taken back.`
  }
  const days = Math.ceil(waitsSeconds / DAY_SECONDS)
  return type === 'transfer' || type === 'withdraw'
    ? html`No money went to this address before. So it waits ${days} days, and you can cancel it until then.
      Compare the address once more: afterwards nothing can be taken back.`
    : html`It waits ${days} days, and you can cancel it until then.`
}
