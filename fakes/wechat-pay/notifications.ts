// Notifications: sealed under the merchant's key, signed anew at each try, tried again for a day.
import { randomBytes } from 'node:crypto'
import { beijing, newNonce, sealed, signed } from './keys.ts'
import type { Merchant } from './merchant.ts'
import type { PlatformSigner } from './platform.ts'

/** Seconds between tries, as the platform names them: 24 h 4 min in all. */
export const SCHEDULE_SECONDS = [
  ...[15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10_800, 10_800, 10_800, 21_600, 21_600],
]
const ANSWER_WITHIN_MS = 5000

export interface Notification {
  merchant: Merchant
  url: string
  body: string
}
export interface Outgoing {
  headers: Record<string, string>
  body: string
}
export interface Told {
  url: string
  /** 0: no answer. */
  status: number
}

export function notification(
  merchant: Merchant,
  url: string,
  of: { event: string; summary: string; original: string; resource: object },
  now: Date,
): Notification {
  const body = JSON.stringify({
    id: `EV-${beijing(now).slice(0, 10).replaceAll('-', '')}${randomBytes(10).toString('hex')}`.slice(
      0,
      36,
    ),
    create_time: beijing(now),
    resource_type: 'encrypt-resource',
    event_type: of.event,
    summary: of.summary,
    resource: {
      original_type: of.original,
      ...sealed(merchant.apiV3Key, JSON.stringify(of.resource), of.original),
    },
  })
  return { merchant, url, body }
}

/** As it goes over the wire now. */
export function outgoing(signer: PlatformSigner, told: Notification, now: Date): Outgoing {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const nonce = newNonce()
  const { serial, key } = signer.of(told.merchant)
  return {
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Mozilla/4.0',
      'wechatpay-timestamp': timestamp,
      'wechatpay-nonce': nonce,
      'wechatpay-signature': signed(key, `${timestamp}\n${nonce}\n${told.body}\n`),
      'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
      'wechatpay-serial': serial,
    },
    body: told.body,
  }
}

export async function post(url: string, out: Outgoing): Promise<number> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: out.headers,
      body: out.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    })
    await answer.arrayBuffer()
    return answer.status
  } catch {
    return 0
  }
}

export interface Postman {
  /** Kept back until released. */
  hold(): void
  /** Sends what was kept back, in the order that `arrange` gives it. */
  release(arrange?: (held: Notification[]) => Notification[]): Promise<void>
  send(told: Notification): void
  /** Every try, oldest first. */
  tries: Told[]
  stop(): void
}
export function openPostman(
  signer: PlatformSigner,
  options: { now(): Date /** What the schedule's seconds are multiplied by. */; pace: number },
): Postman {
  const tries: Told[] = []
  const timers = new Set<NodeJS.Timeout>()
  let held: Notification[] | undefined
  let isStopped = false
  const attempt = async (told: Notification, round: number): Promise<void> => {
    const status = await post(told.url, outgoing(signer, told, options.now()))
    tries.push({ url: told.url, status })
    const wait = SCHEDULE_SECONDS[round]
    if (status === 200 || status === 204 || wait === undefined || isStopped) return
    const timer = setTimeout(
      () => {
        timers.delete(timer)
        void attempt(told, round + 1)
      },
      wait * 1000 * options.pace,
    )
    timers.add(timer)
  }
  return {
    tries,
    hold() {
      held ??= []
    },
    async release(arrange = (all) => all) {
      const waiting = arrange(held ?? [])
      held = undefined
      for (const told of waiting) await attempt(told, 0)
    },
    send(told) {
      if (held) held.push(told)
      else void attempt(told, 0)
    },
    stop() {
      isStopped = true
      for (const timer of timers) clearTimeout(timer)
    },
  }
}
