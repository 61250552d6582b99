// The program that a shop asks about.

import { Problem } from '#domain/problem.ts'

import type { ProgramRow } from '#ports/program-rows.ts'

import type { AppDeps } from '../deps.ts'

/** Throws `not_found` for an unknown program and for another retailer's, alike. */
export async function programOf(
  deps: Pick<AppDeps, 'retailers'>,
  { retailerId, programId }: { readonly retailerId: string; readonly programId: string },
): Promise<ProgramRow> {
  const program = await deps.retailers.transaction(retailerId, (unit) => unit.programs.program(programId))
  if (!program) throw new Problem('not_found')
  return program
}
