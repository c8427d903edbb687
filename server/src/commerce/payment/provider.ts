// What the shop asks of whoever moves the money. Connectors implement it; the application names them; this
// domain knows none of them. Nothing of it but `here` is called inside a transaction: it goes over the network.
import type { Ctx } from '../../platform/ctx.ts'

/** How the buyer pays: inside WeChat, from a browser of a phone, at our own test desk, or at a store's till. */
export type PayWay = 'jsapi' | 'h5' | 'test' | 'till'
/** The money of tills: no provider moves it, staff do, and the till says so. */
export const TILL = 'till'

export interface PaymentAsked {
  /** Our id of the payment, the same at every try: the provider knows it as the merchant's number. */
  paymentId: string
  amountFen: number
  currency: string
  description: string
  expiresAt: Date
  way: PayWay
  /** Who pays inside WeChat. */
  openid?: string
  /** The buyer's address on the network, which h5 payments must name. */
  clientIp?: string
}
/** What the buyer's phone needs to go on: signed parameters of a call, or an address to open. */
export type Prepared =
  | { kind: 'call'; params: Readonly<Record<string, string>> }
  | { kind: 'open'; url: string }

/** What the provider says of a payment; said again and in any order, it means the same. */
export interface PaymentWord {
  kind: 'payment'
  paymentId: string
  state: 'waiting' | 'paid' | 'closed' | 'failed'
  /** What was paid; there when `paid`. */
  amountFen?: number
  currency?: string
  paidAt?: Date
  /** The provider's own number. */
  providerRef?: string
  /** What the provider calls the account that paid, where it says so. */
  payer?: string
}
export interface RefundAsked {
  refundId: string
  paymentId: string
  amountFen: number
  /** Of the payment. */
  paidFen: number
  currency: string
  reason: string
}
export interface RefundWord {
  kind: 'refund'
  refundId: string
  paymentId: string
  state: 'waiting' | 'done' | 'closed' | 'failed'
  amountFen?: number
  doneAt?: Date
  providerRef?: string
}
/** A line of the provider's statement of a day, for the daily reconciliation. */
export interface StatementLine {
  kind: 'payment' | 'refund'
  /** Our id of the payment or refund. */
  id: string
  amountFen: number
  feeFen: number
  at: Date
  providerRef: string
}
export interface Callback {
  headers: Readonly<Record<string, string | undefined>>
  /** As it came, byte for byte: signatures are over it. */
  body: Buffer
}

/** Raised for a callback that is not the provider's: bad signature, too old, or not for this merchant. */
export class ForgedCallback extends Error {}
/** The provider refuses for good; trying again changes nothing. */
export class ProviderRefused extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** What a provider begins that is no other house: no network between, so it stands or falls with our own word. */
export interface BegunHere {
  /** What the buyer goes on with. Pure. */
  prepared(ctx: Ctx, paymentId: string): Prepared
  /** In the transaction that opens these payments. Safe to repeat. */
  begin(ctx: Ctx, asked: readonly PaymentBegun[]): Promise<unknown>
}
export type PaymentBegun = Pick<
  PaymentAsked,
  'paymentId' | 'amountFen' | 'currency' | 'description'
>

export interface PaymentProvider {
  /** `test`, `wechat_pay` … */
  code: string
  ways: readonly PayWay[]
  /** Whether this brand has set it up. */
  isReady(ctx: Ctx): Promise<boolean>
  /** Safe to repeat with the same id. @throws ProviderRefused */
  prepare(ctx: Ctx, asked: PaymentAsked): Promise<Prepared>
  here?: BegunHere
  query(ctx: Ctx, paymentId: string): Promise<PaymentWord>
  /** Nobody can pay it any more; a payment that was quicker is answered as `paid`. */
  close(ctx: Ctx, paymentId: string): Promise<PaymentWord>
  /** Safe to repeat with the same id. @throws ProviderRefused */
  refund(ctx: Ctx, asked: RefundAsked): Promise<RefundWord>
  queryRefund(ctx: Ctx, refundId: string): Promise<RefundWord>
  /** @throws ForgedCallback */
  readCallback(ctx: Ctx, callback: Callback): Promise<PaymentWord | RefundWord>
  /** All that moved on a day of the provider's calendar, `2026-11-23`. */
  statement(ctx: Ctx, day: string): Promise<StatementLine[]>
}

let providers: readonly PaymentProvider[] = []
/** Called at start. */
export function usePaymentProviders(given: readonly PaymentProvider[]): void {
  providers = given
}
export const providerOf = (code: string): PaymentProvider | undefined =>
  providers.find((provider) => provider.code === code)
export const paymentProviders = (): readonly PaymentProvider[] => providers
