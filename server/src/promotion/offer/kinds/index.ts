// Every kind of offer there is.
import { amount } from './amount.ts'
import { bundle } from './bundle.ts'
import { buyGet } from './buy-get.ts'
import { fixedPrice } from './fixed-price.ts'
import { freeShipping } from './free-shipping.ts'
import { gift } from './gift.ts'
import { percentage } from './percentage.ts'
import { steps } from './steps.ts'

export const KINDS = {
  percentage,
  amount,
  steps,
  fixed_price: fixedPrice,
  buy_get: buyGet,
  bundle,
  free_shipping: freeShipping,
  gift,
} as const
export type KindCode = keyof typeof KINDS
