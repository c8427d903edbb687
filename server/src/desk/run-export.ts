// Writing an export's file. It gets its name only when it is whole: a worker that dies leaves a part
// that nobody can take away, and the next one begins again.
import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { sql } from 'kysely'
import { isStill } from '../org/index.ts'
import { can, scopeOf } from '../platform/auth.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { AppError, conflict, forbidden, unavailable } from '../platform/errors.ts'
import { isPgUnavailable } from '../platform/pg.ts'
import { encode } from './encode.ts'
import { exportKindOf, type Row } from './export-kinds.ts'
import { actorOf, COLUMNS, type DataExport, loadExport } from './exports.ts'
import { notify } from './notices.ts'

export interface ExportFiles {
  /** Where files are kept, e.g. `data/files/exports`. */
  folder: string
}
export interface RunExportDeps {
  files: ExportFiles
  /** Stops between two rows, as a kill would. For shutdown. */
  signal?: AbortSignal | undefined
  /** Hears how many rows are written, as often as it is noted down. */
  onProgress?: ((rows: number) => void) | undefined
}

const LEASE_SECONDS = 30
const KEPT_DAYS = 7
/** Noted down, and looked whether it is still wanted, every so many rows. */
const ROWS_A_LOOK = 1_000
const MAX_ATTEMPTS = 6

export const exportPath = (files: ExportFiles, id: string) => join(files.folder, id)

/** Thrown when it was cancelled, or another worker has it now. */
class NotOurs extends Error {}

/** Writes an export to its end, if it is to be had: one that another worker holds is left alone. */
export async function runExport(ctx: Ctx, deps: RunExportDeps, id: string): Promise<DataExport> {
  const owner = randomUUID()
  const job = await claim(ctx, id, owner)
  if (!job) return loadExport(ctx, id)
  const part = `${exportPath(deps.files, id)}.${owner}.part`
  const heart = setInterval(
    () => {
      look(ctx, id, owner).catch((error: unknown) =>
        ctx.log.warn({ err: error, export: id }, 'the export could not say that it is alive'),
      )
    },
    (LEASE_SECONDS * 1000) / 3,
  )
  try {
    if (job.attempts > MAX_ATTEMPTS)
      throw conflict('export_interrupted', 'The export was interrupted again and again')
    await mkdir(deps.files.folder, { recursive: true, mode: 0o700 })
    const { rows, bytes } = await write(ctx, deps, job, owner, part)
    await finish(ctx, deps, job, owner, part, { rows, bytes })
  } catch (error) {
    await rm(part, { force: true })
    await settle(ctx, job, owner, error)
  } finally {
    clearInterval(heart)
  }
  return loadExport(ctx, id)
}

async function claim(ctx: Ctx, id: string, owner: string): Promise<DataExport | undefined> {
  const { rows } = await sql<DataExport>`
    update data_export set state = 'running', owner = ${owner}::uuid, rows = 0, error = null, attempts = attempts + 1,
      lease_until = now() + make_interval(secs => ${LEASE_SECONDS}), started_at = ${ctx.now()}::timestamptz
    where tenant_id = ${ctx.tenantId} and id = ${id}
      and (state = 'waiting' or (state = 'running' and lease_until < now()))
    returning ${COLUMNS}`.execute(ctx.pg)
  return rows[0]
}

async function look(ctx: Ctx, id: string, owner: string, rows?: number): Promise<void> {
  const { numAffectedRows } = await sql`
    update data_export set lease_until = now() + make_interval(secs => ${LEASE_SECONDS}), rows = coalesce(${rows ?? null}::bigint, rows)
    where tenant_id = ${ctx.tenantId} and id = ${id} and owner = ${owner}::uuid and state = 'running'`.execute(
    ctx.pg,
  )
  if (numAffectedRows !== 1n) throw new NotOurs()
}

/** @throws 403 when who asked may not read such rows any more */
async function asAsked(ctx: Ctx, job: DataExport): Promise<Ctx> {
  const actor = actorOf(job)
  const kind = exportKindOf(job.kind)
  const isOutside = scopeOf(actor).kind !== 'all' && !kind.isScoped
  if (!(await isStill(ctx, actor)) || !can(actor, kind.permission) || isOutside)
    throw forbidden(
      'access_changed',
      'What you may see has changed since you asked; export it anew',
    )
  return { ...ctx, actor }
}

async function write(
  ctx: Ctx,
  deps: RunExportDeps,
  job: DataExport,
  owner: string,
  part: string,
): Promise<{ rows: number; bytes: number }> {
  const asker = await asAsked(ctx, job)
  const opened = exportKindOf(job.kind).open(asker, job.params)
  let rows = 0
  async function* counted(): AsyncGenerator<Row> {
    for await (const row of opened.stream()) {
      rows += 1
      // Rows that came since it was counted are no way around the second person.
      if (job.rows_allowed !== null && rows > job.rows_allowed)
        throw conflict(
          'export_needs_approval',
          `There are more than ${job.rows_allowed} rows by now; ask again, somebody else will have to agree`,
        )
      yield row
      if (rows % ROWS_A_LOOK !== 0) continue
      await look(ctx, job.id, owner, rows)
      deps.onProgress?.(rows)
      if (deps.signal?.aborted)
        throw unavailable('stopping', 'The server is stopping; the export begins again later')
    }
  }
  const bytes = encode(job, await opened.columns(), counted())
  const from = Readable.from(bytes, { objectMode: false })
  // `flush`: on the disk before it gets its name.
  const into = createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true })
  if (job.gzip) await pipeline(from, createGzip(), into)
  else await pipeline(from, into)
  return { rows, bytes: (await stat(part)).size }
}

/** Named and noted as done while no cancelling can come between. */
async function finish(
  ctx: Ctx,
  deps: RunExportDeps,
  job: DataExport,
  owner: string,
  part: string,
  of: { rows: number; bytes: number },
): Promise<void> {
  const now = ctx.now()
  const expires = new Date(now.getTime() + KEPT_DAYS * 86_400_000)
  await inTx(ctx, async (ctx) => {
    const { numAffectedRows } = await sql`
      update data_export set state = 'done', owner = null, lease_until = null, rows = ${of.rows}, bytes = ${of.bytes},
        finished_at = ${now}::timestamptz, expires_at = ${expires}::timestamptz
      where tenant_id = ${ctx.tenantId} and id = ${job.id} and owner = ${owner}::uuid and state = 'running'`.execute(
      ctx.pg,
    )
    if (numAffectedRows !== 1n) throw new NotOurs()
    await notify(ctx, {
      kind: 'export_done',
      to: { actor: job.created_by },
      subject: { kind: 'export', id: job.id },
      params: { export_kind: job.kind, rows: of.rows, file: job.file_name },
      link: '/exports',
      key: `export ${job.id}`,
    })
    await rename(part, exportPath(deps.files, job.id))
  })
}

/** An outage is tried again; what the caller or we did wrong ends it, with the reason. */
async function settle(ctx: Ctx, job: DataExport, owner: string, error: unknown): Promise<void> {
  if (error instanceof NotOurs) {
    ctx.log.info({ export: job.id }, 'the export was cancelled, or another worker has it')
    return
  }
  const isFull = ['ENOSPC', 'EROFS', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')
  const isOutage =
    isPgUnavailable(error) || (error instanceof AppError && error.status >= 500) || isFull
  if (isOutage && job.attempts <= MAX_ATTEMPTS) {
    await sql`update data_export set lease_until = now() - interval '1 second'
      where tenant_id = ${ctx.tenantId} and id = ${job.id} and owner = ${owner}::uuid`.execute(
      ctx.pg,
    )
    throw error
  }
  const known = error instanceof AppError ? error : undefined
  if (!known) ctx.log.error({ err: error, export: job.id }, 'the export met an error of ours')
  const told = isFull
    ? { code: 'disk_full', message: 'The file cannot be stored now: the disk takes no more' }
    : {
        code: known?.code ?? 'internal_error',
        message: known?.message ?? 'Something went wrong on our side; it has been logged',
      }
  await inTx(ctx, async (ctx) => {
    const { numAffectedRows } = await sql`
      update data_export set state = 'failed', owner = null, lease_until = null, finished_at = ${ctx.now()}::timestamptz,
        error = ${JSON.stringify(told)}::jsonb
      where tenant_id = ${ctx.tenantId} and id = ${job.id} and owner = ${owner}::uuid and state = 'running'`.execute(
      ctx.pg,
    )
    if (numAffectedRows !== 1n) return
    await notify(ctx, {
      kind: 'export_failed',
      to: { actor: job.created_by },
      subject: { kind: 'export', id: job.id },
      params: { export_kind: job.kind, file: job.file_name },
      link: '/exports',
      key: `export ${job.id}`,
    })
  })
}

/** At the start of a server that is alone: whoever was writing an export is gone. */
export async function releaseExports(ctx: Ctx): Promise<void> {
  await sql`update data_export set lease_until = now() - interval '1 second'
    where state = 'running' and lease_until >= now()`.execute(ctx.pg)
}

/** Exports that wait for a worker or lost theirs, of all tenants. */
export async function unattendedExports(ctx: Ctx): Promise<{ tenantId: string; id: string }[]> {
  const { rows } = await sql<{ tenantId: string; id: string }>`
    select tenant_id as "tenantId", id from data_export
    where state = 'waiting' or (state = 'running' and lease_until < now())
    order by created_at limit 100`.execute(ctx.pg)
  return rows
}

/** What has expired goes, and so does every file that no export answers for. Of all tenants. */
export async function expireExports(ctx: Ctx, files: ExportFiles): Promise<number> {
  await mkdir(files.folder, { recursive: true, mode: 0o700 })
  await sql`update data_export set state = 'expired'
    where state = 'done' and expires_at <= ${ctx.now()}::timestamptz`.execute(ctx.pg)
  const names = await readdir(files.folder)
  const { rows } = await sql<{ id: string; owner: string | null; state: string }>`
    select id, owner, state from data_export where state in ('done', 'running')`.execute(ctx.pg)
  // A file is renamed before its export is noted as done.
  const kept = new Set(
    rows.flatMap((r) => [r.id, ...(r.owner === null ? [] : [`${r.id}.${r.owner}.part`])]),
  )
  const gone = names.filter((name) => !kept.has(name))
  for (const name of gone) await rm(join(files.folder, name), { force: true })
  return gone.length
}
