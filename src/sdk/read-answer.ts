// An answer as JSON, read no further than a limit.

import { VouchpennyError } from './vouchpenny-error.ts'

/** Most bytes read of one answer: a page of a hundred rewards with their traces is below one megabyte. */
const ANSWER_BYTES_MAX = 32 * 1024 * 1024

/** Status and JSON; what is no JSON is undefined. Throws `server_unreachable` when the answer is cut off. */
export async function readAnswer(
  response: Response,
  url: string,
): Promise<{ readonly status: number; readonly json: unknown }> {
  const text = await readText(response, url)
  return { status: response.status, json: parseJson(text) }
}

async function readText(response: Response, url: string): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length
      if (bytes > ANSWER_BYTES_MAX) break
      text += decoder.decode(chunk, { stream: true })
    }
  } catch (cause) {
    throw new VouchpennyError('server_unreachable', `The answer of ${url} was cut off.`, {
      status: response.status,
      retry: 'later',
      cause,
    })
  }
  return text + decoder.decode()
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
