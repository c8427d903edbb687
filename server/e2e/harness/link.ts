// A network in between that can fail: connections refused, silent, or cut when the answer comes.
import { once } from 'node:events'
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net'

/**
 * - `pass`: as if it were not there.
 * - `refuse`: what is open is reset, what comes is reset.
 * - `silent`: connections are taken and nothing moves on them, either way.
 * - `deaf`: what is asked arrives; the connection is cut before the answer does.
 */
export type Weather = 'pass' | 'refuse' | 'silent' | 'deaf'

export interface FaultyLink {
  port: number
  weather(now: Weather): void
  close(): Promise<void>
}

/** `to` is an address, or the path of a unix socket. */
export async function startLink(
  to: { host: string; port: number } | { path: string },
): Promise<FaultyLink> {
  let now: Weather = 'pass'
  const pairs = new Set<{ client: Socket; server: Socket }>()
  const listener = createServer((client) => {
    if (now === 'refuse') return void client.resetAndDestroy()
    const server = createConnection(to)
    const pair = { client, server }
    pairs.add(pair)
    const end = () => {
      pairs.delete(pair)
      client.destroy()
      server.destroy()
    }
    for (const socket of [client, server]) {
      // Either side going away, however it does, takes the other along.
      socket.on('error', end)
      socket.on('close', end)
    }
    client.on('data', (bytes) => {
      if (!server.write(bytes)) {
        client.pause()
        server.once('drain', () => now !== 'silent' && client.resume())
      }
    })
    server.on('data', (bytes) => {
      if (now === 'deaf') return end()
      if (!client.write(bytes)) {
        server.pause()
        client.once('drain', () => now !== 'silent' && server.resume())
      }
    })
    if (now === 'silent') for (const socket of [client, server]) socket.pause()
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  return {
    port: (listener.address() as AddressInfo).port,
    weather(next) {
      now = next
      for (const { client, server } of pairs) {
        if (next === 'refuse') client.resetAndDestroy()
        else if (next === 'silent') for (const socket of [client, server]) socket.pause()
        else for (const socket of [client, server]) socket.resume()
      }
    },
    async close() {
      for (const { client, server } of pairs) {
        client.destroy()
        server.destroy()
      }
      listener.close()
      await once(listener, 'close')
    },
  }
}
