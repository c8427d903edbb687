// The queue before the database: who asks while others are being answered is answered with all who came
// meanwhile, in one transaction. So a crowd of any size costs a few statements a moment.
import type { Ctx } from '../../platform/ctx.ts'
import { invalid, tooMany } from '../../platform/errors.ts'
import {
  type Answer,
  issueTokens,
  MOST_PIECES,
  soldOut,
  type Token,
  type TokenAsked,
  tokenOrThrow,
} from './tokens.ts'

/** In one transaction. */
const AT_ONCE = 500
/** Who comes when so many wait is told so, rather than left to wait. */
const MOST_WAITING = 5_000
/** How long an empty shelf is remembered, so that a crowd before it does not ask the database. */
const SOLD_OUT_MS = 250

interface Waiting {
  asked: TokenAsked
  answer: (answer: Answer) => void
  fail: (error: unknown) => void
}
interface Queue {
  waiting: Waiting[]
  runs: boolean
  /** When it was last found empty; only ever refuses, and forgets fast. */
  soldOutAt: number
}
const queues = new Map<string, Queue>()

/**
 * Leave for one customer to order an article of a slot.
 * @throws 400, 404; 409 flash_not_begun, flash_over, flash_closed, flash_limit, flash_sold_out; 429 flash_waiting,
 * queue_full
 */
export async function askToken(
  ctx: Ctx,
  slot: string,
  sku: string,
  asked: TokenAsked,
): Promise<Token> {
  if (asked.quantity > MOST_PIECES)
    throw invalid('flash_quantity', 'Fewer pieces can be bought at once', { most: MOST_PIECES })
  // Who holds a connection already must not wait for those who need one.
  if (ctx.pg.isTransaction) {
    const [answer] = await issueTokens(ctx, slot, sku, [asked])
    if (!answer) throw new Error('who asked alone was not answered')
    return tokenOrThrow(answer)
  }
  const key = `${ctx.tenantId}\x1f${slot}\x1f${sku}`
  const queue = queues.get(key) ?? { waiting: [], runs: false, soldOutAt: Number.NEGATIVE_INFINITY }
  queues.set(key, queue)
  if (performance.now() - queue.soldOutAt < SOLD_OUT_MS) throw soldOut()
  if (queue.waiting.length >= MOST_WAITING)
    throw tooMany('queue_full', 'Too many are buying this at the moment; try again', 1)
  const answer = new Promise<Answer>((answer, fail) => {
    queue.waiting.push({ asked, answer, fail })
  })
  if (!queue.runs) void run(ctx, slot, sku, key, queue)
  return tokenOrThrow(await answer)
}

/** Rounds until nobody waits. */
async function run(ctx: Ctx, slot: string, sku: string, key: string, queue: Queue): Promise<void> {
  queue.runs = true
  while (queue.waiting.length > 0) {
    const round = queue.waiting.splice(0, AT_ONCE)
    try {
      const answers = await issueTokens(
        ctx,
        slot,
        sku,
        round.map(({ asked }) => asked),
      )
      for (const [i, { answer, fail }] of round.entries()) {
        const one = answers[i]
        if (one) answer(one)
        else fail(new Error('somebody in the round was not answered'))
      }
      // Nobody of the round has anything to order with: then nothing at all is left.
      if (answers.every((one) => 'refused' in one && one.refused === 'sold_out'))
        queue.soldOutAt = performance.now()
    } catch (error) {
      for (const { fail } of round) fail(error)
    }
  }
  queue.runs = false
  if (performance.now() - queue.soldOutAt < SOLD_OUT_MS)
    setTimeout(() => forget(key, queue), SOLD_OUT_MS).unref()
  else forget(key, queue)
}

function forget(key: string, queue: Queue): void {
  if (!queue.runs && queue.waiting.length === 0) queues.delete(key)
}
