// What every question goes through: told beforehand when it is long, in its turn, bounded, given up
// when nobody waits for it any more.
import type { FastifyRequest } from 'fastify'
import type { Sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { AppError } from '../../platform/errors.ts'
import type { Http } from '../../platform/http.ts'
import { type AsOf, asOf } from './as-of.ts'
import { type Costs, measuredCosts, rowsLeft } from './estimate.ts'
import { type Queue, questionQueue } from './queue.ts'

/** Half of the sessions an embedded engine reads with. */
const AT_ONCE = 2
const MOST_WAITING = 200
/** From so many seconds on somebody has to say that she will wait. */
const LONG_SECONDS = 10
const MOST_SECONDS = 20
const MOST_SECONDS_LONG = 120
const MOST_BYTES = 4 * 1024 ** 3

export interface GateOptions {
  /** Given up with it. */
  signal?: AbortSignal | undefined
  /** Somebody will wait for a long one. */
  isLongWelcome?: boolean | undefined
}

export interface Gate {
  queue: Queue
  costs: Costs
}

export const newGate = (): Gate => ({
  queue: questionQueue({ atOnce: AT_ONCE, mostWaiting: MOST_WAITING }),
  costs: measuredCosts(),
})

/** One a process: its turns are over all that is asked in it. */
const theGate = newGate()

/** A ctx whose reads of the event store go through the gate. */
export function gated(ctx: Ctx, options: GateOptions = {}, gate: Gate = theGate): Ctx {
  const { signal, isLongWelcome } = options
  const read = <Row>(tenantId: string, statement: Sql, given: object | undefined) =>
    bounded(
      ctx,
      options,
      () => rowsLeft(ctx, statement),
      () =>
        ctx.ch.rows<Row>(tenantId, statement, {
          maxSeconds: isLongWelcome ? MOST_SECONDS_LONG : MOST_SECONDS,
          maxBytes: MOST_BYTES,
          ...given,
          ...(signal && { signal }),
        }),
      gate,
    )
  return { ...ctx, ch: { ...ctx.ch, rows: read } }
}

/**
 * Runs it in its turn, unless it is long and nobody said that she will wait.
 * @param rowsToRead as the index leaves them; asked of large brands only
 */
export async function bounded<T>(
  ctx: Ctx,
  { signal, isLongWelcome }: GateOptions,
  rowsToRead: () => Promise<number>,
  work: () => Promise<T>,
  { queue, costs }: Gate = theGate,
): Promise<T> {
  const { rows, seconds } = await costs.estimate(ctx, rowsToRead)
  if (seconds >= LONG_SECONDS && !isLongWelcome)
    throw new AppError(422, 'question_is_long', 'This will take long; say so to run it', {
      details: { seconds: Math.ceil(seconds), rows },
    })
  return queue.run(
    ctx.tenantId,
    async () => {
      const began = performance.now()
      const answer = await work()
      costs.learn(rows, (performance.now() - began) / 1000)
      return answer
    },
    signal,
  )
}

interface Asked {
  as_of?: AsOf
  run_long?: boolean
}

/** Of the question, or of the one that a figure or a tile names. */
function askedIn(body: unknown): Asked {
  const { question, figure, ...own } = (body ?? {}) as {
    question?: Asked
    figure?: { question?: Asked }
  } & Asked
  return { ...figure?.question, ...question, ...own }
}

const KEPT =
  /\/insight\/(questions|boards|virtual-events|derived-properties|own-metrics|experiments)/

/** What they keep is kept now, whatever moment they read of. */
const WRITES = /\/insight\/(audience|clv\/fit)$/

/**
 * Puts the gate in front of every route that begins with one of the addresses.
 * @param read puts what a body names in place of the name
 */
export function standBefore(
  app: Http,
  addresses: readonly string[],
  read: (ctx: Ctx, body: unknown) => Promise<unknown> = async (_, body) => body,
): void {
  app.addHook('preHandler', async (request, reply) => {
    const url = request.routeOptions.url ?? ''
    if (!request.ctx || !addresses.some((address) => url.startsWith(address))) return
    // What is saved keeps the names it was given; they are read when it is asked.
    if (!KEPT.test(url)) request.body = await read(request.ctx, request.body)
    const { as_of, run_long } = askedIn(request.body)
    const left = new AbortController()
    leaving.set(request, left.signal)
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) left.abort(whoLeft(request))
    })
    const ctx = gated(request.ctx, { signal: left.signal, isLongWelcome: run_long })
    request.ctx = WRITES.test(url) ? ctx : await asOf(ctx, as_of)
  })
}

const leaving = new WeakMap<FastifyRequest, AbortSignal>()

/** Aborted when whoever asked has left; of a route behind the gate. */
export const signalOf = (request: FastifyRequest): AbortSignal | undefined => leaving.get(request)

const whoLeft = (request: FastifyRequest) =>
  new AppError(422, 'query_cancelled', `Nobody waits for ${request.id} any more`)
