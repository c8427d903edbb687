// What she was paid stays in the books and leads to nobody; what her codes earned is theirs.
import { sql } from 'kysely'
import type { PersonalData } from '../../profile/index.ts'

const nodesOf = (person: { nodes: readonly number[] }) => sql`any(${[...person.nodes]}::bigint[])`

/** Before `affiliates`, which forgets whose the codes are. */
export const commissionsData: PersonalData = {
  name: 'commissions',
  tables: ['commission', 'commission_payee', 'commission_payee_part'],
  async export(ctx, person) {
    const { rows: earned } = await sql<Record<string, unknown>>`
      select c.subject as code, l.name, c.basis_fen, c.rate_bp, c.earned_fen, c.reversed_fen, c.state, c.earned_at
      from commission c
      join affiliate f on f.tenant_id = c.tenant_id and f.code = c.subject
      join own_order_line l on l.tenant_id = c.tenant_id and l.order_id = c.order_id and l.sku = c.sku
      where c.tenant_id = ${ctx.tenantId} and c.kind = 'affiliate' and f.node_id = ${nodesOf(person)}
      order by c.earned_at, c.order_id, c.sku`.execute(ctx.pg)
    const { rows: paid } = await sql<Record<string, unknown>>`
      select 'payout' as kind, p.fen, p.state, p.note, p.decided_at from commission_payee p
      where p.tenant_id = ${ctx.tenantId} and p.node_id = ${nodesOf(person)} order by p.payout_id, p.number`.execute(
      ctx.pg,
    )
    return [...earned, ...paid]
  },
  async erase(ctx, person) {
    const { numAffectedRows } = await sql`update commission_payee set node_id = null, note = ''
      where tenant_id = ${ctx.tenantId} and node_id = ${nodesOf(person)}`.execute(ctx.pg)
    return Number(numAffectedRows ?? 0)
  },
}
