// What the brand does with first orders: said in one place, heard from then on.
import { sql } from 'kysely'
import { offeredServices } from '../../appointments/index.ts'
import { hearOnly } from '../../collect/index.ts'
import { listCategories } from '../../commerce/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid } from '../../platform/errors.ts'
import { demandOwners } from '../forms/check.ts'
import { FIRST_ORDER_CONSUMER } from './consumer.ts'
import type { FirstOrderSettings, Rule } from './shapes.ts'

const HEARD = ['order_paid', 'order_refunded', 'appointment_booked', 'lead_form_submitted']

export type Settings = FirstOrderSettings & { since: Date | null }
const NOTHING: Settings = { is_on: false, rules: [], revision: 0, since: null }

export async function findSettings(ctx: Ctx): Promise<Settings> {
  const { rows } = await sql<Settings>`
    select is_on, rules, revision, since from first_order_setting where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  return rows[0] ?? NOTHING
}

/**
 * Services that run go on as they were begun. Switched on anew, it counts from that moment.
 * @throws 400 rule_twice, service_unknown, form_unknown, category_unknown, unknown_staff, unknown_store; 409
 */
export function setSettings(ctx: Ctx, given: FirstOrderSettings): Promise<Settings> {
  return inTx(ctx, async (ctx) => {
    const before = await findSettings(ctx)
    await demandSound(ctx, given.rules)
    const { rows } = await sql`
      insert into first_order_setting as f (tenant_id, is_on, since, rules, revision, updated_at, updated_by)
      select ${ctx.tenantId}::uuid, ${given.is_on}::boolean, ${ctx.now()}::timestamptz, ${JSON.stringify(given.rules)}::jsonb, 1,
        ${ctx.now()}::timestamptz, ${`${ctx.actor.kind}:${ctx.actor.id}`}
      where ${given.revision}::int = 0 or exists (select 1 from first_order_setting where tenant_id = ${ctx.tenantId})
      on conflict (tenant_id) do update set is_on = excluded.is_on, rules = excluded.rules, revision = f.revision + 1,
        since = case when excluded.is_on and not f.is_on then excluded.since else f.since end,
        updated_at = excluded.updated_at, updated_by = excluded.updated_by
      where f.revision = ${given.revision}
      returning revision`.execute(ctx.pg)
    if (rows.length === 0)
      throw conflict('edited_meanwhile', 'Somebody else changed it meanwhile', { present: before })
    // Also while it is off: what runs is finished, and called off with its order.
    await hearOnly(ctx, FIRST_ORDER_CONSUMER, HEARD)
    const after = await findSettings(ctx)
    await audit(
      ctx,
      'first_orders.changed',
      { kind: 'first_orders', id: 'first_orders' },
      { before: shown(before), after: shown(after) },
    )
    return after
  })
}
const shown = ({ is_on, rules }: Settings) => ({ is_on, rules })

async function demandSound(ctx: Ctx, rules: readonly Rule[]): Promise<void> {
  if (new Set(rules.map(({ id }) => id)).size !== rules.length)
    throw invalid('rule_twice', 'Each rule has a number of its own')
  for (const { kind, target } of rules)
    if ((kind === 'guide') !== (target === null))
      throw invalid(
        kind === 'form' ? 'form_unknown' : 'service_unknown',
        'Appointments name a service, forms a channel, guides nothing',
      )
  const open = await openTargets(ctx, rules)
  const shut = rules.find(({ kind, target }) => target !== null && !open.has(`${kind} ${target}`))
  if (shut)
    throw invalid(
      shut.kind === 'form' ? 'form_unknown' : 'service_unknown',
      'It is not on offer at present',
      { rule: shut.name, target: shut.target },
    )
  if (rules.some(({ categories }) => categories.length > 0)) {
    const known = new Set((await listCategories(ctx)).map(({ path }) => path.join('\x1f')))
    const unknown = rules
      .flatMap(({ categories }) => categories)
      .find((path) => !known.has(path.join('\x1f')))
    if (unknown)
      throw invalid('category_unknown', 'There is no such category', {
        category: unknown.join(' / '),
      })
  }
  for (const { staff_id, store_id } of rules) await demandOwners(ctx, { staff_id, store_id })
}

/** Of what these rules lead to, what takes bookings or answers now: `<kind> <target>`. */
export async function openTargets(ctx: Ctx, rules: readonly Rule[]): Promise<Set<string>> {
  const codes = rules.flatMap(({ kind, target }) => (kind === 'form' && target ? [target] : []))
  const { rows } =
    codes.length === 0
      ? { rows: [] }
      : await sql<{ code: string }>`
        select ch.code from lead_form_channel ch
        join lead_form f on f.tenant_id = ch.tenant_id and f.id = ch.form_id
        where ch.tenant_id = ${ctx.tenantId} and ch.code = any(${codes}::text[]) and ch.is_open and f.state = 'live'`.execute(
          ctx.pg,
        )
  const services = rules.some(({ kind }) => kind === 'appointment')
    ? await offeredServices(ctx)
    : []
  return new Set([
    ...rows.map(({ code }) => `form ${code}`),
    ...services.map(({ id }) => `appointment ${id}`),
  ])
}
