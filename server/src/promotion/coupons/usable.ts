// Which coupons a basket is priced with: those she named, or those in her wallet.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { done, together } from '../../platform/together.ts'
import type { Buyer } from '../person.ts'

export interface Usable {
  code: string
  offer: string
  batch: string
  isPersonal: boolean
  validFrom: string | null
  validTo: string | null
}
interface Row {
  code: string
  offer_id: string
  batch_id: string
  state: string
  is_hers: boolean
  valid_from: Date | null
  valid_to: Date | null
}

/** People paste codes with blanks, and in small letters. */
export const readCode = (code: string) => code.trim().toUpperCase()

/** Of one batch not more than an order may use: they are all the same. */
const DEFAULT_OF_A_BATCH = 5

export async function couponsFor(
  ctx: Ctx,
  buyer: Buyer | null,
  codes: readonly string[] | undefined,
  most: number | null,
): Promise<{ usable: Usable[]; refused: { id: string; code: string }[] }> {
  if (codes === undefined) {
    if (buyer === null) return { usable: [], refused: [] }
    return { usable: await ofWallet(ctx, buyer, most ?? DEFAULT_OF_A_BATCH), refused: [] }
  }
  const wanted = [...new Set(codes.map(readCode))]
  if (wanted.length === 0) return { usable: [], refused: [] }
  const [personal, shared] = await Promise.all([named(ctx, wanted, buyer), sharedOf(ctx, wanted)])
  const refused = wanted.flatMap((code) => {
    if (shared.some((s) => s.code === code)) return []
    const row = personal.find((p) => p.code === code)
    const why = row ? whyNot(row) : 'coupon_unknown'
    return why === undefined ? [] : [{ id: code, code: why }]
  })
  const bad = new Set(refused.map((r) => r.id))
  return {
    usable: [...shared, ...personal.filter((row) => !bad.has(row.code)).map(usableOf)],
    refused,
  }
}

const whyNot = ({ state, is_hers }: Row): string | undefined =>
  !is_hers
    ? 'coupon_of_another'
    : state === 'used'
      ? 'coupon_used'
      : state === 'held'
        ? 'coupon_held'
        : state === 'void'
          ? 'coupon_void'
          : undefined

const usableOf = (row: Row): Usable => ({
  ...{ code: row.code, offer: row.offer_id, batch: row.batch_id, isPersonal: true },
  validFrom: row.valid_from?.toISOString() ?? null,
  validTo: row.valid_to?.toISOString() ?? null,
})

async function named(ctx: Ctx, codes: readonly string[], buyer: Buyer | null): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select c.code, b.offer_id, c.batch_id, c.state, c.valid_from, c.valid_to,
      c.node_id is null or c.node_id = any(${[...(buyer?.nodes ?? [])]}::bigint[]) as is_hers
    from coupon c join coupon_batch b on b.tenant_id = c.tenant_id and b.id = c.batch_id
    where c.tenant_id = ${ctx.tenantId} and c.code = any(${[...codes]}::text[])`.execute(ctx.pg)
  return rows
}

async function sharedOf(ctx: Ctx, codes: readonly string[]): Promise<Usable[]> {
  const { rows } =
    await sql<Row>`select code, offer_id, id as batch_id, valid_from, valid_to from coupon_batch
    where tenant_id = ${ctx.tenantId} and code = any(${[...codes]}::text[]) and state = 'open'`.execute(
      ctx.pg,
    )
  return rows.map((row) => ({ ...usableOf(row), isPersonal: false }))
}

interface Wallet {
  nodes: readonly number[]
  most: number
}

const ofWallet = (ctx: Ctx, { nodes }: Buyer, most: number): Promise<Usable[]> =>
  walletTogether(ctx, { nodes, most })

/** What ends first is used first. Whose wallets are opened at the same moment, they are by one statement. */
const walletTogether = together(
  async (ctx, wallets: readonly Wallet[]): Promise<PromiseSettledResult<Usable[]>[]> => {
    // A list as JSON: a list of any length is as long to the planner, so that it plans once.
    const asked = JSON.stringify(
      wallets.map(({ nodes, most }, place) => ({ nodes: `{${nodes.join(',')}}`, most, place })),
    )
    const { rows } = await sql<Row & { place: number }>`
      select w.place, x.* from jsonb_to_recordset(${asked}::jsonb) as w (nodes text, most int, place int)
      cross join lateral (
        select code, offer_id, batch_id, state, true as is_hers, valid_from, valid_to from (
          select c.code, b.offer_id, c.batch_id, c.state, c.valid_from, c.valid_to,
            row_number() over (partition by c.batch_id order by c.valid_to nulls last, c.code) as n
          from coupon c join coupon_batch b on b.tenant_id = c.tenant_id and b.id = c.batch_id
          where c.tenant_id = ${ctx.tenantId} and c.node_id = any(w.nodes::bigint[]) and c.state = 'taken'
            and (c.valid_to is null or c.valid_to > ${ctx.now()})) of_batch
        where n <= w.most order by valid_to nulls last, code limit 200) x
      order by w.place, x.valid_to nulls last, x.code`.execute(ctx.pg)
    const byPlace = Map.groupBy(rows, ({ place }) => place)
    return wallets.map((_, place) => done((byPlace.get(place) ?? []).map(usableOf)))
  },
  () => true,
)
