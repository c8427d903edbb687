// An import and its states. Every change of state is conditional, so two workers never both have it.
import { createHash, randomUUIDv7 } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import { scopeOf } from '../platform/auth.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { type AppError, conflict, forbidden, invalid, notFound } from '../platform/errors.ts'
import type { Kind, Mapping } from './mapping.ts'

export type ImportState =
  | 'waiting'
  | 'running'
  | 'paused'
  | 'done'
  | 'failed'
  | 'undoing'
  | 'undone'
export interface ImportFile {
  name: string
  path: string
  bytes: number
  sha256: string
  /** Which part of the mapping reads it. */
  part: number
}
export interface FileProgress {
  row: number
  bytes: number
  columns: string[]
  done: boolean
}
export interface DataImport {
  id: string
  kind: Kind | 'mixed'
  source: string
  mapping: Mapping
  mode: 'first_wins' | 'correct'
  files: ImportFile[]
  state: ImportState
  progress: Record<string, FileProgress>
  staged: number
  phase: 'reading' | 'applying'
  applied_key: string
  applied: number
  error: { code: string; message: string } | null
  undo_report: Record<string, unknown> | null
  undo_step: string
  /** What the worker does at its next checkpoint. */
  wanted: 'pause' | 'undo' | null
  /** The import whose refused rows these are, mended. */
  mends: string | null
  created_at: Date
  created_by: string
  started_at: Date | null
  finished_at: Date | null
  undone_at: Date | null
  undone_by: string | null
}

/** How long a worker may be silent before another takes the import over. */
export const LEASE_SECONDS = 30

const COLUMNS = sql`id, kind, source, mapping, mode, files, state, progress, staged, phase, applied_key, applied, error,
  undo_report, undo_step, wanted, mends, created_at, created_by, started_at, finished_at, undone_at, undone_by`

/** An import knows no stores or guides: it shows and changes everybody's customers. @throws 403 */
export function demandWholeTenant(ctx: Ctx): void {
  if (scopeOf(ctx.actor).kind !== 'all')
    throw forbidden('outside_scope', 'Imports need access to the whole brand')
}

/** @throws 404 */
export async function loadImport(ctx: Ctx, id: string): Promise<DataImport> {
  demandWholeTenant(ctx)
  const { rows } = await sql<DataImport>`
    select ${COLUMNS} from data_import where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
    ctx.pg,
  )
  if (!rows[0]) throw notFound('import')
  return rows[0]
}

/** In the order of the ids. */
export async function loadImports(ctx: Ctx, ids: readonly string[]): Promise<DataImport[]> {
  demandWholeTenant(ctx)
  const { rows } = await sql<DataImport>`select ${COLUMNS} from data_import
    where tenant_id = ${ctx.tenantId} and id = any(${[...ids]}::uuid[])`.execute(ctx.pg)
  return ids.flatMap((id) => rows.find((row) => row.id === id) ?? [])
}

export interface NewImport {
  mapping: Mapping
  mode?: 'first_wins' | 'correct' | undefined
  /** Name as the user knows it, and where the bytes are. */
  files: readonly NewFile[]
  /** Import the same files again although they were imported before. */
  again?: boolean | undefined
  /** The import whose refused rows these are, mended. */
  mends?: string | undefined
}
export interface NewFile {
  name: string
  path: string
  /** Which part of the mapping reads it; absent: the first whose pattern its name fits. */
  part?: number | undefined
}

/** Which part of the mapping reads which file. @throws 400 for a file nobody reads, or a missing one */
export function assign(mapping: Mapping, files: readonly NewFile[]): number[] {
  const patterns = mapping.parts.map((p) => new RegExp(p.file, 'u'))
  const parts = files.map(
    ({ name, part }) => part ?? patterns.findIndex((p) => p.test(name.replace(/\.gz$/, ''))),
  )
  const lost = files.filter((_, i) => (parts[i] ?? -1) < 0).map((f) => f.name)
  if (lost.length > 0)
    throw invalid(
      'file_not_in_mapping',
      `The mapping has no part for ${lost.join(', ')}; it knows ${mapping.parts.map((p) => p.file).join(', ')}`,
    )
  const missing = mapping.parts.filter((p, i) => p.required && !parts.includes(i))
  if (missing.length > 0)
    throw invalid('file_missing', `The mapping also needs ${missing.map((p) => p.file).join(', ')}`)
  return parts
}

/** Registers an import; nothing is read yet but for the files' fingerprints. @throws 409 when it was imported before */
export async function createImport(ctx: Ctx, given: NewImport): Promise<DataImport> {
  demandWholeTenant(ctx)
  if (given.files.length === 0) throw invalid('file_missing', 'There is no file to import')
  const parts = assign(given.mapping, given.files)
  const files = await Promise.all(
    given.files.map(
      async ({ name, path }, i): Promise<ImportFile> => ({
        name: basename(name),
        path,
        part: parts[i] ?? 0,
        ...(await fingerprintOf(path)),
      }),
    ),
  )
  files.sort((a, b) => a.part - b.part || (a.name < b.name ? -1 : 1))
  const mode = given.mode ?? 'first_wins'
  const { title: _, ...meaning } = given.mapping
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([files.map((f) => [f.part, f.sha256]), meaning, mode]))
    .digest('hex')
  const kinds = new Set(given.mapping.parts.map((p) => p.kind).filter((k) => k !== 'lookup'))
  const [only] = kinds
  const id = randomUUIDv7()
  return inTx(ctx, async (ctx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`import ${ctx.tenantId} ${fingerprint}`}, 0))`.execute(
      ctx.pg,
    )
    const { rows } = await sql<{ id: string; state: string }>`select id, state from data_import
      where tenant_id = ${ctx.tenantId} and fingerprint = ${fingerprint} and state <> 'undone' limit 1`.execute(
      ctx.pg,
    )
    if (rows[0] && !given.again)
      throw conflict(
        'already_imported',
        `The same files were imported before (${rows[0].state}); undo or resume that import, or ask for them again`,
        { import_id: rows[0].id },
      )
    await sql`insert into data_import (tenant_id, id, kind, source, mapping, mode, files, fingerprint, state, mends, created_at, created_by)
      values (${ctx.tenantId}, ${id}, ${kinds.size === 1 && only ? only : 'mixed'}, ${given.mapping.source}, ${JSON.stringify(given.mapping)}::jsonb,
        ${mode}, ${JSON.stringify(files)}::jsonb, ${fingerprint}, 'waiting', ${given.mends ?? null}, ${ctx.now()}, ${`${ctx.actor.kind}:${ctx.actor.id}`})`.execute(
      ctx.pg,
    )
    await audit(
      ctx,
      'import.created',
      { kind: 'import', id },
      {
        mapping: given.mapping.name,
        source: given.mapping.source,
        files: files.map((f) => f.name),
        mode,
        ...(given.mends && { mends: given.mends }),
      },
    )
    return loadImport(ctx, id)
  })
}

async function fingerprintOf(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }))
      hash.update(chunk as Buffer)
    return { bytes: (await stat(path)).size, sha256: hash.digest('hex') }
  } catch (error) {
    throw invalid(
      'file_unreadable',
      `The file cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

/** A file that is no longer what was registered must not go on in the middle. @throws 409 */
export async function demandSameFiles(job: DataImport): Promise<void> {
  for (const file of job.files) {
    const now = await fingerprintOf(file.path)
    if (now.sha256 !== file.sha256)
      throw conflict(
        'file_changed',
        `${file.name} is not the file any more that this import began with`,
      )
  }
}

/** Thrown when another worker has the import now; nothing more may be written. */
export class LeaseLost extends Error {}

/** Takes an import that waits, or whose worker is silent; undefined when there is nothing to take. */
export async function claimImport(
  ctx: Ctx,
  id: string,
  owner: string,
  what: 'running' | 'undoing',
): Promise<DataImport | undefined> {
  const from =
    what === 'running'
      ? sql`state = 'waiting' or (state = 'running' and lease_until < now())`
      : sql`state = 'undoing' and (lease_until is null or lease_until < now())`
  const { rows } = await sql<DataImport>`
    update data_import set state = ${what}, owner = ${owner}::uuid, error = null,
      lease_until = now() + make_interval(secs => ${LEASE_SECONDS}), started_at = coalesce(started_at, ${ctx.now()}::timestamptz)
    where tenant_id = ${ctx.tenantId} and id = ${id} and (${from})
    returning ${COLUMNS}`.execute(ctx.pg)
  return rows[0]
}

/** Call in the transaction of what the checkpoint stands for. @throws LeaseLost, which undoes it */
export async function checkpoint(
  ctx: Ctx,
  id: string,
  owner: string,
  at: {
    file?: { index: number; progress: FileProgress }
    staged?: number
    phase?: 'applying'
    appliedKey?: string
    applied?: number
    undoStep?: string
    undoReport?: Record<string, unknown>
  } = {},
): Promise<void> {
  const { numAffectedRows } = await sql`
    update data_import set lease_until = now() + make_interval(secs => ${LEASE_SECONDS}),
      progress = ${at.file ? sql`progress || jsonb_build_object(${String(at.file.index)}::text, ${JSON.stringify(at.file.progress)}::jsonb)` : sql`progress`},
      staged = staged + ${at.staged ?? 0},
      phase = ${at.phase ? sql`${at.phase}::text` : sql`phase`},
      applied_key = ${at.appliedKey === undefined ? sql`applied_key` : sql`${at.appliedKey}::text`},
      applied = applied + ${at.applied ?? 0},
      undo_step = ${at.undoStep === undefined ? sql`undo_step` : sql`${at.undoStep}::text`},
      undo_report = ${at.undoReport === undefined ? sql`undo_report` : sql`coalesce(undo_report, '{}') || ${JSON.stringify(at.undoReport)}::jsonb`}
    where tenant_id = ${ctx.tenantId} and id = ${id} and owner = ${owner}::uuid and state in ('running', 'undoing')`.execute(
    ctx.pg,
  )
  if (numAffectedRows !== 1n) throw new LeaseLost()
}

/** False when somebody has asked meanwhile to take it back: then that is what follows. @throws LeaseLost */
export async function finishImport(
  ctx: Ctx,
  id: string,
  owner: string,
  to: 'done' | 'failed' | 'undone',
  error?: AppError,
): Promise<boolean> {
  const when = to === 'undone' ? sql`undone_at` : sql`finished_at`
  const { rows } = await sql<{ state: ImportState }>`
    update data_import set state = case when wanted = 'undo' and state = 'running' then 'undoing' else ${to}::text end,
      owner = null, wanted = null, lease_until = null, ${when} = ${ctx.now()}::timestamptz,
      error = ${error ? JSON.stringify({ code: error.code, message: error.message }) : null}::jsonb
    where tenant_id = ${ctx.tenantId} and id = ${id} and owner = ${owner}::uuid returning state`.execute(
    ctx.pg,
  )
  if (!rows[0]) throw new LeaseLost()
  return rows[0].state === to
}

/** What the worker has been asked to do since; it stops between two batches, when all is noted down. */
export async function wantedOf(ctx: Ctx, id: string): Promise<DataImport['wanted']> {
  const { rows } = await sql<{ wanted: DataImport['wanted'] }>`
    select wanted from data_import where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
  return rows[0]?.wanted ?? null
}

/** The worker lets go, as it was asked to. @throws LeaseLost */
export async function stopAsked(
  ctx: Ctx,
  id: string,
  owner: string,
  wanted: 'pause' | 'undo',
): Promise<void> {
  const { numAffectedRows } = await sql`
    update data_import set state = ${wanted === 'pause' ? 'paused' : 'undoing'}, owner = null, lease_until = null, wanted = null
    where tenant_id = ${ctx.tenantId} and id = ${id} and owner = ${owner}::uuid and state = 'running'`.execute(
    ctx.pg,
  )
  if (numAffectedRows !== 1n) throw new LeaseLost()
}

/** At once when nobody works on it, else at the worker's next checkpoint. @throws 409 when it has ended */
export async function pauseImport(ctx: Ctx, id: string): Promise<DataImport> {
  await loadImport(ctx, id)
  const { numAffectedRows } = await sql`
    update data_import set
      state = case when state = 'waiting' or lease_until < now() then 'paused' else state end,
      wanted = case when state = 'waiting' or lease_until < now() then null else coalesce(wanted, 'pause') end,
      owner = case when lease_until < now() then null else owner end
    where tenant_id = ${ctx.tenantId} and id = ${id} and state in ('waiting', 'running')`.execute(
    ctx.pg,
  )
  if (numAffectedRows !== 1n)
    throw conflict('import_not_pausable', 'Only an import that waits or runs can be paused')
  await audit(ctx, 'import.paused', { kind: 'import', id })
  return loadImport(ctx, id)
}

/** Puts a paused or failed import, or one whose worker died, back in line. @throws 409 in any other state */
export async function resumeImport(ctx: Ctx, id: string): Promise<DataImport> {
  await loadImport(ctx, id)
  const { numAffectedRows } = await sql`
    update data_import set state = case when state = 'running' and wanted = 'pause' then 'running' else 'waiting' end,
      owner = case when state = 'running' and wanted = 'pause' then owner end,
      lease_until = case when state = 'running' and wanted = 'pause' then lease_until end, wanted = null
    where tenant_id = ${ctx.tenantId} and id = ${id}
      and (state in ('failed', 'waiting', 'paused') or (state = 'running' and wanted = 'pause') or (state = 'running' and lease_until < now()))`.execute(
    ctx.pg,
  )
  if (numAffectedRows !== 1n)
    throw conflict('import_not_resumable', 'Only a failed or interrupted import can go on')
  await audit(ctx, 'import.resumed', { kind: 'import', id })
  return loadImport(ctx, id)
}

/**
 * Takes everything back: at once when nobody works on it, else a worker first stops at its next
 * checkpoint. @throws 409 when it is undone already
 */
export async function beginUndo(ctx: Ctx, id: string): Promise<DataImport> {
  await loadImport(ctx, id)
  const isWorking = sql`state = 'running' and lease_until >= now()`
  const { numAffectedRows } = await sql`
    update data_import set state = case when ${isWorking} then state else 'undoing' end,
      wanted = case when ${isWorking} then 'undo' end,
      owner = case when ${isWorking} then owner end, lease_until = case when ${isWorking} then lease_until end,
      undone_by = ${`${ctx.actor.kind}:${ctx.actor.id}`}
    where tenant_id = ${ctx.tenantId} and id = ${id} and state in ('done', 'failed', 'paused', 'waiting', 'running')`.execute(
    ctx.pg,
  )
  if (numAffectedRows !== 1n)
    throw conflict('import_not_undoable', 'An import that is undone already cannot be undone')
  await audit(ctx, 'import.undo_begun', { kind: 'import', id })
  return loadImport(ctx, id)
}

/** At the start of a server that is alone: whoever held an import is gone, and nobody need wait for it. */
export async function releaseAll(ctx: Ctx): Promise<void> {
  await sql`update data_import set lease_until = now() - interval '1 second'
    where state in ('running', 'undoing') and lease_until >= now()`.execute(ctx.pg)
}

/** Imports that wait for a worker or lost theirs, of all tenants. */
export async function unattended(
  ctx: Ctx,
): Promise<{ tenantId: string; id: string; state: ImportState }[]> {
  const { rows } = await sql<{ tenantId: string; id: string; state: ImportState }>`
    select tenant_id as "tenantId", id, state from data_import
    where state = 'waiting' or (state in ('running', 'undoing') and (lease_until is null or lease_until < now()))
    order by created_at limit 100`.execute(ctx.pg)
  return rows
}
