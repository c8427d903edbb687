// Asking a server over HTTP as many do at once, and what each answer cost it.
import { randomUUID } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { cpuOf, ownCpuOf } from './processes.ts'

export const KEY = 'hfk_bench_0123456789_0123456789'
export const WRITE_KEY = 'hfw_bench_0123456789'

export interface Answer {
  status: number
  text: string
}
export type Ask = (method: string, path: string, body?: object, key?: string) => Promise<Answer>

/** One keep-alive connection, one request at a time. */
export function client(port: number): Promise<Ask> {
  return new Promise((ready, reject) => {
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let text = ''
    let done: ((answer: Answer) => void) | undefined
    socket.on('error', reject)
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      const head = text.indexOf('\r\n\r\n')
      if (head < 0) return
      const length = Number(/content-length: (\d+)/i.exec(text.slice(0, head))?.[1] ?? 0)
      if (text.length < head + 4 + length) return
      const answer = { status: Number(text.slice(9, 12)), text: text.slice(head + 4) }
      text = ''
      done?.(answer)
    })
    socket.unref()
    socket.on('connect', () =>
      ready((method, path, body, key) => {
        const payload = body === undefined ? '' : JSON.stringify(body)
        socket.write(
          `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${KEY}\r\n${key ? `idempotency-key: ${key}\r\n` : ''}${payload ? 'content-type: application/json\r\n' : ''}content-length: ${Buffer.byteLength(payload)}\r\n\r\n${payload}`,
        )
        return new Promise((resolve) => {
          done = resolve
        })
      }),
    )
  })
}

/** What it answers, which must be no refusal. */
export async function demand(ask: Ask, method: string, path: string, body?: object, key?: string) {
  const answer = await ask(method, path, body, key)
  if (answer.status >= 300)
    throw new Error(`${method} ${path} answered ${answer.status} ${answer.text.slice(0, 300)}`)
  return answer.text ? JSON.parse(answer.text) : undefined
}

/** Known buyers, as an event of each makes them: their customer ids. */
export async function makeBuyers(ask: Ask, port: number, count: number): Promise<number[]> {
  const batch = Array.from({ length: count }, (_, i) => ({
    ...{ type: 'track', event: 'visited', userId: `buyer-${i}`, messageId: randomUUID() },
  }))
  for (let i = 0; i < count; i += 500) {
    const sent = await fetch(`http://127.0.0.1:${port}/v1/batch`, {
      ...{ method: 'POST', body: JSON.stringify({ batch: batch.slice(i, i + 500) }) },
      headers: {
        authorization: `Basic ${Buffer.from(`${WRITE_KEY}:`).toString('base64')}`,
        'content-type': 'application/json',
      },
    })
    if (!sent.ok) throw new Error(`events: ${sent.status} ${await sent.text()}`)
  }
  const buyers: number[] = []
  for (let i = 0; i < count; i++)
    buyers.push((await demand(ask, 'GET', `/api/v1/customers/by/member_id/buyer-${i}`)).id)
  return buyers
}

/** Prints what the server uses in a second in which nobody asks anything: part of what each of few seems to cost. */
export async function measureRest(pid: number, seconds: number): Promise<void> {
  const cpu = cpuOf(pid)
  const own = ownCpuOf(pid)
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
  const ms = (used: number) => ((used * 1000) / seconds).toFixed(0)
  console.log(
    `  asked nothing: ${ms(cpuOf(pid) - cpu)} ms of CPU a second, ${ms(ownCpuOf(pid) - own)} of it Node`,
  )
}

/** Prints how many a second, and the CPU of each: the server's, and apart from it this process's, which asks. */
export async function measure(
  label: string,
  { pid, port }: { pid: number; port: number },
  connections: number,
  seconds: number,
  work: (ask: Ask, n: number) => Promise<unknown>,
) {
  const asks = await Promise.all(Array.from({ length: connections }, () => client(port)))
  const until = performance.now() + seconds * 1000
  const took: number[] = []
  let n = 0
  const cpu = cpuOf(pid)
  const own = ownCpuOf(pid)
  const asking = process.cpuUsage()
  const started = performance.now()
  await Promise.all(
    asks.map(async (ask) => {
      while (performance.now() < until) {
        const at = performance.now()
        await work(ask, n++)
        took.push(performance.now() - at)
      }
    }),
  )
  const wall = (performance.now() - started) / 1000
  took.sort((a, b) => a - b)
  const { user, system } = process.cpuUsage(asking)
  const micros = (seconds: number) => ((seconds * 1e6) / took.length).toFixed(0).padStart(6)
  const at = (q: number) => took[Math.floor(took.length * q)]?.toFixed(1)
  console.log(
    `  ${label.padEnd(44)} ${Math.round(took.length / wall)
      .toLocaleString('en')
      .padStart(
        8,
      )}/s   ${micros(cpuOf(pid) - cpu)} µs CPU each, ${micros(ownCpuOf(pid) - own)} of it Node; asking ${micros((user + system) / 1e6)}   p50 ${at(0.5)} p99 ${at(0.99)} ms`,
  )
}
