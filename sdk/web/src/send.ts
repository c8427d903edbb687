// One request to the collector. A text body needs no preflight; `keepalive` lets it outlive the page.
import type { Answer, Entry } from '../../core/queue.ts'

const TIMEOUT_MS = 20_000
/** Of all requests that outlive a page browsers take 64 KiB together. */
const KEPT_ALIVE = 60_000

export async function send(
  server: string,
  to: Entry['to'],
  body: string,
  leaving: boolean,
): Promise<Answer> {
  const url = `${server}/v1/${to}`
  const keepalive = 'keepalive' in Request.prototype
  // A beacon is never answered, so what it carries is sent again from the next page and counted once.
  if (leaving && !keepalive && navigator.sendBeacon?.(url, body)) return { status: 0 }
  const answer = await fetch(url, {
    method: 'POST',
    body,
    keepalive: keepalive && body.length * 3 < KEPT_ALIVE,
    credentials: 'omit',
    // Browsers without it take their own time.
    signal: AbortSignal.timeout?.(TIMEOUT_MS) ?? null,
  })
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN)
  return {
    status: answer.status,
    retryAfter: seconds >= 0 ? Math.min(seconds, 3600) : undefined,
  }
}
