// A mapping turned into functions over a row's cells. Pure; compiled once a part, run for every row.
import { undefused } from '../platform/cells.ts'
import { timeReader } from '../platform/dates.ts'
import { type Decimal, decimalText, negated, parseDecimal, plus } from '../platform/money.ts'
import {
  type Condition,
  type FieldRule,
  type FieldType,
  fieldRule,
  fieldType,
  type Kind,
  type Mapping,
  type Part,
  type RowRule,
} from './mapping.ts'

/** Why a row is refused. */
export class BadRow extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export interface Row {
  /** From 1, the line with the names not counted. */
  row: number
  cells: readonly string[]
}
/** What a lookup into another file answers: (file, key column, value column) → table. */
export type Lookups = (file: string, key: string, value: string) => ReadonlyMap<string, string>

export interface Fields {
  /** Whether the mapping names it. */
  has(field: string): boolean
  /** '' when empty. */
  text(row: Row, field: string): string
  time(row: Row, field: string): number | undefined
  date(row: Row, field: string): string | undefined
  money(row: Row, field: string): Decimal | undefined
  list(row: Row, field: string): string[]
  /** Fields below an open prefix that are not empty, e.g. every `identifiers.…`. */
  open(row: Row, prefix: string): [name: string, value: string][]
  /** Whether the mapping has fields below an open prefix at all. */
  names(prefix: string): boolean
  /** The same with the types the mapping gives them, for attributes and properties. */
  typed(row: Row, prefix: string): [name: string, value: unknown][]
  /** The first rule about rows that holds. */
  ruleOf(row: Row): RowRule | undefined
  /** Cells in which NUL or a lone surrogate was replaced so far. */
  repaired(): number
}

type TextReader = (row: Row) => string

/** Columns we add to rows that are given back; a mapping never names them. */
export const ADDED_COLUMNS = ['homefield_row', 'homefield_code', 'homefield_reason'] as const

/**
 * @param columns names in the order of the cells; with `growing` (NDJSON) more may be added later
 * @throws RangeError when the file lacks a column the mapping names, or a zone or format is none
 */
export function compile(
  mapping: Mapping,
  part: Part,
  columns: readonly string[],
  lookups: Lookups,
  growing = false,
): Fields {
  const kind = part.kind as Kind
  const empty = new Set(part.empty)
  // Rows that we have given back to be mended: what was made safe for spreadsheets is undone.
  const isMended = columns.includes(ADDED_COLUMNS[0]) && columns.includes(ADDED_COLUMNS[1])
  const numberOfRow = isMended ? columns.indexOf(ADDED_COLUMNS[0]) : -1
  const state = { repaired: 0 }
  const cell = (column: string, optional: boolean): TextReader => {
    let index = columns.indexOf(column)
    if (index < 0 && !growing) {
      if (optional) return () => ''
      throw new RangeError(`the file has no column ${column}; it has ${columns.join(', ')}`)
    }
    return (row) => {
      if (index < 0) index = columns.indexOf(column)
      if (index < 0) return ''
      const given = row.cells[index] ?? ''
      const text = clean(isMended ? undefused(given) : given, part.excel_text, state)
      return empty.has(text) ? '' : text
    }
  }
  const readers = new Map<string, TextReader>()
  const times = new Map<string, (text: string) => number | undefined>()
  const rules = new Map<string, FieldRule>()
  const open = new Map<string, [string, TextReader][]>()
  for (const [field, given] of Object.entries(part.fields)) {
    const rule = fieldRule(given)
    const reader = textReader(rule, cell, lookups, numberOfRow)
    readers.set(field, reader)
    rules.set(field, rule)
    const type = fieldType(kind, field)
    if (type === 'time' || type === 'date')
      times.set(field, timeReader(rule.format, rule.zone ?? mapping.zone ?? 'UTC'))
    const dot = field.indexOf('.')
    if (dot > 0) {
      const prefix = field.slice(0, dot)
      const list = open.get(prefix)
      if (list) list.push([field.slice(dot + 1), reader])
      else open.set(prefix, [[field.slice(dot + 1), reader]])
    }
  }
  const conditions = part.rows.map((rule) => ({
    rule,
    holds: conditionOf(rule, (column) => cell(column, false)),
  }))
  const choices = new Map(
    [...readers.keys()].map((field) => [field, choicesOf(fieldType(kind, field))]),
  )
  const text = (row: Row, field: string) => {
    const written = readers.get(field)?.(row) ?? ''
    const allowed = choices.get(field)
    if (allowed && written !== '' && !allowed.has(written))
      throw new BadRow(
        'unknown_value',
        `${field}: "${shown(written)}" is none of ${[...allowed].join(', ')}`,
      )
    return written
  }
  return {
    has: (field) => readers.has(field),
    text,
    time(row, field) {
      const written = text(row, field)
      if (written === '') return undefined
      const at = times.get(field)?.(written)
      if (at === undefined)
        throw new BadRow('bad_time', `${field}: "${shown(written)}" is no time in the given format`)
      return at
    },
    date(row, field) {
      const written = text(row, field)
      if (written === '') return undefined
      // A day is a day wherever it was written: the zone's offset is put back.
      const day = timeReader(rules.get(field)?.format, 'UTC')(written)
      if (day === undefined)
        throw new BadRow('bad_date', `${field}: "${shown(written)}" is no date in the given format`)
      return new Date(day).toISOString().slice(0, 10)
    },
    money(row, field) {
      const written = text(row, field)
      return written === '' ? undefined : numberOf(field, written, rules.get(field))
    },
    list(row, field) {
      const written = text(row, field)
      const by = rules.get(field)?.split
      if (written === '') return []
      return by === undefined
        ? [written]
        : written
            .split(by)
            .map((t) => t.trim())
            .filter((t) => t !== '')
    },
    open: (row, prefix) =>
      (open.get(prefix) ?? []).flatMap(([name, read]): [string, string][] => {
        const value = read(row)
        return value === '' ? [] : [[name, value]]
      }),
    names: (prefix) => open.has(prefix),
    typed: (row, prefix) =>
      (open.get(prefix) ?? []).flatMap(([name, read]): [string, unknown][] => {
        const value = read(row)
        return value === '' ? [] : [[name, typedValue(`${prefix}.${name}`, value, rules, mapping)]]
      }),
    ruleOf: (row) => conditions.find((c) => c.holds(row))?.rule,
    repaired: () => state.repaired,
  }
}

function typedValue(
  field: string,
  text: string,
  rules: Map<string, FieldRule>,
  mapping: Mapping,
): unknown {
  const rule = rules.get(field)
  switch (rule?.type) {
    case 'number': {
      const { units, scale } = numberOf(field, text, rule)
      return Number(`${units}e-${scale}`)
    }
    case 'boolean':
      if (/^(1|true|yes|y|是)$/i.test(text)) return true
      if (/^(0|false|no|n|否)$/i.test(text)) return false
      throw new BadRow('unknown_value', `${field}: "${shown(text)}" is neither yes nor no`)
    case 'json':
      try {
        return JSON.parse(text)
      } catch {
        throw new BadRow('malformed_json', `${field}: "${shown(text)}" is no JSON`)
      }
    case 'time': {
      const at = timeReader(rule.format, rule.zone ?? mapping.zone ?? 'UTC')(text)
      if (at === undefined)
        throw new BadRow('bad_time', `${field}: "${shown(text)}" is no time in the given format`)
      return new Date(at).toISOString()
    }
    default:
      return rule?.split
        ? text
            .split(rule.split)
            .map((t) => t.trim())
            .filter((t) => t !== '')
        : text
  }
}

const shown = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text)

function clean(cell: string, excelText: boolean, state: { repaired: number }): string {
  let text = cell.trim()
  if (excelText)
    text = text
      .replace(/^="(.*)"$/s, '$1')
      .replace(/^'(?=\S)/, '')
      .trim()
  if (text.includes('\0') || !text.isWellFormed()) {
    state.repaired += 1
    text = text.toWellFormed().replaceAll('\0', '\uFFFD')
  }
  return text
}

function textReader(
  rule: FieldRule,
  cell: (column: string, optional: boolean) => TextReader,
  lookups: Lookups,
  numberOfRow: number,
): TextReader {
  const base = baseReader(rule, cell, numberOfRow)
  const pattern = rule.regex && new RegExp(rule.regex.pattern, 'u')
  const table = rule.lookup && tableOf(rule.lookup, lookups)
  return (row) => {
    let text = base(row) || (rule.default ?? '')
    if (text === '') return ''
    if (rule.regex && pattern) {
      if (rule.regex.must_match && !pattern.test(text))
        throw new BadRow('bad_pattern', `"${shown(text)}" is not of the form ${rule.regex.pattern}`)
      text = text.replace(pattern, rule.regex.replace)
    }
    if (rule.lookup && table) {
      const found = table.get(text)
      if (found === undefined && rule.lookup.otherwise === 'refuse')
        throw new BadRow('not_in_lookup', `"${shown(text)}" is not in the table of known values`)
      text = found ?? (rule.lookup.otherwise === 'keep' ? text : '')
      if (text === '') return ''
    }
    return (rule.prefix ?? '') + text + (rule.suffix ?? '')
  }
}

function baseReader(
  rule: FieldRule,
  cell: (column: string, optional: boolean) => TextReader,
  numberOfRow: number,
): TextReader {
  if (rule.constant !== undefined) {
    const { constant } = rule
    return () => constant
  }
  // A mended row keeps the number it had in its first file, and with it the id made of that.
  if (rule.row_number) return (row) => row.cells[numberOfRow] || String(row.row)
  if (rule.template !== undefined)
    return templateReader(rule.template, (c) => cell(c, rule.optional))
  if (rule.sum) return sumReader(rule.sum.map((c) => cell(c, rule.optional)))
  const cells = (Array.isArray(rule.column) ? rule.column : [rule.column ?? '']).map((c) =>
    cell(c, rule.optional),
  )
  const [only] = cells
  if (cells.length === 1 && only) return only
  return (row) => {
    for (const read of cells) {
      const text = read(row)
      if (text !== '') return text
    }
    return ''
  }
}

function templateReader(template: string, cell: (column: string) => TextReader): TextReader {
  const pieces = template
    .split(/\{([^{}]+)\}/)
    .map((piece, i) => (i % 2 === 0 ? piece : cell(piece)))
  return (row) => {
    let text = ''
    for (const piece of pieces) {
      const part = typeof piece === 'string' ? piece : piece(row)
      if (part === '' && typeof piece !== 'string') return ''
      text += part
    }
    return text
  }
}

function sumReader(cells: TextReader[]): TextReader {
  return (row) => {
    let sum: Decimal | undefined
    for (const read of cells) {
      const text = read(row)
      if (text === '') continue
      const number = parseDecimal(text)
      if (!number) throw new BadRow('bad_number', `"${shown(text)}" is no number`)
      sum = sum ? plus(sum, number) : number
    }
    return sum ? decimalText(sum) : ''
  }
}

function tableOf(
  lookup: NonNullable<FieldRule['lookup']>,
  lookups: Lookups,
): ReadonlyMap<string, string> {
  if (lookup.values) return new Map(Object.entries(lookup.values))
  return lookups(lookup.file ?? '', lookup.key ?? '', lookup.value ?? '')
}

function choicesOf(type: FieldType | undefined): Set<string> | undefined {
  return type?.startsWith('one of ') ? new Set(type.slice('one of '.length).split(',')) : undefined
}

function numberOf(field: string, written: string, rule: FieldRule | undefined): Decimal {
  const how = rule?.decimal
  let text = written
  if (how?.strip) for (const sign of how.strip) text = text.replaceAll(sign, '')
  if (how?.group) text = text.trim().replaceAll(how.group, '')
  if (how?.point === ',') text = text.replace(',', '.')
  const number = parseDecimal(text)
  if (!number) throw new BadRow('bad_number', `${field}: "${shown(written)}" is no number`)
  const scaled = how?.unit === 'fen' ? { units: number.units, scale: number.scale + 2 } : number
  if (how?.sign === 'negate' || (how?.sign === 'absolute' && scaled.units < 0n))
    return negated(scaled)
  return scaled
}

function conditionOf(rule: RowRule, cell: (column: string) => TextReader): (row: Row) => boolean {
  const all = (Array.isArray(rule.when) ? rule.when : [rule.when]).map((c) =>
    single(c, cell(c.column)),
  )
  return (row) => all.every((holds) => holds(row))
}

function single(c: Condition, read: TextReader): (row: Row) => boolean {
  const tests: ((text: string) => boolean)[] = []
  if (c.equals !== undefined) tests.push((text) => text === c.equals)
  if (c.one_of) {
    const values = new Set(c.one_of)
    tests.push((text) => values.has(text))
  }
  if (c.starts_with !== undefined) {
    const start = c.starts_with
    tests.push((text) => text.startsWith(start))
  }
  if (c.matches !== undefined) {
    const pattern = new RegExp(c.matches, 'u')
    tests.push((text) => pattern.test(text))
  }
  if (c.is === 'empty') tests.push((text) => text === '')
  else if (c.is === 'filled') tests.push((text) => text !== '')
  else if (c.is) {
    const { is } = c
    tests.push((text) => {
      const number = parseDecimal(text)
      if (!number) return is === 'no_number'
      if (is === 'zero') return number.units === 0n
      if (is === 'negative') return number.units < 0n
      return is === 'positive' && number.units > 0n
    })
  }
  return (row) => {
    const text = read(row)
    return tests.every((holds) => holds(text))
  }
}
