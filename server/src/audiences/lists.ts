// Lists of customers that somebody filled by hand: from identifiers, pasted or from a file.
import { parse } from 'csv-parse/sync'
import { sql as pgSql } from 'kysely'
import { canonicalOf, loadNamespaces, normalise } from '../identity/index.ts'
import { audit } from '../platform/audit.ts'
import { type Sql, sql } from '../platform/ch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, invalid } from '../platform/errors.ts'
import { unnest } from '../platform/unnest.ts'
import { membersOf } from './history-sql.ts'
import { setOfIds } from './scope.ts'
import { NOBODY } from './set-sql.ts'
import { lockAudience, type Standing, standingOf } from './store.ts'
import { advance, type Difference } from './versions.ts'

/** An identifier as it was given; `customer` stands for our own number of a customer. */
export interface Given {
  namespace: string
  value: string
}
export type ListMode = 'add' | 'remove' | 'replace'
export interface ListOutcome {
  /** Identifiers given, each once. */
  given: number
  added: number
  removed: number
  /** Customers who were as they were wanted to be. */
  already: number
  /** Identifiers of nobody. */
  unknown: Given[]
}

/**
 * Lines of `namespace,value`, or of values alone when `namespace` says of which kind. A first line of
 * headings is passed over. @throws 400 list_unreadable with the line
 */
export function readList(text: string, namespace: string | undefined): Given[] {
  const rows = parseCsv(text)
  const given: Given[] = []
  rows.forEach((cells, i) => {
    const [first = '', second] = cells.map((cell) => cell.trim())
    if (i === 0 && HEADINGS.has((second ?? first).toLowerCase())) return
    if (first === '' && !second) return
    if (second !== undefined && second !== '') given.push({ namespace: first, value: second })
    else if (namespace !== undefined) given.push({ namespace, value: first })
    else
      throw invalid('list_unreadable', `Line ${i + 1} says no kind of identifier`, { line: i + 1 })
  })
  return given
}

const HEADINGS = new Set(['value', 'identifier', '标识', '标识值', '值'])

function parseCsv(text: string): string[][] {
  try {
    return parse(text, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as string[][]
  } catch (error) {
    throw invalid('list_unreadable', `This is no CSV: ${(error as Error).message}`)
  }
}

/** @throws 404; 409 audience_has_rule, audience_archived */
export function changeList(
  ctx: Ctx,
  id: string,
  mode: ListMode,
  given: readonly Given[],
): Promise<ListOutcome> {
  return inTx(ctx, async (ctx) => {
    await lockAudience(ctx, id)
    const list = await listOf(ctx, id)
    const { found, unknown, asked } = await customersOf(ctx, given)
    const named = setOfIds(found)
    const changes = await advance(ctx, list, momentFor(ctx, list), false, () =>
      differenceOf(id, mode, named),
    )
    const added = changes.reduce((sum, c) => sum + c.entered, 0)
    const removed = changes.reduce((sum, c) => sum + c.left, 0)
    await noteChange(ctx, id)
    const already = found.length - (mode === 'remove' ? removed : added)
    const outcome = { given: asked, added, removed, already, unknown }
    await audit(
      ctx,
      'audience.list_changed',
      { kind: 'audience', id },
      { mode, ...outcome, unknown: unknown.length },
    )
    return outcome
  })
}

/** Never back, whatever another machine's clock says: history is read by it. */
const momentFor = (ctx: Ctx, list: Standing) =>
  new Date(Math.max(ctx.now().getTime(), list.evaluatedAt?.getTime() ?? 0))

async function listOf(ctx: Ctx, id: string): Promise<Standing> {
  const list = await standingOf(ctx, id)
  if (list.kind !== 'static')
    throw conflict(
      'audience_has_rule',
      'Who is inside follows from the rule; it is not filled by hand',
    )
  if (list.state === 'archived')
    throw conflict(
      'audience_archived',
      'The audience is archived; take it back before you change it',
    )
  return list
}

function differenceOf(id: string, mode: ListMode, named: Sql): Difference {
  const inside = membersOf(id)
  return {
    entered: mode === 'remove' ? NOBODY : sql`bitmapAndnot(${named}, ${inside})`,
    left:
      mode === 'add'
        ? NOBODY
        : mode === 'remove'
          ? sql`bitmapAnd(${inside}, ${named})`
          : sql`bitmapAndnot(${inside}, ${named})`,
  }
}

const noteChange = (ctx: Ctx, id: string) =>
  pgSql`update audience set evaluated_at = greatest(evaluated_at, ${ctx.now()}::timestamptz), revision = revision + 1, updated_at = ${ctx.now()},
      updated_by = ${`${ctx.actor.kind}:${ctx.actor.id}`}
    where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)

/** In the caller's transaction; nobody is told. @param customers a bitmap */
export async function putInto(ctx: Ctx, id: string, customers: Sql): Promise<void> {
  await lockAudience(ctx, id)
  const list = await standingOf(ctx, id)
  await advance(ctx, list, momentFor(ctx, list), true, () => differenceOf(id, 'add', customers))
}

async function customersOf(ctx: Ctx, given: readonly Given[]) {
  const kindOf = await loadNamespaces(ctx)
  const unique = [...new Map(given.map((g) => [`${g.namespace}\x1f${g.value}`, g])).values()]
  const asked = unique.map((g, place) => ({
    place,
    namespace: g.namespace,
    value: g.namespace === 'customer' ? undefined : normalise(kindOf(g.namespace), g.value),
  }))
  const sought = asked.flatMap((a) => (a.value === undefined ? [] : [{ ...a, value: a.value }]))
  const u = unnest(sought, {
    place: ['integer', (a) => a.place],
    namespace: ['text', (a) => a.namespace],
    value: ['text', (a) => a.value],
  })
  const { rows } = await pgSql<{ place: number; customer_id: number }>`
    select r.place, i.customer_id from ${u.rows}
    join identifier i on i.tenant_id = ${ctx.tenantId} and i.namespace = r.namespace and i.value = r.value`.execute(
    ctx.pg,
  )
  const found = new Map(rows.map((r) => [r.place, r.customer_id]))
  const numbers = unique.map((g) =>
    g.namespace === 'customer' && /^\d{1,10}$/.test(g.value) ? Number(g.value) : undefined,
  )
  const canonical = await canonicalOf(
    ctx,
    numbers.flatMap((n) => n ?? []),
  )
  numbers.forEach((number, place) => {
    const id = number === undefined ? undefined : canonical.get(number)
    if (id !== undefined) found.set(place, id)
  })
  return {
    found: [...new Set(found.values())].sort((a, b) => a - b),
    unknown: unique.filter((_, place) => !found.has(place)),
    asked: unique.length,
  }
}
