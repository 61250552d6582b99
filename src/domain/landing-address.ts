// The address that a link leads to, with what it hands on.

/** Sets these parameters and leaves every other one exactly as it stands: shops read theirs in forms of their own. */
export function addressWith(address: string, parameters: Readonly<Record<string, string>>): string {
  const url = new URL(address)
  const kept = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !Object.hasOwn(parameters, nameOf(pair)))
  const added = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  url.search = [...kept, ...added].join('&')
  return url.href
}

function nameOf(pair: string): string {
  const [name = ''] = new URLSearchParams(pair).keys()
  return name
}
