// Staged orders and refunds into commerce, a chunk a transaction.
import {
  type OrderInput,
  type OrderOutcome,
  type RefundInput,
  type RefundOutcome,
  recordOrders,
  recordRefunds,
} from '../commerce/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { applyAttributes } from '../profile/index.ts'
import { attributeWrites } from './apply-rows.ts'
import { type Finder, sourceOf } from './customers-of-rows.ts'
import type { DataImport } from './import.ts'
import {
  type FieldsOf,
  type Grouped,
  type OrderGroup,
  putTogether,
  type RefundGroup,
} from './order-rows.ts'
import { Tally, writeTally } from './report.ts'

interface Ready<G extends OrderGroup | RefundGroup> {
  group: G
  node: number | null
}

/** Reads the groups and finds their customers; the answer is written in the caller's next transaction. */
export async function prepareGroups(
  ctx: Ctx,
  job: DataImport,
  groups: Grouped[],
  fieldsOf: FieldsOf,
  currency: string,
  finder: Finder,
) {
  const tally = new Tally('apply')
  const orders: Ready<OrderGroup>[] = []
  const refunds: Ready<RefundGroup>[] = []
  const results = groups.map((group) => putTogether(group, fieldsOf, job.mapping, currency))
  const whole = results.filter((r) => r.kind === 'order' || r.kind === 'refund')
  const nodes = await finder.nodesOf(ctx, whole)
  const nodeOf = new Map(whole.map((r, i) => [r, nodes[i] ?? null]))
  for (const result of results) {
    if (result.kind === 'order') orders.push({ group: result, node: nodeOf.get(result) ?? null })
    else if (result.kind === 'refund')
      refunds.push({ group: result, node: nodeOf.get(result) ?? null })
    else if (result.kind === 'aside')
      for (const row of result.group.rows)
        tally.setAside(row.file, row, result.code, result.reason, ['without_customer'])
    else
      for (const [row, { code, reason }] of result.faults) tally.reject(row.file, row, code, reason)
  }
  return { tally, orders, refunds }
}
export type PreparedGroups = Awaited<ReturnType<typeof prepareGroups>>

/** Call in a transaction, beside its checkpoint. */
export async function recordGroups(
  ctx: Ctx,
  job: DataImport,
  prepared: PreparedGroups,
): Promise<void> {
  const { tally, orders, refunds } = prepared
  const options = { mode: job.mode, importId: job.id, historical: true }
  const recorded = await recordOrders(
    ctx,
    orders.map((o): OrderInput => ({ ...o.group.order, node: o.node })),
    options,
  )
  for (const [i, outcome] of recorded.entries()) {
    const one = orders[i]
    if (one) countRows(tally, one, outcome, 'order')
  }
  const parts = orders.flatMap((o, i): RefundInput[] =>
    o.group.refund && recorded[i]?.outcome !== 'refused'
      ? [{ ...o.group.refund, node: o.node }]
      : [],
  )
  await recordRefunds(ctx, parts, options)
  const given = await recordRefunds(
    ctx,
    refunds.map((r): RefundInput => ({ ...r.group.refund, node: r.node })),
    options,
  )
  for (const [i, outcome] of given.entries()) {
    const one = refunds[i]
    if (one) countRows(tally, one, outcome, 'refund')
  }
  await applyAttributes(
    ctx,
    [...orders, ...refunds].flatMap(({ group, node }) =>
      node === null ? [] : attributeWrites(node, group.attributes, group.at, sourceOf(job.id)),
    ),
  )
  await writeTally(ctx, job.id, tally)
}

function countRows(
  tally: Tally,
  one: Ready<OrderGroup | RefundGroup>,
  outcome: OrderOutcome | RefundOutcome,
  what: 'order' | 'refund',
): void {
  const anonymous =
    one.group.identifiers.length === 0 || one.node === null ? ['without_customer'] : []
  for (const row of one.group.group.rows) {
    const notes = [...anonymous, ...(one.group.notes.get(row) ?? [])]
    if (outcome.outcome === 'refused')
      tally.reject(row.file, row, outcome.code, outcome.message, notes)
    else if (one.group.dropped.has(row)) tally.count(row.file, 'repeated_line_dropped', notes)
    else {
      const kind = row.role === 'order' ? 'order_header' : `${what}_line`
      tally.count(row.file, outcome.outcome === 'known' ? `${kind}_known_before` : kind, notes)
    }
  }
}
