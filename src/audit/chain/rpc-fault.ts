// What an endpoint's refusal means. Providers word it in many ways, so words are used only to tell "ask for less" and
// "ask later" from "no".

import {
  BaseError,
  BlockNotFoundError,
  HttpRequestError,
  ResponseBodyTooLargeError,
  TimeoutError,
} from 'viem'

/**
 * `busy`: asked too often. `silent`: no answer. `slow`: none in time. `too-large`: ask for less. `refused`: no. `ours`:
 * the error is not the endpoint's at all.
 */
export type RpcFault = 'busy' | 'silent' | 'slow' | 'too-large' | 'refused' | 'ours'

/** HTTP statuses (RFC 9110, RFC 6585); from the last one on, the fault is the server's. */
const HTTP_TIMEOUT = 408
const HTTP_TOO_LARGE = 413
const HTTP_TOO_MANY = 429
const HTTP_SERVER_FAULT = 500

/** JSON-RPC codes that providers use for "too many requests" with HTTP 200. */
const BUSY_CODES: readonly unknown[] = [429, -32007]

const TOO_LARGE =
  /block range|range (?:is )?too|too (?:large|wide|big|many (?:results|logs|blocks))|limited to|more than \d+ (?:results|logs)|max(?:imum)? (?:results|range|blocks|allowed)|exceeds? (?:the )?(?:max|limit|range)|response size|size exceeded|query timeout|timed? ?out/i
const BUSY =
  /rate.?limit|too many requests|requests? per|request limit|per second|throttl|capacity|quota|credits/i

/** Judges an error thrown by a viem client. */
export function rpcFaultOf(error: unknown): RpcFault {
  if (!(error instanceof BaseError)) return 'ours'
  // Behind a load balancer one node may not yet have the block that another one named.
  if (error.walk((cause) => cause instanceof BlockNotFoundError)) return 'silent'
  if (error.walk((cause) => cause instanceof ResponseBodyTooLargeError)) return 'too-large'
  if (error.walk((cause) => cause instanceof TimeoutError)) return 'slow'
  const text = reasonOf(error)
  if (
    BUSY_CODES.some((code) =>
      error.walk((cause) => cause instanceof Error && 'code' in cause && cause.code === code),
    )
  )
    return 'busy'
  // A range complaint may come with any status and any code, -32005 among them, which others use for "too often".
  if (TOO_LARGE.test(text)) return 'too-large'
  if (BUSY.test(text)) return 'busy'
  const http = error.walk((cause) => cause instanceof HttpRequestError)
  if (!(http instanceof HttpRequestError)) return 'refused'
  const { status } = http
  if (status === undefined || status >= HTTP_SERVER_FAULT) return 'silent'
  if (status === HTTP_TIMEOUT) return 'slow'
  if (status === HTTP_TOO_MANY) return 'busy'
  return status === HTTP_TOO_LARGE ? 'too-large' : 'refused'
}

/** The endpoint's own words in one line, without its URL, which may hold a key. */
export function reasonOf(error: unknown): string {
  const text = error instanceof BaseError ? `${error.shortMessage} ${error.details || ''}` : String(error)
  return text
    .replace(/https?:\/\/\S+/g, '<url>')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_REASON_CHARACTERS)
}

/** Enough to recognise an error by; some endpoints answer with whole pages. */
const MAX_REASON_CHARACTERS = 300
