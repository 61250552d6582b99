// What a person at the terminal needs: where to go, as whom, and how to stop.

import type { Doors } from './market.ts'

/** Columns of the longest label and a gap. */
const LABEL_COLUMNS = 10

/** How many people's pages are shown; all forty would hide the rest. */
const PEOPLE_SHOWN = 2

/** Where the command line looks for a server when it is not told. */
const DEFAULT_URL = 'http://localhost:8787'

/** Prints the addresses; links kept from an earlier start are shown as this start answers them. */
export function printDoors(
  print: (line: string) => void,
  {
    publicUrl,
    rpcUrl,
    doors,
    dataFolder,
  }: { publicUrl: string; rpcUrl: string | undefined; doors: Doors | undefined; dataFolder: string },
): void {
  const line = (label: string, text: string) => print(`  ${label.padEnd(LABEL_COLUMNS)}${text}`)
  const here = (link: string) => new URL(new URL(link).pathname, publicUrl).href
  print('')
  print(`Vouchpenny runs at ${publicUrl} with test dollars on a local testnet.`)
  print('')
  for (const { name, pageUrl, joinUrl } of doors?.shops ?? []) {
    line('Shop', `${here(pageUrl)}  ${name}`)
    line('', `${here(joinUrl)}  where people join it`)
  }
  for (const { handle, signInUrl } of doors?.people.slice(0, PEOPLE_SHOWN) ?? []) {
    line('Person', `${here(signInUrl)}  ${handle}`)
  }
  if (!doors) {
    // The command line asks this address by itself; any other one has to be said.
    const where = publicUrl === DEFAULT_URL ? '' : ` --url ${publicUrl}`
    line('Shop', `npm run vouch -- retailer setup${where}   makes one and prints its pages`)
    line('Person', 'joins at the address that the shop gets')
  }
  line('Auditor', new URL('/audit', publicUrl).href)
  // An endpoint that was given is not shown: its address can carry a key.
  if (rpcUrl !== undefined) line('Chain', `${rpcUrl}   for your own tools, such as vouch countersign --rpc`)
  print('')
  print(`Its data stays in ${dataFolder}. Ctrl-C stops it.`)
}
