// Who has met an experiment: whoever was about to see a price that another arm would have changed. Asked in the
// same way whichever arm is hers, so that the arms stay alike.
import { sql } from 'kysely'
import type { Json, NotQuoted, Quoted, Shown } from '../../commerce/index.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { giveWhileThere } from '../coupons/issue.ts'
import type { Offer } from '../offer/offer.ts'
import { offersNamed, toldOf } from '../offers/load.ts'
import { type Buyer, buyerOf } from '../person.ts'
import { type OfferTerms, termsOf } from '../pricing-terms.ts'
import { noteMet } from './met.ts'

interface ArmRow {
  experiment_id: string
  code: string
  offer_id: string | null
  batch_id: string | null
  /** Of a coupon: nobody can be given one. */
  is_gone: boolean
  valid_from: Date | null
  valid_to: Date | null
}
type Given = ArmRow & { offer: Offer | null }

/** Notes the arms she meets with this price. True: she was given a coupon by it, and is priced anew. */
export async function noteExposed(ctx: Ctx, shown: Shown): Promise<boolean> {
  const terms = termsOf(shown.terms)
  const first = (terms.arms ?? []).filter((arm) => !arm.is_met)
  if (first.length === 0 || shown.asked.customerId === null) return false
  const buyer = await buyerOf(ctx, shown.asked.customerId, shown.asked.nodes)
  const arms = await armsOf(
    ctx,
    buyer,
    first.map((arm) => arm.experiment),
  )
  const offers = arms.flatMap(({ offer }) => offer ?? [])
  const base: OfferTerms = {
    ...terms,
    customer: await toldOf(ctx, buyer, [...terms.offers, ...offers]),
  }
  const met = first.filter(({ experiment }) => {
    const own = arms.filter((arm) => arm.experiment_id === experiment)
    return new Set(own.map((arm) => seenOf(shown.priceWith(withArm(base, own, arm))))).size > 1
  })
  if (met.length === 0) return false
  await inTx(ctx, async (ctx) => {
    const { customerId } = buyer
    const noted = await noteMet(
      ctx,
      met.map(({ experiment, arm }) => ({ experiment, arm, customer: customerId })),
    )
    for (const { experiment, arm } of noted) {
      const of = arms.find((a) => a.experiment_id === experiment && a.code === arm)
      if (of?.batch_id) await giveWhileThere(ctx, of.batch_id, [buyer.customerId])
    }
  })
  // Also where another price of hers has given it at this very moment.
  return met.some(({ experiment, arm }) =>
    arms.some((a) => a.experiment_id === experiment && a.code === arm && a.batch_id !== null),
  )
}

async function armsOf(ctx: Ctx, buyer: Buyer, ids: readonly string[]): Promise<Given[]> {
  const { rows } = await sql<ArmRow>`
    select a.experiment_id, a.code, a.offer_id, a.batch_id, b.valid_from, b.valid_to,
      coalesce(b.state <> 'open' or b.made >= b.quantity, false) as is_gone
    from offer_experiment_arm a
    left join coupon_batch b on b.tenant_id = a.tenant_id and b.id = a.batch_id
    where a.tenant_id = ${ctx.tenantId} and a.experiment_id = any(${[...ids]}::uuid[])
    order by a.experiment_id, a.position`.execute(ctx.pg)
  const offers = await offersNamed(
    ctx,
    buyer,
    rows.flatMap((row) => row.offer_id ?? []),
  )
  const now = ctx.now()
  return rows.map((row) => {
    const isOut =
      row.is_gone ||
      (row.valid_from !== null && row.valid_from > now) ||
      (row.valid_to !== null && row.valid_to <= now)
    const live = isOut ? undefined : offers.get(row.offer_id ?? '')
    return { ...row, offer: live?.offer ?? null }
  })
}

/** The terms as they would be were she in this arm. */
function withArm(terms: OfferTerms, own: readonly ArmRow[], { offer }: Given): Json {
  const ours = new Set(own.map((arm) => arm.offer_id))
  const others = terms.offers.filter(({ id }) => !ours.has(terms.of[id]?.offer ?? id))
  return { ...terms, offers: offer ? [...others, offer] : others } as unknown as Json
}

/** What she would see of a price. */
const seenOf = (quoted: Quoted | NotQuoted): string =>
  quoted.ok
    ? JSON.stringify([
        quoted.lines.map(({ sku, off }) => [sku, off]),
        quoted.gifts.map(({ sku, quantity }) => [sku, quantity]),
        quoted.shippingFen,
      ])
    : quoted.code
