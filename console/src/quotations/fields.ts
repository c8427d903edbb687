// The editor's fields, and what the API is told by them.
import dayjs, { type Dayjs } from 'dayjs'
import type { GivenQuotation, Quotation } from './api.ts'
import { type DepositWish, fen, totalsOf } from './totals.ts'

export interface LineFields {
  sku?: string
  name?: string
  /** Its list price, fen. */
  list?: number
  quantity?: number | null
  /** Yuan. */
  price?: number | null
}
export interface Fields {
  customer?: number
  storefront?: string
  store?: string | null
  staff?: string | null
  lines: LineFields[]
  remarks?: string
  valid_until?: Dayjs | null
  delivery: 'pick_up' | 'ship'
  shipping?: number | null
  pay: 'whole' | 'earnest' | 'advance'
  by: 'share' | 'sum'
  /** Per cent. */
  share?: number | null
  sum?: number | null
  balance_until?: Dayjs | null
  ships_by?: Dayjs | null
}

const WEEK = 7
/** Valid for a week; as other quotations where there is one to copy. */
export function fieldsOf(
  source: Quotation | undefined,
  given: { customer?: number; storefront?: string | undefined; isEdited: boolean },
): Fields {
  const valid = dayjs().add(WEEK, 'day').endOf('day')
  const [version] = source?.versions ?? []
  if (!source || !version)
    return {
      ...{ lines: [{ quantity: 1 }], valid_until: valid, delivery: 'pick_up', pay: 'whole' },
      ...{ by: 'share', share: 20, balance_until: valid.add(2, 'week') },
      ships_by: valid.add(4, 'week'),
      ...(given.storefront !== undefined && { storefront: given.storefront }),
      ...(given.customer !== undefined && { customer: given.customer }),
    }
  const isRunning = given.isEdited && dayjs(version.valid_until).isAfter(dayjs())
  return {
    ...(source.customer_id !== null && { customer: source.customer_id }),
    ...{ storefront: source.storefront.code, store: source.store.code },
    ...{ staff: source.staff?.code ?? null, remarks: version.remarks },
    lines: version.lines.map((line) => ({
      ...{ sku: line.sku, name: line.name, list: line.list_fen, quantity: line.quantity },
      price: line.unit_fen / 100,
    })),
    valid_until: isRunning ? dayjs(version.valid_until) : valid,
    ...{ delivery: version.delivery, shipping: version.shipping_fen / 100 },
    ...{ pay: version.deposit_kind ?? 'whole', by: version.deposit_bp === null ? 'sum' : 'share' },
    share: version.deposit_bp === null ? 20 : version.deposit_bp / 100,
    ...(version.deposit_fen !== null && { sum: version.deposit_fen / 100 }),
    balance_until:
      isRunning && version.balance_until !== null
        ? dayjs(version.balance_until)
        : valid.add(2, 'week'),
    ships_by:
      isRunning && version.ships_by !== null ? dayjs(version.ships_by) : valid.add(4, 'week'),
  }
}

const wishOf = ({ pay, by, share, sum }: Fields): DepositWish | null =>
  pay === 'whole'
    ? null
    : by === 'sum'
      ? { fen: fen(sum ?? 0) }
      : { shareBp: Math.round((share ?? 0) * 100) }

export const bodyOf = (fields: Fields): GivenQuotation => {
  const wish = wishOf(fields)
  return {
    ...{ storefront: fields.storefront ?? '', store: fields.store ?? null },
    ...{ staff_id: fields.staff ?? null, remarks: fields.remarks?.trim() ?? '' },
    lines: fields.lines.map(({ sku = '', quantity, price }) => ({
      ...{ sku, quantity: quantity ?? 1, unit_fen: fen(price ?? 0) },
    })),
    valid_until: (fields.valid_until ?? dayjs()).toISOString(),
    delivery: fields.delivery,
    shipping_fen: fields.delivery === 'ship' ? fen(fields.shipping ?? 0) : 0,
    deposit:
      wish === null || fields.pay === 'whole'
        ? null
        : {
            kind: fields.pay,
            ...('fen' in wish ? { fen: wish.fen } : { share_bp: wish.shareBp }),
            balance_until: (fields.balance_until ?? dayjs()).toISOString(),
            ships_by: (fields.ships_by ?? dayjs()).format('YYYY-MM-DD'),
          },
  }
}

/** What it comes to as it is written so far. */
export const sumsOf = (fields: Fields) =>
  totalsOf(
    (fields.lines ?? []).map(({ quantity, price, list }) => ({
      ...{ quantity: quantity ?? 0, unitFen: fen(price ?? 0), listFen: list ?? fen(price ?? 0) },
    })),
    fields.delivery === 'ship' ? fen(fields.shipping ?? 0) : 0,
    wishOf(fields),
  )
