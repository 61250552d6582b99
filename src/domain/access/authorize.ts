// The one decision whether somebody may do something. Every address is an action, and every action has a row in the table
// of permissions; what has no row is done by nobody.

import { ID_SUFFIX_LENGTH, isId, LINK_SUFFIX_LENGTH, RETAILER_ID_LENGTH, retailerIdOf } from '../ids.ts'
import { invariant } from '../invariant.ts'
import { Problem } from '../problem.ts'
import type { Permission, Permissions } from './permission.ts'
import type { Principal, Scope } from './principal.ts'

/** What is asked for: the ids in the address. */
export type Resource = Readonly<Record<string, string | readonly string[] | undefined>>

/** Lengths of the ids that begin with their retailer's number. */
const OWNED_ID_LENGTHS: readonly number[] = [
  RETAILER_ID_LENGTH + ID_SUFFIX_LENGTH,
  RETAILER_ID_LENGTH + LINK_SUFFIX_LENGTH,
]

/** The row of `action` (`METHOD /path`, as it is mounted); an action without one is a bug of ours. */
export function permissionFor(table: Permissions, action: string): Permission {
  const permission = Object.hasOwn(table, action) ? table[action] : undefined
  invariant(permission, `A-1: ${action} has a row in the table of permissions`)
  return permission
}

/**
 * Returns when `principal` may do `action` to `resource`. Throws `credentials_missing` for nobody where somebody is
 * needed, `role_forbidden` and `scope_missing` for somebody else, and `not_found` for what is another shop's: it answers
 * like what never was.
 */
export function authorize(
  principal: Principal,
  action: string,
  { resource, table }: { readonly resource: Resource; readonly table: Permissions },
): void {
  const { roles, scope } = permissionFor(table, action)
  if (!roles.includes(principal.kind)) {
    if (principal.kind === 'anyone') throw new Problem('credentials_missing')
    throw new Problem('role_forbidden', { needs: roles })
  }
  if (principal.kind === 'retailer' && scope !== undefined && !allows(principal.scopes, scope))
    throw new Problem('scope_missing', { needs: scope })
  // What is open to everybody is no shop's own: a link is opened by whoever has it.
  if (!('retailerId' in principal) || roles.includes('anyone')) return
  if (ownersOf(resource).some((owner) => owner !== principal.retailerId)) throw new Problem('not_found')
}

/** Whether a key with these scopes may do what needs `scope`. */
function allows(scopes: readonly Scope[], scope: Scope): boolean {
  return scopes.includes('admin') || scopes.includes(scope)
}

/** The retailers whose ids are asked for. */
function ownersOf(resource: Resource): readonly string[] {
  return Object.values(resource)
    .filter((id) => typeof id === 'string')
    .filter((id) => OWNED_ID_LENGTHS.includes(id.length) && isId(id, id.length))
    .map((id) => retailerIdOf(id) ?? '')
}
