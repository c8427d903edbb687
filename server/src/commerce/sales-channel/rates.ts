// What sales channels keep of what is sold through them, each rate from a day on until the next one.
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import type { SalesChannel } from './channel.ts'

export interface ChannelRate extends SalesChannel {
  /** Its first day, of the brand's calendar. */
  from_on: string
  /** Its last one; null: until another is stated. */
  to_on: string | null
  /** Null: none of its own is agreed from here on. */
  bp: number | null
}
type Stated = Omit<ChannelRate, 'to_on'>

/** By channel, the newest first. */
export async function listChannelRates(ctx: Ctx): Promise<ChannelRate[]> {
  const { rows } = await sql<ChannelRate>`
    select kind, code, from_on::text as from_on, bp,
      (lead(from_on) over (partition by kind, code order by from_on) - 1)::text as to_on
    from sales_channel_rate where tenant_id = ${ctx.tenantId}
    order by kind, code collate "C", sales_channel_rate.from_on desc`.execute(ctx.pg)
  return rows
}

/** The newest word on a channel and day stands; figures of the days it holds for are reckoned anew. */
export function stateChannelRate(ctx: Ctx, stated: Stated): Promise<ChannelRate[]> {
  return inTx(ctx, async (ctx) => {
    const before = await rateOn(ctx, stated)
    const { kind, code, from_on, bp } = stated
    await sql`insert into sales_channel_rate (tenant_id, kind, code, from_on, bp, updated_by, updated_at)
      values (${ctx.tenantId}, ${kind}, ${code}, ${from_on}::date, ${bp}, ${`${ctx.actor.kind}:${ctx.actor.id}`}, ${ctx.now()})
      on conflict (tenant_id, kind, code, from_on) do update
        set bp = excluded.bp, updated_by = excluded.updated_by, updated_at = excluded.updated_at`.execute(
      ctx.pg,
    )
    await audit(ctx, 'sales_channel_rate.stated', subjectOf(stated), { before, after: stated })
    return listChannelRates(ctx)
  })
}

/** @throws 404 */
export function removeChannelRate(ctx: Ctx, named: Omit<Stated, 'bp'>): Promise<ChannelRate[]> {
  return inTx(ctx, async (ctx) => {
    const before = await rateOn(ctx, named)
    if (!before) throw notFound('sales_channel_rate')
    await sql`delete from sales_channel_rate where tenant_id = ${ctx.tenantId} and kind = ${named.kind}
      and code = ${named.code} and from_on = ${named.from_on}::date`.execute(ctx.pg)
    await audit(ctx, 'sales_channel_rate.removed', subjectOf(named), { before })
    return listChannelRates(ctx)
  })
}

const subjectOf = ({ kind, code }: SalesChannel) => ({
  kind: 'sales_channel',
  id: code ? `${kind}:${code}` : kind,
})

async function rateOn(ctx: Ctx, of: Omit<Stated, 'bp'>): Promise<Stated | undefined> {
  const { rows } = await sql<Stated>`
    select kind, code, from_on::text as from_on, bp from sales_channel_rate
    where tenant_id = ${ctx.tenantId} and kind = ${of.kind} and code = ${of.code}
      and from_on = ${of.from_on}::date for update`.execute(ctx.pg)
  return rows[0]
}

/**
 * The rate agreed for an order (`chosen o`) on the day it was paid: its channel's own, else its kind's; null where
 * none is.
 */
export const agreedRate = sql`coalesce(${rateFor(sql`o.channel_code`)}, ${rateFor(sql`''`)})`
function rateFor(code: ReturnType<typeof sql>) {
  return sql`(select r.bp from sales_channel_rate r where r.tenant_id = o.tenant_id and r.kind = o.channel_kind
    and r.code = ${code} and r.from_on <= o.day order by r.from_on desc limit 1)`
}
