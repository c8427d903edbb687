// Gift cards that are bought in the shop: as many as the law lets a person buy, given back with their order alone.
import { sql } from 'kysely'
import type { NotHeld } from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { AppError } from '../../platform/errors.ts'
import { demandRealName } from '../stored-value/law.ts'
import { boughtWithinADay } from '../stored-value/lawful.ts'
import { giveBackGiftCard } from './gift-cards.ts'

/** Why an order of so much cannot be promised; the buyer is waited for until the transaction ends. */
export async function mayBuyGiftCards(
  ctx: Ctx,
  node: number,
  fen: number,
): Promise<NotHeld | undefined> {
  try {
    demandRealName((await boughtWithinADay(ctx, node)) + fen, false)
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error
    return { code: error.code, message: error.message, details: { ...(error.details as object) } }
  }
  return undefined
}

/** What nobody has claimed of each, fen. @param lock holds them until the transaction ends */
export async function leftInGiftCards(
  ctx: Ctx,
  ids: readonly string[],
  lock: boolean,
): Promise<number[]> {
  const { rows } = await sql<{ id: string; fen: number }>`
    select id, case when state = 'waiting' then fen else 0 end as fen from gift_card
    where tenant_id = ${ctx.tenantId} and id = any(${[...ids]}::uuid[]) order by id
    ${lock ? sql`for update` : sql``}`.execute(ctx.pg)
  const left = new Map(rows.map((row) => [row.id, row.fen]))
  return ids.map((id) => left.get(id) ?? 0)
}

export const takeBackGiftCard = async (ctx: Ctx, id: string, reason: string): Promise<void> => {
  await giveBackGiftCard(ctx, id, reason)
}
