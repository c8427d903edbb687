// Random lives told to the real engine, and what it makes of a rule; for tests.
import { as, sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { compile } from './compile.ts'
import type { Rule } from './rule.ts'
import type { Happened, Known, Person, World } from './testing-evaluator.ts'

const text = (ms: number) => new Date(ms).toISOString().slice(0, 23).replace('T', ' ')

/** @param first the number of the first customer; those of brands may be the same */
export async function tell(
  ctx: Ctx,
  lives: readonly { events: readonly Happened[]; known: readonly Known[] }[],
  now: number,
  first = 700_000_000,
): Promise<Person[]> {
  const events: unknown[][] = []
  const rows: unknown[][] = []
  const people = lives.map(({ events: given, known }, i) => {
    const id = first + i
    // The order of receipt breaks ties of time.
    const ordered = given.map((e, n) => ({ ...e, n })).sort((a, b) => a.at - b.at || a.n - b.n)
    for (const e of ordered)
      events.push([
        ctx.tenantId,
        e.name,
        id,
        text(e.at),
        crypto.randomUUID(),
        text(now + e.n),
        JSON.stringify(e.props),
        e.revenueFen ?? 0,
        e.platform ?? '',
        e.storeId ?? null,
        e.activityId ?? null,
      ])
    for (const k of [{ kind: 'customer', key: '', since: 0 }, ...known])
      rows.push(stateRow(ctx, id, k))
    return { id, events: ordered, known }
  })
  await ctx.ch.insert({
    table: 'event',
    columns: [
      'tenant_id',
      'name',
      'customer_id',
      'at',
      'event_id',
      'received_at',
      'props',
      'revenue_fen',
      'platform',
      'store_id',
      'activity_id',
    ],
    body: linesOf(events),
  })
  await ctx.ch.insert({
    table: 'customer_state',
    columns: ['tenant_id', 'kind', 'key', 'customer_id', 'version', 'gone', ...VALUE, 'since'],
    body: linesOf(rows),
  })
  return people
}

const VALUE = ['type', 'text', 'number', 'at', 'list']
const linesOf = (rows: unknown[][]) =>
  Buffer.from(rows.map((r) => `${JSON.stringify(r)}\n`).join(''))

function stateRow(ctx: Ctx, id: number, { kind, key, value, since, list }: Known): unknown[] {
  const head = [ctx.tenantId, kind, key, id, 1, false]
  const tail = text(since)
  if (Array.isArray(value)) return [...head, 'list', '', 0, null, value, tail]
  switch (typeof value) {
    case 'string': {
      const moment = /^\d{4}-\d\d-\d\d/.test(value) ? text(Date.parse(value)) : null
      return [...head, 'text', value, 0, moment, list ?? [], tail]
    }
    case 'number':
      return [...head, 'number', '', value, null, [], tail]
    case 'boolean':
      return [...head, 'truth', '', value ? 1 : 0, null, [], tail]
    default:
      // A figure that is a moment has it as its own.
      return [...head, '', '', 0, kind === 'figure' ? tail : null, [], tail]
  }
}

/** @param only a condition on `customer_id` */
export async function insideOf(ctx: Ctx, rule: Rule, world: World): Promise<number[]> {
  const { bitmap } = compile(rule, {
    clock: world.clock,
    membersOf: (id) =>
      sql`(select groupBitmapState(toUInt32(c)) from (select arrayJoin(${as('Array(UInt32)', [...(world.audiences[id] ?? [])])}) as c))`,
  })
  const rows = await ctx.ch.rows<{ inside: number[] }>(
    ctx.tenantId,
    sql`select bitmapToArray(${bitmap}) as inside`,
  )
  return (rows[0]?.inside ?? []).map(Number).sort((a, b) => a - b)
}
