// Sends a finished page.

import { htmlText, type Html } from '#web/pages/html.ts'
import type { Response } from 'express'

/** The same for a page that loads scripts of ours; none may stand in the page itself. */
export function sendScriptedPage(response: Response, page: Html, status = 200): void {
  const policy = response.get('Content-Security-Policy') ?? ''
  response.set('Content-Security-Policy', `${policy};script-src 'self'`)
  sendPage(response, page, status)
}

/** The same for a page whose script asks this server for something. */
export function sendAskingPage(response: Response, page: Html, status = 200): void {
  const policy = response.get('Content-Security-Policy') ?? ''
  response.set('Content-Security-Policy', `${policy};connect-src 'self'`)
  sendScriptedPage(response, page, status)
}

/** 200 unless another status is given. */
export function sendPage(response: Response, page: Html, status = 200): void {
  response.status(status).type('html').send(htmlText(page))
}
