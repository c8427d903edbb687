// A kind's arguments as a form shows them: amounts in yuan, discounts in 折, everything else as it is. What is
// sent is again fen and basis points.

export interface Schema {
  type?: string | undefined
  properties?: Readonly<Record<string, Schema>> | undefined
  items?: Schema | undefined
  required?: readonly string[] | undefined
  description?: string | undefined
  default?: unknown
  minimum?: number | undefined
  maximum?: number | undefined
  maxItems?: number | undefined
}
export type Value =
  | null
  | undefined
  | boolean
  | number
  | string
  | readonly Value[]
  | { readonly [name: string]: Value }

export const isFen = (name: string) => name === 'fen' || name.endsWith('_fen')
export const isOff = (name: string) => name.endsWith('_bp')

/** 1,200 basis points off are 8.8 折. */
export const foldOf = (bp: number): number => (10_000 - bp) / 1000
export const bpOf = (fold: number): number => 10_000 - Math.round(fold * 1000)

const each = (value: Value, change: (name: string, value: Value) => Value): Value => {
  if (Array.isArray(value)) return value.map((one: Value) => each(one, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => {
      const changed = typeof one === 'object' ? each(one, change) : change(name, one)
      return changed === undefined || changed === null || changed === '' ? [] : [[name, changed]]
    }),
  )
}

export const toForm = (value: Value): Value =>
  each(value, (name, one) =>
    typeof one !== 'number' ? one : isFen(name) ? one / 100 : isOff(name) ? foldOf(one) : one,
  )
/** What is empty is left out. */
export const fromForm = (value: Value): Value =>
  each(value, (name, one) =>
    typeof one !== 'number'
      ? one
      : isFen(name)
        ? Math.round(one * 100)
        : isOff(name)
          ? bpOf(one)
          : one,
  )
