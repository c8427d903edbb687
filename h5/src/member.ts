// Her membership, points, stored value and coupons, as the API says them.
import { answer, client, here } from './api/client.ts'
import { money } from './format.ts'
import { t } from './texts.ts'

const params = { path: here }
export const loadMembership = async () =>
  (await answer(client.GET('/api/v1/shop/{shop}/membership', { params }))).membership
export const joinProgramme = (agreed: string) =>
  answer(client.POST('/api/v1/shop/{shop}/membership', { params, body: { agreed } }))
export const loadPoints = () => answer(client.GET('/api/v1/shop/{shop}/points', { params }))
export const loadStoredValue = () =>
  answer(client.GET('/api/v1/shop/{shop}/stored-value', { params }))
export const loadTopUps = async () =>
  (await answer(client.GET('/api/v1/shop/{shop}/top-ups', { params }))).items
export const loadMoves = (of: 'points' | 'stored_value', cursor?: string) =>
  answer(
    client.GET('/api/v1/shop/{shop}/ledger', {
      params: { path: here, query: { of, limit: 20, ...(cursor && { cursor }) } },
    }),
  )
export const loadCoupons = () => answer(client.GET('/api/v1/shop/{shop}/coupons', { params }))
export const takeCoupon = (batch_id: string) =>
  answer(client.POST('/api/v1/shop/{shop}/coupons', { params, body: { batch_id } }))

export type Membership = NonNullable<Awaited<ReturnType<typeof loadMembership>>>
export type Points = Awaited<ReturnType<typeof loadPoints>>
export type StoredValue = Awaited<ReturnType<typeof loadStoredValue>>
export type Move = Awaited<ReturnType<typeof loadMoves>>['items'][number]
const ofCoupon = (code: string) => ({ params: { path: { ...here, code } } })
const ofGift = (token: string) => ({ params: { path: { ...here, token } } })
export const passCouponOn = (code: string) =>
  answer(client.PUT('/api/v1/shop/{shop}/coupons/{code}/gift', ofCoupon(code)))
export const takeCouponBack = (code: string) =>
  answer(client.DELETE('/api/v1/shop/{shop}/coupons/{code}/gift', ofCoupon(code)))
export const loadCouponGift = (token: string) =>
  answer(client.GET('/api/v1/shop/{shop}/coupon-gifts/{token}', ofGift(token)))
export const claimCouponGift = (token: string) =>
  answer(client.POST('/api/v1/shop/{shop}/coupon-gifts/{token}/claim', ofGift(token)))
type Coupons = Awaited<ReturnType<typeof loadCoupons>>
export type Coupon = Coupons['items'][number]
export type Offered = Coupons['offered'][number]

const isChinese = () => document.documentElement.lang.startsWith('zh')
/** A name in the language of the page. */
export const nameOf = (one: { name: string; name_en: string }): string =>
  (!isChinese() && one.name_en) || one.name

/** 8.8 折, or 12%. */
function discount(offBp: number): string {
  const value = isChinese() ? (10_000 - offBp) / 1_000 : offBp / 100
  return t('worth.percentage', { value: Number(value.toFixed(2)) })
}

/** Offers for new customers; the clock they run by is the server's. */
export async function loadNewcomerOffers() {
  const told = await answer(
    client.GET('/api/v1/shop/{shop}/newcomer-offers', { params: { path: { ...here } } }),
  )
  return { ...told, aheadMs: Date.parse(told.now) - Date.now() }
}
/** What a coupon is worth in a few signs; what has no figure says its name. */
export function worthOf({ worth, offer_name }: Pick<Coupon, 'worth' | 'offer_name'>): string {
  const { off_fen, off_bp, price_fen } = worth.args
  if (worth.kind === 'amount' && typeof off_fen === 'number') return money(off_fen)
  if (worth.kind === 'percentage' && typeof off_bp === 'number') return discount(off_bp)
  if (worth.kind === 'fixed_price' && typeof price_fen === 'number') return money(price_fen)
  if (worth.kind === 'free_shipping') return t('price.free')
  return offer_name
}
/** From which sum or how many pieces on it counts. */
export function needOf({ worth: { needs } }: Pick<Coupon, 'worth'>): string {
  if (needs.fen !== undefined) return t('worth.from_fen', { sum: money(needs.fen) })
  if (needs.pieces !== undefined) return t('worth.from_pieces', { count: needs.pieces })
  return t('worth.from_nothing')
}
