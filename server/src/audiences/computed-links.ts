// What audiences and computed attributes read of one another, so that none reads itself.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { keyOf } from './needs.ts'

export type Links = ReadonlyMap<string, readonly string[]>

/** Of every audience (by id) and computed attribute (by key), what it reads. */
export async function linksOf(ctx: Ctx): Promise<Links> {
  const { rows } = await sql<{ what: string; reads: string[] }>`
    select id::text as what, needs_keys || needs_audiences::text[] as reads from audience
    where tenant_id = ${ctx.tenantId} and state <> 'archived'
    union all
    select ${keyOf('attribute', '')} || name, needs_keys || needs_audiences::text[] from computed_attribute
    where tenant_id = ${ctx.tenantId} and state <> 'deleted'`.execute(ctx.pg)
  return new Map(rows.map((r) => [r.what, r.reads]))
}

export function leadsTo(from: readonly string[], to: string, links: Links): boolean {
  const seen = new Set<string>()
  const next = [...from]
  for (let what = next.pop(); what !== undefined; what = next.pop()) {
    if (what === to) return true
    if (seen.has(what)) continue
    seen.add(what)
    next.push(...(links.get(what) ?? []))
  }
  return false
}

/** For an audience's own rule: does anything that it reads ask for the audience? */
export async function circleThroughComputed(
  ctx: Ctx,
  self: string,
  reads: readonly string[],
): Promise<boolean> {
  return leadsTo(reads, self, await linksOf(ctx))
}
