// Names of the chain transactions that bring a pool's money back: whoever sees one of them knows whose it is.

export type WithdrawalStep = 'request' | 'cancel' | 'execute' | 'send'

type Place = { readonly retailerId: string; readonly withdrawalId: string }

/** Key of a step; `attempt` counts tries that the chain refused, which had no effect. */
export function withdrawalKey(
  step: WithdrawalStep,
  { retailerId, withdrawalId }: Place,
  attempt = 0,
): string {
  return `${step}-withdrawal:${retailerId}:${withdrawalId}:${attempt}`
}

/** The withdrawal that such a key is of; undefined for any other key. */
export function withdrawalOfKey(key: string | undefined): string | undefined {
  const [purpose, , withdrawalId] = key?.split(':') ?? []
  return purpose === 'request-withdrawal' || purpose === 'cancel-withdrawal' ? withdrawalId : undefined
}
