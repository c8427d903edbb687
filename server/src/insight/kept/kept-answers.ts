// Answers are kept until the brand has new data: who looks a second time, or a colleague who sees the
// same customers, waits for nothing to be counted.
import { hash } from 'node:crypto'
import { codesInScope } from '../../org/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { dayOf } from '../days.ts'
import { dataVersion } from './data-version.ts'

interface Kept {
  version: string
  until: number
  answer: object
  bytes: number
}
/** Time alone moves some figures (72 hours pass), so nothing is kept for long. */
const MINUTES = 10
const MOST_BYTES = 64 * 1024 * 1024

export class KeptAnswers {
  readonly #kept = new Map<string, Kept>()
  #bytes = 0
  readonly #most: number
  /** Whoever asks for the same at one time waits for one count, and for one look at the data. */
  readonly #counting = new Map<string, Promise<object>>()
  readonly #versions = new Map<string, Promise<string>>()

  constructor(most = MOST_BYTES) {
    this.#most = most
  }

  /**
   * @param question with its days already worked out: `today` is another question tomorrow
   * @param isFresh counted anew, whatever is kept
   */
  async get<T extends object>(
    ctx: Ctx,
    what: string,
    question: unknown,
    count: () => Promise<T>,
    isFresh = false,
  ): Promise<T> {
    const [version, codes] = await Promise.all([
      once(this.#versions, ctx.tenantId, () => dataVersion(ctx)),
      codesInScope(ctx),
    ])
    const day = dayOf(ctx.now(), 'UTC')
    const key = hash('sha256', JSON.stringify([ctx.tenantId, codes ?? null, what, question, day]))
    const known = this.#kept.get(key)
    const now = ctx.now().getTime()
    if (known && !isFresh && known.version === version && known.until > now) {
      // The one used last is dropped last.
      this.#kept.delete(key)
      this.#kept.set(key, known)
      return known.answer as T
    }
    const answer = await once(this.#counting, `${key} ${version}`, count)
    this.#keep(key, {
      ...{ version, answer, until: now + MINUTES * 60_000 },
      bytes: JSON.stringify(answer).length,
    })
    return answer as T
  }

  #keep(key: string, entry: Kept): void {
    this.#drop(key)
    if (entry.bytes > this.#most / 4) return
    this.#kept.set(key, entry)
    this.#bytes += entry.bytes
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#most) break
      this.#drop(oldest)
    }
  }

  #drop(key: string): void {
    this.#bytes -= this.#kept.get(key)?.bytes ?? 0
    this.#kept.delete(key)
  }
}

/** Who asks while it is under way waits for the same. */
function once<T>(underWay: Map<string, Promise<T>>, key: string, ask: () => Promise<T>) {
  const known = underWay.get(key)
  if (known) return known
  const answer = ask().finally(() => underWay.delete(key))
  underWay.set(key, answer)
  return answer
}

/** Of this process. */
export const keptAnswers = new KeptAnswers()
