// homefield import: files in, with their progress and what became of every row.
import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { drainOutbox } from '../collect/index.ts'
import { projectAliases } from '../identity/index.ts'
import {
  beginUndo,
  createImport,
  type DataImport,
  KINDS,
  type Kind,
  mappingFor,
  type Progress,
  type Report,
  rejectedRows,
  reportOf,
  resumeImport,
  runImport,
  runUndo,
  soundMapping,
} from '../imports/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { AppError } from '../platform/errors.ts'
import { type Command, readArgs, type Surroundings, UsageError } from './command.ts'
import { type Step, startProgress } from './progress.ts'
import { findTenant } from './tenant.ts'

interface Asked {
  tenant: string
  mapping: string | undefined
  kind: Kind | undefined
  source: string | undefined
  mode: 'first_wins' | 'correct'
  again: boolean
  files: string[]
  cwd: string
}

export const importCommand: Command = {
  name: 'import',
  takes:
    '--tenant T (--mapping NAME | --kind KIND) [--source S] [--correct] [--again] FILE…  |  --tenant T --undo ID',
  does: 'bring files in; the same again goes on where it was interrupted',
  read(args, cwd) {
    const text = { type: 'string' } as const
    const yes = { type: 'boolean' } as const
    const { values, positionals } = readArgs(
      args,
      {
        tenant: text,
        mapping: text,
        kind: text,
        source: text,
        undo: text,
        correct: yes,
        again: yes,
      },
      { min: 0, max: Number.MAX_SAFE_INTEGER },
    )
    const { tenant, mapping, source, undo } = values
    if (!tenant) throw new UsageError('--tenant is missing')
    if (undo !== undefined) {
      if (positionals.length > 0) throw new UsageError('--undo takes no files')
      return { work: (here) => inTenant(here, tenant, (ctx) => takeBack(here, ctx, undo)) }
    }
    if (positionals.length === 0) throw new UsageError('There is no file to import')
    const kind = KINDS.find((k) => k === values.kind)
    if (values.kind !== undefined && !kind)
      throw new UsageError(`--kind is one of ${KINDS.join(', ')}`)
    if ((mapping === undefined) === (kind === undefined))
      throw new UsageError('Name a --mapping or a --kind')
    const asked: Asked = {
      tenant,
      mapping,
      kind,
      source,
      mode: values.correct ? 'correct' : 'first_wins',
      again: values.again === true,
      files: positionals.map((file) => resolve(cwd, file)),
      cwd,
    }
    return { work: (here) => inTenant(here, tenant, (ctx) => bringIn(here, ctx, asked)) }
  },
}

async function inTenant(
  here: Surroundings,
  named: string,
  work: (ctx: Ctx) => Promise<number>,
): Promise<number> {
  const ctx = await findTenant(here, named)
  return ctx ? work(ctx) : 1
}

async function bringIn(here: Surroundings, ctx: Ctx, asked: Asked): Promise<number> {
  const { app, print, signal } = here
  const job = await begin(ctx, here, asked)
  if (!job) return 1
  const progress = startProgress(print, here.terminal)
  let last: Step | undefined
  const onProgress = (p: Progress) => {
    last = stepOf(p)
    progress.show(last)
  }
  let ended: DataImport
  try {
    ended = await runImport(ctx, { collector: app.collector, onProgress, signal }, job.id)
  } catch (error) {
    progress.end(last)
    if (!signal.aborted) throw error
    print.err(
      'Interrupted. The same command goes on from here; so does a running server, by itself.',
    )
    return 1
  }
  progress.end(last)
  // A server moves these by itself; alone nobody else would until the next start.
  await drainOutbox(ctx, app.collector)
  await projectAliases(ctx)
  return report(here, ctx, asked.cwd, ended, progress.seconds())
}

/** A new import, or the interrupted one of the very same files. */
async function begin(
  ctx: Ctx,
  { print }: Surroundings,
  asked: Asked,
): Promise<DataImport | undefined> {
  const files = asked.files.map((path) => ({ name: basename(path), path }))
  const mapping = asked.mapping?.endsWith('.json')
    ? soundMapping(JSON.parse(await readFile(resolve(asked.cwd, asked.mapping), 'utf8')))
    : soundMapping(await mappingFor(ctx, asked, files))
  try {
    return await createImport(ctx, { mapping, files, mode: asked.mode, again: asked.again })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'already_imported') throw error
    const id = (error.details as { import_id: string }).import_id
    try {
      const resumed = await resumeImport(ctx, id)
      print.out(`Going on with import ${id}.\n`)
      return resumed
    } catch (refused) {
      if (!(refused instanceof AppError) || refused.code !== 'import_not_resumable') throw refused
      print.err(
        `These files are imported or being imported already (${id}). --again brings them in once more; --undo ${id} takes them back.`,
      )
      return undefined
    }
  }
}

/** Reading is the first half where rows are staged, and all of it where they are not. */
const stepOf = (p: Progress): Step =>
  p.phase === 'reading'
    ? { name: 'reading', done: p.bytesRead, of: p.bytes, rows: p.rowsRead }
    : { name: 'recording', done: p.applied, of: p.staged, rows: p.applied }

async function report(
  here: Surroundings,
  ctx: Ctx,
  cwd: string,
  job: DataImport,
  seconds: number,
): Promise<number> {
  const { print } = here
  const found = await reportOf(ctx, job)
  const count = (n: number) => n.toLocaleString('en')
  print.out(
    `Import ${job.id}: ${job.state}, ${count(found.rows)} rows in ${seconds.toFixed(1)} s\n`,
  )
  const fates = found.fates.filter((f) => f.rows > 0).sort((a, b) => b.rows - a.rows)
  for (const { fate, rows, notes } of fates) {
    const also = Object.entries(notes).map(([note, n]) => `${note} ${count(n)}`)
    print.out(
      `  ${fate.padEnd(32)} ${count(rows).padStart(12)}${also.length > 0 ? `   ${also.join(', ')}` : ''}\n`,
    )
  }
  await writeRejected(here, ctx, cwd, job, found)
  if (job.state === 'done') return 0
  print.err(job.error ? `${job.error.code}: ${job.error.message}` : `The import is ${job.state}`)
  return 1
}

/** Beside whoever asked, to be mended and imported again. */
async function writeRejected(
  here: Surroundings,
  ctx: Ctx,
  cwd: string,
  job: DataImport,
  found: Report,
): Promise<void> {
  for (const [index, file] of job.files.entries()) {
    const fates = found.by_file.find((f) => f.file === file.name)?.fates ?? {}
    if (!Object.keys(fates).some((fate) => fate.startsWith('rejected:'))) continue
    const { name, body } = await rejectedRows(ctx, job.id, 'rejected', index)
    const path = join(cwd, name)
    await pipeline(body, createWriteStream(path, { mode: 0o600 }))
    here.print.out(`Rows that were not imported, with the reason of each: ${path}\n`)
  }
}

async function takeBack(here: Surroundings, ctx: Ctx, id: string): Promise<number> {
  if (!/^[0-9a-f-]{36}$/i.test(id)) throw new UsageError(`${id} is no import's id`)
  await beginUndo(ctx, id)
  const job = await runUndo(ctx, here.app.collector, id)
  await drainOutbox(ctx, here.app.collector)
  here.print.out(`Import ${id}: ${job.state}\n`)
  for (const [what, n] of Object.entries(job.undo_report ?? {})) {
    if (typeof n === 'number' && n > 0)
      here.print.out(`  ${what.padEnd(32)} ${n.toLocaleString('en').padStart(12)}\n`)
  }
  return job.state === 'undone' ? 0 : 1
}
