// What somebody answered and what was written about her goes; that a form led to a lead still counts, of nobody.
import { sql } from 'kysely'
import type { Person, PersonalData } from '../profile/index.ts'

const nodesOf = (person: Person) => sql`any(${[...person.nodes]}::bigint[])`

const forms: PersonalData = {
  name: 'forms',
  tables: ['form_run', 'form_submission'],
  async export(ctx, person) {
    const { rows } = await sql<Record<string, unknown>>`
      select f.name as form, ch.name as channel, s.answers, s.reward_points, s.reward_coupon, s.at
      from form_submission s
      join lead_form f on f.tenant_id = s.tenant_id and f.id = s.form_id
      join lead_form_channel ch on ch.tenant_id = s.tenant_id and ch.id = s.channel_id
      where s.tenant_id = ${ctx.tenantId} and s.node_id = ${nodesOf(person)} order by s.at, s.id`.execute(
      ctx.pg,
    )
    return rows
  },
  async erase(ctx, person) {
    // Also what a browser of hers has kept aside from before she signed in there.
    const runs = await sql`update form_run set node_id = null, answers = '{}'
      where tenant_id = ${ctx.tenantId} and (node_id = ${nodesOf(person)} or (node_id is null and answers <> '{}'
        and session_id in (select id from shop_session where tenant_id = ${ctx.tenantId} and node_id = ${nodesOf(person)})))`.execute(
      ctx.pg,
    )
    const sent =
      await sql`update form_submission set node_id = null, answers = '{}', consent_entry = null, reward_coupon = null
      where tenant_id = ${ctx.tenantId} and node_id = ${nodesOf(person)}`.execute(ctx.pg)
    return Number(runs.numAffectedRows ?? 0) + Number(sent.numAffectedRows ?? 0)
  },
}

const leads: PersonalData = {
  name: 'leads',
  tables: ['lead'],
  async export(ctx, person) {
    const { rows } = await sql<Record<string, unknown>>`
      select f.name as form, l.state, l.created_at, l.won_at,
        (select jsonb_agg(h.note order by h.at, h.id) from lead_change h
          where h.tenant_id = l.tenant_id and h.lead_id = l.id and h.note <> '') as notes
      from lead l join lead_form f on f.tenant_id = l.tenant_id and f.id = l.form_id
      where l.tenant_id = ${ctx.tenantId} and l.node_id = ${nodesOf(person)} order by l.created_at, l.id`.execute(
      ctx.pg,
    )
    return rows
  },
  async erase(ctx, person) {
    await sql`update lead_change h set note = '' from lead l
      where l.tenant_id = ${ctx.tenantId} and l.node_id = ${nodesOf(person)}
        and h.tenant_id = l.tenant_id and h.lead_id = l.id and h.note <> ''`.execute(ctx.pg)
    const { numAffectedRows } =
      await sql`update lead set node_id = null, won_order_id = null, due_at = null
      where tenant_id = ${ctx.tenantId} and node_id = ${nodesOf(person)}`.execute(ctx.pg)
    return Number(numAffectedRows ?? 0)
  },
}

const firstOrders: PersonalData = {
  name: 'first_orders',
  tables: ['first_order'],
  async export(ctx, person) {
    const { rows } = await sql<Record<string, unknown>>`
      select f.order_id, f.paid_at, f.service ->> 'name' as service, f.state, f.done_at, f.note from first_order f
      where f.tenant_id = ${ctx.tenantId} and f.node_id = ${nodesOf(person)} order by f.created_at, f.id`.execute(
      ctx.pg,
    )
    return rows
  },
  async erase(ctx, person) {
    const { numAffectedRows } =
      await sql`update first_order set node_id = null, person_id = null, note = '', due_at = null
      where tenant_id = ${ctx.tenantId} and node_id = ${nodesOf(person)}`.execute(ctx.pg)
    return Number(numAffectedRows ?? 0)
  },
}

/** Before sessions, which tell whose a browser is. */
export const leadsData: readonly PersonalData[] = [forms, leads, firstOrders]
