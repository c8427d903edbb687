// One customer's touchpoints as operators see and correct them.
import { sql } from 'kysely'
import { canonicalOf, nodesOf } from '../identity/index.ts'
import { demandCustomerInScope } from '../org/index.ts'
import { audit } from '../platform/audit.ts'
import { can } from '../platform/auth.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { notFound } from '../platform/errors.ts'
import { mask } from './combine.ts'
import type { TouchpointReport } from './touchpoint-rules.ts'
import { recordTouchpoints, touchpointsOfGroups } from './touchpoints-store.ts'

async function groupOf(ctx: Ctx, id: number): Promise<Map<number, number[]>> {
  const canonical = (await canonicalOf(ctx, [id])).get(id)
  if (canonical === undefined) throw notFound('customer')
  await demandCustomerInScope(ctx, canonical)
  return nodesOf(ctx, [canonical])
}

interface Change {
  id: string
  kind: string
  ref: string
  state: string
  at: Date
  source: string
  reason: string
}
const HISTORY = 100

export async function customerTouchpoints(ctx: Ctx, id: number) {
  const groups = await groupOf(ctx, id)
  const [items = []] = (await touchpointsOfGroups(ctx, groups)).values()
  const { rows } = await sql<Change>`
    select id, kind, ref, state, at, source, reason from touchpoint_change
    where tenant_id = ${ctx.tenantId} and node_id = any(${[...groups.values()].flat()}::bigint[])
    order by at desc, id desc limit ${HISTORY + 1}`.execute(ctx.pg)
  const shown = shownTo(ctx)
  return {
    items: items.map((t) => ({
      ...t,
      ref: shown(t.kind, t.ref),
      since: new Date(t.since).toISOString(),
    })),
    live: items.filter((t) => t.state === 'reachable').length,
    history: rows.slice(0, HISTORY).map((c) => ({
      ...c,
      ref: shown(c.kind, c.ref),
      at: c.at.toISOString(),
    })),
    history_is_longer: rows.length > HISTORY,
  }
}

/** An address as the actor's role may see it. */
const shownTo = (ctx: Ctx) => {
  const unmask = can(ctx.actor, 'customers:unmask')
  return (kind: string, ref: string) =>
    unmask || (kind !== 'phone' && kind !== 'mail') || ref === '' ? ref : mask(ref)
}

/**
 * An operator reports what a carrier has not: she asked not to be called. `ref` as it was shown.
 * @throws 404 also when she has no such touchpoint
 */
export function reportTouchpoint(ctx: Ctx, id: number, report: TouchpointReport): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const groups = await groupOf(ctx, id)
    const [customer = 0] = groups.keys()
    const [held = []] = (await touchpointsOfGroups(ctx, groups)).values()
    const shown = shownTo(ctx)
    const meant = held.filter(
      (t) => t.kind === report.kind && (report.ref === '' || shown(t.kind, t.ref) === report.ref),
    )
    if (meant.length === 0) throw notFound('touchpoint')
    await recordTouchpoints(
      ctx,
      meant.map((t) => ({
        ...report,
        ref: t.ref,
        node: customer,
        at: ctx.now(),
        source: 'console',
      })),
    )
    await audit(
      ctx,
      'touchpoint.reported',
      { kind: 'customer', id: String(customer) },
      { kind: report.kind, state: report.state, touchpoints: meant.length },
    )
  })
}
