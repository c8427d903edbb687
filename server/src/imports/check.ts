// What would become of the rows, without writing any: the same reading as a real import does.
import { randomUUIDv7 } from 'node:crypto'
import { loadNamespaces, normalise } from '../identity/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { invalid } from '../platform/errors.ts'
import { openFile } from '../platform/records.ts'
import { readDrafts } from './apply-events.ts'
import { APPLIERS, type Batching, readEach } from './apply-rows.ts'
import type { Finder } from './customers-of-rows.ts'
import { assign, type DataImport, type NewFile } from './import.ts'
import type { Mapping, Part } from './mapping.ts'
import { type Grouped, placeOf, putTogether, type StagedRow } from './order-rows.ts'
import { Tally } from './report.ts'
import { loadLookups, readingOf, tenantCurrency } from './sources.ts'
import { compile, type Fields, type Row } from './transforms.ts'

export interface Checked {
  /** Rows looked at. */
  rows: number
  /** False: only the first so many; the import reads all. */
  isWhole: boolean
  good: number
  aside: number
  rejected: number
  /** Of the good ones, those that no identifier ties to a customer. */
  withoutCustomer: number
  /** Different customers that the good rows name. */
  customers: number
  reasons: { fate: 'rejected' | 'aside'; code: string; rows: number; reason: string }[]
  /** The first of them. */
  bad: {
    file: string
    row: number
    fate: 'rejected' | 'aside'
    code: string
    reason: string
    cells: string[]
  }[]
  columns: string[]
  /** What its orders are paid in, where that is not the brand's own. */
  foreignCurrency: string | null
}

/** As many as are held in memory and waited for at a page; more are looked at by the import itself. */
const MAX_ROWS = 200_000
const MAX_MS = 20_000
const SHOWN = 50
const EARLIEST = Date.UTC(2000, 0, 1)
const DAY = 86_400_000

/** @throws 400 when the mapping does not fit the files */
export async function checkFiles(
  ctx: Ctx,
  mapping: Mapping,
  files: readonly NewFile[],
  limits = { rows: MAX_ROWS, ms: MAX_MS },
): Promise<Checked> {
  const job = likeAnImport(ctx, mapping, files)
  const own = await tenantCurrency(ctx)
  const run = {
    ctx,
    job,
    lookups: await loadLookups(job),
    currency: mapping.currency ?? own,
    until: performance.now() + limits.ms,
    left: limits.rows,
    tally: new Tally('read'),
    finder: await dryFinder(ctx),
    groups: new Map<string, Grouped>(),
    compiled: new Map<number, Fields>(),
    rows: 0,
    columns: [] as string[],
  }
  let isWhole = true
  for (const [index, source] of job.files.entries()) {
    const part = mapping.parts[source.part]
    if (!part || part.kind === 'lookup') continue
    const file = await openFile(source.path, readingOf(part))
    try {
      const fields = fieldsOrRefuse(() =>
        compile(mapping, part, file.columns, run.lookups, file.format === 'ndjson'),
      )
      run.compiled.set(index, fields)
      for await (const batch of file.batches) {
        if (index === 0 || run.columns.length === 0) run.columns = [...file.columns]
        if (run.left <= 0 || performance.now() > run.until) {
          isWhole = false
          break
        }
        const rows = batch.rows.slice(0, run.left)
        if (rows.length < batch.rows.length) isWhole = false
        run.left -= rows.length + batch.bad.length
        run.rows += rows.length + batch.bad.length
        for (const bad of batch.bad)
          run.tally.reject(index, { row: bad.row, cells: bad.raw }, bad.code, bad.reason)
        await checkRows(run, index, part, fields, rows)
      }
    } finally {
      await file.close()
    }
  }
  checkOrders(run)
  const hasOrders = mapping.parts.some((part) => part.kind === 'orders')
  return {
    ...summary(run, job, isWhole),
    foreignCurrency: hasOrders && run.currency !== own ? run.currency : null,
  }
}
type Checking = {
  ctx: Ctx
  job: DataImport
  currency: string
  tally: Tally
  finder: DryFinder
  groups: Map<string, Grouped>
  compiled: Map<number, Fields>
  rows: number
  columns: string[]
}

function fieldsOrRefuse(work: () => Fields): Fields {
  try {
    return work()
  } catch (error) {
    if (error instanceof RangeError) throw invalid('mapping_does_not_fit', error.message)
    throw error
  }
}

function likeAnImport(ctx: Ctx, mapping: Mapping, files: readonly NewFile[]): DataImport {
  const parts = assign(mapping, files)
  return {
    id: randomUUIDv7(),
    kind: 'mixed',
    source: mapping.source,
    mapping,
    mode: 'first_wins',
    files: files.map(({ name, path }, i) => ({
      name,
      path,
      bytes: 0,
      part: parts[i] ?? 0,
      sha256: '',
    })),
    state: 'waiting',
    progress: {},
    staged: 0,
    phase: 'reading',
    applied_key: '',
    applied: 0,
    error: null,
    undo_report: null,
    undo_step: '',
    wanted: null,
    mends: null,
    created_at: ctx.now(),
    created_by: `${ctx.actor.kind}:${ctx.actor.id}`,
    started_at: null,
    finished_at: null,
    undone_at: null,
    undone_by: null,
  }
}

interface DryFinder extends Finder {
  customers: Set<string>
}

/** Knows whom a row would name, and asks nobody. */
async function dryFinder(ctx: Ctx): Promise<DryFinder> {
  const kindOf = await loadNamespaces(ctx)
  const customers = new Set<string>()
  return {
    customers,
    async nodesOf(_ctx, asked) {
      return asked.map(({ identifiers }) => {
        const known = identifiers.flatMap(({ namespace, value }) => {
          const clean = normalise(kindOf(namespace), value)
          return clean === undefined ? [] : [`${namespace}\x1f${clean}`]
        })
        for (const one of known.slice(0, 1)) customers.add(one)
        return known.length > 0 ? 1 : null
      })
    },
  }
}

async function checkRows(
  run: Checking,
  index: number,
  part: Part,
  fields: Fields,
  rows: readonly Row[],
): Promise<void> {
  const kept = rows.filter((row) => {
    const rule = fields.ruleOf(row)
    if (rule?.aside)
      run.tally.setAside(index, row, rule.aside, rule.reason ?? 'The mapping says so')
    return !rule?.aside
  })
  const b: Batching = {
    job: run.job,
    file: index,
    part,
    fields,
    currency: run.currency,
    finder: run.finder,
    tally: run.tally,
  }
  if (part.kind === 'orders') {
    const placed = readEach(b, kept, (row) => placeOf(fields, row))
    for (const { row, value } of placed) {
      const group = run.groups.get(value.key) ?? { key: value.key, rows: [] }
      run.groups.set(value.key, group)
      const staged: StagedRow = { ...row, file: index, role: value.role }
      group.rows.push(staged)
    }
    return
  }
  if (part.kind === 'events') {
    await checkEvents(run, b, kept)
    return
  }
  await APPLIERS[part.kind]?.(run.ctx, b, kept)
}

/** What the collector would refuse, too. */
async function checkEvents(run: Checking, b: Batching, rows: readonly Row[]): Promise<void> {
  const read = readDrafts(b, rows)
  const latest = run.ctx.now().getTime() + DAY
  const inTime = read.filter(({ row, value: { draft } }) => {
    if (draft.at < EARLIEST)
      b.tally.reject(b.file, row, 'at_too_early', 'the event is dated before 2000')
    else if (draft.at > latest)
      b.tally.reject(b.file, row, 'at_in_future', 'the event is dated more than 24 hours ahead')
    return draft.at >= EARLIEST && draft.at <= latest
  })
  const nodes = await run.finder.nodesOf(
    run.ctx,
    inTime.map(({ value: { draft } }) => draft),
  )
  const anonymous = nodes.filter((n) => n === null).length
  b.tally.count(b.file, 'good', [], inTime.length - anonymous)
  if (anonymous > 0) b.tally.count(b.file, 'good', ['without_customer'], anonymous)
}

function checkOrders(run: Checking): void {
  const fieldsOf = (file: number): Fields => {
    const fields = run.compiled.get(file)
    if (!fields) throw new Error(`file ${file} was not opened`)
    return fields
  }
  for (const group of run.groups.values()) {
    const result = putTogether(group, fieldsOf, run.job.mapping, run.currency)
    if (result.kind === 'aside')
      for (const row of group.rows) run.tally.setAside(row.file, row, result.code, result.reason)
    else if (result.kind === 'refused')
      for (const [row, { code, reason }] of result.faults)
        run.tally.reject(row.file, row, code, reason)
    else {
      void run.finder.nodesOf(run.ctx, [result])
      const file = group.rows[0]?.file ?? 0
      const notes = result.identifiers.length === 0 ? ['without_customer'] : []
      run.tally.count(file, 'good', notes, group.rows.length)
    }
  }
}

function summary(
  run: Checking,
  job: DataImport,
  isWhole: boolean,
): Omit<Checked, 'foreignCurrency'> {
  const reasons = new Map<string, Checked['reasons'][number]>()
  for (const { fate, code, reason } of run.tally.notImported) {
    const known = reasons.get(`${fate}:${code}`)
    if (known) known.rows += 1
    else reasons.set(`${fate}:${code}`, { fate, code, rows: 1, reason })
  }
  const count = (fate: string) => run.tally.notImported.filter((n) => n.fate === fate).length
  const [aside, rejected] = [count('aside'), count('rejected')]
  const noteRows = [...run.tally.counts].filter(([key]) => key.endsWith('good\x1fwithout_customer'))
  return {
    rows: run.rows,
    isWhole,
    good: run.rows - aside - rejected,
    aside,
    rejected,
    withoutCustomer: noteRows.reduce((a, [, rows]) => a + rows, 0),
    customers: run.finder.customers.size,
    reasons: [...reasons.values()].sort((a, b) => b.rows - a.rows),
    bad: run.tally.notImported
      .slice()
      .sort((a, b) =>
        a.fate === b.fate
          ? a.file - b.file || a.row.row - b.row.row
          : a.fate === 'rejected'
            ? -1
            : 1,
      )
      .slice(0, SHOWN)
      .map((n) => ({
        file: job.files[n.file]?.name ?? '',
        row: n.row.row,
        fate: n.fate,
        code: n.code,
        reason: n.reason,
        cells: [...n.row.cells],
      })),
    columns: run.columns,
  }
}
