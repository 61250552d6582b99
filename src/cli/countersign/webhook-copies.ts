// A folder in which the shop keeps a copy of each webhook that its platform sent. Each copy's signature is checked again.

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { commerceAdapters } from '#commerce/adapters.ts'
import { Problem } from '#domain/problem.ts'
import { SECOND_MS } from '#domain/time.ts'
import type { platformSchema } from '#schema/connections.ts'
import { z } from 'zod'
import { CommandEnd, EXIT } from '../exit-codes.ts'
import { nodeMacs } from '../node-macs.ts'
import type { ToldOrders } from './told-orders.ts'

export type WebhookFolder = {
  readonly kind: 'webhooks'
  readonly connectionId: string
  readonly folder: string
  readonly platform: z.infer<typeof platformSchema>
  /** Current and previous; a copy that none of them fits is left out. */
  readonly secrets: readonly string[]
}

/** A copy of a webhook: its headers, and its body exactly as it came. */
const copySchema = z.object({ headers: z.record(z.string(), z.string()), body: z.string() })

/** Reads what is new in the folder into `told`; what cannot be believed goes to `warnings`. */
export function webhookCopies(source: WebhookFolder, told: ToldOrders, warnings: string[]): () => void {
  const { connectionId, folder } = source
  const read = new Set<string>()
  return () => {
    // In the order of their names, so that of two copies under one key the same one counts each time.
    for (const name of listFolder(folder)) {
      if (read.has(name)) continue
      read.add(name)
      const path = join(folder, name)
      const decoded = decodeCopy(source, path)
      if (typeof decoded === 'string') warnings.push(`${name}: ${decoded}`)
      // A deletion says no instant of its own: it is dated by its copy.
      else told.take(connectionId, decoded, Math.floor(statSync(path).mtimeMs))
    }
  }
}

/** What a copy says; why it says nothing when it cannot be believed or read. */
function decodeCopy({ platform, secrets }: WebhookFolder, path: string) {
  const adapter = commerceAdapters(nodeMacs)[platform]
  try {
    const { headers, body } = copySchema.parse(JSON.parse(readFileSync(path, 'utf8')))
    const lower = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    )
    const request = { headers: lower, rawBody: new TextEncoder().encode(body) }
    adapter.verify(request, secrets, signedAt(lower))
    return adapter.decode(request)
  } catch (error) {
    return error instanceof Problem ? error.message : 'is no copy of a webhook'
  }
}

/** A copy is as old as it is: it is held against its own signed instant. */
function signedAt(headers: Readonly<Record<string, string>>): number {
  const seconds =
    headers['webhook-timestamp'] ?? /(?:^|,)t=(\d+)/.exec(headers['stripe-signature'] ?? '')?.[1]
  return Number(seconds ?? 0) * SECOND_MS
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .toSorted()
  } catch (cause) {
    throw new CommandEnd(EXIT.configuration, `The folder ${folder} cannot be read.`, { cause })
  }
}
