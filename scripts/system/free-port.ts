// Chooses TCP ports on the loopback interface.

import { createServer } from 'node:net'

/** A port that is free now; `preferred` when that one is. The caller must still expect to lose it to another. */
export async function findFreePort(preferred?: number): Promise<number> {
  if (preferred !== undefined && (await isPortFree(preferred))) return preferred
  return (await listen(0)) ?? 0
}

/** Whether nothing listens on the port of `host`. */
export async function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return (await listen(port, host)) !== undefined
}

async function listen(port: number, host = '127.0.0.1'): Promise<number | undefined> {
  const server = createServer()
  return await new Promise((resolve) => {
    server.once('error', () => resolve(undefined))
    server.listen(port, host, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined))
    })
  })
}
