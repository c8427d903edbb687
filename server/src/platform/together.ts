// What many ask for at the same moment, done as sets: who comes while a set is on its way waits and goes with
// the next one, who comes alone goes at once. Each succeeds or fails on its own.
import type { Ctx } from './ctx.ts'

/** More in one transaction hold their locks longer than they save statements. */
const MOST = 64
/** A set that waits for a lock longer than this keeps nobody else waiting. */
const PATIENCE_MS = 100
/** Or than so many times what sets take here: a machine that is busy is no lock, and smaller sets make it busier. */
const PATIENCE_TIMES = 4
/** Sets of one brand on their way at once, at most: each holds a connection. */
const MOST_SETS = 4

interface Waiting<Asked, Answer> {
  ctx: Ctx
  asked: Asked
  resolve(answer: Answer): void
  reject(error: unknown): void
}
interface Line<Asked, Answer> {
  waiting: Waiting<Asked, Answer>[]
  running: number
}
/** One answer for each that was asked, in the same order. What it throws is thrown of all of them. */
export type SetWork<Asked, Answer> = (
  ctx: Ctx,
  asked: readonly Asked[],
) => Promise<PromiseSettledResult<Answer>[]>

/** @param alike whether what is asked as `b` can go with what is asked as `a`, beyond brand, stores and clock */
export function together<Asked, Answer>(
  work: SetWork<Asked, Answer>,
  alike: (a: Ctx, b: Ctx) => boolean,
): (ctx: Ctx, asked: Asked) => Promise<Answer> {
  const lines = new Map<string, Line<Asked, Answer>>()
  let usualMs = 0

  function start(tenantId: string, line: Line<Asked, Answer>): void {
    const [first] = line.waiting
    if (!first || line.running >= MOST_SETS) return
    const fits = ({ ctx }: Waiting<Asked, Answer>) =>
      ctx.pg === first.ctx.pg &&
      ctx.now === first.ctx.now &&
      ctx.brandVersion === first.ctx.brandVersion &&
      alike(first.ctx, ctx)
    const set = line.waiting.filter(fits).slice(0, MOST)
    const taken = new Set(set)
    line.waiting = line.waiting.filter((one) => !taken.has(one))
    line.running += 1
    const began = performance.now()
    const patience = Math.max(PATIENCE_MS, PATIENCE_TIMES * usualMs)
    const impatient = setTimeout(() => start(tenantId, line), patience)
    impatient.unref()
    void run(work, set).finally(() => {
      clearTimeout(impatient)
      // One that waited for a lock counts for no more than was waited for it.
      usualMs += (Math.min(performance.now() - began, patience) - usualMs) / 8
      line.running -= 1
      if (line.waiting.length > 0) start(tenantId, line)
      else if (line.running === 0 && lines.get(tenantId) === line) lines.delete(tenantId)
    })
  }

  return async (ctx, asked) => {
    // Within a transaction it is a part of that.
    if (ctx.pg.isTransaction) return unwrapped(await work(ctx, [asked]))
    return new Promise<Answer>((resolve, reject) => {
      const line = lines.get(ctx.tenantId) ?? { waiting: [], running: 0 }
      lines.set(ctx.tenantId, line)
      line.waiting.push({ ctx, asked, resolve, reject })
      if (line.running === 0) start(ctx.tenantId, line)
    })
  }
}

/** A set that fails as a whole is done one by one, so that only who is at fault is told. */
async function run<Asked, Answer>(
  work: SetWork<Asked, Answer>,
  set: readonly Waiting<Asked, Answer>[],
): Promise<void> {
  const [first] = set
  if (!first) return
  try {
    const answers = await work(
      withFences(set),
      set.map((one) => one.asked),
    )
    for (const [i, one] of set.entries()) {
      const answer = answers[i]
      if (answer?.status === 'fulfilled') one.resolve(answer.value)
      else one.reject(answer?.reason ?? new Error('a set has no answer for one of it'))
    }
  } catch (error) {
    if (set.length === 1) return first.reject(error)
    for (const one of set) await run(work, [one])
  }
}

/** Each of them marks what it writes as its own, and is refused where somebody else has taken it over. */
function withFences<Asked, Answer>(set: readonly Waiting<Asked, Answer>[]): Ctx {
  const [first] = set
  if (!first) throw new Error('an empty set')
  const fences = set.flatMap(({ ctx }) => ctx.fence ?? [])
  return {
    ...first.ctx,
    fence: async (pg) => {
      for (const fence of fences) await fence(pg)
    },
  }
}

/** The answer of a set of one. */
export function unwrapped<Answer>([answer]: PromiseSettledResult<Answer>[]): Answer {
  if (answer?.status === 'fulfilled') return answer.value
  throw answer?.reason ?? new Error('a set has no answer for one of it')
}

export const done = <Answer>(value: Answer): PromiseFulfilledResult<Answer> => ({
  status: 'fulfilled',
  value,
})
export const refused = (reason: unknown): PromiseRejectedResult => ({ status: 'rejected', reason })
