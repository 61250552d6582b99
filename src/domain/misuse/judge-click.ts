// Every rule against misuse that is held against a click, at the moment of it.

import { machineClick } from './f06-machine-click.ts'
import { duplicateClick } from './f07-duplicate-click.ts'
import { embeddedClick } from './f11-embedded-click.ts'
import { bannedSource } from './f13-banned-source.ts'

import type { Policy } from '../policy.ts'
import type { ClickMisuseContext } from './click-context.ts'
import type { MisuseVerdict } from './verdict.ts'

/** The rule that rejects a click, as a touch (F06, F11, F13) or as a count alone (F07); undefined when none does. */
export function judgeClick(context: ClickMisuseContext, misuse: Policy['misuse']): MisuseVerdict | undefined {
  return [
    machineClick(context),
    embeddedClick(context),
    bannedSource(context, misuse),
    duplicateClick(context),
  ].find((verdict) => verdict.verdict === 'rejected')
}
