// Clients that behave as the real SDKs do: what was not answered is sent again, to whoever answers.
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Sending {
  /** What it is, for the story and for messages. */
  what: string
  protocol: 'sensors' | 'segment' | 'homefield'
  method: string
  /** With its query. */
  path: string
  headers: Record<string, string>
  body?: Buffer
  /** Events inside. */
  events: number
}

export interface Delivered {
  requests: number
  /** Sent again because there was no answer, or "not now". */
  retries: number
  /** Sent again although they had been answered. */
  repeats: number
  /** What an SDK would have dropped: a definite answer that was no success. */
  lost: { what: string; status: number; answer: string }[]
}

export interface DeliverOptions {
  /** Addresses to choose from at random, the dead ones too. */
  targets: () => string[]
  random: () => number
  /** Requests on their way at once. */
  atOnce?: number
  /** Share of requests that are sent a second time after they were answered. */
  repeatShare?: number
  /** Told after each first success, with how many there were. */
  onAnswered?: (count: number) => void
  giveUpAfterMs?: number
}

/** Sends all of them, in this order, several at once, until each is answered. */
export async function deliver(
  sendings: readonly Sending[],
  options: DeliverOptions,
): Promise<Delivered> {
  const { random, atOnce = 16, repeatShare = 0.15, giveUpAfterMs = 90_000 } = options
  const agent = new Agent({ keepAlive: true, maxSockets: 256 })
  const result: Delivered = { requests: 0, retries: 0, repeats: 0, lost: [] }
  let answered = 0
  let next = 0
  const one = async (sending: Sending) => {
    const until = Date.now() + giveUpAfterMs
    for (let attempt = 0; ; attempt++) {
      const targets = options.targets()
      const target = targets[Math.floor(random() * targets.length)] ?? ''
      result.requests += 1
      const answer = await send(agent, target, sending)
      if (answer.status === 200) return
      const again = mayRetry(sending, answer.status)
      if (!again) {
        result.lost.push({ what: sending.what, status: answer.status, answer: answer.text })
        return
      }
      if (Date.now() > until)
        throw new Error(`${sending.what}: no answer for ${giveUpAfterMs} ms, last ${answer.text}`)
      result.retries += 1
      await sleep(Math.min(200 * 2 ** Math.min(attempt, 3), 1000) * (0.5 + random()))
    }
  }
  const worker = async () => {
    for (;;) {
      const sending = sendings[next++]
      if (!sending) return
      await one(sending)
      answered += 1
      options.onAnswered?.(answered)
      if (random() < repeatShare) {
        result.repeats += 1
        await one(sending)
      }
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(atOnce, sendings.length) }, worker))
  } finally {
    agent.destroy()
  }
  return result
}

/** Sensors' SDKs take any status as delivered and only silence as failure; the others read it. */
function mayRetry(sending: Sending, status: number): boolean {
  if (status === 0) return true
  return sending.protocol !== 'sensors' && (status === 429 || status >= 500)
}

export interface Answer {
  /** 0 when the connection ended without one. */
  status: number
  text: string
  headers: Record<string, string | string[] | undefined>
}

export function send(
  agent: Agent,
  target: string,
  sending: Pick<Sending, 'method' | 'path' | 'headers' | 'body'>,
  timeoutMs = 40_000,
): Promise<Answer> {
  return new Promise((resolve) => {
    const silent = (error: Error) => resolve({ status: 0, text: error.message, headers: {} })
    const url = new URL(target)
    const req = request(
      {
        host: url.hostname,
        port: url.port,
        method: sending.method,
        path: sending.path,
        headers: {
          ...sending.headers,
          ...(sending.body ? { 'content-length': sending.body.length } : {}),
        },
        agent,
        timeout: timeoutMs,
      },
      (res) => {
        const chunks: Buffer[] = []
        res.on('data', (chunk) => chunks.push(chunk))
        res.on('error', silent)
        res.on('end', () =>
          resolve({
            status: res.statusCode ?? 0,
            text: Buffer.concat(chunks).toString('utf8'),
            headers: res.headers,
          }),
        )
      },
    )
    req.on('error', silent)
    req.on('timeout', () => req.destroy(new Error(`no answer within ${timeoutMs} ms`)))
    req.end(sending.body)
  })
}
