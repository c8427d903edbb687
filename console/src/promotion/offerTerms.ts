// An offer's terms as the fields of its form, and back.
import dayjs, { type Dayjs } from 'dayjs'
import type { changeOffer, Offer } from './api.ts'
import { fromForm, toForm, type Value } from './schema.ts'

export const KIND_CODES = [
  ...(['amount', 'percentage', 'steps', 'fixed_price', 'buy_get', 'bundle'] as const),
  ...(['free_shipping', 'gift'] as const),
] as const
export type KindCode = (typeof KIND_CODES)[number]
export const kindOf = (text: string | undefined): KindCode | undefined =>
  KIND_CODES.find((kind) => kind === text)

type Words = string[] | undefined
interface Goods {
  skus?: Words
  products?: Words
  categories?: Words
}
interface Slot {
  from?: string
  to?: string
}
export interface Fields {
  name: string
  source: 'offer' | 'coupon'
  activity_id?: string | undefined
  kind: KindCode
  args?: Value
  time?: [Dayjs | null, Dayjs | null] | null
  goods?: Goods & { not?: Goods }
  needs?: { fen?: number; pieces?: number }
  who?: {
    audiences?: Words
    not_audiences?: Words
    levels?: Words
    new_only?: boolean
    hours_from_added?: number
  }
  where?: { storefronts?: Words; channels?: Words }
  when?: { weekdays?: number[]; month_days?: number[]; slots?: Slot[] }
  not_with?: Words
  priority?: number
  group?: string | undefined
  exclusive?: boolean
  most_fen?: number
  limits?: Value
}

const filled = (words: Words) => (words && words.length > 0 ? words : undefined)
const goodsOf = ({ skus, products, categories }: Goods) => ({
  ...{ skus: filled(skus), products: filled(products), categories: filled(categories) },
})
const some = <T extends object>(given: T): T | undefined =>
  Object.values(given).some((value) => value !== undefined) ? given : undefined

/** As the server reads them; what is not said is left out. */
export function termsOf(fields: Fields): Record<string, unknown> {
  const [from, to] = fields.time ?? []
  const { who = {}, goods = {}, where = {}, when = {} } = fields
  const money = fromForm({
    ...{ needs: { fen: fields.needs?.fen, pieces: fields.needs?.pieces } },
    most_fen: fields.most_fen,
  }) as Record<string, unknown>
  const parts = {
    goods: some({ ...goodsOf(goods), not: some(goodsOf(goods.not ?? {})) }),
    who: some({
      audiences: filled(who.audiences),
      not_audiences: filled(who.not_audiences),
      levels: filled(who.levels),
      new_only: who.new_only || undefined,
      hours_from_added: who.hours_from_added ?? undefined,
    }),
    where: some({ storefronts: filled(where.storefronts), channels: filled(where.channels) }),
    when: some({
      from: from?.toISOString(),
      to: to?.toISOString(),
      weekdays: when.weekdays && when.weekdays.length > 0 ? when.weekdays : undefined,
      month_days: when.month_days && when.month_days.length > 0 ? when.month_days : undefined,
      slots: when.slots && when.slots.length > 0 ? when.slots : undefined,
    }),
  }
  return {
    ...{ kind: fields.kind, args: fromForm(fields.args ?? {}) ?? {}, ...money },
    ...{ priority: fields.priority ?? 0, exclusive: fields.exclusive ?? false },
    ...(fields.group && { group: fields.group }),
    ...(filled(fields.not_with) && { not_with: fields.not_with }),
    ...Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)),
  }
}

export function fieldsOf(offer: Offer): Partial<Fields> {
  const terms = offer.terms as Record<string, Value> & {
    when?: { from?: string; to?: string }
  }
  const { from, to } = terms.when ?? {}
  return {
    ...(terms as Partial<Fields>),
    ...{ name: offer.name, source: offer.source, activity_id: offer.activity_id ?? undefined },
    args: toForm(terms.args),
    needs: toForm(terms.needs ?? {}) as Fields['needs'],
    ...(typeof terms.most_fen === 'number' && { most_fen: terms.most_fen / 100 }),
    time: [from ? dayjs(from) : null, to ? dayjs(to) : null],
    limits: toForm(offer.limits as Value),
  }
}

type Limits = NonNullable<Parameters<typeof changeOffer>[1]['limits']>
export function limitsOf(value: Value): Limits {
  const given = (fromForm(value ?? {}) ?? {}) as Record<string, Record<string, number>>
  return Object.fromEntries(
    Object.entries(given).filter(([, most]) => Object.keys(most).length > 0),
  ) as Limits
}
