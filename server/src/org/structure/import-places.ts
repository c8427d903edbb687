// Regions and stores from a file.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { unnest } from '../../platform/unnest.ts'
import {
  BadStructureRow,
  dayOf,
  kindOf,
  type ReadRow,
  type Rejected,
  readEach,
  refuse,
  type Written,
  wordsOf,
} from './import-rows.ts'

const fateOf = (written: { is_new: boolean } | undefined): Written['fate'] =>
  written === undefined ? 'unchanged' : written.is_new ? 'created' : 'changed'

export async function importRegions(
  ctx: Ctx,
  rows: ReadRow[],
  rejected: Rejected,
): Promise<Written[]> {
  const known = await regionsByCode(ctx)
  const parents = new Map([...known.values()].map((r) => [r.code, r.parent]))
  const read = readEach(rows, rejected, (row) => {
    const words = wordsOf(row.values)
    const parent = row.values.parent ?? known.get(words.code)?.parent ?? ''
    return { ...words, parent }
  })
  // A row whose parent was rejected is rejected too, and so on downwards.
  let good = read
  for (;;) {
    const there = new Set([...known.keys(), ...good.map((r) => r.code)])
    for (const r of good) parents.set(r.code, r.parent)
    const bad = good.filter((r) => r.parent !== '' && !there.has(r.parent))
    const round = good.filter((r) => !bad.includes(r) && liesBelowItself(r.code, parents))
    if (bad.length + round.length === 0) break
    for (const r of bad)
      refuse(rejected, r.from, 'unknown_region', `There is no region ${r.parent}`)
    for (const r of round)
      refuse(rejected, r.from, 'region_below_itself', `${r.code} would lie below itself`)
    for (const r of [...bad, ...round]) parents.set(r.code, known.get(r.code)?.parent ?? '')
    good = good.filter((r) => !bad.includes(r) && !round.includes(r))
  }
  const ids = new Map(good.map((r) => [r.code, known.get(r.code)?.id ?? randomUUIDv7()]))
  const idOf = (code: string) => ids.get(code) ?? known.get(code)?.id ?? null
  const u = unnest(good, {
    id: ['uuid', (r) => idOf(r.code)],
    code: ['text', (r) => r.code],
    name: ['text', (r) => r.name],
    parent_id: ['uuid', (r) => (r.parent === '' ? null : idOf(r.parent))],
  })
  const { rows: done } = await sql<{ code: string; is_new: boolean }>`
    insert into region as old (tenant_id, created_at, ${u.names})
    select ${ctx.tenantId}::uuid, ${ctx.now()}::timestamptz, ${u.names} from ${u.rows}
    on conflict (tenant_id, code) do update set name = excluded.name, parent_id = excluded.parent_id,
      revision = old.revision + 1
      where (old.name, old.parent_id) is distinct from (excluded.name, excluded.parent_id)
    returning code, old.revision = 1 as is_new`.execute(ctx.pg)
  const written = new Map(done.map((row) => [row.code, row]))
  return good.map(({ from: _, ...after }) => ({
    id: ids.get(after.code) ?? '',
    code: after.code,
    fate: fateOf(written.get(after.code)),
    before: known.get(after.code),
    after,
  }))
}

function liesBelowItself(code: string, parents: ReadonlyMap<string, string>): boolean {
  const seen = new Set<string>()
  for (let at = parents.get(code); at; at = parents.get(at)) {
    if (at === code) return true
    if (seen.has(at)) return false
    seen.add(at)
  }
  return false
}

export async function regionsByCode(ctx: Ctx) {
  const { rows } = await sql<{ id: string; code: string; name: string; parent: string }>`
    select r.id, r.code, r.name, coalesce(p.code, '') as parent from region r
    left join region p on p.tenant_id = r.tenant_id and p.id = r.parent_id
    where r.tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  return new Map(rows.map((row) => [row.code, row]))
}

interface StoredStore {
  id: string
  code: string
  name: string
  region: string
  kind: string
  address: string
  opened_on: string | null
  closed_on: string | null
}

export async function importStores(
  ctx: Ctx,
  rows: ReadRow[],
  rejected: Rejected,
): Promise<Written[]> {
  const regions = await regionsByCode(ctx)
  const { rows: stored } = await sql<StoredStore>`
    select s.id, s.code, s.name, coalesce(r.code, '') as region, s.kind, s.address, s.opened_on, s.closed_on
    from store s left join region r on r.tenant_id = s.tenant_id and r.id = s.region_id
    where s.tenant_id = ${ctx.tenantId} and s.code = any(${rows.map((r) => r.values.code ?? '')}::text[])`.execute(
    ctx.pg,
  )
  const known = new Map(stored.map((row) => [row.code, row]))
  const good = readEach(rows, rejected, ({ values }) => {
    const words = wordsOf(values)
    const before = known.get(words.code)
    const region = values.region ?? before?.region ?? ''
    const [opened, closed] = [dayOf(values.opened_on), dayOf(values.closed_on)]
    const next = {
      ...words,
      region,
      kind: kindOf(values.kind) ?? before?.kind ?? 'direct',
      address: values.address ?? before?.address ?? '',
      opened_on: opened === undefined ? (before?.opened_on ?? null) : opened,
      closed_on: closed === undefined ? (before?.closed_on ?? null) : closed,
    }
    if (region !== '' && !regions.has(region))
      throw new BadStructureRow('unknown_region', `There is no region ${region}`)
    if (next.address.length > 300)
      throw new BadStructureRow('value_too_long', 'An address has at most 300 characters')
    if (next.opened_on && next.closed_on && next.closed_on < next.opened_on)
      throw new BadStructureRow('closed_before_opened', 'It cannot close before it opened')
    return next
  })
  const ids = new Map(good.map((r) => [r.code, known.get(r.code)?.id ?? randomUUIDv7()]))
  const u = unnest(good, {
    id: ['uuid', (r) => ids.get(r.code)],
    code: ['text', (r) => r.code],
    name: ['text', (r) => r.name],
    region_id: ['uuid', (r) => regions.get(r.region)?.id ?? null],
    kind: ['text', (r) => r.kind],
    address: ['text', (r) => r.address],
    opened_on: ['date', (r) => r.opened_on],
    closed_on: ['date', (r) => r.closed_on],
  })
  const { rows: done } = await sql<{ code: string; is_new: boolean }>`
    insert into store as old (tenant_id, created_at, ${u.names})
    select ${ctx.tenantId}::uuid, ${ctx.now()}::timestamptz, ${u.names} from ${u.rows}
    on conflict (tenant_id, code) do update set name = excluded.name, region_id = excluded.region_id,
      kind = excluded.kind, address = excluded.address, opened_on = excluded.opened_on,
      closed_on = excluded.closed_on, revision = old.revision + 1
      where (old.name, old.region_id, old.kind, old.address, old.opened_on, old.closed_on) is distinct from
        (excluded.name, excluded.region_id, excluded.kind, excluded.address, excluded.opened_on, excluded.closed_on)
    returning code, old.revision = 1 as is_new`.execute(ctx.pg)
  const written = new Map(done.map((row) => [row.code, row]))
  return good.map(({ from: _, ...after }) => ({
    id: ids.get(after.code) ?? '',
    code: after.code,
    fate: fateOf(written.get(after.code)),
    before: known.get(after.code),
    after,
  }))
}
