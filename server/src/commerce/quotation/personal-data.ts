// What was offered to somebody: goods, prices and times stay for the books; what names her or was written goes.
import { sql } from 'kysely'
import type { PersonalData } from '../../profile/index.ts'

const nodesOf = (person: { nodes: readonly number[] }) => sql`any(${[...person.nodes]}::bigint[])`

export const quotationsData: PersonalData = {
  name: 'quotations',
  tables: ['quotation', 'quotation_version', 'quotation_line', 'quotation_change'],
  async export(ctx, person) {
    const { rows } = await sql<Record<string, unknown>>`
      select q.number, q.state, q.reason, q.created_at, q.sent_at, q.decided_at, (
        select jsonb_agg(jsonb_build_object('version', v.version, 'remarks', v.remarks, 'total_fen', v.total_fen,
          'currency', v.currency, 'valid_until', v.valid_until, 'lines', (
            select jsonb_agg(jsonb_build_object('sku', l.sku, 'name', l.name, 'quantity', l.quantity, 'unit_fen', l.unit_fen) order by l.position)
            from quotation_line l where l.tenant_id = v.tenant_id and l.quotation_id = v.quotation_id and l.version = v.version))
          order by v.version)
        from quotation_version v where v.tenant_id = q.tenant_id and v.quotation_id = q.id) as versions
      from quotation q where q.tenant_id = ${ctx.tenantId} and q.node_id = ${nodesOf(person)}
      order by q.created_at, q.id`.execute(ctx.pg)
    return rows
  },
  async erase(ctx, person) {
    const { rows } = await sql<{ n: number }>`
      with hers as materialized (
        select id from quotation where tenant_id = ${ctx.tenantId} and node_id = ${nodesOf(person)}),
      versions as (
        update quotation_version set remarks = ''
        where tenant_id = ${ctx.tenantId} and quotation_id in (select id from hers)),
      changes as (
        update quotation_change set note = '', actor_name = case when actor like 'customer:%' then '' else actor_name end,
          actor = case when actor like 'customer:%' then 'customer:' else actor end
        where tenant_id = ${ctx.tenantId} and quotation_id in (select id from hers)),
      -- Nobody can accept what is nobody's; its link leads nowhere.
      gone as (
        update quotation set node_id = null, reason = '', code = id::text, approval_id = null,
          state = case when state in ('draft', 'waiting', 'sent') then 'withdrawn' else state end,
          updated_by = case when updated_by like 'customer:%' then 'customer:' else updated_by end
        where tenant_id = ${ctx.tenantId} and id in (select id from hers) returning id)
      select count(*) as n from gone`.execute(ctx.pg)
    return rows[0]?.n ?? 0
  },
}
