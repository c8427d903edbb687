// Who did what an experiment's benefits are to encourage, out of events: those who met one arm and no other, and
// whose window and days for refunds are over, as money is measured.
import { CUSTOMER } from '../../audiences/index.ts'
import { as, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { EXPOSED } from './met.ts'
import type { Experiment } from './shapes.ts'

export interface Did {
  /** Measured. */
  people: number
  did: number
}

/** By arm; of an experiment whose benefits name a behaviour. */
export async function behaviourOf(
  ctx: Ctx,
  { id, behaviour, window_days, refund_days }: Experiment,
): Promise<Map<string, Did>> {
  if (behaviour === null) return new Map()
  const met = sql`
    select ${CUSTOMER} as c, argMin(JSONExtractString(props, 'arm'), at) as arm, min(event.at) as met,
      uniqExact(JSONExtractString(props, 'arm')) as arms
    from event where customer_id != 0 and name = ${as('String', EXPOSED)}
      and JSONExtractString(props, 'experiment_id') = ${as('String', id)}
    group by c`
  const over = new Date(ctx.now().getTime() - (window_days + refund_days) * 86_400_000)
  const rows = await ctx.ch.rows<{ arm: string; people: string; did: string }>(
    ctx.tenantId,
    sql`select m.arm as arm, count() as people, countIf(d.c != 0) as did
      from (select * from (${met}) where arms = 1 and met <= ${as('DateTime64(3)', over)}) as m
      left join (
        select distinct v.c as c
        from (select ${CUSTOMER} as c, at from event where customer_id != 0 and name = ${as('String', behaviour)}) as v
        inner join (${met}) as f on f.c = v.c
        where v.at >= f.met and v.at < f.met + toIntervalDay(${as('UInt32', window_days)})) as d on d.c = m.c
      group by arm`,
  )
  return new Map(rows.map((r) => [r.arm, { people: Number(r.people), did: Number(r.did) }]))
}
