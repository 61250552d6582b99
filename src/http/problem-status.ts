// The one place that says which HTTP status a problem is answered with.

import type { ProblemCode } from '#domain/problem-table.ts'

/** RFC 9110 and RFC 6585 statuses; 422 where the form is right and the content is refused. */
export const problemStatus: Readonly<Record<ProblemCode, number>> = {
  body_malformed: 400,
  body_too_large: 413,
  content_type_unsupported: 415,
  input_invalid: 400,
  credentials_missing: 401,
  credentials_invalid: 401,
  signature_invalid: 401,
  timestamp_stale: 401,
  not_found: 404,
  method_not_allowed: 405,
  idempotency_key_missing: 400,
  idempotency_key_invalid: 400,
  idempotency_key_reused: 422,
  idempotency_key_in_flight: 409,
  payee_forbidden: 422,
  payee_taken: 409,
  handle_taken: 409,
  program_has_no_pool: 409,
  pool_terms_invalid: 422,
  records_malformed: 422,
  passkey_malformed: 422,
  pool_owner_changed: 409,
  rate_limited: 429,
  chain_unavailable: 503,
  chain_mismatch: 503,
  chain_reorganised: 503,
  ledger_not_found: 503,
  block_not_found: 503,
  block_replaced: 503,
  lease_lost: 503,
  storage_unavailable: 503,
  internal_error: 500,
}
