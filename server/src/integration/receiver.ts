// A system of somebody else's that is told: for tests. Answers as it is bidden.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Told {
  path: string
  headers: Record<string, string | undefined>
  body: string
  type: string
  customer: number | null
}
export interface Receiver {
  url: string
  told: Told[]
  /** What it answers from now on; 0 cuts the connection. */
  answer(decide: (told: Told) => number, headers?: Record<string, string>): void
  /** Answers nobody until what it returns is called. */
  hold(): () => void
  stop(): Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  const told: Told[] = []
  let decide: (one: Told) => number = () => 200
  let extra: Record<string, string> = {}
  let held = Promise.resolve()
  const server = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', async () => {
      const body = Buffer.concat(chunks).toString('utf8')
      const { type, customer } = JSON.parse(body) as {
        type: string
        customer: { id: number } | null
      }
      const one: Told = {
        path: req.url ?? '',
        headers: Object.fromEntries(Object.entries(req.headers).map(([k, v]) => [k, String(v)])),
        body,
        type,
        customer: customer?.id ?? null,
      }
      told.push(one)
      await held
      const status = decide(one)
      if (status === 0) req.socket.destroy()
      else res.writeHead(status, { location: '/elsewhere', ...extra }).end(`said ${status}`)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    told,
    answer: (given, headers = {}) => {
      decide = given
      extra = headers
    },
    hold: () => {
      const gate = Promise.withResolvers<void>()
      held = gate.promise
      return gate.resolve
    },
    stop: () => new Promise((done) => server.close(() => done())),
  }
}
