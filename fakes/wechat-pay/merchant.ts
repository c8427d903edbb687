// A merchant as the platform keeps it: its keys, what was ordered, paid and refunded, and its balance.
import { type KeyObject, randomBytes } from 'node:crypto'
import { makeMerchantKey } from './keys.ts'

export interface Order {
  outTradeNo: string
  tradeType: 'JSAPI' | 'MWEB'
  appid: string
  description: string
  attach: string | undefined
  notifyUrl: string
  expiresAt: Date
  total: number
  openid: string | undefined
  state: 'NOTPAY' | 'SUCCESS' | 'REFUND' | 'CLOSED' | 'USERPAYING' | 'PAYERROR'
  /** What repeats of the same order must be the same in. */
  said: string
  transactionId: string | undefined
  paidAt: Date | undefined
}
export interface Refund {
  refundId: string
  outRefundNo: string
  order: Order
  amount: number
  reason: string | undefined
  notifyUrl: string | undefined
  status: 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL'
  createdAt: Date
  doneAt: Date | undefined
}
export interface Merchant {
  mchid: string
  appids: Set<string>
  apiV3Key: string
  serial: string
  privateKeyPem: string
  publicKey: KeyObject
  /** By what the platform signs for it: merchants since 2024 have the public key only. */
  signedBy: 'certificate' | 'public_key'
  orders: Map<string, Order>
  refunds: Map<string, Refund>
  /** What refunds are paid from. */
  balanceFen: number
}

let made = 0
export function makeMerchant(given: Partial<Merchant> = {}): Merchant {
  made += 1
  const key = makeMerchantKey()
  return {
    mchid: String(1_900_000_000 + made),
    appids: new Set([`wx${randomBytes(8).toString('hex')}`]),
    apiV3Key: randomBytes(16).toString('hex'),
    serial: key.serial,
    privateKeyPem: key.pem,
    publicKey: key.publicKey,
    signedBy: 'certificate',
    orders: new Map(),
    refunds: new Map(),
    balanceFen: 0,
    ...given,
  }
}

/** 0.6 %, to the fen. */
export const feeOf = (fen: number) => Math.round((fen * 6) / 1000)
