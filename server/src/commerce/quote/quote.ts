// The one way a price comes about, in one order, wherever it is asked. Pure: what it needs to know is in
// its input, which is plain JSON, so a stored order is priced again to the fen.
import { split } from '../../platform/money.ts'
import { type Agreed, agreedShipping, agreePrices } from './agreed.ts'
import { faultOf, refused } from './fault.ts'
import { type Freight, shippingTo } from './freight.ts'
import { type PlanTerms, planPrice } from './plan-price.ts'
import { bringTo } from './taken.ts'

/** Raised when the same input would give another price; stored inputs keep the one they were made with. */
export const PRICING_VERSION = 1

export const STEPS = [
  'item',
  'member_price',
  'offers',
  'coupon',
  'points',
  'stored_value',
  'shipping',
] as const
/** Agreed prices stand in place of list prices, a plan's come after member prices, a till's word comes last. */
export const TRACED = [...STEPS, 'quotation', 'till', 'plan'] as const
export type Step = (typeof TRACED)[number]
/** Steps whose rules are other domains': promotion, membership. */
export const TERM_STEPS = ['offers', 'coupon', 'points', 'stored_value'] as const
export type TermStep = (typeof TERM_STEPS)[number]

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [k: string]: Json }

export interface QuoteLine {
  sku: string
  quantity: number
  unitFen: number
  /** What one costs members, by level. */
  memberFen: Readonly<Record<string, number>>
  /** Of one; null when nobody has said. */
  weightG: number | null
  ships: boolean
  /** It costs what it says: nothing is taken off it and nothing pays of it but money. */
  isFixed?: true
}
/** A buyer's benefits by what she holds: best of their kind already, or made to stack. */
export interface BuyerBenefits {
  /** Basis points off each piece; one that does not stack counts where it beats the member price. */
  discounts: readonly { id: string; off_bp: number; stacks: boolean }[]
  /** By which shipping is free. */
  free_shipping: string | null
}
export interface QuoteInput {
  version: number
  currency: string
  lines: readonly QuoteLine[]
  /** The levels the buyer holds. */
  levels: readonly string[]
  /** The most that all discounts but points may take off a line, basis points; null: no limit. */
  deepestBp: number | null
  /** What the buyer's own benefits take off; absent: nothing. */
  benefits?: BuyerBenefits
  plan?: PlanTerms
  /** As their domain has loaded them for this basket; absent: it has none. */
  terms: Readonly<Partial<Record<TermStep, Json>>>
  /** The region's path from the widest; null: picked up. */
  place: readonly string[] | null
  freight: Freight | null
  /** What was agreed with the buyer before, in place of what it costs everybody. */
  agreed?: Agreed
  /** It pays what a dearer SKU costs more in this exchange of another order. */
  supplement?: { exchange: string; order: string }
  /** What a till has taken for it already: the price comes to it, whatever it should have been. */
  takenFen?: number
}

/** What a rule is shown: each line as the steps before have left it. */
export interface Basket {
  /** What sending it costs as it stands now; 0 when it is not sent. */
  shippingFen: number
  lines: readonly {
    sku: string
    quantity: number
    unitFen: number
    /** What is left to pay for it. */
    leftFen: number
    /** What may still be taken off it at this step. */
    roomFen: number
  }[]
  levels: readonly string[]
}
export interface Take {
  /** What it is, for the trace: an offer's id, a coupon's code. */
  id: string
  fen: number
  /** As the buyer knows it. */
  name?: string
  /** Spread over these lines by what may be taken off each; absent: over all. */
  skus?: readonly string[]
  /** Already spread: what of `fen` each SKU gets. */
  bySku?: Readonly<Record<string, number>>
  /** Off shipping, as far as there is any. */
  shippingFen?: number
  /** Goods that come for nothing. */
  gifts?: readonly Gift[]
  /** Of the offers only: it was found together with them and belongs to the step of coupons. */
  isCoupon?: boolean
}
export interface Gift {
  sku: string
  quantity: number
  /** Of all pieces: what they are worth to her, and to a budget. */
  valueFen: number
}
export interface Note {
  step: Step
  /** Why it was applied or was not; the console has words for it. */
  code: string
  applied: boolean
  fen: number
  id?: string
  args?: Readonly<Record<string, string | number>>
}
export interface RuleAnswer {
  takes: readonly Take[]
  freeShipping?: boolean
  /** Why others did not apply. */
  notes?: readonly (Omit<Note, 'step' | 'applied' | 'fen'> & { isCoupon?: boolean })[]
}
/** Pure: the same terms and basket give the same answer, in whatever order lines come. */
export type Rule = (terms: Json, basket: Basket) => RuleAnswer
export type Rules = Readonly<Partial<Record<TermStep, Rule>>>

type PricedStep = 'member_price' | TermStep
/** `quotation`: what was agreed below list prices; `till`: what a till took less; `plan`: what a plan of deliveries takes off. */
type Taken = Record<PricedStep, number> & { quotation?: number; till?: number; plan?: number }
export interface QuotedLine {
  sku: string
  quantity: number
  grossFen: number
  off: Taken
  /** The price: gross less every discount. Stored value pays of it, and is none. */
  totalFen: number
}
export interface Quoted {
  ok: true
  version: number
  currency: string
  lines: QuotedLine[]
  discountFen: number
  shippingFen: number
  /** Lines and shipping. */
  totalFen: number
  storedValueFen: number
  /** What is to be paid now. */
  dueFen: number
  /** What comes with the order for nothing, by the id of what gives it. */
  gifts: (Gift & { id: string })[]
  trace: Note[]
}
export interface NotQuoted {
  ok: false
  code:
    | 'basket_empty'
    | 'sku_twice'
    | 'bad_quantity'
    | 'bad_price'
    | 'amount_too_large'
    | 'not_delivered'
  message: string
}

export interface Working {
  line: QuoteLine
  grossFen: number
  leftFen: number
  off: Taken
}

export function quote(input: QuoteInput, rules: Rules): Quoted | NotQuoted {
  if (input.version !== PRICING_VERSION)
    throw new RangeError(`there is no pricing of version ${input.version}`)
  const fault = faultOf(input)
  if (fault) return fault
  // One order inside, so that a fen that is left over does not depend on how the basket was filled.
  const work = [...input.lines]
    .sort((a, b) => (a.sku < b.sku ? -1 : 1))
    .map((line): Working => {
      const grossFen = line.unitFen * line.quantity
      const off = { member_price: 0, offers: 0, coupon: 0, points: 0, stored_value: 0 }
      return { line, grossFen, leftFen: grossFen, off }
    })
  const trace: Note[] = [
    { step: 'item', code: 'priced', applied: true, fen: sum(work.map((w) => w.grossFen)) },
  ]
  if (input.agreed) agreePrices(work, input.agreed, trace)
  memberPrices(work, input, trace)
  memberDiscounts(work, input, trace)
  if (input.plan) planPrice(work, input.plan, (w) => roomOf(w, input, 'member_price'), trace)
  const answers = applyAll(work, input, rules, trace)
  const shipping = shippingOf(
    work,
    input,
    sum(work.map((w) => w.leftFen + w.off.stored_value)),
    answers,
  )
  if ('ok' in shipping) return shipping
  trace.push(...shipping.notes)
  if (input.takenFen !== undefined) bringTo(work, input.takenFen - shipping.fen, trace)
  const goodsFen = sum(work.map((w) => w.leftFen + w.off.stored_value))
  const storedValueFen = sum(work.map((w) => w.off.stored_value))
  const totalFen = goodsFen + shipping.fen
  const bySku = new Map(work.map((w) => [w.line.sku, w]))
  return {
    ok: true,
    ...{ version: input.version, currency: input.currency },
    lines: input.lines.flatMap(({ sku, quantity }) => {
      const w = bySku.get(sku)
      if (!w) return []
      const { grossFen, off } = w
      return [{ sku, quantity, grossFen, off, totalFen: w.leftFen + off.stored_value }]
    }),
    discountFen: sum(work.map((w) => w.grossFen)) - goodsFen,
    shippingFen: shipping.fen,
    ...{ totalFen, storedValueFen, dueFen: totalFen - storedValueFen },
    gifts: answers.flatMap(({ takes }) =>
      takes.flatMap(({ id, gifts }) => (gifts ?? []).map((gift) => ({ ...gift, id }))),
    ),
    trace,
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

/** The lowest price of the levels she holds, where it is below the price for everybody. */
function memberPrices(work: Working[], input: QuoteInput, trace: Note[]): void {
  const step = 'member_price'
  if (input.levels.length === 0) {
    trace.push({ step, code: 'no_level', applied: false, fen: 0 })
    return
  }
  let applied = false
  for (const w of work) {
    const { sku, quantity, unitFen, memberFen } = w.line
    const held = [...input.levels]
      .sort()
      .flatMap((level) => {
        const fen = Object.hasOwn(memberFen, level) ? memberFen[level] : undefined
        return fen === undefined ? [] : [{ level, fen }]
      })
      .sort((a, b) => a.fen - b.fen)
    const best = held[0]
    if (!best) continue
    const args = { sku, level: best.level }
    // Whole fen of a piece, so that what is left is again so many pieces at one price.
    const off =
      Math.min(unitFen - best.fen, Math.floor(roomOf(w, input, step) / quantity)) * quantity
    if (off <= 0) trace.push({ step, code: 'not_lower', applied: false, fen: 0, args })
    else {
      take(w, step, off)
      trace.push({ step, code: 'member_price', applied: true, fen: off, args })
      applied = true
    }
  }
  if (!applied && !trace.some((note) => note.step === step))
    trace.push({ step, code: 'no_member_price', applied: false, fen: 0 })
}

/** In place of a member price that is not better, or on what it has left. */
function memberDiscounts(work: Working[], input: QuoteInput, trace: Note[]): void {
  const step = 'member_price'
  for (const { id, off_bp, stacks } of input.benefits?.discounts ?? []) {
    let fen = 0
    for (const w of work) {
      const { quantity, unitFen } = w.line
      const piece = stacks ? w.leftFen / quantity : unitFen
      const off = Number((BigInt(piece) * BigInt(off_bp)) / 10_000n)
      const already = stacks ? 0 : unitFen - w.leftFen / quantity
      const more = Math.min(off - already, Math.floor(roomOf(w, input, step) / quantity)) * quantity
      if (more <= 0) continue
      take(w, step, more)
      fen += more
    }
    const code = fen > 0 ? 'member_discount' : 'member_discount_not_better'
    trace.push({ step, id, code, applied: fen > 0, fen, args: { off_bp } })
  }
}

/** What a step may still take off a line: to nothing, or to the deepest discount. */
function roomOf(w: Working, { deepestBp }: QuoteInput, step: PricedStep): number {
  if (w.line.isFixed) return 0
  if (deepestBp === null || step === 'points' || step === 'stored_value') return w.leftFen
  const most = Number((BigInt(w.grossFen) * BigInt(deepestBp)) / 10_000n)
  return Math.max(0, Math.min(w.leftFen, most - (w.grossFen - w.leftFen)))
}

function take(w: Working, step: PricedStep, fen: number): void {
  w.leftFen -= fen
  w.off[step] += fen
}

/** Every step of other domains in its turn. */
function applyAll(
  work: Working[],
  input: QuoteInput,
  rules: Rules,
  trace: Note[],
): readonly RuleAnswer[] {
  const answers: RuleAnswer[] = []
  let coupons: RuleAnswer | undefined
  for (const step of TERM_STEPS) {
    const asked = askRule(step, work, input, rules)
    if (asked && step === 'offers') {
      const part = (isCoupon: boolean): RuleAnswer => ({
        takes: asked.takes.filter((t) => (t.isCoupon ?? false) === isCoupon),
        notes: (asked.notes ?? []).filter((n) => (n.isCoupon ?? false) === isCoupon),
      })
      coupons = part(true)
      answers.push(asked)
      applyAnswer(step, part(false), work, input, trace)
    } else {
      const before = step === 'coupon' ? coupons : undefined
      if (asked) answers.push(asked)
      applyAnswer(
        step,
        {
          takes: [...(before?.takes ?? []), ...(asked?.takes ?? [])],
          notes: [...(before?.notes ?? []), ...(asked?.notes ?? [])],
        },
        work,
        input,
        trace,
      )
    }
  }
  return answers
}

/**
 * What other domains say to the basket as it stands. An answer may change what shipping costs, and that may
 * change the answer: then it is asked once more with the shipping that followed from the first.
 */
function askRule(
  step: TermStep,
  work: readonly Working[],
  input: QuoteInput,
  rules: Rules,
): RuleAnswer | undefined {
  const terms = input.terms[step]
  if (terms === undefined) return undefined
  const rule = rules[step]
  if (!rule) throw new RangeError(`nobody knows the terms of ${step}`)
  // What costs what it says is nobody's business, and helps nothing else over a threshold.
  const open = work.filter((w) => !w.line.isFixed)
  if (open.length === 0) return undefined
  const goodsFen = sum(work.map((w) => w.leftFen))
  const basketWith = (shippingFen: number): Basket => ({
    shippingFen,
    levels: input.levels,
    lines: open.map((w) => ({
      sku: w.line.sku,
      quantity: w.line.quantity,
      unitFen: w.line.unitFen,
      leftFen: w.leftFen,
      roomFen: roomOf(w, input, step),
    })),
  })
  const before = feeOf(work, input, goodsFen)
  const answer = rule(terms, basketWith(before))
  const taken = sum(answer.takes.map((t) => t.fen))
  const after = feeOf(work, input, Math.max(0, goodsFen - taken))
  return after === before ? answer : rule(terms, basketWith(after))
}

function applyAnswer(
  step: TermStep,
  answer: RuleAnswer,
  work: Working[],
  input: QuoteInput,
  trace: Note[],
): void {
  for (const given of answer.takes) {
    const { id, fen } = given
    if (![fen, given.shippingFen ?? 0].every((n) => Number.isSafeInteger(n) && n >= 0))
      throw new RangeError(`${step} ${id} takes ${fen}, which is no amount`)
    const taken = takeFrom(given, step, work, input)
    const gives = (given.shippingFen ?? 0) > 0 || (given.gifts ?? []).length > 0
    const code = taken < fen ? (taken === 0 && !gives ? 'no_room' : 'cut_to_room') : 'applied'
    const applied = taken > 0 || gives
    trace.push({
      ...{ step, id, code: applied ? code : 'no_room', applied, fen: taken },
      args: { wanted: fen, ...(given.name && { name: given.name }) },
    })
  }
  for (const { isCoupon: _, ...note } of answer.notes ?? [])
    trace.push({ ...note, step, applied: false, fen: 0 })
  if (answer.takes.length === 0 && (answer.notes ?? []).length === 0)
    trace.push({ step, code: 'none', applied: false, fen: 0 })
}

/** @returns what there was room for */
function takeFrom(
  given: Take,
  step: TermStep,
  work: readonly Working[],
  input: QuoteInput,
): number {
  const { fen, skus, bySku } = given
  if (bySku) {
    const parts = work.map((w) => (Object.hasOwn(bySku, w.line.sku) ? (bySku[w.line.sku] ?? 0) : 0))
    if (sum(parts) !== fen || parts.some((part) => !Number.isSafeInteger(part) || part < 0))
      throw new RangeError(`the parts of ${step} ${given.id} are not its amount`)
    let taken = 0
    for (const [i, w] of work.entries()) {
      const part = Math.min(parts[i] ?? 0, roomOf(w, input, step))
      take(w, step, part)
      taken += part
    }
    return taken
  }
  const from = skus ? work.filter((w) => skus.includes(w.line.sku)) : work
  const rooms = from.map((w) => roomOf(w, input, step))
  const taken = Math.min(fen, sum(rooms))
  const shares = split(taken, rooms)
  for (const [i, w] of from.entries()) take(w, step, shares[i] ?? 0)
  return taken
}

/** What shipping would cost with goods worth so much, before anything is taken off it. */
function feeOf(work: readonly Working[], { place, freight }: QuoteInput, goodsFen: number): number {
  const sent = work.filter((w) => w.line.ships)
  if (sent.length === 0 || place === null || freight === null) return 0
  const weightG = sum(sent.map((w) => (w.line.weightG ?? 0) * w.line.quantity))
  const found = shippingTo(freight, place, weightG, goodsFen)
  return found.code === 'not_delivered' ? 0 : found.fen
}

function shippingOf(
  work: readonly Working[],
  { place, freight, benefits, agreed }: QuoteInput,
  goodsFen: number,
  answers: readonly RuleAnswer[],
): { fen: number; notes: Note[] } | NotQuoted {
  const step = 'shipping'
  const none = (code: string) => ({
    fen: 0,
    notes: [{ step, code, applied: false, fen: 0 } as const],
  })
  const sent = work.filter((w) => w.line.ships)
  if (sent.length === 0) return none('nothing_to_ship')
  if (place === null) return none('picked_up')
  if (agreed) return agreedShipping(agreed)
  if (freight === null) return none('no_freight')
  const weightG = sum(sent.map((w) => (w.line.weightG ?? 0) * w.line.quantity))
  const found = shippingTo(freight, place, weightG, goodsFen)
  if (found.code === 'not_delivered')
    return refused('not_delivered', `Nothing is sent to ${place.join(' ')}`)
  const unknown = sent.filter((w) => w.line.weightG === null).length
  const notes: Note[] =
    unknown === 0
      ? []
      : [{ step, code: 'weight_unknown', applied: false, fen: 0, args: { lines: unknown } }]
  const isFree = answers.some((answer) => answer.freeShipping ?? false)
  let fen = isFree ? 0 : found.fen
  for (const { id, shippingFen = 0 } of answers.flatMap((answer) => answer.takes)) {
    const off = Math.min(shippingFen, fen)
    fen -= off
    if (off > 0) notes.push({ step, id, code: 'shipping_off', applied: true, fen: off })
  }
  const byMember = benefits?.free_shipping ?? null
  if (fen > 0 && byMember !== null) {
    notes.push({ step, id: byMember, code: 'free_by_member', applied: true, fen })
    return { fen: 0, notes }
  }
  const code = fen === 0 && found.fen > 0 ? 'free_by_offer' : found.code
  return {
    fen,
    notes: [...notes, { step, code, applied: fen > 0, fen, args: { weight_g: weightG } }],
  }
}
