// Under which keys the chain transactions that carry an instruction are planned.

/** The first carrying, which the signature is for; or the one that comes after the wait, try by try. */
export function carriageKey(
  { recommenderId, instructionId }: { readonly recommenderId: string; readonly instructionId: string },
  { state, attempt }: { readonly state: string; readonly attempt: number },
): string {
  const place = `instruction:${recommenderId}:${instructionId}`
  return state === 'signed' ? `${place}:first` : `${place}:again:${attempt}`
}
