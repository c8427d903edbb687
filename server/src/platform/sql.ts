// The tag every ClickHouse statement is written with: only fragments and typed parameters fit.

/** The parameter types in use. Each is checked and rendered by `literal` below. */
export type ChType =
  | 'String'
  | 'UUID'
  | 'Bool'
  | 'UInt8'
  | 'UInt16'
  | 'UInt32'
  | 'UInt64'
  | 'Int32'
  | 'Int64'
  | 'Float64'
  | 'Date'
  | 'DateTime64(3)'
  | 'DateTime64(6)'
  | 'Array(String)'
  | 'Array(UUID)'
  | 'Array(UInt32)'
  | 'Array(Int64)'
  | 'Array(Float64)'

interface Param {
  type: ChType
  value: unknown
}
export interface Sql {
  text: readonly string[]
  slots: readonly (Sql | Param)[]
}

export const sql = (text: TemplateStringsArray, ...slots: (Sql | Param)[]): Sql => ({ text, slots })
export const as = (type: ChType, value: unknown): Param => ({ type, value })
export const join = (parts: Sql[], by: ' and ' | ' or ' | ', ' | ' union all '): Sql =>
  parts.length === 0
    ? { text: [''], slots: [] }
    : { text: ['', ...parts.slice(1).map(() => by), ''], slots: parts }
export const nothing: Sql = { text: [''], slots: [] }

/** As one text with its parameters inside as literals (chDB serialises bound queries). */
export function renderInline(statement: Sql): string {
  return render(statement, (param) => literal(param.type, param.value))
}

/** As one text with `{pN:Type}` places and the values apart, for a ClickHouse server. */
export function renderBound(statement: Sql): { text: string; params: Record<string, unknown> } {
  const params: Record<string, unknown> = {}
  const text = render(statement, ({ type, value }) => {
    literal(type, value)
    const name = `p${Object.keys(params).length}`
    params[name] =
      value instanceof Date ? dateTimeText(value, type === 'DateTime64(6)' ? 6 : 3) : value
    return type.startsWith('DateTime64')
      ? `{${name}:${type.replace(')', ", 'UTC')")}}`
      : `{${name}:${type}}`
  })
  return { text, params }
}

function render(statement: Sql, place: (param: Param) => string): string {
  return statement.text.reduce((out, piece, i) => {
    const slot = statement.slots[i]
    if (!slot) return out + piece
    return out + piece + ('text' in slot ? render(slot, place) : place(slot))
  }, '')
}

const INTEGERS: Record<string, [bigint, bigint]> = {
  UInt8: [0n, 255n],
  UInt16: [0n, 65_535n],
  UInt32: [0n, 4_294_967_295n],
  UInt64: [0n, 18_446_744_073_709_551_615n],
  Int32: [-2_147_483_648n, 2_147_483_647n],
  Int64: [-9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n],
}
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * One value as ClickHouse SQL text. Refuses what is not of the type, so that nothing but a value
 * can come out: fuzz-tested against the engine in sql.test.ts.
 */
export function literal(type: ChType, value: unknown): string {
  const range = INTEGERS[type]
  if (range) {
    const whole = wholeNumber(value)
    if (whole === undefined || whole < range[0] || whole > range[1]) throw badValue(type, value)
    return `to${type}(${whole < 0n ? `'${whole}'` : whole})`
  }
  if (type.startsWith('Array(')) {
    if (!Array.isArray(value)) throw badValue(type, value)
    const inner = type.slice(6, -1) as ChType
    // Elements as plain strings: 100,000 calls of toUInt32 would be too many parts of one statement.
    return `CAST([${value.map((v) => elementText(inner, v)).join(',')}], '${type}')`
  }
  switch (type) {
    case 'String':
      if (typeof value !== 'string') throw badValue(type, value)
      return quoted(value)
    case 'UUID':
      if (typeof value !== 'string' || !UUID.test(value)) throw badValue(type, value)
      return `toUUID('${value}')`
    case 'Bool':
      if (typeof value !== 'boolean') throw badValue(type, value)
      return String(value)
    case 'Float64':
      if (typeof value !== 'number' || !Number.isFinite(value)) throw badValue(type, value)
      return `toFloat64('${value}')`
    case 'Date':
      if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) throw badValue(type, value)
      return `toDate('${value}')`
    case 'DateTime64(3)':
      if (!(value instanceof Date) || Number.isNaN(value.getTime())) throw badValue(type, value)
      return `toDateTime64('${dateTimeText(value, 3)}', 3, 'UTC')`
    case 'DateTime64(6)':
      if (!(value instanceof Date) || Number.isNaN(value.getTime())) throw badValue(type, value)
      return `toDateTime64('${dateTimeText(value, 6)}', 6, 'UTC')`
    default:
      throw badValue(type, value)
  }
}

function elementText(type: ChType, value: unknown): string {
  literal(type, value)
  return quoted(String(value))
}

function wholeNumber(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value)
  if (typeof value === 'string' && /^-?\d{1,20}$/.test(value)) return BigInt(value)
  return undefined
}

/** Backslash and quote are the only characters that end or bend a ClickHouse string; NUL for logs. */
export const quoted = (value: string) =>
  `'${value.replace(/[\\'\0]/g, (c) => (c === '\0' ? '\\0' : `\\${c}`))}'`

const badValue = (type: string, value: unknown) =>
  new TypeError(`not a ${type}: ${JSON.stringify(value)?.slice(0, 80)}`)

/** ClickHouse's own text form of a moment, UTC. */
export const dateTimeText = (at: Date, digits: 3 | 6 = 3) =>
  at.toISOString().slice(0, 23).replace('T', ' ') + (digits === 6 ? '000' : '')
