// Running an import: read the files batch by batch, then record what was staged. Whoever dies in
// between is followed by another worker, which goes on at the last checkpoint.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Collector } from '../collect/index.ts'
import { declareNamespace, loadNamespaces } from '../identity/index.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { AppError, invalid } from '../platform/errors.ts'
import { isPgUnavailable } from '../platform/pg.ts'
import { type Batch, type OpenFile, openFile } from '../platform/records.ts'
import { asHistory } from '../profile/index.ts'
import { actorOf, submitEvents } from './apply-events.ts'
import { prepareGroups, recordGroups } from './apply-orders.ts'
import { APPLIERS, type Batching } from './apply-rows.ts'
import { createFinder, type Finder } from './customers-of-rows.ts'
import {
  checkpoint,
  claimImport,
  type DataImport,
  demandSameFiles,
  type FileProgress,
  finishImport,
  LeaseLost,
  loadImport,
} from './import.ts'
import { Asked, beat, failed, heed, letGo, letGoAsAsked } from './lease.ts'
import type { Part } from './mapping.ts'
import { tellMaker } from './notices.ts'
import { placeOf, type StagedRow } from './order-rows.ts'
import { forgetReading, Tally, writeTally } from './report.ts'
import { sendUndo } from './send.ts'
import { loadLookups, readingOf, tenantCurrency } from './sources.ts'
import { dropStage, makeStage, nextGroups, sortStage, stage, stagedRows } from './staging.ts'
import { BadRow, compile, type Fields, type Lookups, type Row } from './transforms.ts'

export interface Progress {
  state: DataImport['state']
  phase: 'reading' | 'applying'
  /** Of all files, as stored. */
  bytes: number
  bytesRead: number
  rowsRead: number
  /** Rows of orders staged, and recorded since. */
  staged: number
  applied: number
}
export interface RunDeps {
  collector: Collector
  onProgress?: ((progress: Progress) => void) | undefined
  /** Stops between two batches, as a kill would; the import stays where it is. For shutdown. */
  signal?: AbortSignal | undefined
}

/** Orders a transaction: enough to be quick, and done well within the lease. */
const GROUPS = 400

interface Running {
  ctx: Ctx
  deps: RunDeps
  job: DataImport
  owner: string
  currency: string
  finder: Finder
  lookups: Lookups
  progress: Progress
}

/**
 * Runs an import to its end, if it is to be had: one that another worker holds is left alone.
 * Ends as done, or as failed with the reason; what a store's failure interrupts is thrown, to be tried again.
 */
export async function runImport(given: Ctx, deps: RunDeps, id: string): Promise<DataImport> {
  const ctx = { ...given, actor: actorOf(id) }
  const owner = randomUUID()
  const job = await claimImport(ctx, id, owner, 'running')
  if (!job) return loadImport(ctx, id)
  const heart = beat(ctx, id, owner)
  try {
    await heed(ctx, id)
    await demandSameFiles(job)
    const run: Running = {
      ctx,
      deps,
      job,
      owner,
      currency: job.mapping.currency ?? (await tenantCurrency(ctx)),
      finder: createFinder(id, `import ${job.mapping.name}`),
      lookups: await loadLookups(job),
      progress: startOf(job),
    }
    await declareNamespaces(ctx, job)
    await restageIfLost(run)
    for (const [index, file] of job.files.entries()) {
      const part = job.mapping.parts[file.part]
      if (!part || job.progress[index]?.done) continue
      if (part.kind === 'lookup') await passOver(run, index, file.bytes)
      else await readOne(run, index, part)
    }
    if (job.mapping.parts.some((p) => p.kind === 'orders')) await recordStaged(run)
    await inTx(ctx, async (ctx) => {
      await dropStage(ctx, id)
      if (await finishImport(ctx, id, owner, 'done')) await tellMaker(ctx, job, 'import_done')
      else await sendUndo(ctx, id)
    })
    tell(run, 'done')
  } catch (error) {
    if (error instanceof LeaseLost)
      ctx.log.warn({ import: id }, 'another worker has taken the import over')
    else if (error instanceof Asked) await letGoAsAsked(ctx, id, owner, error.wanted)
    else if (error instanceof AppError && error.status < 500 && error.status !== 429) {
      ctx.log.warn({ import: id, code: error.code }, `the import failed: ${error.message}`)
      await failed(ctx, job, owner, error)
    } else if (error instanceof AppError || isPgUnavailable(error) || isOfErased(error)) {
      await letGo(ctx, id, owner)
      throw error
    } else {
      // Ours to mend; trying again by itself would only meet it again.
      ctx.log.error({ err: error, import: id }, 'the import met an error of ours')
      await failed(
        ctx,
        job,
        owner,
        new AppError(500, 'internal_error', 'Something went wrong on our side; it has been logged'),
      )
    }
  } finally {
    clearInterval(heart)
  }
  return loadImport(ctx, id)
}

/** A customer found for these rows was erased before they were written; found again, she is new. */
const isOfErased = (error: unknown) => (error as { code?: string }).code === '23503'

async function declareNamespaces(ctx: Ctx, job: DataImport): Promise<void> {
  const kindOf = await loadNamespaces(ctx)
  for (const n of job.mapping.namespaces) {
    const wanted = {
      namespace: n.namespace,
      isWeak: n.weak,
      isUnique: n.unique,
      rank: n.rank,
      maxValues: n.max_values,
      normalise: n.normalise,
    }
    const now = kindOf(n.namespace)
    const same = Object.entries(wanted).every(
      ([key, value]) => now[key as keyof typeof now] === value,
    )
    if (!same) await declareNamespace(ctx, wanted)
  }
}

function startOf(job: DataImport): Progress {
  const files = Object.values(job.progress)
  return {
    state: 'running',
    phase: job.phase,
    bytes: job.files.reduce((a, f) => a + f.bytes, 0),
    bytesRead: files.reduce((a, f) => a + f.bytes, 0),
    rowsRead: files.reduce((a, f) => a + f.row, 0),
    staged: job.staged,
    applied: job.applied,
  }
}

function tell(run: Running, state: Progress['state'] = 'running'): void {
  run.deps.onProgress?.({ ...run.progress, state })
  if (run.deps.signal?.aborted)
    throw new AppError(503, 'stopping', 'The server is stopping; the import goes on later')
}

/** A database crash empties unlogged tables; then the orders' files are read again, nothing else. */
async function restageIfLost(run: Running): Promise<void> {
  const { ctx, job, owner } = run
  if (!job.mapping.parts.some((p) => p.kind === 'orders')) return
  const there = await stagedRows(ctx, job.id)
  if (there === job.staged && there > 0) return
  if (there !== job.staged) {
    ctx.log.warn(
      { import: job.id, there, expected: job.staged },
      'staged rows were lost in a crash and are read again',
    )
    const files = job.files.flatMap((f, i) =>
      job.mapping.parts[f.part]?.kind === 'orders' ? [i] : [],
    )
    await inTx(ctx, async (ctx) => {
      await dropStage(ctx, job.id)
      await makeStage(ctx, job.id)
      await forgetReading(ctx, job.id, files)
      await sql`update data_import set progress = progress - ${files.map(String)}::text[], staged = 0, phase = 'reading' where tenant_id = ${ctx.tenantId} and id = ${job.id}`.execute(
        ctx.pg,
      )
      await checkpoint(ctx, job.id, owner)
    })
    for (const i of files) delete job.progress[i]
    job.staged = 0
    job.phase = 'reading'
    run.progress = startOf(job)
    return
  }
  await inTx(ctx, (ctx) => makeStage(ctx, job.id))
}

function compiled(run: Running, part: Part, file: OpenFile): Fields {
  try {
    return compile(run.job.mapping, part, file.columns, run.lookups, file.format === 'ndjson')
  } catch (error) {
    if (error instanceof RangeError) throw invalid('mapping_does_not_fit', error.message)
    throw error
  }
}

/** Files that are only looked values up in have been read already; their rows are no data. */
async function passOver(run: Running, index: number, bytes: number): Promise<void> {
  const progress = { row: 0, bytes, columns: [], done: true }
  await checkpoint(run.ctx, run.job.id, run.owner, { file: { index, progress } })
  run.progress.bytesRead += bytes
}

async function readOne(run: Running, index: number, part: Part): Promise<void> {
  const { job } = run
  const source = job.files[index]
  if (!source) return
  const before = job.progress[index] ?? { row: 0, bytes: 0, columns: [], done: false }
  const file = await openFile(source.path, readingOf(part))
  const fields = compiled(run, part, file)
  let at: FileProgress = before
  const earlier = run.progress.bytesRead - before.bytes
  const earlierRows = run.progress.rowsRead - before.row
  for await (const whole of file.batches) {
    const batch = after(whole, before.row)
    const last = Math.max(at.row, whole.rows.at(-1)?.row ?? 0, whole.bad.at(-1)?.row ?? 0)
    at = { row: last, bytes: whole.bytesRead, columns: [...file.columns], done: false }
    if (batch.rows.length + batch.bad.length > 0)
      await readBatch(run, index, part, fields, batch, at)
    run.progress.bytesRead = earlier + at.bytes
    run.progress.rowsRead = earlierRows + at.row
    tell(run)
    await heed(run.ctx, job.id)
  }
  await checkpoint(run.ctx, job.id, run.owner, {
    file: { index, progress: { ...at, bytes: source.bytes, done: true } },
  })
}

/** Without the rows that an earlier run has dealt with. */
function after(batch: Batch, row: number): Batch {
  if (row === 0) return batch
  return {
    ...batch,
    rows: batch.rows.filter((r) => r.row > row),
    bad: batch.bad.filter((b) => b.row > row),
  }
}

async function readBatch(
  run: Running,
  file: number,
  part: Part,
  fields: Fields,
  batch: Batch,
  at: FileProgress,
): Promise<void> {
  const { ctx, job, owner } = run
  const tally = new Tally('read')
  for (const bad of batch.bad)
    tally.reject(file, { row: bad.row, cells: bad.raw }, bad.code, bad.reason)
  const before = fields.repaired()
  const kept = batch.rows.filter((row) => {
    const rule = fields.ruleOf(row)
    if (rule?.aside)
      tally.setAside(
        file,
        row,
        rule.aside,
        rule.reason ?? 'The mapping says that it is no data of this kind',
        anonymous(fields, row),
      )
    return !rule?.aside
  })
  const b: Batching = { job, file, part, fields, currency: run.currency, finder: run.finder, tally }
  const work = await workOf(run, b, kept)
  const repaired = fields.repaired() - before
  if (repaired > 0)
    ctx.log.warn(
      { import: job.id, cells: repaired },
      'NUL characters or lone surrogates were replaced',
    )
  await inTx(ctx, async (ctx) => {
    const staged = await asHistory(ctx, () => work(ctx))
    await writeTally(ctx, job.id, tally)
    await checkpoint(ctx, job.id, owner, { file: { index: file, progress: at }, staged })
    run.progress.staged += staged
  })
}

export const anonymous = (fields: Fields, row: Row) => {
  const isAbout = fields.names('identifiers')
  return isAbout && fields.open(row, 'identifiers').length === 0 ? ['without_customer'] : []
}

/** What to do in the batch's transaction; answers how many rows were staged. */
async function workOf(
  run: Running,
  b: Batching,
  rows: Row[],
): Promise<(ctx: Ctx) => Promise<number>> {
  if (b.part.kind === 'orders') {
    const staged = placed(b, rows)
    return async (ctx) => {
      await stage(ctx, run.job.id, staged)
      return staged.length
    }
  }
  if (b.part.kind === 'events') {
    await whenThereIsRoom(run.ctx, () => submitEvents(run.ctx, run.deps.collector, b, rows))
    return async () => 0
  }
  const apply = APPLIERS[b.part.kind]
  if (!apply) throw new Error(`nothing applies ${b.part.kind}`)
  const work = await apply(run.ctx, b, rows)
  return async (ctx) => {
    await work(ctx)
    return 0
  }
}

export function placed(b: Batching, rows: Row[]): (StagedRow & { key: string })[] {
  return rows.flatMap((row) => {
    try {
      return [{ ...row, ...placeOf(b.fields, row), file: b.file }]
    } catch (error) {
      if (!(error instanceof BadRow)) throw error
      b.tally.reject(b.file, row, error.code, error.message)
      return []
    }
  })
}

/** Live events go first: an import waits while the collector is full. */
async function whenThereIsRoom<T>(ctx: Ctx, work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'collector_full' || tries > 60) throw error
      ctx.log.debug({ tries }, 'the collector is full; the import waits')
      await new Promise((resolve) => setTimeout(resolve, 1000))
    }
  }
}

async function recordStaged(run: Running): Promise<void> {
  const { ctx, job, owner } = run
  await sortStage(ctx, job.id)
  await checkpoint(ctx, job.id, owner, { phase: 'applying' })
  run.progress.phase = 'applying'
  const compiledOf = new Map<number, Fields>()
  const fieldsOf = (file: number): Fields => {
    const known = compiledOf.get(file)
    if (known) return known
    throw new Error(`file ${file} was staged but not opened`)
  }
  for (const [index, source] of job.files.entries()) {
    const part = job.mapping.parts[source.part]
    if (part?.kind !== 'orders') continue
    // Only for the names of the columns.
    const file = await openFile(source.path, readingOf(part))
    if (file.format === 'ndjson')
      file.columns.push(...((await loadImport(ctx, job.id)).progress[index]?.columns ?? []))
    compiledOf.set(index, compiled(run, part, file))
    await file.close()
  }
  // While one chunk is recorded the next is fetched and read: two connections, two cores.
  const following = async (after: string) => {
    const groups = await nextGroups(ctx, job.id, after, GROUPS)
    const last = groups.at(-1)
    if (!last) return undefined
    const rows = groups.reduce((sum, g) => sum + g.rows.length, 0)
    const prepared = await prepareGroups(ctx, job, groups, fieldsOf, run.currency, run.finder)
    return { key: last.key, rows, prepared }
  }
  let chunk = await following(job.applied_key)
  while (chunk) {
    const { key, rows, prepared } = chunk
    const next = following(key)
    // Should recording fail, its error is the one to tell; this promise is then nobody's.
    next.catch((error: unknown) =>
      ctx.log.debug({ err: error }, 'the next orders could not be read'),
    )
    await inTx(ctx, async (ctx) => {
      await checkpoint(ctx, job.id, owner, { appliedKey: key, applied: rows })
      await asHistory(ctx, () => recordGroups(ctx, job, prepared))
    })
    run.progress.applied += rows
    tell(run)
    await heed(ctx, job.id)
    chunk = await next
  }
}
