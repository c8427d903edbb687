// Groups of offers, of which the brand decides what applies.
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'
import { listGroups, type OfferGroup } from './queries.ts'

export function setGroup(ctx: Ctx, group: OfferGroup): Promise<OfferGroup> {
  return inTx(ctx, async (ctx) => {
    const before = (await listGroups(ctx)).find(({ code }) => code === group.code) ?? null
    await sql`insert into offer_group (tenant_id, code, name, mode)
      values (${ctx.tenantId}, ${group.code}, ${group.name}, ${group.mode})
      on conflict (tenant_id, code) do update set name = excluded.name, mode = excluded.mode`.execute(
      ctx.pg,
    )
    const object = { kind: 'offer_group', id: group.code }
    await audit(ctx, 'offer_group.set', object, { before, after: group })
    return group
  })
}

/** @throws 409 while an offer that is not over names it */
export function removeGroup(ctx: Ctx, code: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { rows } =
      await sql`select 1 from offer where tenant_id = ${ctx.tenantId} and state <> 'ended'
      and terms ->> 'group' = ${code} limit 1`.execute(ctx.pg)
    if (rows.length > 0) throw conflict('group_in_use', 'Offers are in this group')
    await sql`delete from offer_group where tenant_id = ${ctx.tenantId} and code = ${code}`.execute(
      ctx.pg,
    )
    await audit(ctx, 'offer_group.removed', { kind: 'offer_group', id: code })
  })
}
