// Who belongs where, in PostgreSQL: the present by node, its history, a statement a set.
import { type RawBuilder, sql } from 'kysely'
import { assignmentOrder } from '../org/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { recordEvents } from '../platform/outbox.ts'
import type { AssignmentKind } from './assignment-settings.ts'

export type AssignmentSource = 'operator' | 'order' | 'relation'

export interface AssignmentRow {
  customer_id: number
  kind: AssignmentKind
  code: string | null
  name: string | null
  source: AssignmentSource
  since: Date
  protected_until: Date | null
  reason: string
  actor: string
  version: number
}

/** What counts for each of these customers (canonical ids): the combined view of their nodes. */
export const assignmentsOf = (ctx: Ctx, ids: readonly number[]): Promise<AssignmentRow[]> =>
  combined(ctx, sql`${[...ids]}::bigint[]`)

/** The same of the customers that these nodes are now, by node. */
export async function assignmentsByNode(
  ctx: Ctx,
  nodes: readonly number[],
): Promise<Map<number, AssignmentRow[]>> {
  if (nodes.length === 0) return new Map()
  const asked = sql`${[...nodes]}::bigint[]`
  const rows = await combined(
    ctx,
    sql`array(select canonical_id from customer where tenant_id = ${ctx.tenantId} and id = any(${asked}))`,
    sql`, array(select c.id from customer c where c.tenant_id = ${ctx.tenantId} and c.canonical_id = w.customer_id
      and c.id = any(${asked}))::float8[] as nodes`,
  )
  const byNode = new Map<number, AssignmentRow[]>()
  for (const { nodes: of = [], ...row } of rows)
    for (const node of of) byNode.set(node, [...(byNode.get(node) ?? []), row])
  return byNode
}

async function combined(
  ctx: Ctx,
  customers: RawBuilder<unknown>,
  more: RawBuilder<unknown> = sql``,
): Promise<(AssignmentRow & { nodes?: number[] })[]> {
  const { rows } = await sql<AssignmentRow & { nodes?: number[] }>`
    select w.*, coalesce(s.name, f.name) as name${more} from (
      select distinct on (n.canonical_id, a.kind) n.canonical_id as customer_id, a.kind, a.code, a.source,
        a.since, a.protected_until, a.reason, a.actor,
        sum(a.revision) over (partition by n.canonical_id, a.kind)::int as version
      from customer n
      join assignment a on a.tenant_id = n.tenant_id and a.node_id = n.id
      where n.tenant_id = ${ctx.tenantId} and n.canonical_id = any(${customers})
      order by n.canonical_id, a.kind, ${assignmentOrder('a')}) w
    left join store s on s.tenant_id = ${ctx.tenantId} and w.kind = 'store' and s.code = w.code
    left join staff f on f.tenant_id = ${ctx.tenantId} and w.kind = 'guide' and f.code = w.code`.execute(
    ctx.pg,
  )
  return rows
}

export interface Changed {
  id: string
  node_id: number
  kind: AssignmentKind
  from_code: string | null
  to_code: string | null
  source: string
  since: Date
  at: Date
  reason: string
}

const DAY = 86_400_000
const EARLIEST = Date.UTC(2000, 0, 1)

/** Each change is an event of the customer's, dated when what decided it happened. */
export async function tellOfAssignments(ctx: Ctx, changes: readonly Changed[]): Promise<void> {
  const now = ctx.now().getTime()
  await recordEvents(
    ctx,
    changes.map((change) => {
      // A friendship may bear any date; the event store takes none before 2000.
      const at = new Date(Math.min(Math.max(change.since.getTime(), EARLIEST), now))
      return {
        id: change.id,
        name: 'customer_assigned',
        customerId: change.node_id,
        at,
        source: 'profile',
        historical: now - at.getTime() > DAY,
        storeId: change.kind === 'store' ? change.to_code : null,
        staffId: change.kind === 'guide' ? change.to_code : null,
        props: {
          kind: change.kind,
          from: change.from_code ?? '',
          to: change.to_code ?? '',
          by: change.source,
          reason: change.reason,
        },
      }
    }),
  )
}

export const changeColumns = sql`
  tenant_id, id, node_id, kind, from_code, to_code, source, since, at, reason, actor, actor_name`
/** Returned by every statement that writes history. */
export const changedColumns = sql`id, node_id, kind, from_code, to_code, source, since, at, reason`
export const actorOf = (ctx: Ctx) => `${ctx.actor.kind}:${ctx.actor.id}`
