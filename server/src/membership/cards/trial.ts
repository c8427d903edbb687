// Crossing over: who leaves contact details for the first time is given the trial of a card for some days.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { recordEvents } from '../../platform/outbox.ts'
import { unnest } from '../../platform/unnest.ts'
import { giveOnEntry } from '../benefits/entry.ts'

/** Notes in one transaction. */
const SET = 2_000

/** Of every brand. @returns how many notes were done */
export async function giveTrials(system: Ctx, ctxOf: (tenantId: string) => Ctx): Promise<number> {
  const { rows } = await sql<{ tenant_id: string }>`
    select t.id as tenant_id from tenant t
    where exists (select 1 from contact_left n where n.tenant_id = t.id)`.execute(system.pg)
  let done = 0
  for (const { tenant_id } of rows) done += await giveTrialsOf(ctxOf(tenant_id))
  return done
}

/** One set of notes of a brand. */
export function giveTrialsOf(ctx: Ctx): Promise<number> {
  return inTx(ctx, async (ctx) => {
    // One at a time a brand: two nodes of one person in two sets would both be given one.
    await sql`select pg_advisory_xact_lock(hashtext('membership trials'), hashtext(${ctx.tenantId}))`.execute(
      ctx.pg,
    )
    const { rows: notes } = await sql<{ position: number; node_id: number }>`
      select position, node_id from contact_left where tenant_id = ${ctx.tenantId} order by position limit ${SET}`.execute(
      ctx.pg,
    )
    if (notes.length === 0) return 0
    await giveTo(ctx, [...new Set(notes.map((n) => n.node_id))])
    await sql`delete from contact_left where tenant_id = ${ctx.tenantId}
      and position = any(${notes.map((n) => n.position)}::bigint[])`.execute(ctx.pg)
    return notes.length
  })
}

interface Given {
  id: string
  node_id: number
  plan: string
}

/** Who had the plan in any way before, or was known by contact details before the brand set it, is given none. */
async function giveTo(ctx: Ctx, nodes: readonly number[]): Promise<void> {
  const { rows: due } = await sql<{ customer: number; plan: string; days: number }>`
    select distinct c.canonical_id as customer, k.code as plan, k.trial_days as days
    from programme p join card_plan k on k.tenant_id = p.tenant_id and k.code = p.trial_plan
      and not k.is_retired and k.trial_days > 0
    join customer c on c.tenant_id = p.tenant_id and c.id = any(${[...nodes]}::bigint[])
    where p.tenant_id = ${ctx.tenantId}
      and not exists (select 1 from customer o join card d on d.tenant_id = o.tenant_id and d.node_id = o.id
        where o.tenant_id = c.tenant_id and o.canonical_id = c.canonical_id and d.plan_code = k.code)
      and not exists (select 1 from customer o join identifier i on i.tenant_id = o.tenant_id and i.node_id = o.id
        where o.tenant_id = c.tenant_id and o.canonical_id = c.canonical_id and i.is_verified
          and i.namespace in ('phone', 'email') and i.first_seen_at < p.trial_from)
    order by 1`.execute(ctx.pg)
  if (due.length === 0) return
  const u = unnest(due, {
    id: ['uuid', () => randomUUIDv7()],
    node_id: ['bigint', (d) => d.customer],
    plan_code: ['text', (d) => d.plan],
    days: ['integer', (d) => d.days],
  })
  const now = ctx.now()
  const { rows: given } = await sql<Given>`
    insert into card (tenant_id, id, key, node_id, plan_code, state, is_trial, price_fen, starts_at, ends_at, made_at)
    select ${ctx.tenantId}::uuid, id, 'contact:' || node_id, node_id, plan_code, 'active', true, 0, ${now}::timestamptz,
      ${now}::timestamptz + make_interval(days => days), ${now}::timestamptz
    from ${u.rows} on conflict do nothing returning id, node_id, plan_code as plan`.execute(ctx.pg)
  if (given.length === 0) return
  await noteGiven(ctx, given)
  await giveOnEntry(
    ctx,
    given.map(({ id, node_id, plan }) => ({
      ...{ customer: node_id, holder: 'card', holder_code: plan, entry: `card:${id}` },
    })),
  )
}

/** As every change of a card is noted and told. */
async function noteGiven(ctx: Ctx, given: readonly Given[]): Promise<void> {
  const changes = given.map((card) => ({ ...card, change: randomUUIDv7() }))
  const u = unnest(changes, {
    id: ['uuid', (c) => c.change],
    card_id: ['uuid', (c) => c.id],
  })
  await sql`insert into card_change (tenant_id, from_state, to_state, reason, actor, at, ${u.names})
    select ${ctx.tenantId}::uuid, null, 'active', 'contact_left', ${`${ctx.actor.kind}:${ctx.actor.id}`}, ${ctx.now()}::timestamptz,
      ${u.names} from ${u.rows}`.execute(ctx.pg)
  await sql`insert into ledger_touched (tenant_id, node_id)
    select ${ctx.tenantId}::uuid, n from unnest(${given.map((g) => g.node_id)}::bigint[]) as n`.execute(
    ctx.pg,
  )
  await recordEvents(
    ctx,
    changes.map(({ change, id, node_id, plan }) => ({
      ...{ id: change, name: 'benefit_card_changed', customerId: node_id, at: ctx.now() },
      source: 'membership',
      props: { card: id, plan, from: null, to: 'active', reason: 'contact_left' },
    })),
  )
}
