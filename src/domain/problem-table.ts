// The one table of what can go wrong outside this program. `docs/reference/errors.md` says the same, and a test
// holds the two equal. HTTP statuses are decided in `src/http/problem-status.ts` alone.

export type Retry = 'never' | 'later'

export type ProblemRow = {
  /** One plain sentence for the person who reads it. */
  readonly sentence: string
  /** Whether the same request can succeed later. */
  readonly retry: Retry
}

/** Every code, in the order of the page of codes. */
export const problemTable = {
  body_malformed: {
    sentence: 'The body is neither valid JSON nor the text that this address takes.',
    retry: 'never',
  },
  body_too_large: {
    sentence: 'The body is larger than this address accepts.',
    retry: 'never',
  },
  content_type_unsupported: {
    sentence: 'The body is not of a type that this address takes.',
    retry: 'never',
  },
  input_invalid: {
    sentence: 'The input does not have the form this address takes.',
    retry: 'never',
  },
  credentials_missing: {
    sentence: 'This address needs a key or a sign-in link.',
    retry: 'never',
  },
  credentials_invalid: {
    sentence: 'The key or sign-in link is not known or no longer valid.',
    retry: 'never',
  },
  role_forbidden: {
    sentence: 'This address is for somebody else than this key or sign-in is for.',
    retry: 'never',
  },
  scope_missing: {
    sentence: 'The API key is not allowed what this address does.',
    retry: 'never',
  },
  key_of_other_chain: {
    sentence: 'This is a test key on a chain with real money, or a live key on a testnet.',
    retry: 'never',
  },
  challenge_invalid: {
    sentence: 'What was signed is too old, was used before, or is not from here; start again.',
    retry: 'never',
  },
  cross_site: {
    sentence: 'Another site sent this form; open the page here and send it from there.',
    retry: 'never',
  },
  passkey_refused: {
    sentence: 'The passkey was not accepted: it is not known here, or its answer does not fit.',
    retry: 'never',
  },
  passkey_in_use: {
    sentence: 'This passkey signs for the payout account; the account has to be told of another first.',
    retry: 'never',
  },
  no_passkey_account: {
    sentence: 'This person is paid at an address of their own, from which only its owner can move money.',
    retry: 'never',
  },
  account_short: {
    sentence: 'The account does not hold that much, or it is less than is carried here.',
    retry: 'later',
  },
  instruction_under_way: {
    sentence: 'The account is being told something else; wait until that is done.',
    retry: 'later',
  },
  passkeys_unavailable: {
    sentence: 'This server takes no passkeys; paste a payout address.',
    retry: 'never',
  },
  wallet_taken: {
    sentence: 'This wallet signs in for another shop.',
    retry: 'never',
  },
  too_many_keys: {
    sentence: 'This shop has as many API keys, or wallets, as one can have; end one first.',
    retry: 'never',
  },
  last_way_in: {
    sentence:
      'Without this key nobody comes into the shop any more; make another key that may do everything, or a sign-in link, first.',
    retry: 'never',
  },
  signature_invalid: {
    sentence: 'The signature does not fit the body and the secret.',
    retry: 'never',
  },
  timestamp_stale: {
    sentence: 'The signed timestamp is too far from now.',
    retry: 'never',
  },
  not_found: { sentence: 'There is nothing here.', retry: 'never' },
  method_not_allowed: {
    sentence: 'This address does not take that method.',
    retry: 'never',
  },
  idempotency_key_missing: {
    sentence: 'This request needs an Idempotency-Key header.',
    retry: 'never',
  },
  idempotency_key_invalid: {
    sentence: 'An Idempotency-Key is 1 to 255 visible ASCII characters.',
    retry: 'never',
  },
  idempotency_key_reused: {
    sentence: 'This Idempotency-Key was used with another body.',
    retry: 'never',
  },
  idempotency_key_in_flight: {
    sentence: 'The first request with this Idempotency-Key is still running.',
    retry: 'later',
  },
  precondition_failed: {
    sentence: 'It is not what was read any more; read it again and decide anew.',
    retry: 'never',
  },
  precondition_required: {
    sentence: 'This change needs an If-Match header with the ETag of what was read.',
    retry: 'never',
  },
  payee_forbidden: {
    sentence: 'Money cannot be paid to this address.',
    retry: 'never',
  },
  payee_taken: {
    sentence: 'This payout address already belongs to somebody who joined.',
    retry: 'never',
  },
  handle_taken: {
    sentence: 'Somebody in this program already uses this name.',
    retry: 'never',
  },
  connection_not_readable: {
    sentence: "A shop of one's own sends its orders; any other gives credentials to read them by first.",
    retry: 'never',
  },
  picture_unreadable: {
    sentence: 'The picture cannot be taken: it must be a JPEG, PNG or WebP of at most 2 MB.',
    retry: 'never',
  },
  product_page_unreadable: {
    sentence: "The page of the product cannot be read; it must be on the shop's own hosts.",
    retry: 'later',
  },
  program_has_no_pool: {
    sentence: 'The program has no pool yet.',
    retry: 'later',
  },
  evidence_not_ready: {
    sentence: 'No batch with this reward is final on the chain yet.',
    retry: 'later',
  },
  evidence_erased: {
    sentence: 'The person who earned this was erased, and the record and its salt with them.',
    retry: 'never',
  },
  pool_terms_invalid: {
    sentence: 'The pool terms contradict the policy or the ledger.',
    retry: 'never',
  },
  deal_over_cap: {
    sentence: 'The fee is above what one deal, or all deals together, may pay.',
    retry: 'never',
  },
  deal_not_open: {
    sentence: 'The deal is not open for this any more, or its terms are not those that were read.',
    retry: 'never',
  },
  campaign_over: {
    sentence: 'The campaign is over.',
    retry: 'never',
  },
  invitation_invalid: {
    sentence: 'The invitation is not known, has expired or was used by somebody already.',
    retry: 'never',
  },
  policy_retroactive: {
    sentence: 'Rules take effect when they are published or later, never before.',
    retry: 'never',
  },
  policy_versions_exhausted: {
    sentence: 'The program has as many versions of its rules as it can have.',
    retry: 'never',
  },
  records_malformed: {
    sentence: 'The bytes are not records, a net list or reductions as the ledger takes them.',
    retry: 'never',
  },
  passkey_malformed: {
    sentence: 'The answer of the passkey is not one that a payout account takes.',
    retry: 'never',
  },
  pool_owner_changed: {
    sentence: 'The pool was handed over to another owner, so no more money of this shop goes into it.',
    retry: 'never',
  },
  proposal_over: {
    sentence: 'This proposal is signed, refused, or no longer of use; a new one may have taken its place.',
    retry: 'never',
  },
  countersignature_invalid: {
    sentence: "The signature is not that of the pool's order key over this proposal.",
    retry: 'never',
  },
  withdrawal_under_way: {
    sentence: 'Money of this pool is on its way back already; the ledger knows one request at a time.',
    retry: 'later',
  },
  withdrawal_over: {
    sentence: 'This withdrawal cannot be taken back any more: it is over.',
    retry: 'never',
  },
  program_ended: {
    sentence: 'The program has ended: nobody joins it, and it gives out no links any more.',
    retry: 'never',
  },
  program_closing: {
    sentence: 'The program was closed before, with another last date or another address for its money.',
    retry: 'never',
  },
  review_over: {
    sentence: 'This review is over: it was decided, or its time has passed.',
    retry: 'never',
  },
  webhook_url_refused: {
    sentence: 'Webhooks are not sent to this address.',
    retry: 'never',
  },
  webhook_endpoints_exhausted: {
    sentence: 'This shop has as many webhook endpoints as it can have.',
    retry: 'never',
  },
  webhook_endpoint_disabled: {
    sentence: 'This webhook endpoint is switched off, so nothing is sent to it.',
    retry: 'never',
  },
  connection_closed: {
    sentence: 'This connection is closed.',
    retry: 'never',
  },
  delivery_forgotten: {
    sentence: 'What this delivery said is forgotten, so it cannot be read again.',
    retry: 'never',
  },
  rate_limited: {
    sentence: 'Too many requests; try again in a moment.',
    retry: 'later',
  },
  chain_unavailable: {
    sentence: 'The chain does not answer at the moment.',
    retry: 'later',
  },
  chain_mismatch: {
    sentence: 'This is not the chain that this data was made with.',
    retry: 'never',
  },
  chain_reorganised: {
    sentence:
      'The chain took back blocks that counted as final; nothing is followed or sent until somebody has looked.',
    retry: 'never',
  },
  ledger_not_found: {
    sentence: 'There is no reward ledger at this address in this block.',
    retry: 'never',
  },
  block_not_found: {
    sentence: 'The chain has no such block yet.',
    retry: 'later',
  },
  block_replaced: {
    sentence: 'The chain replaced a block while it was being read; read it again.',
    retry: 'later',
  },
  lease_lost: {
    sentence: 'Another process has taken over this work.',
    retry: 'later',
  },
  storage_unavailable: {
    sentence: 'The store does not answer at the moment.',
    retry: 'later',
  },
  internal_error: {
    sentence: 'Something went wrong on our side.',
    retry: 'later',
  },
} as const satisfies Record<string, ProblemRow>

export type ProblemCode = keyof typeof problemTable
