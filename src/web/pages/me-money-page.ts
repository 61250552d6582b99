// Where a person whose account a passkey opens sees what is in it, moves it, and says what can take the passkey's place.

import type { Micros } from '#domain/money.ts'
import { formField } from './form-field.ts'
import { html, type Html } from './html.ts'
import { stateOfInstruction, whatComesNext, whatIsDone, type ShownInstruction } from './instruction-words.ts'
import { layout } from './layout.ts'
import { day, figure, minute } from './parts.ts'
import { recoverySection, type RecoveryShown } from './recovery-section.ts'

/** What each field takes at most, in characters; the server decides. */
const MAX_LENGTH = { amount: 30, to: 60 }

export type MoneyProblems = Readonly<Partial<Record<'amount' | 'to' | 'from' | 'address' | 'form', string>>>

export type MeMoneyPage = RecoveryShown & {
  readonly token: string
  readonly account: string
  readonly held: Micros
  readonly owed: Micros
  readonly instructions: readonly ShownInstruction[]
  /** What was sent, to be shown again, and what was wrong with it. */
  readonly values: Readonly<Record<string, string | undefined>>
  readonly problems: MoneyProblems
}

/** The page at `/me/:token/money`. */
export function meMoneyPage(page: MeMoneyPage): Html {
  const { token, account, held, owed, problems } = page
  return layout({
    title: 'My money',
    body: html`
      <section class="intro">
        <h1>Your money</h1>
        <dl class="figures">
          ${figure('In your account', held, html`Your passkey alone can move it.`)}
          ${owed > 0n && figure('Owed', owed, html`Unlocked, and not sent yet.`)}
        </dl>
        <p class="small soft">The account’s address, which everybody can look at:</p>
        <p class="copy">${account}</p>
      </section>
      ${problems.form !== undefined && html`<p class="wrong">${problems.form}</p>`} ${waitingSection(page)}
      ${held > 0n || owed > 0n ? moveSection(page) : html`<p class="soft">Nothing is in it yet.</p>`}
      ${recoverySection(page)}
      <section>
        <h2>What you asked for</h2>
        ${page.instructions.length === 0 && html`<p class="soft">Nothing yet.</p>`}
        <ul class="list">
          ${page.instructions.map((instruction) => instructionCard(token, instruction))}
        </ul>
      </section>
      <p><a href="/me/${token}">Back to your page</a></p>
    `,
  })
}

/** The page in place of the one above, for whoever is paid at an address of their own. */
export function ownAddressPage({ token, payee }: { readonly token: string; readonly payee: string }): Html {
  return layout({
    title: 'My money',
    body: html`<section class="intro">
      <h1>Your money</h1>
      <p class="lead">
        You are paid at an address of your own. What is there, you move with the app that keeps it.
      </p>
      <p class="copy">${payee}</p>
      <p><a href="/me/${token}">Back to your page</a></p>
    </section>`,
  })
}

function waitingSection({ token, instructions, recovery }: MeMoneyPage): Html {
  const waiting = instructions.filter(({ state }) => state === 'waiting')
  if (waiting.length === 0) return html``
  return html`<section class="banner">
    <h2>Waiting</h2>
    ${waiting.map(
      (instruction) =>
        html`<p>
          ${whatIsDone(instruction)}
          ${instruction.readyAt !== null && html`On ${minute(instruction.readyAt)}.`}
        </p>`,
    )}
    <p>If this was not you: cancel it. Cancelling ends everything that waits, at once.</p>
    <form method="post" action="/me/${token}/money/cancel">
      <button type="submit">Cancel all of it</button>
    </form>
    ${
      recovery.kind !== 'nobody' &&
      html`<form method="post" action="/me/${token}/money/cancel">
        <input type="hidden" name="by" value="recovery" />
        <button class="quiet" type="submit">
          ${recovery.kind === 'passkey' ? 'Cancel with the second passkey' : 'Cancel with your address'}
        </button>
      </form>`
    }
  </section>`
}

function moveSection({ token, owed, values, problems }: MeMoneyPage): Html {
  return html`<section class="card">
    <h2>Move money</h2>
    <form method="post" action="/me/${token}/money">
      ${formField({
        name: 'amount',
        label: 'How much, in test dollars',
        hint: 'At least 0.10, for example 12.50.',
        value: values['amount'],
        problem: problems.amount,
        autocomplete: 'off',
        maxLength: MAX_LENGTH.amount,
      })}
      ${formField({
        name: 'to',
        label: 'To which address',
        hint: 'Begins with 0x. Copy it whole: money sent to a wrong address is gone.',
        value: values['to'],
        problem: problems.to,
        autocomplete: 'off',
        isCode: true,
        maxLength: MAX_LENGTH.to,
      })}
      ${
        owed > 0n &&
        html`<div class="field">
          <label for="from">From</label>
          <select id="from" name="from">
            <option value="transfer">what is in your account</option>
            <option value="withdraw">what is owed and not sent yet</option>
          </select>
        </div>`
      }
      <p class="hint">
        The first time that money goes to an address it waits two days, and you can cancel it until then. From
        then on that address gets money at once.
      </p>
      <button type="submit">Go on</button>
    </form>
  </section>`
}

function instructionCard(token: string, instruction: ShownInstruction): Html {
  return html`<li class="card">
    <div class="row">
      <span>${whatIsDone(instruction)}</span>
      ${stateOfInstruction(instruction)}
    </div>
    <p class="small soft">Asked for on ${day(instruction.askedAt)}. ${whatComesNext(instruction)}</p>
    <p class="small"><a href="/me/${token}/money/${instruction.instructionId}">Look at it</a></p>
  </li>`
}
