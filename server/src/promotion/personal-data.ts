// Coupons of a person and what she used of offers. What offers cost stays for the books and leads to nobody.
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import type { Person, PersonalData } from '../profile/index.ts'
import { countDown } from './bestie/cards.ts'

const nodesOf = (person: Person) => sql`any(${[...person.nodes]}::bigint[])`
const count = async (ctx: Ctx, statement: RawBuilder<unknown>) =>
  Number((await statement.execute(ctx.pg)).numAffectedRows ?? 0)

const coupons: PersonalData = {
  name: 'coupons',
  tables: ['coupon', 'coupon_transfer', 'coupon_gift'],
  async export(ctx, person) {
    const { rows } = await sql<Record<string, unknown>>`
      select c.code, b.name, c.state, c.taken_at, c.valid_from, c.valid_to
      from coupon c join coupon_batch b on b.tenant_id = c.tenant_id and b.id = c.batch_id
      where c.tenant_id = ${ctx.tenantId} and c.node_id = ${nodesOf(person)} order by c.taken_at, c.code`.execute(
      ctx.pg,
    )
    return rows
  },
  async erase(ctx, person) {
    const mine = sql`tenant_id = ${ctx.tenantId}`
    const from = sql`update coupon_transfer set from_node_id = null where ${mine} and from_node_id = ${nodesOf(person)}`
    const to = sql`update coupon_transfer set to_node_id = null where ${mine} and to_node_id = ${nodesOf(person)}`
    // Also by its link nobody gets what was hers.
    const given = sql`update coupon_gift set giver_node_id = null,
        state = case when state = 'waiting' then 'ended' else state end,
        ended_at = case when state = 'waiting' then ${ctx.now()}::timestamptz else ended_at end
      where ${mine} and giver_node_id = ${nodesOf(person)}`
    const got = sql`update coupon_gift set claimer_node_id = null where ${mine} and claimer_node_id = ${nodesOf(person)}`
    // A coupon that was hers and is nobody's would be anybody's: it is gone.
    const own = sql`update coupon set node_id = null, state = case when state = 'taken' then 'void' else state end
      where ${mine} and node_id = ${nodesOf(person)}`
    return (
      (await count(ctx, from)) +
      (await count(ctx, to)) +
      (await count(ctx, given)) +
      (await count(ctx, got)) +
      (await count(ctx, own))
    )
  },
}

const redemptions: PersonalData = {
  name: 'redemptions',
  tables: ['redemption'],
  async export(ctx, person) {
    const { rows } = await sql<Record<string, unknown>>`
      select o.name as offer, r.coupon_code, r.fen, r.state, r.held_at
      from redemption r join offer o on o.tenant_id = r.tenant_id and o.id = r.offer_id
      where r.tenant_id = ${ctx.tenantId} and r.node_id = ${nodesOf(person)} order by r.held_at, r.term`.execute(
      ctx.pg,
    )
    return rows
  },
  erase: (ctx, person) =>
    count(
      ctx,
      sql`update redemption set node_id = null where tenant_id = ${ctx.tenantId} and node_id = ${nodesOf(person)}`,
    ),
}

const seats: PersonalData = {
  name: 'group_seats',
  tables: ['group_seat'],
  async export(ctx, person) {
    const { rows } = await sql<Record<string, unknown>>`
      select b.name as group_buy, s.sku, s.quantity, s.state, s.held_at, s.joined_at, g.state as group_state
      from group_seat s join buying_group g on g.tenant_id = s.tenant_id and g.id = s.group_id
      join group_buy b on b.tenant_id = s.tenant_id and b.id = s.group_buy_id
      where s.tenant_id = ${ctx.tenantId} and s.node_id = ${nodesOf(person)} order by s.held_at, s.order_id`.execute(
      ctx.pg,
    )
    return rows
  },
  erase: (ctx, person) =>
    count(
      ctx,
      sql`update group_seat set node_id = null where tenant_id = ${ctx.tenantId} and node_id = ${nodesOf(person)}`,
    ),
}

const flash: PersonalData = {
  name: 'flash_purchases',
  tables: ['flash_purchase', 'flash_token'],
  async export(ctx, person) {
    const { rows } = await sql<Record<string, unknown>>`
      select f.name as flash_sale, t.sku, coalesce(p.quantity, t.quantity) as quantity, coalesce(p.state, t.state) as state,
        t.issued_at, p.held_at, p.sold_at
      from flash_token t left join flash_purchase p on p.tenant_id = t.tenant_id and p.order_id = t.order_id
      join flash_slot s on s.tenant_id = t.tenant_id and s.id = t.slot_id
      join flash_sale f on f.tenant_id = s.tenant_id and f.id = s.flash_sale_id
      where t.tenant_id = ${ctx.tenantId} and t.node_id = ${nodesOf(person)} order by t.issued_at, t.id`.execute(
      ctx.pg,
    )
    return rows
  },
  async erase(ctx, person) {
    const mine = sql`tenant_id = ${ctx.tenantId} and node_id = ${nodesOf(person)}`
    // What was ordered stays counted, and leads to nobody; leave to order that nobody used is gone.
    const bought = sql`update flash_purchase set node_id = null where ${mine}`
    const used = sql`update flash_token set node_id = null where ${mine} and state = 'used'`
    const rest = sql`delete from flash_token where ${mine}`
    return (await count(ctx, bought)) + (await count(ctx, used)) + (await count(ctx, rest))
  },
}

const ahead: PersonalData = {
  name: 'pre_sale_purchases',
  tables: ['pre_sale_purchase'],
  async export(ctx, person) {
    const { rows } = await sql<Record<string, unknown>>`
      select s.name as pre_sale, p.sku, p.quantity, p.state, p.held_at, p.locked_at, p.bought_at, d.kind as deposit_kind,
        d.fen as deposit_fen, d.state as deposit_state, d.agreed_at, d.kept_fen, d.returned_fen
      from pre_sale_purchase p join pre_sale s on s.tenant_id = p.tenant_id and s.id = p.pre_sale_id
      left join order_deposit d on d.tenant_id = p.tenant_id and d.order_id = p.order_id
      where p.tenant_id = ${ctx.tenantId} and p.node_id = ${nodesOf(person)} order by p.held_at, p.order_id`.execute(
      ctx.pg,
    )
    return rows
  },
  erase: (ctx, person) =>
    count(
      ctx,
      sql`update pre_sale_purchase set node_id = null where tenant_id = ${ctx.tenantId} and node_id = ${nodesOf(person)}`,
    ),
}

const tried: PersonalData = {
  name: 'offer_experiments',
  tables: ['offer_exposure'],
  async export(ctx, person) {
    const { rows } = await sql<Record<string, unknown>>`
      select e.name as experiment, a.name as arm, x.at from offer_exposure x
      join offer_experiment e on e.tenant_id = x.tenant_id and e.id = x.experiment_id
      join offer_experiment_arm a on a.tenant_id = x.tenant_id and a.experiment_id = x.experiment_id and a.code = x.arm
      where x.tenant_id = ${ctx.tenantId} and x.node_id = ${nodesOf(person)} order by x.at, e.id`.execute(
      ctx.pg,
    )
    return rows
  },
  erase: (ctx, person) =>
    count(
      ctx,
      sql`delete from offer_exposure where tenant_id = ${ctx.tenantId} and node_id = ${nodesOf(person)}`,
    ),
}

const besties: PersonalData = {
  name: 'bestie_cards',
  tables: ['bestie_card'],
  async export(ctx, person) {
    const { rows } = await sql<Record<string, unknown>>`
      select p.name as plan, case when c.holder_node_id = ${nodesOf(person)} then 'holder' else 'friend' end as side, c.state,
        c.given_at, c.expires_at, c.accepted_at, case when c.holder_node_id = ${nodesOf(person)} then c.holder_coupon
          else c.friend_coupon end as coupon
      from bestie_card c join bestie_plan p on p.tenant_id = c.tenant_id and p.id = c.plan_id
      where c.tenant_id = ${ctx.tenantId} and (c.holder_node_id = ${nodesOf(person)} or c.friend_node_id = ${nodesOf(person)})
      order by c.made_at, c.id`.execute(ctx.pg)
    return rows
  },
  async erase(ctx, person) {
    // Nobody is left to give it: what waits for a friend is over, and its place is free.
    const { rows: over } = await sql<{ plan_id: string }>`
      update bestie_card set state = 'revoked', ended_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and holder_node_id = ${nodesOf(person)} and state = 'waiting'
      returning plan_id`.execute(ctx.pg)
    await countDown(
      ctx,
      over.map((row) => row.plan_id),
    )
    const held = sql`update bestie_card set holder_node_id = null
      where tenant_id = ${ctx.tenantId} and holder_node_id = ${nodesOf(person)}`
    const accepted = sql`update bestie_card set friend_node_id = null
      where tenant_id = ${ctx.tenantId} and friend_node_id = ${nodesOf(person)}`
    return (await count(ctx, held)) + (await count(ctx, accepted))
  },
}

export const promotionData: readonly PersonalData[] = [
  ...[besties, coupons, redemptions, seats, flash, ahead, tried],
]
