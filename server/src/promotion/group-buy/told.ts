// What a group tells: events with the activity's id, and to its people what became of it.
import { sql } from 'kysely'
import { sendMessages } from '../../messages/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { emit } from '../../platform/emit.ts'
import { type OwnEvent, recordEvents } from '../../platform/outbox.ts'

export const SOURCE = 'promotion'
type SeatEvent = 'group_buy_opened' | 'group_buy_joined' | 'group_buy_left'

interface Told {
  order_id: string
  number: string
  node_id: number | null
  group_id: string
  group_buy_id: string
  activity_id: string
  sku: string
  product: string
  due_fen: number
  people: number
  size: number
  completed_by: 'members' | 'merge' | 'platform' | null
  /** none: nothing of it is goods. */
  delivery: string
}
const seats = async (ctx: Ctx, where: ReturnType<typeof sql>) =>
  (
    await sql<Told>`select s.order_id, w.number, s.node_id, s.group_id, s.group_buy_id, b.activity_id, s.sku,
        coalesce(p.name, s.sku) as product, w.due_fen, w.delivery, g.joined as people, g.size, g.completed_by
      from group_seat s join own_order w on w.tenant_id = s.tenant_id and w.id = s.order_id
      join buying_group g on g.tenant_id = s.tenant_id and g.id = s.group_id
      join group_buy b on b.tenant_id = s.tenant_id and b.id = s.group_buy_id
      left join product p on p.tenant_id = s.tenant_id and p.sku = s.sku
      where s.tenant_id = ${ctx.tenantId} and ${where} order by s.order_id`.execute(ctx.pg)
  ).rows

const eventOf = (
  ctx: Ctx,
  name: string,
  seat: Told,
  more: Record<string, unknown> = {},
): OwnEvent => ({
  ...{ name, customerId: seat.node_id, at: ctx.now(), source: SOURCE },
  ...{ activityId: seat.activity_id, orderId: seat.number },
  props: {
    ...{ group_buy: seat.group_buy_id, group: seat.group_id, sku: seat.sku },
    ...{ people: seat.people, size: seat.size },
    ...more,
  },
})

/** Call in the transaction of what it tells of. */
export async function tellSeat(ctx: Ctx, orderId: string, name: SeatEvent): Promise<void> {
  const told = await seats(ctx, sql`s.order_id = ${orderId}`)
  await recordEvents(
    ctx,
    told.map((seat) => eventOf(ctx, name, seat)),
  )
}

const linkOf = (seat: Told) => `/groups/${seat.group_id}`

/** With the true number of its people, and by whom it was completed. */
export async function tellCompleted(ctx: Ctx, group: string): Promise<void> {
  const told = await seats(ctx, sql`s.group_id = ${group} and s.state = 'joined'`)
  const orders = told.filter(({ delivery }) => delivery === 'none').map((seat) => seat.order_id)
  if (orders.length > 0) await emit(ctx, 'group_buy_completed', { orders })
  await recordEvents(
    ctx,
    told.map((seat) =>
      eventOf(ctx, 'group_buy_completed', seat, { completed_by: seat.completed_by }),
    ),
  )
  await sendMessages(
    ctx,
    told.map((seat) => {
      const { product, people } = seat
      const head = { key: `group:${seat.order_id}`, node: seat.node_id, link: linkOf(seat) }
      return seat.completed_by === 'platform'
        ? { ...head, kind: 'group_completed_by_shop' as const, params: { product, people } }
        : { ...head, kind: 'group_complete' as const, params: { product, people } }
    }),
  )
}

export async function tellFailed(ctx: Ctx, group: string): Promise<void> {
  const told = await seats(ctx, sql`s.group_id = ${group} and s.state = 'failed'`)
  await recordEvents(
    ctx,
    told.map((seat) => eventOf(ctx, 'group_buy_failed', seat)),
  )
  await sendMessages(
    ctx,
    told.map((seat) => ({
      ...{ kind: 'group_expired' as const, key: `group:${seat.order_id}`, node: seat.node_id },
      ...{ params: { product: seat.product, fen: seat.due_fen }, link: linkOf(seat) },
    })),
  )
}
