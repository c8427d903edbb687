// Points and stored value are the books: they stay when a person is erased, and lead to nobody.
import { sql } from 'kysely'
import type { PersonalData } from '../profile/index.ts'

const points: PersonalData = {
  name: 'points_and_stored_value',
  tables: [
    'ledger_account',
    'ledger_transaction',
    'ledger_entry',
    'ledger_lot',
    'ledger_allocation',
    'ledger_hold',
    'ledger_touched',
    'points_given',
    'stored_value_topup',
  ],
  async export(ctx, { nodes }) {
    const { rows } = await sql<Record<string, unknown>>`
      select e.at, e.book, t.kind, e.code, e.amount, t.note, t.order_id from ledger_account a
      join ledger_entry e on e.tenant_id = a.tenant_id and e.account_id = a.id
      join ledger_transaction t on t.tenant_id = e.tenant_id and t.id = e.transaction_id
      where a.tenant_id = ${ctx.tenantId} and a.node_id = any(${[...nodes]}::bigint[]) order by e.id`.execute(
      ctx.pg,
    )
    return rows
  },
  async erase(ctx, person) {
    const nodes = sql`any(${[...person.nodes]}::bigint[])`
    const counts = [
      // Amounts stay; what was written about her, and who handed points on to whom, goes.
      await sql`update ledger_transaction t set note = '', answer = t.answer - 'customer' - 'from' - 'to'
        where t.tenant_id = ${ctx.tenantId} and (t.note <> '' or t.answer ?| array['customer', 'from', 'to']) and t.id in (
          select e.transaction_id from ledger_account a
          join ledger_entry e on e.tenant_id = a.tenant_id and e.account_id = a.id
          where a.tenant_id = ${ctx.tenantId} and a.node_id = ${nodes})`.execute(ctx.pg),
      await sql`update ledger_account set node_id = null, unlinked_id = ${person.unlinkedId}
        where tenant_id = ${ctx.tenantId} and node_id = ${nodes}`.execute(ctx.pg),
      await sql`delete from ledger_touched where tenant_id = ${ctx.tenantId} and node_id = ${nodes}`.execute(
        ctx.pg,
      ),
      await sql`update stored_value_topup set node_id = null, unlinked_id = ${person.unlinkedId}
        where tenant_id = ${ctx.tenantId} and node_id = ${nodes}`.execute(ctx.pg),
      await sql`delete from points_given where tenant_id = ${ctx.tenantId} and node_id = ${nodes}`.execute(
        ctx.pg,
      ),
    ]
    return counts.reduce((sum, { numAffectedRows }) => sum + Number(numAffectedRows ?? 0), 0)
  },
}

const gifts: PersonalData = {
  name: 'gift_cards',
  tables: ['gift_card'],
  async export(ctx, { nodes }) {
    const hers = sql`any(${[...nodes]}::bigint[])`
    const { rows } = await sql<Record<string, unknown>>`
      select case when buyer_node_id = ${hers} then 'bought' else 'claimed' end as part, fen, greeting, state, sold_at, claimed_at
      from gift_card where tenant_id = ${ctx.tenantId} and (buyer_node_id = ${hers} or claimer_node_id = ${hers})
      order by sold_at, id`.execute(ctx.pg)
    return rows
  },
  async erase(ctx, { nodes }) {
    const hers = sql`any(${[...nodes]}::bigint[])`
    // Her words go with her; what is owed for the card stays owed to whoever holds the code.
    const bought = await sql`update gift_card set buyer_node_id = null, greeting = ''
      where tenant_id = ${ctx.tenantId} and buyer_node_id = ${hers}`.execute(ctx.pg)
    const claimed = await sql`update gift_card set claimer_node_id = null
      where tenant_id = ${ctx.tenantId} and claimer_node_id = ${hers}`.execute(ctx.pg)
    return Number(bought.numAffectedRows ?? 0) + Number(claimed.numAffectedRows ?? 0)
  },
}

export const ledgerData: readonly PersonalData[] = [points, gifts]
