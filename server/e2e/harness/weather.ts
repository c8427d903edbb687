// The way between an SDK and a server, with the weather of our choosing: what is lost, what is refused.
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * What happens to one request: it passes; it never arrives and is answered for; it arrives and its
 * answer is lost; the connection breaks before it arrives.
 */
export type Weather = 'pass' | { answer: number; retryAfter?: number } | 'answer_lost' | 'broken'

export interface Passed {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: Buffer
  /** What the SDK was answered; undefined when it got no answer. */
  status: number | undefined
}

export interface Road {
  url: string
  /** Every request that came this way. */
  passed: Passed[]
  /** For the next requests that `matches`, one each; after them the sun shines. */
  expect(...weather: Weather[]): void
  /** What was still expected does not come. */
  clear(): void
  close(): Promise<void>
}

export async function roadTo(origin: () => string): Promise<Road> {
  const coming: Weather[] = []
  const passed: Passed[] = []
  const server = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      const weather = coming.shift() ?? 'pass'
      const { method = 'GET', url = '/', headers } = req
      const one: Passed = {
        method,
        path: url,
        headers,
        body: Buffer.concat(chunks),
        status: undefined,
      }
      passed.push(one)
      travel(origin(), one, weather, res)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    passed,
    expect: (...weather) => void coming.push(...weather),
    clear: () => void coming.splice(0),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function travel(origin: string, one: Passed, weather: Weather, res: ServerResponse): void {
  if (weather === 'broken') return void res.socket?.destroy()
  if (typeof weather === 'object') {
    one.status = weather.answer
    const { retryAfter } = weather
    const wait = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
    return void res.writeHead(weather.answer, wait).end()
  }
  const { method, path, headers, body } = one
  const onward = request(`${origin}${path}`, { method, headers }, (answer) => {
    if (weather === 'answer_lost') {
      answer.resume()
      return void answer.on('end', () => res.socket?.destroy())
    }
    one.status = answer.statusCode ?? 0
    res.writeHead(one.status, answer.headers)
    answer.pipe(res)
  })
  onward.on('error', () => res.socket?.destroy())
  onward.end(body)
}
