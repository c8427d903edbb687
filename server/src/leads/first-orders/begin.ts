// A first order is paid: what it tells is written down, and the service that fits it begins. Once a person.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Signal } from '../../collect/index.ts'
import { type FirstOrder, firstOrdersOf, ordersGone } from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { unnest } from '../../platform/unnest.ts'
import { applyAttributes } from '../../profile/index.ts'
import { FIRST_ORDER_SOURCE, ruleFor, toldBy } from './match.ts'
import { ownersFor } from './owners.ts'
import { findSettings, openTargets } from './settings.ts'
import type { Rule, Service } from './shapes.ts'
import { type Told, tellBuyers, tellMoves } from './told.ts'

const HOUR = 3_600_000

/** Paid, given back, booked, filled in: what each means for first orders. In a transaction. */
export async function followFirstOrders(ctx: Ctx, signals: readonly Signal[]): Promise<void> {
  const nodesBy = (...names: string[]) =>
    signals.filter((s) => s.isVerified && names.includes(s.name)).map((s) => s.node)
  await lockPersons(
    ctx,
    signals.map(({ node }) => node),
  )
  await callOff(ctx, nodesBy('order_refunded'))
  // Also after a refund: of what she has bought since, something may be her first order now.
  await begin(ctx, nodesBy('order_paid', 'order_refunded'))
  await finish(ctx, signals)
}

/** A payment and its refund that are heard of at once, by two processes, wait for each other. */
async function lockPersons(ctx: Ctx, nodes: readonly number[]): Promise<void> {
  await sql`select 1 from customer p where p.tenant_id = ${ctx.tenantId} and p.id in (
      select canonical_id from customer where tenant_id = ${ctx.tenantId} and id = any(${[...nodes]}::bigint[]))
    order by p.id for no key update`.execute(ctx.pg)
}

async function begin(ctx: Ctx, nodes: readonly number[]): Promise<void> {
  if (nodes.length === 0) return
  const { is_on, since, rules } = await findSettings(ctx)
  if (!is_on || since === null) return
  const { rows: persons } = await sql<{ id: number }>`
    select distinct c.canonical_id as id from customer c
    where c.tenant_id = ${ctx.tenantId} and c.id = any(${[...nodes]}::bigint[])
      and not exists (
        select 1 from first_order f join customer p on p.tenant_id = f.tenant_id and p.id = f.person_id
        where f.tenant_id = c.tenant_id and p.canonical_id = c.canonical_id and f.state <> 'called_off')`.execute(
    ctx.pg,
  )
  const orders = await firstOrdersOf(
    ctx,
    persons.map(({ id }) => id),
  )
  const open = await openTargets(ctx, rules)
  const offered = rules.filter(
    ({ kind, target }) => target === null || open.has(`${kind} ${target}`),
  )
  await write(
    ctx,
    orders
      .filter(({ paidAt }) => paidAt >= since)
      .map((order) => ({ order, rule: ruleFor(order, offered) })),
  )
}

async function write(
  ctx: Ctx,
  found: readonly { order: FirstOrder; rule: Rule | undefined }[],
): Promise<void> {
  if (found.length === 0) return
  const owners = await ownersFor(
    ctx,
    found.flatMap(({ order, rule }) => (rule ? [{ order, rule }] : [])),
  )
  const made = found.map(({ order, rule }) => ({
    ...{ id: randomUUIDv7(), order, told: toldBy(order), rule },
    owner: owners.get(order.orderId) ?? { staff: null, store: order.storeId },
  }))
  const dueOf = (rule: Rule | undefined) =>
    rule?.kind === 'guide' ? new Date(ctx.now().getTime() + rule.due_hours * HOUR) : null
  const u = unnest(made, {
    id: ['uuid', (r) => r.id],
    person_id: ['bigint', (r) => r.order.person],
    node_id: ['bigint', (r) => r.order.node],
    order_id: ['uuid', (r) => r.order.orderId],
    paid_at: ['timestamptz', (r) => r.order.paidAt],
    written: ['jsonb', (r) => JSON.stringify(Object.keys(r.told))],
    service: ['jsonb', (r) => (r.rule ? JSON.stringify(serviceOf(r.rule)) : null)],
    state: ['text', (r) => (r.rule ? 'open' : 'recorded')],
    staff_code: ['text', (r) => r.owner.staff],
    store_code: ['text', (r) => r.owner.store],
    due_at: ['timestamptz', (r) => dueOf(r.rule)],
  })
  const { rows } = await sql<{ id: string }>`
    insert into first_order (tenant_id, created_at, id, person_id, node_id, order_id, paid_at, written, service, state,
      staff_code, store_code, due_at)
    select ${ctx.tenantId}::uuid, ${ctx.now()}::timestamptz, id, person_id, node_id, order_id, paid_at,
      array(select jsonb_array_elements_text(written)), service, state, staff_code, store_code, due_at
    from ${u.rows} order by person_id
    on conflict do nothing returning id`.execute(ctx.pg)
  const fresh = new Set(rows.map(({ id }) => id))
  const begun = made.filter(({ id }) => fresh.has(id))
  await applyAttributes(
    ctx,
    begun.flatMap(({ order, told }) =>
      Object.entries(told).map(([name, value]) => ({
        ...({ node: order.node, source: FIRST_ORDER_SOURCE, op: 'set', name, value } as const),
        ...{ at: ctx.now().getTime(), eventId: randomUUIDv7() },
      })),
    ),
  )
  const told = begun.map(
    ({ id, order, rule, owner }): Told => ({
      ...{ id, node: order.node, orderId: order.orderId, ...owner },
      service: rule ? serviceOf(rule) : null,
    }),
  )
  await tellMoves(ctx, told, 'open')
  await tellBuyers(ctx, told)
}

const serviceOf = ({ id, name, words, kind, target, instructions }: Rule): Service => ({
  ...{ id, name, words, kind, target, instructions },
})

const TOLD = sql`f.id, f.node_id as node, f.order_id as "orderId", f.service, f.staff_code as staff, f.store_code as store`

/** Nothing is left of the order: what it told is taken back, and what was not given yet is not given. */
async function callOff(ctx: Ctx, nodes: readonly number[]): Promise<void> {
  if (nodes.length === 0) return
  const { rows: asked } = await sql<{ orderId: string }>`
    select f.order_id as "orderId" from first_order f
    where f.tenant_id = ${ctx.tenantId} and f.state in ('recorded', 'open') and f.person_id in (
      select p.id from customer c join customer p on p.tenant_id = c.tenant_id and p.canonical_id = c.canonical_id
      where c.tenant_id = ${ctx.tenantId} and c.id = any(${[...nodes]}::bigint[]))
    order by f.id for update of f`.execute(ctx.pg)
  const gone = await ordersGone(
    ctx,
    asked.map(({ orderId }) => orderId),
  )
  if (gone.size === 0) return
  const { rows } = await sql<Told & { written: string[] }>`
    update first_order f set state = 'called_off', due_at = null, revision = revision + 1
    where f.tenant_id = ${ctx.tenantId} and f.order_id = any(${[...gone]}::uuid[]) and f.state in ('recorded', 'open')
    returning ${TOLD}, f.written`.execute(ctx.pg)
  await applyAttributes(
    ctx,
    rows.flatMap(({ node, written }) =>
      node === null
        ? []
        : written.map((name) => ({
            ...({ node, source: FIRST_ORDER_SOURCE, op: 'unset', name } as const),
            ...{ at: ctx.now().getTime(), eventId: randomUUIDv7() },
          })),
    ),
  )
  await tellMoves(ctx, rows, 'called_off', 'refund')
}

/** She has booked it, or filled the form in: nothing is left to be done. */
async function finish(ctx: Ctx, signals: readonly Signal[]): Promise<void> {
  const taken = signals.flatMap(({ name, node, props, at }) => {
    if (name === 'appointment_booked')
      return [{ node, at, kind: 'appointment', target: String(props.service ?? '') }]
    if (name === 'lead_form_submitted')
      return [{ node, at, kind: 'form', target: String(props.channel ?? '') }]
    return []
  })
  if (taken.length === 0) return
  const u = unnest(taken, {
    node: ['bigint', (r) => r.node],
    kind: ['text', (r) => r.kind],
    target: ['text', (r) => r.target],
    at: ['timestamptz', (r) => r.at],
  })
  const { rows } = await sql<Told>`
    update first_order f set state = 'done', done_at = r.at, due_at = null, revision = revision + 1
    from (
      select p.id as person, r.kind, r.target, min(r.at) as at from ${u.rows}
      join customer c on c.tenant_id = ${ctx.tenantId} and c.id = r.node
      join customer p on p.tenant_id = c.tenant_id and p.canonical_id = c.canonical_id
      group by p.id, r.kind, r.target) r
    where f.tenant_id = ${ctx.tenantId} and f.person_id = r.person and f.state = 'open'
      and f.service ->> 'kind' = r.kind and f.service ->> 'target' = r.target
    returning ${TOLD}`.execute(ctx.pg)
  await tellMoves(ctx, rows, 'done', 'customer')
}
