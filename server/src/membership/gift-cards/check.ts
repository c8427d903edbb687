// What `homefield check` asks of gift cards: what the journal owes for them is what waits to be claimed.
import { sql } from 'kysely'
import { type Check, type Compared, noteDifferences } from '../../platform/check.ts'
import type { Ctx } from '../../platform/ctx.ts'

export const giftCardChecks: readonly Check[] = [
  { name: 'membership.gift_cards', compare: compareGiftCards },
]

async function compareGiftCards(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<{ tenant: string; entries: number; waiting: number }>`
    with told as (
      select tenant_id, sum(amount)::bigint as n from ledger_entry where code = 'gift' group by 1),
    cards as (
      select tenant_id, coalesce(sum(fen) filter (where state = 'waiting'), 0)::bigint as n from gift_card group by 1)
    select tenant_id as tenant, coalesce(told.n, 0)::bigint as entries, coalesce(cards.n, 0)::bigint as waiting
    from told full join cards using (tenant_id)`.execute(ctx.pg)
  const found = noteDifferences()
  for (const row of rows) if (row.entries !== row.waiting) found.add({ ...row })
  return found.outOf(rows.length)
}
