// How imports are shown.
import { sql } from 'kysely'
import { z } from 'zod'
import { namesOfActors } from '../org/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { notFound } from '../platform/errors.ts'
import { readCursor, toPage } from '../platform/page.ts'
import { type Counts, countsOf } from './counts.ts'
import { type DataImport, loadImports } from './import.ts'
import { reportOf } from './report.ts'

export const tags = ['imports']
export const Import = z.object({
  id: z.uuid(),
  kind: z.string(),
  source: z.string(),
  mapping: z.string().describe('Name of the mapping'),
  mapping_title: z.record(z.string(), z.string()),
  mends: z.uuid().nullable().describe('The import whose refused rows these are, mended'),
  mode: z.enum(['first_wins', 'correct']),
  files: z.array(
    z.object({
      name: z.string(),
      bytes: z.number().int(),
      rows_read: z.number().int(),
      done: z.boolean(),
    }),
  ),
  state: z.enum(['waiting', 'running', 'paused', 'done', 'failed', 'undoing', 'undone']),
  wanted: z
    .enum(['pause', 'undo'])
    .nullable()
    .describe('What the worker does at its next checkpoint'),
  progress: z.object({
    phase: z.enum(['reading', 'applying']),
    bytes: z.number().int(),
    bytes_read: z.number().int(),
    rows_read: z.number().int(),
    staged: z.number().int(),
    applied: z.number().int(),
  }),
  counts: z
    .object({
      imported: z.int(),
      repeated: z.int().describe('Known before, or repeated in the file: nothing changed'),
      aside: z.int(),
      rejected: z.int(),
    })
    .describe('Rows whose fate is decided'),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  created_at: z.iso.datetime(),
  created_by: z.string(),
  created_by_name: z.string().nullable().describe('Null: not of the brand any more, or a program'),
  started_at: z.iso.datetime().nullable(),
  finished_at: z.iso.datetime().nullable(),
  undone_at: z.iso.datetime().nullable(),
  undone_by: z.string().nullable(),
  undone_by_name: z.string().nullable(),
})
const Fate = z.object({
  fate: z
    .string()
    .describe(
      'order_line, customer, rejected:<code>, aside:<code> …; the fates add up to the rows',
    ),
  rows: z.number().int(),
  notes: z
    .record(z.string(), z.number().int())
    .describe('Some of these rows counted again: without_customer, repeated_line, rounded …'),
})
export const ImportDetail = Import.extend({
  report: z.object({
    rows: z.number().int(),
    fates: z.array(Fate),
    by_file: z.array(
      z.object({
        file: z.string(),
        rows: z.number().int(),
        fates: z.record(z.string(), z.number().int()),
      }),
    ),
  }),
  undo: z
    .record(z.string(), z.number())
    .nullable()
    .describe('What undoing took away, and what stayed'),
  mended_by: z.array(z.uuid()).describe('Imports of its refused rows, mended'),
})

const NOTHING: Counts = { imported: 0, repeated: 0, aside: 0, rejected: 0 }
const iso = (at: Date | null) => at?.toISOString() ?? null

function shown(
  job: DataImport,
  counts: Counts,
  names: ReadonlyMap<string, string>,
): z.infer<typeof Import> {
  const read = Object.values(job.progress)
  return {
    id: job.id,
    kind: job.kind,
    source: job.source,
    mapping: job.mapping.name,
    mapping_title: job.mapping.title,
    mends: job.mends,
    counts,
    wanted: job.wanted,
    mode: job.mode,
    files: job.files.map((f, i) => ({
      name: f.name,
      bytes: f.bytes,
      rows_read: job.progress[i]?.row ?? 0,
      done: job.progress[i]?.done ?? false,
    })),
    state: job.state,
    progress: {
      phase: job.phase,
      bytes: job.files.reduce((a, f) => a + f.bytes, 0),
      bytes_read: read.reduce((a, f) => a + f.bytes, 0),
      rows_read: read.reduce((a, f) => a + f.row, 0),
      staged: job.staged,
      applied: job.applied,
    },
    error: job.error,
    created_at: job.created_at.toISOString(),
    created_by: job.created_by,
    created_by_name: names.get(job.created_by) ?? null,
    started_at: iso(job.started_at),
    finished_at: iso(job.finished_at),
    undone_at: iso(job.undone_at),
    undone_by: job.undone_by,
    undone_by_name: names.get(job.undone_by ?? '') ?? null,
  }
}

const snake = (name: string) => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)

/** A page of imports, as they are shown. */
async function shownAll(ctx: Ctx, jobs: readonly DataImport[]): Promise<z.infer<typeof Import>[]> {
  const counts = await countsOf(
    ctx,
    jobs.map((job) => job.id),
  )
  const names = await namesOfActors(
    ctx,
    jobs.flatMap((job) => [job.created_by, ...(job.undone_by ? [job.undone_by] : [])]),
  )
  return jobs.map((job) => shown(job, counts.get(job.id) ?? NOTHING, names))
}

/** Newest first. */
export async function listImports(
  ctx: Ctx,
  query: { limit: number; cursor?: string | undefined },
): Promise<{ items: z.infer<typeof Import>[]; next_cursor: string | null }> {
  const before = readCursor(query.cursor, z.uuid())
  const { rows } = await sql<{ id: string }>`select id from data_import
    where tenant_id = ${ctx.tenantId} ${before ? sql`and id < ${before}::uuid` : sql``}
    order by id desc limit ${query.limit + 1}`.execute(ctx.pg)
  const page = toPage(
    rows,
    query.limit,
    (r) => r.id,
    (r) => r.id,
  )
  return { ...page, items: await shownAll(ctx, await loadImports(ctx, page.items)) }
}

export async function detail(ctx: Ctx, job: DataImport): Promise<z.infer<typeof ImportDetail>> {
  const undo = job.undo_report
    ? Object.fromEntries(
        Object.entries(job.undo_report).flatMap(([name, value]) =>
          typeof value === 'number' ? [[snake(name), value]] : [],
        ),
      )
    : null
  const [one] = await shownAll(ctx, [job])
  if (!one) throw notFound('import')
  const { rows } = await sql<{ id: string }>`select id from data_import
    where tenant_id = ${ctx.tenantId} and mends = ${job.id} order by id`.execute(ctx.pg)
  return { ...one, report: await reportOf(ctx, job), undo, mended_by: rows.map((r) => r.id) }
}
