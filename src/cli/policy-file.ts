// Rules in a file, as JSON.

import { readFileSync } from 'node:fs'
import { policySchema } from '#schema/policy.ts'
import { wrongFields } from '#schema/wrong-fields.ts'
import { CommandEnd, EXIT } from './exit-codes.ts'
import type { Policy } from '#domain/policy.ts'

/** The rules in a file; ends the command when they are wrong. */
export function readPolicyFile(path: string): Policy {
  const checked = policySchema.safeParse(readJsonFile(path))
  if (checked.success) return checked.data
  const wrong = wrongFields(checked.error).map(({ field, reason }) => `\n  ${field} ${reason}`)
  throw new CommandEnd(EXIT.refused, `${path} is refused:${wrong.join('')}`)
}

/** What a file holds as JSON; ends the command when it holds none. */
export function readJsonFile(path: string): unknown {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new CommandEnd(EXIT.usage, `${path} cannot be read.`, { cause })
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new CommandEnd(EXIT.refused, `${path} is not valid JSON.`, { cause })
  }
}
