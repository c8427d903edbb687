// What the law says of stored-value cards. Not legal advice; each rule with its clause.
import { conflict } from '../../platform/errors.ts'

/** A named card holds no more. */
export const NAMED_MOST_FEN = 500_000
/** A card that is whoever's holds it. */
export const BEARER_MOST_FEN = 100_000
/** Who buys for so much at once is registered by real name. */
export const REAL_NAME_FROM_FEN = 1_000_000
export const COOLING_OFF_DAYS = 7

export const CLAUSES = {
  named_limit: '单用途商业预付卡管理办法（试行）第十八条：单张记名卡限额不得超过 5000 元',
  bearer_limit: '单用途商业预付卡管理办法（试行）第十八条：单张不记名卡限额不得超过 1000 元',
  real_name: '单用途商业预付卡管理办法（试行）第十五条：一次性购买 1 万元以上须登记实名',
  no_expiry: '单用途商业预付卡管理办法（试行）第十九条：记名卡不得设有效期',
  cooling_off: '法释〔2025〕4 号：付款之日起七日内可请求返还本金，此前已获得过相同商品或服务的除外',
} as const

/** @throws 409 with the clause */
export function demandWithinNamedLimit(balanceAfterFen: number): void {
  if (balanceAfterFen > NAMED_MOST_FEN)
    throw conflict('above_named_card_limit', 'A named card may not hold so much', {
      most_fen: NAMED_MOST_FEN,
      clause: CLAUSES.named_limit,
    })
}

/** @throws 409 with the clause */
export function demandBearerLimit(fen: number): void {
  if (fen > BEARER_MOST_FEN)
    throw conflict(
      'above_bearer_card_limit',
      'A card that is whoever’s holds it may not hold so much',
      {
        most_fen: BEARER_MOST_FEN,
        clause: CLAUSES.bearer_limit,
      },
    )
}

/** @throws 409 with the clause */
export function demandRealName(boughtFen: number, isRealName: boolean): void {
  if (boughtFen >= REAL_NAME_FROM_FEN && !isRealName)
    throw conflict('real_name_needed', 'For so much the buyer is registered by real name', {
      from_fen: REAL_NAME_FROM_FEN,
      clause: CLAUSES.real_name,
    })
}

/**
 * Pure: what is given back of a top-up. Within seven days and unused all of the principal; later the
 * principal less all that was used of principal and bonus, at full price. Bonus that is left goes.
 */
export function refundable(t: {
  principalFen: number
  principalLeftFen: number
  bonusFen: number
  bonusLeftFen: number
}): number {
  const used = t.principalFen - t.principalLeftFen + (t.bonusFen - t.bonusLeftFen)
  return Math.max(0, Math.min(t.principalLeftFen, t.principalFen - used))
}
