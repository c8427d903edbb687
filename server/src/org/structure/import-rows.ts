// A file of the structure, read: which column is which, and what is wrong with a row. Pure.
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { invalid } from '../../platform/errors.ts'
import { tableOf } from '../../platform/table.ts'
import type { StoreKind } from './shapes.ts'

export const StructureFile = z.object({
  kind: z.enum(['regions', 'stores', 'staff']),
  csv: z.string().min(1).max(3_500_000).describe('The first row names the columns'),
})
export type StructureFile = z.infer<typeof StructureFile>

export const ImportedStructure = z.object({
  rows: z.number().int(),
  created: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  rejected: z.array(
    z.object({
      row: z.number().int(),
      code: z.string(),
      reason: z.string(),
      cells: z.array(z.string()),
    }),
  ),
})

/** Names that people give the columns; the first is the one in the docs. */
const COLUMNS: Record<StructureFile['kind'], Record<string, string[]>> = {
  regions: {
    code: ['code', '编码', '大区编码', '区域编码'],
    name: ['name', '名称', '大区名称', '区域名称'],
    parent: ['parent', '上级', '上级编码', '上级大区'],
  },
  stores: {
    code: ['code', '编码', '门店编码', '店号'],
    name: ['name', '名称', '门店名称', '店名'],
    region: ['region', '大区', '大区编码', '所属大区', '区域编码'],
    kind: ['kind', '类型', '门店类型'],
    address: ['address', '地址'],
    opened_on: ['opened_on', '开业日期'],
    closed_on: ['closed_on', '闭店日期'],
  },
  staff: {
    code: ['code', '编码', '工号', '员工编码'],
    name: ['name', '姓名', '名称'],
    wecom_user_id: ['wecom_user_id', '企微账号', '企业微信账号'],
    phone: ['phone', '手机', '手机号'],
    store: ['store', '门店', '门店编码', '所在门店'],
    region: ['region', '大区', '大区编码', '所在大区'],
    title: ['title', '岗位', '职务'],
    from: ['from', '到岗日期', '入职日期'],
  },
}
const KINDS = tableOf<StoreKind>({
  direct: 'direct',
  直营: 'direct',
  franchise: 'franchise',
  加盟: 'franchise',
  online: 'online',
  线上: 'online',
})

export class BadStructureRow extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export interface ReadRow {
  row: number
  cells: string[]
  /** Trimmed; absent when the file has no such column: then what is known stays. */
  values: Partial<Record<string, string>>
}

/** @throws 400 file_unreadable, column_missing */
export function readStructureFile({ kind, csv }: StructureFile): ReadRow[] {
  const [head, ...rows] = parsed(csv)
  const given = (head ?? []).map((name) => name.trim().toLowerCase())
  const places = Object.entries(COLUMNS[kind]).flatMap(([field, names]) => {
    const place = given.findIndex((name) => names.includes(name))
    return place === -1 ? [] : [[field, place] as const]
  })
  const found = new Set(places.map(([field]) => field))
  const missing = ['code', 'name'].filter((field) => !found.has(field))
  if (missing.length > 0)
    throw invalid('column_missing', `The file has no column ${missing.join(', ')}`, { missing })
  return rows.map((cells, i) => ({
    row: i + 2,
    cells,
    values: Object.fromEntries(
      places.map(([field, place]) => [field, (cells[place] ?? '').trim()]),
    ),
  }))
}

function parsed(csv: string): string[][] {
  const text = csv.replace(/^\uFEFF/, '')
  const first = text.split(/\r?\n/, 1)[0] ?? ''
  const delimiter = [',', '\t', ';'].find((d) => first.includes(d)) ?? ','
  try {
    return parse(text, { delimiter, relax_column_count: true, skip_empty_lines: true })
  } catch (error) {
    throw invalid('file_unreadable', error instanceof Error ? error.message : String(error))
  }
}

const DAY = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/

/** `2026/5/1` as `2026-05-01`. @throws BadStructureRow for what is no day */
export function dayOf(text: string | undefined): string | null | undefined {
  if (text === undefined) return undefined
  if (text === '') return null
  const [, y, m, d] = DAY.exec(text) ?? []
  const day = `${y}-${m?.padStart(2, '0')}-${d?.padStart(2, '0')}`
  const date = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day)
    throw new BadStructureRow('bad_date', `${text} is no date`)
  return day
}

export function kindOf(text: string | undefined): StoreKind | undefined {
  if (!text) return undefined
  const kind = KINDS[text.toLowerCase()]
  if (!kind) throw new BadStructureRow('bad_kind', `${text} is no kind of store`)
  return kind
}

/** @throws BadStructureRow for a code or name that is missing or too long */
export function wordsOf(values: ReadRow['values']): { code: string; name: string } {
  const { code = '', name = '' } = values
  if (code === '' || name === '')
    throw new BadStructureRow('value_missing', `The row has no ${code === '' ? 'code' : 'name'}`)
  if (code.length > 100 || name.length > 100)
    throw new BadStructureRow('value_too_long', 'Codes and names have at most 100 characters')
  return { code, name }
}

export type Rejected = z.infer<typeof ImportedStructure>['rejected']

/** What became of the good rows, one each. */
export interface Written {
  id: string
  code: string
  fate: 'created' | 'changed' | 'unchanged'
  before?: unknown
  after?: unknown
}

export const refuse = (rejected: Rejected, row: ReadRow, code: string, reason: string) =>
  void rejected.push({ row: row.row, code, reason, cells: row.cells })

/** Runs `read` for each row; one that throws is rejected with its reason. */
export function readEach<T>(
  rows: readonly ReadRow[],
  rejected: Rejected,
  read: (row: ReadRow) => T,
): (T & { from: ReadRow })[] {
  return rows.flatMap((row) => {
    try {
      return [{ ...read(row), from: row }]
    } catch (error) {
      if (!(error instanceof BadStructureRow)) throw error
      refuse(rejected, row, error.code, error.message)
      return []
    }
  })
}
