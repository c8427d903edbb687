// Differences between statements and our books as people see to them: which order each is of, and what was found out.
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { COLUMNS, type Difference, type Statement, UUID } from './statement.ts'

export interface SeenDifference extends Difference {
  /** Of what we know. */
  order_id: string | null
  order_number: string | null
  note: { words: string; by: string; at: string } | null
}
export interface SeenStatement extends Omit<Statement, 'differences'> {
  differences: SeenDifference[]
  /** Those nobody has said anything about. */
  open: number
}
type Named = Pick<Difference, 'kind' | 'id' | 'code'>

/** Newest first. */
export async function listStatements(ctx: Ctx, limit: number): Promise<SeenStatement[]> {
  const { rows } = await sql<Statement>`select ${COLUMNS} from payment_statement
    where tenant_id = ${ctx.tenantId} order by payment_statement.day desc, provider limit ${limit}`.execute(
    ctx.pg,
  )
  return seen(ctx, rows)
}

export async function seen(ctx: Ctx, statements: readonly Statement[]): Promise<SeenStatement[]> {
  const all = statements.flatMap(({ provider, day, differences }) =>
    differences.map((one) => ({ ...one, provider, day })),
  )
  if (all.length === 0) return statements.map((one) => ({ ...one, differences: [], open: 0 }))
  const { rows } = await sql<{
    order_id: string | null
    order_number: string | null
    note: SeenDifference['note']
  }>`
    select w.id as order_id, w.number as order_number,
      case when n.id is not null then jsonb_build_object('words', n.note, 'by', n.noted_by, 'at', n.noted_at) end as note
    from unnest(${all.map((_, i) => i)}::int[], ${all.map((d) => d.provider)}::text[], ${all.map((d) => d.day)}::date[],
      ${all.map((d) => d.kind)}::text[], ${all.map((d) => d.id)}::text[], ${all.map((d) => d.code)}::text[],
      ${all.map((d) => (UUID.test(d.id) ? d.id : null))}::uuid[]) as d (place, provider, day, kind, id, code, ours)
    left join payment_difference_note n on n.tenant_id = ${ctx.tenantId} and n.provider = d.provider
      and n.day = d.day and n.kind = d.kind and n.id = d.id and n.code = d.code
    left join payment_refund r on r.tenant_id = ${ctx.tenantId} and d.kind = 'refund' and r.id = d.ours
    left join payment p on p.tenant_id = ${ctx.tenantId}
      and p.id = case when d.kind = 'refund' then r.payment_id else d.ours end
    left join own_order w on w.tenant_id = p.tenant_id and w.id = p.order_id
    order by d.place`.execute(ctx.pg)
  let place = 0
  return statements.map((statement) => {
    const differences = statement.differences.map((one): SeenDifference => {
      const more = rows[place++]
      if (!more) throw new Error('a difference was lost')
      return { ...one, ...more }
    })
    return { ...statement, differences, open: differences.filter(({ note }) => !note).length }
  })
}

/** The newest word stands; the audit log keeps those before. @throws 404 for a difference that is not there */
export function noteDifference(
  ctx: Ctx,
  { provider, day, kind, id, code }: Named & Pick<Statement, 'provider' | 'day'>,
  words: string,
): Promise<SeenStatement> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<Statement>`select ${COLUMNS} from payment_statement
      where tenant_id = ${ctx.tenantId} and provider = ${provider} and day = ${day}::date for update`.execute(
      ctx.pg,
    )
    const [statement] = rows
    const isThere = statement?.differences.some(
      (one) => one.kind === kind && one.id === id && one.code === code,
    )
    if (!statement || !isThere) throw notFound('payment_difference')
    await sql`insert into payment_difference_note
        (tenant_id, provider, day, kind, id, code, note, noted_by, noted_at)
      values (${ctx.tenantId}, ${provider}, ${day}::date, ${kind}, ${id}, ${code}, ${words},
        ${ctx.actor.name}, ${ctx.now()})
      on conflict (tenant_id, provider, day, kind, id, code) do update
        set note = excluded.note, noted_by = excluded.noted_by, noted_at = excluded.noted_at`.execute(
      ctx.pg,
    )
    await audit(
      ctx,
      'payment_difference.noted',
      { kind: 'payment_statement', id: `${provider} ${day}` },
      { after: { kind, id, code, note: words } },
    )
    const [now] = await seen(ctx, [statement])
    if (!now) throw new Error('a statement was lost')
    return now
  })
}
