// Counters of what is held or spent of offers. Raised only within the limit, in the transaction of what is
// held; every one is locked in one order, so that no two orders wait for each other.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { unnest } from '../../platform/unnest.ts'
import { COUNTED, type Counted, type OfferLimits } from './limits.ts'

/** What one order uses of one offer. */
export interface Use {
  offer: string
  store: string | null
  day: string
  uses: number
  fen: number
}
export interface LimitedUse extends Use {
  limits: OfferLimits
}
interface Change {
  offer: string
  scope: Counted
  key: string
  uses: number
  fen: number
  mostUses: number | null
  mostFen: number | null
}

const keyOf = (scope: Counted, { day, store }: Use): string | null =>
  scope === 'all' ? '' : scope === 'day' ? day : store

/** A sale without a store counts for none. */
function changesOf(uses: readonly LimitedUse[]): Change[] {
  const changes = new Map<string, Change>()
  for (const use of uses)
    for (const scope of COUNTED) {
      const most = use.limits[scope]
      const key = keyOf(scope, use)
      if (most === undefined || key === null) continue
      const name = `${use.offer} ${scope} ${key}`
      const before = changes.get(name)
      changes.set(name, {
        ...{ offer: use.offer, scope, key },
        uses: (before?.uses ?? 0) + use.uses,
        fen: (before?.fen ?? 0) + use.fen,
        ...{ mostUses: most.uses ?? null, mostFen: most.fen ?? null },
      })
    }
  return [...changes.values()]
}

const columns = (changes: readonly Change[]) =>
  unnest(changes, {
    offer_id: ['uuid', (c) => c.offer],
    scope: ['text', (c) => c.scope],
    key: ['text', (c) => c.key],
    uses: ['bigint', (c) => c.uses],
    fen: ['bigint', (c) => c.fen],
    most_uses: ['bigint', (c) => c.mostUses],
    most_fen: ['bigint', (c) => c.mostFen],
  })

/** @returns the first limit there is no room in; then nothing may be kept of this transaction's changes */
export async function raiseCounters(
  ctx: Ctx,
  uses: readonly LimitedUse[],
): Promise<{ offer: string; scope: Counted } | undefined> {
  const changes = changesOf(uses)
  if (changes.length === 0) return undefined
  const u = columns(changes)
  await sql`insert into offer_counter (tenant_id, offer_id, scope, key, uses, fen)
    select ${ctx.tenantId}::uuid, offer_id, scope, key, 0, 0 from ${u.rows} order by offer_id, scope, key
    on conflict do nothing`.execute(ctx.pg)
  await lockCounters(ctx, u.rows)
  const { rows } = await sql<{ offer_id: string; scope: Counted; key: string }>`
    update offer_counter c set uses = c.uses + r.uses, fen = c.fen + r.fen from ${u.rows}
    where c.tenant_id = ${ctx.tenantId} and c.offer_id = r.offer_id and c.scope = r.scope and c.key = r.key
      and c.uses + r.uses <= coalesce(r.most_uses, c.uses + r.uses)
      and c.fen + r.fen <= coalesce(r.most_fen, c.fen + r.fen)
    returning c.offer_id, c.scope, c.key`.execute(ctx.pg)
  const raised = new Set(rows.map((r) => `${r.offer_id} ${r.scope} ${r.key}`))
  return changes.find((c) => !raised.has(`${c.offer} ${c.scope} ${c.key}`))
}

const lockCounters = (ctx: Ctx, rows: ReturnType<typeof columns>['rows']) =>
  sql`select 1 from offer_counter c join ${rows} on c.offer_id = r.offer_id and c.scope = r.scope and c.key = r.key
    where c.tenant_id = ${ctx.tenantId} order by c.offer_id, c.scope, c.key for update of c`.execute(
    ctx.pg,
  )

/** Given back. Which limits there are now is read under the offers' locks: a change of limits counts anew. */
export async function lowerCounters(ctx: Ctx, uses: readonly Use[]): Promise<void> {
  const offers = await lockOffers(ctx, [...new Set(uses.map((use) => use.offer))])
  const changes = changesOf(
    uses.map((use) => ({ ...use, limits: offers.get(use.offer)?.limits ?? {} })),
  )
  if (changes.length === 0) return
  const u = columns(changes)
  await lockCounters(ctx, u.rows)
  await sql`update offer_counter c set uses = c.uses - r.uses, fen = c.fen - r.fen from ${u.rows}
    where c.tenant_id = ${ctx.tenantId} and c.offer_id = r.offer_id and c.scope = r.scope and c.key = r.key`.execute(
    ctx.pg,
  )
}

export interface LockedOffer {
  state: string
  version: number
  limits: OfferLimits
}
/** Shared: many orders hold it at once, a change of the offer waits for all of them. */
export async function lockOffers(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, LockedOffer>> {
  const { rows } = await sql<
    LockedOffer & { id: string }
  >`select id, state, version, limits from offer
    where tenant_id = ${ctx.tenantId} and id = any(${[...ids]}::uuid[]) order by id for share`.execute(
    ctx.pg,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** From the redemptions, for the limits it has now. Call under the offer's own lock. */
export async function recountOffer(ctx: Ctx, id: string): Promise<void> {
  const mine = sql`tenant_id = ${ctx.tenantId} and offer_id = ${id}`
  await sql`delete from offer_counter where ${mine}`.execute(ctx.pg)
  await sql`insert into offer_counter (tenant_id, offer_id, scope, key, uses, fen)
    select r.tenant_id, r.offer_id, s.scope, s.key, count(*), sum(r.fen) from redemption r
    join offer o on o.tenant_id = r.tenant_id and o.id = r.offer_id,
    lateral (values ('all', ''), ('day', r.day::text), ('store', r.store)) s (scope, key)
    where r.tenant_id = ${ctx.tenantId} and r.offer_id = ${id} and r.state in ('held', 'spent')
      and o.limits ? s.scope and s.key is not null
    group by 1, 2, 3, 4`.execute(ctx.pg)
}
