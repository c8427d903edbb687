// What membership keeps of a person: all of it goes with her, but what was used of benefits, which is a cost.
import { sql } from 'kysely'
import type { PersonalData } from '../profile/index.ts'

const nodes = (person: { nodes: readonly number[] }) => sql`any(${[...person.nodes]}::bigint[])`

const members: PersonalData = {
  name: 'membership',
  tables: [
    'member',
    'growth_adjustment',
    'level_standing',
    'level_change',
    'level_entry',
    'level_touch',
  ],
  async export(ctx, person) {
    const { rows: stays } = await sql<Record<string, unknown>>`
      select 'member' as kind, number, joined_at, joined_by, terms_version, consent_evidence, left_at, left_reason from member
      where tenant_id = ${ctx.tenantId} and node_id = ${nodes(person)} order by joined_at, id`.execute(
      ctx.pg,
    )
    const { rows: adjustments } = await sql<Record<string, unknown>>`
      select 'growth_adjustment' as kind, growth, reason, at from growth_adjustment
      where tenant_id = ${ctx.tenantId} and node_id = ${nodes(person)} order by at, id`.execute(
      ctx.pg,
    )
    const { rows: standings } = await sql<Record<string, unknown>>`
      select 'standing' as kind, ladder, level, since, growth, spend_fen, orders from level_standing
      where tenant_id = ${ctx.tenantId} and node_id = ${nodes(person)} order by ladder, node_id`.execute(
      ctx.pg,
    )
    const { rows: changes } = await sql<Record<string, unknown>>`
      select 'level_change' as kind, ladder, from_level, to_level, reason, at from level_change
      where tenant_id = ${ctx.tenantId} and node_id = ${nodes(person)} order by at, id`.execute(
      ctx.pg,
    )
    return [...stays, ...adjustments, ...standings, ...changes]
  },
  async erase(ctx, person) {
    let gone = 0
    for (const table of [
      'level_touch',
      'level_entry',
      'level_change',
      'level_standing',
      'growth_adjustment',
      'member',
    ]) {
      const { numAffectedRows } = await sql`delete from ${sql.table(table)}
        where tenant_id = ${ctx.tenantId} and node_id = ${nodes(person)}`.execute(ctx.pg)
      gone += Number(numAffectedRows ?? 0)
    }
    // Leaving these rows noted her anew; nobody is there to be looked at.
    await sql`delete from level_touch where tenant_id = ${ctx.tenantId} and node_id = ${nodes(person)}`.execute(
      ctx.pg,
    )
    return gone
  },
}

const benefits: PersonalData = {
  name: 'benefits_and_cards',
  tables: [
    'benefit_allowance',
    'benefit_use',
    'entry_gift',
    'card',
    'card_change',
    'contact_left',
    'reward_allowance',
    'reward_redemption',
    'session_card',
  ],
  async export(ctx, person) {
    const { rows: uses } = await sql<Record<string, unknown>>`
      select 'benefit_use' as kind, benefit_code, state, worth_fen, at from benefit_use
      where tenant_id = ${ctx.tenantId} and node_id = ${nodes(person)} order by at, id`.execute(
      ctx.pg,
    )
    const { rows: cards } = await sql<Record<string, unknown>>`
      select 'card' as kind, plan_code, state, price_fen, refunded_fen, starts_at, ends_at, renewal_agreed_at from card
      where tenant_id = ${ctx.tenantId} and node_id = ${nodes(person)} order by starts_at, id`.execute(
      ctx.pg,
    )
    const { rows: gifts } = await sql<Record<string, unknown>>`
      select 'entry_gift' as kind, entry, benefit_code, coupon_code, refused, at from entry_gift
      where tenant_id = ${ctx.tenantId} and node_id = ${nodes(person)} order by at, entry, batch`.execute(
      ctx.pg,
    )
    const { rows: redemptions } = await sql<Record<string, unknown>>`
      select 'reward_redemption' as kind, w.name as reward, r.state, r.points, r.cash_fen, r.given, r.at
      from reward_redemption r join reward w on w.tenant_id = r.tenant_id and w.id = r.reward_id
      where r.tenant_id = ${ctx.tenantId} and r.node_id = ${nodes(person)} order by r.at, r.id`.execute(
      ctx.pg,
    )
    const { rows: sessions } = await sql<Record<string, unknown>>`
      select 'session_card' as kind, d.name, d.state, d.services, d.sessions, d.used, d.price_fen, d.made_at, d.valid_until, (
        select jsonb_agg(jsonb_build_object('number', r.number, 'service', r.service, 'store', r.store, 'at', r.at,
            'undone_at', r.undone_at) order by r.at, r.id)
        from session_redemption r where r.tenant_id = d.tenant_id and r.card_id = d.id) as given
      from session_card d
      where d.tenant_id = ${ctx.tenantId} and d.node_id = ${nodes(person)} order by d.made_at, d.id`.execute(
      ctx.pg,
    )
    return [...uses, ...cards, ...gifts, ...redemptions, ...sessions]
  },
  async erase(ctx, person) {
    const gone = await sql`delete from benefit_allowance
      where tenant_id = ${ctx.tenantId} and node_id = ${nodes(person)}`.execute(ctx.pg)
    await sql`delete from contact_left
      where tenant_id = ${ctx.tenantId} and node_id = ${nodes(person)}`.execute(ctx.pg)
    await sql`delete from reward_allowance
      where tenant_id = ${ctx.tenantId} and node_id = ${nodes(person)}`.execute(ctx.pg)
    // What was redeemed is a cost and stands in the ledger; it leads to nobody.
    await sql`update reward_redemption set node_id = null, unlinked_id = ${person.unlinkedId}::uuid, given = null
      where tenant_id = ${ctx.tenantId} and node_id = ${nodes(person)}`.execute(ctx.pg)
    // Why a session was taken back may tell of her.
    await sql`update session_redemption r set undone_reason = '' from session_card d
      where r.tenant_id = ${ctx.tenantId} and r.undone_at is not null and d.tenant_id = r.tenant_id and d.id = r.card_id
        and d.node_id = ${nodes(person)}`.execute(ctx.pg)
    // What is owed for sessions stays in the books, and leads to nobody.
    const sessions =
      await sql`update session_card set node_id = null, unlinked_id = ${person.unlinkedId}::uuid
      where tenant_id = ${ctx.tenantId} and node_id = ${nodes(person)}`.execute(ctx.pg)
    const gifts = await sql`delete from entry_gift
      where tenant_id = ${ctx.tenantId} and node_id = ${nodes(person)}`.execute(ctx.pg)
    const uses =
      await sql`update benefit_use set node_id = null, unlinked_id = ${person.unlinkedId}::uuid
      where tenant_id = ${ctx.tenantId} and node_id = ${nodes(person)}`.execute(ctx.pg)
    // Whoever is erased is renewed no more.
    const cards =
      await sql`update card set node_id = null, unlinked_id = ${person.unlinkedId}::uuid, renewal_agreed_at = null
      where tenant_id = ${ctx.tenantId} and node_id = ${nodes(person)}`.execute(ctx.pg)
    return [gone, gifts, uses, cards, sessions].reduce(
      (sum, { numAffectedRows }) => sum + Number(numAffectedRows ?? 0),
      0,
    )
  },
}

export const memberData: readonly PersonalData[] = [members, benefits]
