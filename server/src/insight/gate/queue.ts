// Few questions at once: each takes the engine's cores, and what comes in must not wait for them.
import { AppError } from '../../platform/errors.ts'

export interface QueueOptions {
  /** At once in this process, over all brands. */
  atOnce: number
  /** That may wait; more are refused. */
  mostWaiting: number
}

interface Waiting {
  tenantId: string
  start: () => void
}

export interface Queue {
  /** Runs it when its turn has come. @throws 503 when too many wait, the signal's reason when given up */
  run<T>(tenantId: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>
  waiting(): number
  running(): number
}

/** The brand with the fewest running comes first, of those who wait as long the oldest. */
export function questionQueue({ atOnce, mostWaiting }: QueueOptions): Queue {
  const waiting: Waiting[] = []
  const running = new Map<string, number>()
  let busy = 0
  const begin = (tenantId: string) => {
    busy += 1
    running.set(tenantId, (running.get(tenantId) ?? 0) + 1)
  }
  const end = (tenantId: string) => {
    busy -= 1
    const left = (running.get(tenantId) ?? 1) - 1
    if (left > 0) running.set(tenantId, left)
    else running.delete(tenantId)
    const of = ({ tenantId }: Waiting) => running.get(tenantId) ?? 0
    const fewest = Math.min(...waiting.map(of))
    const at = waiting.findIndex((one) => of(one) === fewest)
    const [next] = at < 0 ? [] : waiting.splice(at, 1)
    next?.start()
  }
  const turn = (tenantId: string, signal: AbortSignal | undefined) =>
    new Promise<void>((done, fail) => {
      if (busy < atOnce) {
        begin(tenantId)
        done()
        return
      }
      if (waiting.length >= mostWaiting) {
        fail(
          new AppError(503, 'too_many_questions', 'Too many questions wait already', {
            retryAfter: 5,
          }),
        )
        return
      }
      const giveUp = () => {
        waiting.splice(waiting.indexOf(entry), 1)
        fail(signal?.reason)
      }
      const entry: Waiting = {
        tenantId,
        start() {
          signal?.removeEventListener('abort', giveUp)
          begin(tenantId)
          done()
        },
      }
      signal?.addEventListener('abort', giveUp, { once: true })
      waiting.push(entry)
    })
  return {
    async run(tenantId, work, signal) {
      signal?.throwIfAborted()
      await turn(tenantId, signal)
      try {
        return await work()
      } finally {
        end(tenantId)
      }
    },
    waiting: () => waiting.length,
    running: () => busy,
  }
}
