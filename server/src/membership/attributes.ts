// Balances where audiences, lists and the customer's page read them: attributes, rewritten for whoever's
// balance has changed, many at a time.
import { sql } from 'kysely'
import { putValues } from '../audiences/index.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { type ComputedWords, provideComputed } from '../profile/index.ts'

interface Figures {
  customer: number
  points: number
  expiring: number
  stored: number
  /** The day in the brand's zone on which her running cards are over. */
  card_until: string | null
  has_points: boolean
  has_stored: boolean
}
const number = (name: string, label: string, label_en: string, description: string) =>
  ({
    name,
    label,
    label_en,
    description,
    group: '积分与储值',
    type: 'number',
  }) satisfies ComputedWords

export const BALANCE_ATTRIBUTES: readonly (ComputedWords & {
  of: (f: Figures) => number | string | undefined
})[] = [
  {
    ...number('points_balance', '积分余额', 'Points', '现在可用的积分，不含待入账'),
    of: (f) => (f.has_points ? f.points : undefined),
  },
  {
    ...number(
      'points_expiring_30d',
      '30 天内到期的积分',
      'Points that end within 30 days',
      '可用积分中，今后 30 天内到期的',
    ),
    of: (f) => (f.has_points ? f.expiring : undefined),
  },
  {
    ...number('stored_value_fen', '储值余额', 'Stored value', '本金与赠金之和'),
    money: true,
    of: (f) => (f.has_stored ? f.stored : undefined),
  },
  {
    ...{ name: 'benefit_card_until', label: '权益卡到期日', label_en: 'Benefit cards end' },
    ...{ group: '会员', type: 'date' },
    description: '手上的权益卡最后到哪一天；没有在用的卡就没有',
    of: (f) => f.card_until ?? undefined,
  },
]

const AT_ONCE = 5_000

/** Of every brand. @returns how many customers were looked at */
export async function keepBalances(system: Ctx, make: (tenantId: string) => Ctx): Promise<number> {
  const { rows } = await sql<{
    tenant_id: string
  }>`select distinct tenant_id from ledger_touched`.execute(system.pg)
  let kept = 0
  for (const { tenant_id } of rows) kept += await keepOf({ ...make(tenant_id), now: system.now })
  return kept
}

async function keepOf(ctx: Ctx): Promise<number> {
  let kept = 0
  for (;;) {
    const taken = await inTx(ctx, async (ctx) => {
      // One at a time a brand writes these names.
      const { rows: mine } = await sql<{ mine: boolean }>`
        select pg_try_advisory_xact_lock(hashtextextended(${`balances of ${ctx.tenantId}`}, 0)) as mine`.execute(
        ctx.pg,
      )
      if (!mine[0]?.mine) return 0
      const { rows } = await sql<{ node_id: number }>`
        delete from ledger_touched where tenant_id = ${ctx.tenantId} and position in (
          select position from ledger_touched where tenant_id = ${ctx.tenantId} order by position limit ${AT_ONCE})
        returning node_id`.execute(ctx.pg)
      if (rows.length > 0)
        await writeBalances(
          ctx,
          rows.map((r) => r.node_id),
        )
      return rows.length
    })
    kept += taken
    if (taken < AT_ONCE) return kept
  }
}

/** All accounts of a customer's nodes together, as the customer's page shows them. */
async function writeBalances(ctx: Ctx, nodes: readonly number[]): Promise<void> {
  await provideComputed(
    ctx,
    BALANCE_ATTRIBUTES.map(({ of: _, ...words }) => words),
  )
  const { rows } = await sql<Figures>`
    with mine as (
      select distinct canonical_id as customer from customer
      where tenant_id = ${ctx.tenantId} and id = any(${[...new Set(nodes)]}::bigint[]))
    select m.customer,
      coalesce(sum(l.left - a.owed) filter (where a.book = 'points'), 0)::bigint as points,
      coalesce(sum(l.soon) filter (where a.book = 'points'), 0)::bigint as expiring,
      coalesce(sum(l.left) filter (where a.book in ('principal', 'bonus')), 0)::bigint as stored,
      (select to_char(max(d.ends_at) at time zone t.timezone, 'YYYY-MM-DD') from card d
        join customer o on o.tenant_id = d.tenant_id and o.id = d.node_id
        join tenant t on t.id = d.tenant_id
        where d.tenant_id = ${ctx.tenantId} and o.canonical_id = m.customer and d.state in ('active', 'cancelled')
        group by t.timezone) as card_until,
      coalesce(bool_or(a.book = 'points'), false) as has_points,
      coalesce(bool_or(a.book in ('principal', 'bonus')), false) as has_stored
    from mine m
    join customer c on c.tenant_id = ${ctx.tenantId} and c.canonical_id = m.customer
    left join ledger_account a on a.tenant_id = c.tenant_id and a.node_id = c.id
    left join lateral (
      select coalesce(sum(l.remaining), 0) as left,
        coalesce(sum(l.remaining) filter (where l.expires_at <= ${ctx.now()}::timestamptz + interval '30 days'), 0) as soon
      from ledger_lot l where l.tenant_id = a.tenant_id and l.account_id = a.id and l.remaining > 0
        and l.active_from is not null and (l.expires_at is null or l.expires_at > ${ctx.now()}::timestamptz)) l on true
    group by m.customer order by m.customer`.execute(ctx.pg)
  const ids = rows.map((r) => r.customer)
  for (const attribute of BALANCE_ATTRIBUTES) {
    const values = rows.flatMap((row) => {
      const value = attribute.of(row)
      return value === undefined ? [] : [{ customer: row.customer, value }]
    })
    await putValues(ctx, attribute.name, ctx.now(), { of: { ids }, values })
  }
}

/** Once a day: who holds points that come within thirty days of their end since yesterday, or were merged. */
export async function noteMovedBalances(system: Ctx): Promise<number> {
  const now = system.now()
  const { numAffectedRows } = await sql`
    insert into ledger_touched (tenant_id, node_id)
    select distinct a.tenant_id, a.node_id from ledger_lot l
    join ledger_account a on a.tenant_id = l.tenant_id and a.id = l.account_id and a.node_id is not null
    where l.remaining > 0 and l.active_from is not null
      and l.expires_at between ${now}::timestamptz + interval '28 days' and ${now}::timestamptz + interval '31 days'
    union
    select a.tenant_id, a.node_id from identity_merge m
    join (select tenant_id, node_id from ledger_account union select tenant_id, node_id from card) a
      on a.tenant_id = m.tenant_id and a.node_id in (m.node_a, m.node_b)
    where m.at > ${now}::timestamptz - interval '2 days' or m.undone_at > ${now}::timestamptz - interval '2 days'`.execute(
    system.pg,
  )
  return Number(numAffectedRows ?? 0)
}
