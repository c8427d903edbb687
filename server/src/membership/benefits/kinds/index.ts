// Every kind of benefit.
import { birthday } from './birthday.ts'
import { couponPack } from './coupon-pack.ts'
import { discount } from './discount.ts'
import { exclusiveAccess } from './exclusive-access.ts'
import { freeShipping } from './free-shipping.ts'
import { memberPrice } from './member-price.ts'
import { pointsMultiple } from './points-multiple.ts'
import { serviceEntry } from './service-entry.ts'

export const KINDS = {
  discount,
  member_price: memberPrice,
  points_multiple: pointsMultiple,
  free_shipping: freeShipping,
  coupon_pack: couponPack,
  exclusive_access: exclusiveAccess,
  service_entry: serviceEntry,
  birthday,
} as const
export type KindCode = keyof typeof KINDS
export const KIND_CODES = Object.keys(KINDS) as [KindCode, ...KindCode[]]
