// Staff from a file: who they are, and where they work from when.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { unnest } from '../../platform/unnest.ts'
import { regionsByCode } from './import-places.ts'
import {
  BadStructureRow,
  dayOf,
  type ReadRow,
  type Rejected,
  readEach,
  type Written,
  wordsOf,
} from './import-rows.ts'

interface StoredStaff {
  id: string
  code: string
  name: string
  wecom_user_id: string | null
  phone: string | null
  state: 'active' | 'left'
  store: string
  region: string
  title: string
  from_at: Date | null
}
interface NextStaff extends Omit<StoredStaff, 'state' | 'from_at'> {
  /** Null: they stay where they are. */
  moves: { at: Date } | null
  isChanged: boolean
}

export async function importStaff(
  ctx: Ctx,
  rows: ReadRow[],
  rejected: Rejected,
): Promise<Written[]> {
  const regions = await regionsByCode(ctx)
  const stores = await storesByCode(ctx)
  const known = await staffByCode(ctx, rows)
  const midnight = await midnightIn(ctx)
  const holders = await wecomHolders(ctx, rows)
  const good = readEach(rows, rejected, ({ values }): NextStaff => {
    const words = wordsOf(values)
    const before = known.get(words.code)
    if (before?.state === 'left')
      throw new BadStructureRow('staff_left', `${words.code} has left; take them back first`)
    const wecom = values.wecom_user_id === undefined ? before?.wecom_user_id : values.wecom_user_id
    if (wecom) {
      const holder = holders.get(wecom)
      if (holder !== undefined && holder !== words.code)
        throw new BadStructureRow('wecom_user_taken', `${wecom} is ${holder}’s already`)
      holders.set(wecom, words.code)
    }
    const place = placeOf(values, before)
    if (place.store !== '' && !stores.has(place.store))
      throw new BadStructureRow('unknown_store', `There is no store ${place.store}`)
    if (place.region !== '' && !regions.has(place.region))
      throw new BadStructureRow('unknown_region', `There is no region ${place.region}`)
    const phone = values.phone === undefined ? (before?.phone ?? null) : values.phone || null
    if ((wecom?.length ?? 0) > 64 || (phone?.length ?? 0) > 30 || place.title.length > 50)
      throw new BadStructureRow('value_too_long', 'An account, phone or post is too long')
    const isPlaced =
      before !== undefined &&
      before.store === place.store &&
      before.region === place.region &&
      before.title === place.title
    const next = { ...words, ...place, wecom_user_id: wecom || null, phone }
    return {
      ...next,
      id: before?.id ?? randomUUIDv7(),
      moves: isPlaced ? null : { at: sinceWhen(ctx, midnight(dayOf(values.from)), before) },
      isChanged:
        before !== undefined &&
        (before.name !== next.name ||
          before.wecom_user_id !== next.wecom_user_id ||
          before.phone !== next.phone),
    }
  })
  await writePeople(ctx, good)
  await writePosts(ctx, good, stores, regions)
  return good.map(({ from: _, moves, isChanged, ...after }) => {
    const before = known.get(after.code)
    const fate = before === undefined ? 'created' : moves || isChanged ? 'changed' : 'unchanged'
    return { id: after.id, code: after.code, fate, before, after }
  })
}

/** An empty cell says nothing about who is known, and headquarters about who is new. */
function placeOf(values: ReadRow['values'], before: StoredStaff | undefined) {
  const { store = '', region = '' } = values
  if (store !== '' && region !== '')
    throw new BadStructureRow('two_places', 'A store or a region, not both')
  const isSaid = store !== '' || region !== ''
  return {
    store: isSaid ? store : (before?.store ?? ''),
    region: isSaid ? region : (before?.region ?? ''),
    title: values.title || before?.title || '',
  }
}

function sinceWhen(ctx: Ctx, given: Date | null, before: StoredStaff | undefined): Date {
  const at = given ?? ctx.now()
  if (at > ctx.now()) throw new BadStructureRow('not_yet', 'A post cannot begin in the future')
  if (before?.from_at && at < before.from_at)
    throw new BadStructureRow('before_present_post', 'Their present post began later than that')
  return at
}

async function writePeople(ctx: Ctx, good: NextStaff[]): Promise<void> {
  const u = unnest(good, {
    id: ['uuid', (r) => r.id],
    code: ['text', (r) => r.code],
    name: ['text', (r) => r.name],
    wecom_user_id: ['text', (r) => r.wecom_user_id],
    phone: ['text', (r) => r.phone],
  })
  await sql`insert into staff as old (tenant_id, created_at, ${u.names})
    select ${ctx.tenantId}::uuid, ${ctx.now()}::timestamptz, ${u.names} from ${u.rows}
    on conflict (tenant_id, code) do update set name = excluded.name, wecom_user_id = excluded.wecom_user_id,
      phone = excluded.phone, revision = old.revision + 1
      where (old.name, old.wecom_user_id, old.phone) is distinct from
        (excluded.name, excluded.wecom_user_id, excluded.phone)`.execute(ctx.pg)
}

async function writePosts(
  ctx: Ctx,
  good: NextStaff[],
  stores: ReadonlyMap<string, string>,
  regions: ReadonlyMap<string, { id: string }>,
): Promise<void> {
  const moving = good.flatMap((r) => (r.moves ? [{ ...r, at: r.moves.at }] : []))
  if (moving.length === 0) return
  const u = unnest(moving, {
    staff_id: ['uuid', (r) => r.id],
    id: ['uuid', () => randomUUIDv7()],
    store_id: ['uuid', (r) => stores.get(r.store) ?? null],
    region_id: ['uuid', (r) => regions.get(r.region)?.id ?? null],
    title: ['text', (r) => r.title],
    from_at: ['timestamptz', (r) => r.at],
  })
  await sql`with ended as (
      update staff_post p set to_at = r.from_at, ended_by = 'moved', reason = 'import'
      from ${u.rows} where p.tenant_id = ${ctx.tenantId} and p.staff_id = r.staff_id and p.to_at is null
      returning p.staff_id)
    update staff f set revision = f.revision + 1 from ended
    where f.tenant_id = ${ctx.tenantId} and f.id = ended.staff_id`.execute(ctx.pg)
  await sql`insert into staff_post (tenant_id, actor, ${u.names})
    select ${ctx.tenantId}::uuid, ${ctx.actor.name}::text, ${u.names} from ${u.rows}`.execute(
    ctx.pg,
  )
}

async function storesByCode(ctx: Ctx): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; code: string }>`
    select id, code from store where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  return new Map(rows.map((row) => [row.code, row.id]))
}

async function staffByCode(ctx: Ctx, rows: ReadRow[]): Promise<Map<string, StoredStaff>> {
  const { rows: stored } = await sql<StoredStaff>`
    select f.id, f.code, f.name, f.wecom_user_id, f.phone, f.state, p.from_at,
      coalesce(s.code, '') as store, coalesce(r.code, '') as region, coalesce(p.title, '') as title
    from staff f
    left join staff_post p on p.tenant_id = f.tenant_id and p.staff_id = f.id and p.to_at is null
    left join store s on s.tenant_id = p.tenant_id and s.id = p.store_id
    left join region r on r.tenant_id = p.tenant_id and r.id = p.region_id
    where f.tenant_id = ${ctx.tenantId} and f.code = any(${rows.map((r) => r.values.code ?? '')}::text[])`.execute(
    ctx.pg,
  )
  return new Map(stored.map((row) => [row.code, row]))
}

/** Whose each WeCom account of the file is now, by staff code. */
async function wecomHolders(ctx: Ctx, rows: ReadRow[]): Promise<Map<string, string>> {
  const accounts = rows.flatMap((r) => r.values.wecom_user_id || [])
  const { rows: held } = await sql<{ code: string; wecom_user_id: string }>`
    select code, wecom_user_id from staff
    where tenant_id = ${ctx.tenantId} and wecom_user_id = any(${accounts}::text[])`.execute(ctx.pg)
  return new Map(held.map((row) => [row.wecom_user_id, row.code]))
}

/** A day of the file begins at midnight where the brand is. */
async function midnightIn(ctx: Ctx): Promise<(day: string | null | undefined) => Date | null> {
  const { rows } = await sql<{ timezone: string }>`
    select timezone from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: rows[0]?.timezone ?? 'UTC',
    dateStyle: 'short',
    timeStyle: 'medium',
  })
  const offsetAt = (ms: number) => Date.parse(`${format.format(ms).replace(' ', 'T')}Z`) - ms
  return (day) => {
    if (!day) return null
    const utc = Date.parse(`${day}T00:00:00Z`)
    // Beside a change of clocks the first guess may be an hour off; the second is not.
    return new Date(utc - offsetAt(utc - offsetAt(utc)))
  }
}
