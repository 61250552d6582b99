// What every handler is given: the rules' dependencies, and how this server is reached and bounded.

import type { AppDeps } from '#app/deps.ts'
import type { Permissions } from '#domain/access/permission.ts'
import { defaultRequestLimits, type RequestLimits } from './rate-limit.ts'

/** A JSON body holds a few short fields; 64 KiB is generous. */
const JSON_BODY_MAX_BYTES = 64 * 1024

/** A shop's order with hundreds of lines is some hundred kilobytes; 1 MiB leaves room. */
const WEBHOOK_BODY_MAX_BYTES = 1024 * 1024

/** Two megabytes, and a byte to tell that a picture has more. */
const PICTURE_MAX_BYTES = 2_000_001

export type HttpLimits = RequestLimits & {
  readonly jsonBodyBytes: number
  readonly webhookBodyBytes: number
  readonly pictureBytes: number
}

/** What holds unless the wiring says otherwise. */
export const defaultLimits: HttpLimits = {
  jsonBodyBytes: JSON_BODY_MAX_BYTES,
  webhookBodyBytes: WEBHOOK_BODY_MAX_BYTES,
  pictureBytes: PICTURE_MAX_BYTES,
  ...defaultRequestLimits,
}

export type HttpContext = {
  readonly deps: AppDeps
  /** Who may do what, by `METHOD /path`. */
  readonly permissions: Permissions
  /** How people and shops reach this server: scheme and host, no path, no slash at the end. */
  readonly publicUrl: string
  /** Whether a bearer key is the operator's; compares in constant time. */
  readonly checkOperatorKey: (key: string) => boolean
  /** Resolves when the store and the chain answer; throws `storage_unavailable` or `chain_unavailable`. */
  readonly checkReady: () => Promise<void>
  /** What the audit page tells people to audit. */
  readonly auditTarget: { readonly rpcUrl: string; readonly ledger: string }
  readonly limits: HttpLimits
  /** Binds the cursors of lists; the same in every process. */
  readonly cursorKey: Uint8Array
}
