// The tree of categories: what products name and what somebody has made, in one.
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'

export interface Category {
  path: string[]
  /** Products in it and below it. */
  products: number
}

/** In order: what somebody has put in order first, then by name; each before what is below it. */
export async function listCategories(ctx: Ctx): Promise<Category[]> {
  const { rows } = await sql<{ path: string[]; products: number; position: number | null }>`
    with named as (
      select category[1:n] as path, count(*)::int as products
      from product, generate_series(1, cardinality(category)) as n
      where tenant_id = ${ctx.tenantId} group by 1)
    select path, coalesce(products, 0) as products, c.position
    from named full join (select path, position from category where tenant_id = ${ctx.tenantId}) c using (path)`.execute(
    ctx.pg,
  )
  const known = new Map(rows.map((row) => [keyOf(row.path), row]))
  // A category made below one that nobody made and no product names is below it all the same.
  for (const { path } of rows)
    for (let n = 1; n < path.length; n++) {
      const above = path.slice(0, n)
      if (!known.has(keyOf(above)))
        known.set(keyOf(above), { path: above, products: 0, position: null })
    }
  const placeOf = (path: string[]) => known.get(keyOf(path))?.position ?? null
  const compare = (a: string[], b: string[]): number => {
    for (let n = 1; n <= Math.min(a.length, b.length); n++) {
      const [x, y] = [a.slice(0, n), b.slice(0, n)]
      if (keyOf(x) === keyOf(y)) continue
      const [p, q] = [placeOf(x) ?? Number.MAX_SAFE_INTEGER, placeOf(y) ?? Number.MAX_SAFE_INTEGER]
      return p === q ? (keyOf(x) < keyOf(y) ? -1 : 1) : p - q
    }
    return a.length - b.length
  }
  return [...known.values()]
    .sort((a, b) => compare(a.path, b.path))
    .map(({ path, products }) => ({ path, products }))
}
const keyOf = (path: readonly string[]) => path.join('\x1f')

/** One writer of the tree at a time. */
const lock = (ctx: Ctx) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`categories ${ctx.tenantId}`}, 0))`.execute(
    ctx.pg,
  )

/** @throws 409 when it is there */
export function createCategory(ctx: Ctx, path: readonly string[]): Promise<Category[]> {
  return inTx(ctx, async (ctx) => {
    await lock(ctx)
    if ((await listCategories(ctx)).some((c) => keyOf(c.path) === keyOf(path)))
      throw conflict('category_taken', `${path.join(' / ')} is there already`)
    await sql`insert into category (tenant_id, path, position) values (${ctx.tenantId}, ${[...path]}::text[],
      (select coalesce(max(position), 0) + 1 from category where tenant_id = ${ctx.tenantId}))`.execute(
      ctx.pg,
    )
    await audit(ctx, 'category.created', { kind: 'category', id: path.join(' / ') })
    return listCategories(ctx)
  })
}

/**
 * Renames or moves a category with all that is below it; its products go along. Orders that were
 * placed keep what they said.
 * @throws 404, 400 below itself, 409 when the new place is taken
 */
export function moveCategory(
  ctx: Ctx,
  from: readonly string[],
  to: readonly string[],
): Promise<Category[]> {
  return inTx(ctx, async (ctx) => {
    await lock(ctx)
    const all = await listCategories(ctx)
    if (!all.some((c) => keyOf(c.path) === keyOf(from))) throw notFound('category')
    if (keyOf(to.slice(0, from.length)) === keyOf(from))
      throw invalid('category_below_itself', 'A category cannot go below itself')
    if (all.some((c) => keyOf(c.path) === keyOf(to)))
      throw conflict('category_taken', `${to.join(' / ')} is there already`)
    const deepest = Math.max(
      ...all
        .filter((c) => keyOf(c.path.slice(0, from.length)) === keyOf(from))
        .map((c) => c.path.length),
    )
    if (deepest - from.length + to.length > 5)
      throw invalid('category_too_deep', 'Categories go five levels deep')
    const n = from.length
    for (const [table, column, set] of [
      ['category', 'path', sql``],
      ['product', 'category', sql`, revision = revision + 1, updated_at = ${ctx.now()}`],
    ] as const) {
      const ref = sql.ref(column)
      await sql`update ${sql.table(table)} set ${ref} = ${[...to]}::text[] || ${ref}[${n + 1}::int:] ${set}
        where tenant_id = ${ctx.tenantId} and ${ref}[1:${n}::int] = ${[...from]}::text[]`.execute(
        ctx.pg,
      )
    }
    await sql`insert into category (tenant_id, path) values (${ctx.tenantId}, ${[...to]}::text[])
      on conflict do nothing`.execute(ctx.pg)
    const details = { before: from, after: to }
    await audit(ctx, 'category.moved', { kind: 'category', id: to.join(' / ') }, details)
    return listCategories(ctx)
  })
}

/** Siblings in the order given. @throws 400 unless these are all the categories below `above` */
export function orderCategories(
  ctx: Ctx,
  above: readonly string[],
  names: readonly string[],
): Promise<Category[]> {
  return inTx(ctx, async (ctx) => {
    await lock(ctx)
    const below = (await listCategories(ctx))
      .filter((c) => c.path.length === above.length + 1)
      .filter((c) => keyOf(c.path.slice(0, -1)) === keyOf(above))
      .map((c) => c.path.at(-1))
    if (below.length !== names.length || names.some((name) => !below.includes(name)))
      throw invalid('not_the_siblings', 'Name every category below it once')
    for (const [position, name] of names.entries())
      await sql`insert into category (tenant_id, path, position)
        values (${ctx.tenantId}, ${[...above, name]}::text[], ${position + 1})
        on conflict (tenant_id, path) do update set position = excluded.position`.execute(ctx.pg)
    const details = { order: names }
    await audit(ctx, 'category.ordered', { kind: 'category', id: above.join(' / ') }, details)
    return listCategories(ctx)
  })
}

/** @throws 404, 409 while products or categories are in it */
export function removeCategory(ctx: Ctx, path: readonly string[]): Promise<Category[]> {
  return inTx(ctx, async (ctx) => {
    await lock(ctx)
    const all = await listCategories(ctx)
    const found = all.find((c) => keyOf(c.path) === keyOf(path))
    if (!found) throw notFound('category')
    const below = all.filter((c) => keyOf(c.path.slice(0, path.length)) === keyOf(path)).length - 1
    if (found.products > 0 || below > 0)
      throw conflict('category_in_use', 'Products or categories are in it', {
        products: found.products,
        below,
      })
    await sql`delete from category where tenant_id = ${ctx.tenantId} and path = ${[...path]}::text[]`.execute(
      ctx.pg,
    )
    await audit(ctx, 'category.removed', { kind: 'category', id: path.join(' / ') })
    return listCategories(ctx)
  })
}
