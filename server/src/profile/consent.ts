// Consents as operators and customers give and withdraw them, and as they stand now.
import { sql } from 'kysely'
import { z } from 'zod'
import { canonicalOf, loadNamespaces, nodesOf, normalise } from '../identity/index.ts'
import { customerScope, demandCustomerInScope } from '../org/index.ts'
import { audit, auditAll } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { invalid, notFound } from '../platform/errors.ts'
import { readCursor, toPage } from '../platform/page.ts'
import { unnest } from '../platform/unnest.ts'
import { listPurposes, mustBeGiven } from './consent-purposes.ts'
import { type Channel, type ConsentState, stateOf } from './consent-rules.ts'
import { type ConsentEvidence, consentStates, foldedOf, recordConsents } from './consent-store.ts'

export interface ConsentSaid {
  purpose: string
  channel: Channel
  state: 'given' | 'withdrawn'
  textVersion: string | null
  evidence: ConsentEvidence
  at?: Date | undefined
}

interface Entry {
  id: string
  purpose: string
  channel: Channel
  state: 'given' | 'withdrawn'
  text_version: string | null
  source: string
  is_claimed: boolean
  evidence: ConsentEvidence
  at: Date
  recorded_at: Date
  actor: string
}

async function groupOf(ctx: Ctx, id: number): Promise<{ id: number; nodes: number[] }> {
  const canonical = (await canonicalOf(ctx, [id])).get(id)
  if (canonical === undefined) throw notFound('customer')
  await demandCustomerInScope(ctx, canonical)
  return { id: canonical, nodes: (await nodesOf(ctx, [canonical])).get(canonical) ?? [] }
}

const Position = z.tuple([z.iso.datetime(), z.uuid()])

/** The present state of each question that was ever answered, and the ledger, newest first. */
export async function consentsOf(
  ctx: Ctx,
  id: number,
  query: { limit: number; cursor?: string | undefined },
) {
  const { nodes } = await groupOf(ctx, id)
  const after = readCursor(query.cursor, Position)
  const { rows } = await sql<Entry>`
    select id, purpose, channel, state, text_version, source, is_claimed, evidence, at, recorded_at, actor
    from consent_entry where tenant_id = ${ctx.tenantId}
      and (node_id = any(${nodes}::bigint[]) or (state = 'withdrawn' and said_for && ${nodes}::bigint[]))
      ${after ? sql`and (at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by at desc, id desc limit ${query.limit + 1}`.execute(ctx.pg)
  const page = toPage(
    rows,
    query.limit,
    ({ is_claimed, ...e }) => ({
      ...e,
      claimed: is_claimed,
      at: e.at.toISOString(),
      recorded_at: e.recorded_at.toISOString(),
    }),
    (e) => [e.at.toISOString(), e.id],
  )
  return { ...page, states: await statesOf(ctx, nodes) }
}

async function statesOf(ctx: Ctx, nodes: readonly number[]) {
  const folded = await foldedOf(ctx, nodes)
  const purposes = await listPurposes(ctx)
  const known = new Set(purposes.map((p) => p.purpose))
  const asked = [
    ...purposes.filter((p) => !p.isRetired).map((p) => p.purpose),
    ...new Set(folded.map((f) => f.purpose).filter((p) => !known.has(p))),
  ]
  return asked.flatMap((purpose) => {
    const channels = new Set<Channel>(['all'])
    for (const f of folded) if (f.purpose === purpose) channels.add(f.channel)
    const mustBeGiven = purposes.find((p) => p.purpose === purpose)?.mustBeGiven ?? true
    return [...channels].map((channel) => {
      const state = stateOf(folded, purpose, channel)
      return {
        purpose,
        channel,
        state: state.state,
        claimed: state.isClaimed,
        since: state.since === null ? null : new Date(state.since).toISOString(),
        allowed: isAllowed(state, mustBeGiven),
      }
    })
  })
}

/** Whether something may be done now: silence is a yes only where the purpose needs none. */
export const isAllowed = (state: ConsentState, mustBeGiven: boolean) =>
  state.state === 'given' || (state.state === 'none' && !mustBeGiven)

/** Whether it may be done to this customer now. @param customer the canonical one */
export async function isAllowedTo(ctx: Ctx, customer: number, purpose: string): Promise<boolean> {
  const state = (await consentStates(ctx, [customer], purpose, 'all')).get(customer)
  const silent: ConsentState = { state: 'none', since: null, isClaimed: false }
  return isAllowed(state ?? silent, await mustBeGiven(ctx, purpose))
}

/** An operator writes down what a customer said. In effect at once. @throws 400, 404 */
export function sayConsent(
  ctx: Ctx,
  id: number,
  said: ConsentSaid,
  source = 'console',
): Promise<string> {
  return inTx(ctx, async (ctx) => {
    const group = await groupOf(ctx, id)
    await demandPurposes(ctx, [said])
    demandNotAhead(ctx, said)
    const [entry] = await recordConsents(ctx, [
      { ...said, node: group.id, source, isClaimed: false, at: said.at ?? ctx.now() },
    ])
    await audit(
      ctx,
      said.state === 'given' ? 'consent.given' : 'consent.withdrawn',
      { kind: 'customer', id: String(group.id) },
      { entry, purpose: said.purpose, channel: said.channel },
    )
    return entry ?? ''
  })
}

async function demandPurposes(ctx: Ctx, said: readonly { purpose: string }[]): Promise<void> {
  const known = new Set((await listPurposes(ctx)).map((p) => p.purpose))
  const unknown = said.find((s) => !known.has(s.purpose))
  if (unknown)
    throw invalid('unknown_purpose', `There is no purpose ${unknown.purpose}; add it first`, {
      purpose: unknown.purpose,
    })
}

/** A word of tomorrow would outweigh every later one of today. */
function demandNotAhead(ctx: Ctx, said: { at?: Date | undefined }): void {
  if (said.at && said.at.getTime() > ctx.now().getTime() + 60_000)
    throw invalid('consent_ahead', 'A consent cannot be of the future')
}

export interface ConsentRow extends ConsentSaid {
  id?: string | undefined
  customerId?: number | undefined
  identifier?: { namespace: string; value: string } | undefined
}
export interface ConsentOutcome {
  outcome: 'recorded' | 'known' | 'customer_not_found'
  id: string | null
}

/** Many at once, from elsewhere: each row finds its customer, or says that there is none. */
export function importConsents(
  ctx: Ctx,
  rows: readonly ConsentRow[],
  source: string,
): Promise<ConsentOutcome[]> {
  return inTx(ctx, async (ctx) => {
    await demandPurposes(ctx, rows)
    for (const row of rows) demandNotAhead(ctx, row)
    const found = await findCustomers(ctx, rows)
    const ids: (string | null)[] = []
    const writes = rows.flatMap((row, i) => {
      const node = found[i]
      ids.push(node === undefined ? null : (row.id ?? crypto.randomUUID()))
      return node === undefined
        ? []
        : [
            {
              ...row,
              id: ids[i] ?? undefined,
              node,
              source,
              isClaimed: false,
              at: row.at ?? ctx.now(),
            },
          ]
    })
    const recorded = new Set(await recordConsents(ctx, writes))
    await auditAll(ctx, [
      {
        action: 'consents.imported',
        details: { source, rows: rows.length, recorded: recorded.size },
      },
    ])
    return ids.map((id) => ({
      outcome: id === null ? 'customer_not_found' : recorded.has(id) ? 'recorded' : 'known',
      id,
    }))
  })
}

/** The canonical customer of each row, if there is one and the actor may see it. */
async function findCustomers(
  ctx: Ctx,
  rows: readonly ConsentRow[],
): Promise<(number | undefined)[]> {
  const kindOf = await loadNamespaces(ctx)
  const asked = rows.map((row, position) => ({
    position,
    id: row.customerId ?? null,
    namespace: row.identifier?.namespace ?? '',
    value: row.identifier
      ? (normalise(kindOf(row.identifier.namespace), row.identifier.value) ?? '')
      : '',
  }))
  const u = unnest(asked, {
    position: ['integer', (a) => a.position],
    id: ['bigint', (a) => a.id],
    namespace: ['text', (a) => a.namespace],
    value: ['text', (a) => a.value],
  })
  const scope = customerScope(ctx, 'found.id')
  const { rows: got } = await sql<{ position: number; id: number }>`
    select found.position, found.id from (
      select r.position, coalesce(
        (select c.canonical_id from customer c where c.tenant_id = ${ctx.tenantId} and c.id = r.id),
        (select i.customer_id from identifier i where i.tenant_id = ${ctx.tenantId} and i.namespace = r.namespace and i.value = r.value)) as id
      from ${u.rows}) as found
    where found.id is not null ${scope ? sql`and ${scope}` : sql``}`.execute(ctx.pg)
  const byPosition = new Map(got.map((g) => [g.position, g.id]))
  return rows.map((_, i) => byPosition.get(i))
}
