// A figure as of a past moment: from what had happened by then, whoever its customers are today.
import { z } from 'zod'
import { readingNow } from '../../audiences/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { invalid } from '../../platform/errors.ts'

export const AsOf = z.union([z.iso.date(), z.iso.datetime({ offset: true })])
export type AsOf = z.infer<typeof AsOf>

/** The last millisecond that counts. @throws 400 for a time to come */
export async function momentOf(ctx: Ctx, asOf: AsOf): Promise<Date> {
  const now = ctx.now()
  const at = asOf.length > 10 ? Date.parse(asOf) : await endOfDay(ctx, asOf)
  if (at <= now.getTime()) return new Date(at)
  // A day that is not over is shown as far as it has come.
  if (asOf.length === 10 && (await startOfDay(ctx, asOf)) <= now.getTime()) return now
  throw invalid('as_of_to_come', 'Figures can be shown as of a time that has been')
}

async function startOfDay(ctx: Ctx, day: string): Promise<number> {
  const { clock } = await readingNow(ctx)
  return Temporal.PlainDate.from(day).toZonedDateTime(clock.timezone).epochMilliseconds
}

const endOfDay = async (ctx: Ctx, day: string): Promise<number> =>
  (await startOfDay(ctx, Temporal.PlainDate.from(day).add({ days: 1 }).toString())) - 1

/** Its clock stands then, and it reads nothing of the event store that came after it. Nothing is to be written with it. */
export function asOfMoment(ctx: Ctx, until: Date): Ctx {
  return {
    ...ctx,
    now: () => until,
    until,
    ch: {
      ...ctx.ch,
      rows: (tenantId, statement, options) =>
        ctx.ch.rows(tenantId, statement, { ...options, until }),
    },
  }
}

/** The question's own moment, or as things stand. */
export async function asOf(ctx: Ctx, moment: AsOf | undefined): Promise<Ctx> {
  return moment === undefined ? ctx : asOfMoment(ctx, await momentOf(ctx, moment))
}
