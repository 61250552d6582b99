// Signs the browser out that asks for it.

import { endSession, type SessionOwner } from '#app/sessions/manage-sessions.ts'
import { readSessionToken } from '#app/sessions/session-token.ts'
import { Problem } from '#domain/problem.ts'
import type { Request, Response } from 'express'
import type { HttpContext } from '../context.ts'
import { readCookie, setCookie } from './cookies.ts'

/** Ends the session in the cookie, takes the cookie away and leads to the door. */
export async function signOut(
  context: HttpContext,
  owner: SessionOwner,
  { request, response }: { readonly request: Request; readonly response: Response },
): Promise<void> {
  const name = owner.kind === 'shop' ? 'vp-shop' : 'vp-me'
  const token = readCookie(context, request, name)
  if (token !== undefined) {
    const { sessionId } = readSessionToken(context.deps, token)
    await unlessOver(() => endSession(context.deps, { owner, sessionId }))
  }
  setCookie(context, response, { name, value: '', seconds: 0 })
  if (owner.kind === 'person') setCookie(context, response, { name: 'vp-link', value: '', seconds: 0 })
  response.redirect(303, owner.kind === 'shop' ? '/shop' : '/me')
}

/** A session that is over, or another's in the same browser, needs no end. */
async function unlessOver(end: () => Promise<void>): Promise<void> {
  try {
    await end()
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'not_found')) throw error
  }
}
