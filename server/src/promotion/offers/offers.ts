// Offers of the brand: made, changed in versions, put live and taken away again.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { demandAudiences } from '../../audiences/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { recountOffer } from '../budget/counters.ts'
import type { OfferLimits } from '../budget/limits.ts'
import { demandFree } from '../experiments/guard.ts'
import { demandFrequency } from '../frequency/frequency.ts'
import { isPromotion } from '../frequency/stretches.ts'
import { Offer } from '../offer/offer.ts'
import { getOffer, type StoredOffer } from './queries.ts'

export type OfferSource = 'offer' | 'coupon'
export type OfferState = 'draft' | 'live' | 'paused' | 'ended'

/** Terms as a person gives them: a kind with its arguments, for whom, when, where, on what. */
export type GivenTerms = Readonly<Record<string, unknown>>
export interface NewOffer {
  name: string
  source: OfferSource
  activity_id: string | null
  terms: GivenTerms
  limits: OfferLimits
}
export interface OfferChange {
  name?: string | undefined
  activity_id?: string | null | undefined
  terms?: GivenTerms | undefined
  limits?: OfferLimits | undefined
}

/** What the offer itself says of itself; a price is told it with the terms. */
const OWN = ['id', 'name', 'source', 'left'] as const

/** As the kit reads them, every default written out. @throws 400 with the place of what is wrong */
export function readTerms(given: GivenTerms): Record<string, unknown> {
  const own = OWN.filter((name) => name in given)
  if (own.length > 0)
    throw invalid('invalid_terms', `Terms do not name ${own.join(', ')}`, { fields: own })
  const read = Offer.safeParse({ ...given, id: 'terms' })
  if (!read.success)
    throw invalid('invalid_terms', 'The terms are not those of an offer', {
      issues: read.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
    })
  const { id: _id, name: _name, source: _source, left: _left, ...terms } = read.data
  const { from, to } = terms.when
  if (from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to))
    throw invalid('invalid_terms', 'It ends before it begins', { fields: ['when.to'] })
  return terms
}

const Kept = z.object({
  kind: z.string(),
  group: z.string().optional(),
  who: z.object({
    audiences: z.array(z.guid()).optional(),
    not_audiences: z.array(z.guid()).optional(),
  }),
  when: z.object({ from: z.string().optional(), to: z.string().optional() }),
})

/** Audiences and groups that terms name are the brand's. @throws 400, 404 */
async function demandNamed(
  ctx: Ctx,
  terms: Record<string, unknown>,
): Promise<z.infer<typeof Kept>> {
  const kept = Kept.safeParse(terms)
  if (!kept.success)
    throw invalid('invalid_terms', 'Audiences are named by their id', { fields: ['who'] })
  const { who, group } = kept.data
  await demandAudiences(ctx, [...(who.audiences ?? []), ...(who.not_audiences ?? [])])
  if (group !== undefined) {
    const { rows } = await sql`select 1 from offer_group
      where tenant_id = ${ctx.tenantId} and code = ${group}`.execute(ctx.pg)
    if (rows.length === 0) throw notFound('offer_group')
  }
  return kept.data
}

async function demandActivity(ctx: Ctx, id: string | null): Promise<void> {
  if (id === null) return
  const { rows } = await sql`select 1 from activity
    where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
  if (rows.length === 0) throw notFound('activity')
}

/** A draft. @throws 400, 404 */
export function createOffer(
  ctx: Ctx,
  given: NewOffer,
  id: string = randomUUIDv7(),
): Promise<StoredOffer> {
  return inTx(ctx, async (ctx) => {
    const terms = readTerms(given.terms)
    const { kind, when } = await demandNamed(ctx, terms)
    await demandActivity(ctx, given.activity_id)
    await sql`insert into offer (tenant_id, id, name, activity_id, source, kind, terms, limits, starts_at, ends_at,
        created_at, created_by, updated_at, updated_by)
      values (${ctx.tenantId}, ${id}, ${given.name}, ${given.activity_id}, ${given.source}, ${kind},
        ${JSON.stringify(terms)}::jsonb, ${JSON.stringify(given.limits)}::jsonb, ${when.from ?? null}::timestamptz,
        ${when.to ?? null}::timestamptz, ${ctx.now()}, ${actorOf(ctx)}, ${ctx.now()}, ${actorOf(ctx)})`.execute(
      ctx.pg,
    )
    await keepVersion(ctx, id)
    await audit(ctx, 'offer.created', { kind: 'offer', id }, { after: given })
    return getOffer(ctx, id)
  })
}

const actorOf = ({ actor }: Ctx) => `${actor.kind}:${actor.id}`

const keepVersion = (ctx: Ctx, id: string) =>
  sql`insert into offer_version (tenant_id, offer_id, version, name, terms, limits, at, actor)
    select tenant_id, id, version, name, terms, limits, updated_at, updated_by from offer
    where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)

/** Whoever holds something of it right now is waited for, and waits. */
async function lockOffer(ctx: Ctx, id: string): Promise<StoredOffer> {
  await sql`select 1 from offer where tenant_id = ${ctx.tenantId} and id = ${id} for update`.execute(
    ctx.pg,
  )
  return getOffer(ctx, id)
}

/**
 * A change is a new version: orders keep the one they were priced with, and who has a quote is shown a fresh
 * one. @throws 404, 409 edited_meanwhile, offer_ended, offer_in_experiment, storefront_frequency
 */
export function changeOffer(
  ctx: Ctx,
  id: string,
  change: OfferChange,
  version: number,
): Promise<StoredOffer> {
  return inTx(ctx, async (ctx) => {
    const before = await lockOffer(ctx, id)
    if (before.version !== version)
      throw conflict('edited_meanwhile', 'Somebody changed it meanwhile', {
        version: before.version,
      })
    if (before.state === 'ended') throw conflict('offer_ended', 'What is over is not changed')
    await demandFree(ctx, id)
    const terms = change.terms === undefined ? before.terms : readTerms(change.terms)
    const { kind, when } = await demandNamed(ctx, terms)
    if (change.activity_id !== undefined) await demandActivity(ctx, change.activity_id)
    const limits = change.limits ?? before.limits
    await sql`update offer set name = ${change.name ?? before.name}, kind = ${kind},
        activity_id = ${change.activity_id === undefined ? before.activity_id : change.activity_id},
        terms = ${JSON.stringify(terms)}::jsonb, limits = ${JSON.stringify(limits)}::jsonb,
        starts_at = ${when.from ?? null}::timestamptz, ends_at = ${when.to ?? null}::timestamptz,
        version = version + 1, updated_at = ${ctx.now()}, updated_by = ${actorOf(ctx)}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await keepVersion(ctx, id)
    await recountOffer(ctx, id)
    const after = await getOffer(ctx, id)
    if (after.state === 'live') await demandRoom(ctx, after)
    await audit(ctx, 'offer.changed', { kind: 'offer', id }, { before, after })
    return after
  })
}

const FROM: Record<'live' | 'paused' | 'ended', readonly OfferState[]> = {
  live: ['draft', 'paused'],
  paused: ['live'],
  ended: ['draft', 'live', 'paused'],
}

/** What unpaid orders hold of a paused or ended offer stays theirs. @throws 404, 409 offer_state, offer_in_experiment, storefront_frequency */
export function setOfferState(
  ctx: Ctx,
  id: string,
  to: 'live' | 'paused' | 'ended',
): Promise<StoredOffer> {
  return inTx(ctx, async (ctx) => {
    const before = await lockOffer(ctx, id)
    if (before.state === to) return before
    if (!FROM[to].includes(before.state))
      throw conflict('offer_state', `An offer that is ${before.state} does not become ${to}`, {
        from: before.state,
        to,
      })
    await demandFree(ctx, id)
    if (to === 'live' && before.ends_at !== null && new Date(before.ends_at) <= ctx.now())
      throw conflict('offer_over', 'Its time is over; give it another end first')
    if (to === 'live') await demandRoom(ctx, before)
    await sql`update offer set state = ${to}, updated_at = ${ctx.now()}, updated_by = ${actorOf(ctx)},
        live_from = ${to === 'live' ? sql`coalesce(live_from, ${ctx.now()})` : sql`live_from`},
        live_until = ${to === 'live' ? null : sql`coalesce(live_until, ${ctx.now()})`}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(ctx, `offer.${to === 'live' ? 'published' : to}`, { kind: 'offer', id })
    return getOffer(ctx, id)
  })
}

/** One that lowers prices for everybody is a promotion of its storefronts. @throws 409 storefront_frequency */
async function demandRoom(ctx: Ctx, offer: StoredOffer): Promise<void> {
  if (!isPromotion(offer)) return
  const { storefronts = [] } = (offer.terms.where ?? {}) as { storefronts?: string[] }
  await demandFrequency(ctx, {
    ...{ kind: 'offer', id: offer.id, name: offer.name, storefronts },
    starts_at: offer.starts_at === null ? ctx.now() : new Date(offer.starts_at),
    ends_at: offer.ends_at === null ? null : new Date(offer.ends_at),
  })
}
