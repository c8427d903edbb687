// What people do with services that first orders have started: give them, hand them on.
import { sql } from 'kysely'
import { codesInScope, whereStaffWork } from '../../org/index.ts'
import { audit } from '../../platform/audit.ts'
import { type BatchAnswer, sortOut } from '../../platform/batch.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { firstOrderScope, getFirstOrder } from './queries.ts'
import type { FirstOrderState } from './shapes.ts'
import { type Told, tellMoves } from './told.ts'

type Held = Told & { state: FirstOrderState; revision: number }

/** Held until the end, as far as the actor may see them. */
async function hold(ctx: Ctx, ids: readonly string[]): Promise<Held[]> {
  const { rows } = await sql<Held>`
    select f.id, f.state, f.revision, f.node_id as node, f.order_id as "orderId", f.service, f.staff_code as staff,
      f.store_code as store
    from first_order f left join customer c on c.tenant_id = f.tenant_id and c.id = f.node_id
    where f.tenant_id = ${ctx.tenantId} and f.id = any(${[...ids]}::uuid[]) and ${firstOrderScope(ctx)}
    order by f.id for update of f`.execute(ctx.pg)
  return rows
}

/**
 * It was given, or was not after all. @throws 404, 409 service_state, revision_differs
 * @param given `to` open: somebody had said so by mistake
 */
export function moveFirstOrder(
  ctx: Ctx,
  id: string,
  given: { to: 'open' | 'done'; note: string; revision: number },
) {
  return inTx(ctx, async (ctx) => {
    const [held] = await hold(ctx, [id])
    if (!held) throw notFound('first_order')
    if (held.revision !== given.revision)
      throw conflict('revision_differs', 'Somebody has changed it since; look at it again')
    const from = given.to === 'done' ? 'open' : 'done'
    if (held.state !== from || held.service === null)
      throw conflict('service_state', 'From where it stands it does not go there', {
        state: held.state,
      })
    await sql`update first_order set state = ${given.to}, note = ${given.note}, revision = revision + 1,
        done_at = ${given.to === 'done' ? ctx.now() : null}::timestamptz
      where tenant_id = ${ctx.tenantId} and id = ${id}::uuid`.execute(ctx.pg)
    await tellMoves(ctx, [held], given.to, 'staff')
    await audit(ctx, 'first_order.moved', { kind: 'first_order', id }, { from, to: given.to })
    return getFirstOrder(ctx, id)
  })
}

/** Each is this guide's from now on, and in the guide's store. @throws 400 unknown_staff */
export function assignFirstOrders(
  ctx: Ctx,
  ids: readonly string[],
  staffId: string,
): Promise<BatchAnswer> {
  return inTx(ctx, async (ctx) => {
    const staff = (await whereStaffWork(ctx, [staffId])).get(staffId)
    const mine = await codesInScope(ctx)
    if (!staff || staff.hasLeft || (mine && !mine.staff.includes(staffId)))
      throw invalid('unknown_staff', 'Nobody who works here has this number')
    const { taken, refused } = sortOut(
      ids,
      await hold(ctx, ids),
      ({ id }) => id,
      'first_order',
      ({ state }) => (state === 'open' ? undefined : 'service_state'),
    )
    const others = taken.filter((one) => one.staff !== staffId)
    await sql`update first_order set staff_code = ${staffId}, store_code = coalesce(${staff.store}, store_code),
        revision = revision + 1
      where tenant_id = ${ctx.tenantId} and id = any(${others.map(({ id }) => id)}::uuid[])`.execute(
      ctx.pg,
    )
    if (others.length > 0)
      await audit(
        ctx,
        'first_orders.assigned',
        { kind: 'staff', id: staffId },
        { first_orders: others.length },
      )
    return { changed: others.length, refused }
  })
}
