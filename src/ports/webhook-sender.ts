// Sends a webhook to an address that a shop named, and to nowhere inside this network. Implemented in `src/intake`.

export type OutgoingWebhook = {
  readonly url: string
  /** Beside those that HTTP itself needs. */
  readonly headers: Readonly<Record<string, string>>
  /** JSON. */
  readonly body: string
}

export type WebhookAnswer =
  | {
      readonly kind: 'answered'
      readonly status: number
      /** The header as it came. */
      readonly retryAfter: string | undefined
    }
  /** No answer; `reason` goes on from "The address …" and tells nothing of what else it leads to. */
  | { readonly kind: 'failed'; readonly reason: string }

export type WebhookSender = {
  /** Why an address is never sent to, as the rest of "The address …"; undefined when it may be. Asks nobody. */
  readonly refusal: (url: string) => string | undefined
  /** Sends once; never throws for what the other side does. */
  readonly post: (webhook: OutgoingWebhook) => Promise<WebhookAnswer>
}
