// Sends a finished page.

import { htmlText, type Html } from '#web/pages/html.ts'
import type { Response } from 'express'

/** 200 unless another status is given. */
export function sendPage(response: Response, page: Html, status = 200): void {
  response.status(status).type('html').send(htmlText(page))
}
