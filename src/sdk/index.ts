// The client library, as `vouchpenny/sdk`: what other programs may rely on.

export { createClient, type Client, type ClientOptions } from './client.ts'
export { etagOf, type CallOptions } from './requester.ts'
export { VouchpennyError, type ErrorCode } from './vouchpenny-error.ts'
export { verifyReward } from './verify-reward.ts'
export { signWebhook, verifyWebhook, type WebhookHeaders } from './webhook-signature.ts'
