// One row of the table of permissions, and the ways it is written.

import { ROLES, type Role, type Scope } from './principal.ts'

export type Permission = {
  /** Who may ask. */
  readonly roles: readonly Role[]
  /** What an API key must be allowed besides. */
  readonly scope?: Scope
}

/** Rows by action: `METHOD /path`, the path as it is mounted. */
export type Permissions = Readonly<Record<string, Permission>>

/** Whoever it is; a key that comes along is not looked at. */
export const open: Permission = { roles: ROLES }

/** The operator's key. */
export const operator: Permission = { roles: ['operator'] }

/** A person's sign-in token or session. */
export const person: Permission = { roles: ['recommender'] }

/** Nobody in particular, or a person who says so. */
export const openOrPerson: Permission = { roles: ['anyone', 'recommender'] }

/** Somebody at the shop, signed in on its pages. */
export const shop: Permission = { roles: ['shop'] }

/** A shop's API key with this scope. */
export function key(scope: Scope): Permission {
  return { roles: ['retailer'], scope }
}

/** The same, or a person about what is their own. */
export function keyOrPerson(scope: Scope): Permission {
  return { roles: ['retailer', 'recommender'], scope }
}
