// What a file of parcels comes to, looked at as a whole: which parcels can be sent, which are known already, and
// which rows are to be mended first. Pure.
import type { Part } from '../checkout/ship.ts'
import { carrierKey, carrierOf } from './carriers.ts'
import type { FaultCode } from './faults.ts'
import type { FileRow } from './file.ts'

export interface KnownOrder {
  id: string
  /** An exchange of it, under a number of its own: the after-sale. */
  exchange?: string | undefined
  number: string
  state: string
  /** Why it is not sent yet, though it is paid. */
  keptBack: FaultCode | null
  lines: readonly { sku: string; left: number }[]
  /** Come with it for nothing, and are on no line. */
  gifts: readonly Part[]
  parcels: readonly { carrier: string; number: string; lines: readonly Part[] }[]
}
export interface PlannedParcel {
  orderId: string
  /** What it is sent for, where it is an exchange. */
  exchange?: string | undefined
  order: string
  carrier: string
  number: string
  /** Absent: all that is left. */
  lines?: readonly Part[]
  rows: readonly FileRow[]
}
export interface Fault {
  row: FileRow
  code: FaultCode
}
export interface Plan {
  parcels: PlannedParcel[]
  /** Parcels that were noted before. */
  already: number
  faults: Fault[]
  /** As they are written; they can be sent, but nobody can be asked where they are. */
  unknownCarriers: string[]
}

interface Parcel {
  carrier: string
  number: string
  rows: FileRow[]
}

export function planShipping(
  rows: readonly FileRow[],
  orders: ReadonlyMap<string, KnownOrder>,
): Plan {
  const plan: Plan = { parcels: [], already: 0, faults: [], unknownCarriers: [] }
  for (const [number, some] of Map.groupBy(rows, (row) => row.order))
    planOrder(plan, some, orders.get(number))
  plan.faults.sort((a, b) => a.row.row - b.row.row)
  plan.unknownCarriers = [
    ...new Set(
      plan.parcels.map(({ carrier }) => carrier).filter((name) => carrierOf(name) === undefined),
    ),
  ]
  return plan
}

function planOrder(plan: Plan, rows: readonly FileRow[], order: KnownOrder | undefined): void {
  const faults = new Map<FileRow, FaultCode>()
  const fault = (some: readonly FileRow[], code: FaultCode) => {
    for (const row of some) if (!faults.has(row)) faults.set(row, code)
  }
  for (const row of rows) if (row.fault) faults.set(row, row.fault)
  const sound = rows.filter((row) => !row.fault)
  const fresh: Parcel[] = []
  if (order === undefined) fault(sound, 'order_not_found')
  else {
    for (const parcel of parcelsOf(sound)) {
      const known = order.parcels.find(
        (one) =>
          carrierKey(one.carrier) === carrierKey(parcel.carrier) && one.number === parcel.number,
      )
      if (!known) fresh.push(parcel)
      else if (isSame(parcel, known.lines, order.gifts)) plan.already += 1
      else fault(parcel.rows, 'parcel_differs')
    }
    if (fresh.length > 0) planFresh(plan, order, fresh, faults, fault)
  }
  for (const [row, code] of faults) plan.faults.push({ row, code })
}

function planFresh(
  plan: Plan,
  order: KnownOrder,
  fresh: readonly Parcel[],
  faults: ReadonlyMap<FileRow, FaultCode>,
  fault: (rows: readonly FileRow[], code: FaultCode) => void,
): void {
  const rows = fresh.flatMap((parcel) => parcel.rows)
  const no =
    order.state === 'to_ship' || order.state === 'partly_shipped' ? order.keptBack : 'order_state'
  if (no) {
    fault(rows, no)
    return
  }
  const whole = rows.filter((row) => row.sku === null)
  const only = fresh[0]
  const found: PlannedParcel[] = []
  if (whole.length > 0) {
    if (!only || fresh.length > 1 || whole.length < rows.length) fault(whole, 'lines_needed')
    else if (order.lines.every((line) => line.left === 0)) fault(rows, 'nothing_to_ship')
    else found.push({ ...only, ...namesOf(order) })
  } else found.push(...withLines(order, fresh, fault))
  const left = order.lines.reduce((sum, line) => sum + line.left, 0)
  const isSplit = found.some(({ lines }) => lines && sumOf(lines) < left)
  if (order.exchange !== undefined && isSplit && faults.size === 0) fault(rows, 'exchange_in_one')
  // An order goes as the file says or not at all: half of it would take what the other rows need.
  if (faults.size > 0) fault(rows, 'order_has_faults')
  else plan.parcels.push(...found)
}

/** Each parcel with its pieces; what is more than the lines need is a gift, as far as there are gifts. */
function withLines(
  order: KnownOrder,
  fresh: readonly Parcel[],
  fault: (rows: readonly FileRow[], code: FaultCode) => void,
): PlannedParcel[] {
  const giftsOf = summed(order.gifts)
  const given = new Map<FileRow, number>()
  const bySku = Map.groupBy(
    fresh.flatMap((parcel) => parcel.rows),
    (row) => row.sku ?? '',
  )
  for (const [sku, rows] of bySku) {
    const line = order.lines.find((one) => one.sku === sku)
    const gifts = giftsOf.get(sku) ?? 0
    if (!line && gifts === 0) fault(rows, 'not_in_order')
    else if (rows.length > 1 && rows.some((row) => row.quantity === null))
      fault(rows, 'quantity_needed')
    else {
      let left = line?.left ?? 0
      let wanted = 0
      for (const row of rows) {
        const quantity = row.quantity ?? left
        wanted += quantity
        const n = Math.min(quantity, left)
        left -= n
        given.set(row, n)
      }
      if (wanted > (line?.left ?? 0) + gifts) fault(rows, 'too_many_to_ship')
      else if (wanted === 0) fault(rows, 'nothing_to_ship')
    }
  }
  return fresh.map((parcel) => {
    const lines = [
      ...summed(parcel.rows.map((row) => ({ sku: row.sku ?? '', quantity: given.get(row) ?? 0 }))),
    ].flatMap(([sku, quantity]) => (quantity > 0 ? [{ sku, quantity }] : []))
    if (lines.length === 0) fault(parcel.rows, 'only_gifts')
    return { ...parcel, ...namesOf(order), lines }
  })
}

const namesOf = ({ id, number, exchange }: KnownOrder) => ({
  ...{ orderId: id, order: number },
  ...(exchange !== undefined && { exchange }),
})
const sumOf = (parts: readonly Part[]) => parts.reduce((sum, part) => sum + part.quantity, 0)

function parcelsOf(rows: readonly FileRow[]): Parcel[] {
  const parcels = Map.groupBy(rows, (row) => `${carrierKey(row.carrier)}\x1f${row.number}`)
  return [...parcels.values()].flatMap((some) => {
    const [first] = some
    return first ? [{ carrier: first.carrier, number: first.number, rows: some }] : []
  })
}

/** A parcel of the file is the one that is known: of each SKU as many, give or take gifts. */
function isSame(parcel: Parcel, known: readonly Part[], gifts: readonly Part[]): boolean {
  if (parcel.rows.some((row) => row.sku === null)) return true
  const noted = summed(known)
  const giftsOf = summed(gifts)
  const skus = new Set([...noted.keys(), ...parcel.rows.map((row) => row.sku ?? '')])
  return [...skus].every((sku) => {
    const rows = parcel.rows.filter((row) => row.sku === sku)
    const n = noted.get(sku) ?? 0
    if (rows.some((row) => row.quantity === null)) return n > 0 || giftsOf.has(sku)
    const wanted = rows.reduce((sum, row) => sum + (row.quantity ?? 0), 0)
    return wanted >= n && wanted <= n + (giftsOf.get(sku) ?? 0)
  })
}

function summed(parts: readonly Part[]): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { sku, quantity } of parts) sums.set(sku, (sums.get(sku) ?? 0) + quantity)
  return sums
}
