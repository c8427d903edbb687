import multipart from '@fastify/multipart'
import { sql } from 'kysely'
import { z } from 'zod'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { invalid } from '../platform/errors.ts'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery, readCursor, toPage } from '../platform/page.ts'
import { discard, newUpload, receive, type Uploads } from './files.ts'
import {
  beginUndo,
  createImport,
  type DataImport,
  demandWholeTenant,
  loadImport,
  resumeImport,
} from './import.ts'
import { sendRun, sendUndo } from './jobs.ts'
import { KINDS, type Kind, plainMapping } from './mapping.ts'
import { openFile } from './records.ts'
import { rejectedRows } from './rejected.ts'
import { reportOf } from './report.ts'
import { getMapping, listMappings, removeMapping, saveMapping } from './saved-mappings.ts'

const tags = ['imports']
const Import = z.object({
  id: z.uuid(),
  kind: z.string(),
  source: z.string(),
  mapping: z.string().describe('Name of the mapping'),
  mode: z.enum(['first_wins', 'correct']),
  files: z.array(
    z.object({
      name: z.string(),
      bytes: z.number().int(),
      rows_read: z.number().int(),
      done: z.boolean(),
    }),
  ),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'undoing', 'undone']),
  progress: z.object({
    phase: z.enum(['reading', 'applying']),
    bytes: z.number().int(),
    bytes_read: z.number().int(),
    rows_read: z.number().int(),
    staged: z.number().int(),
    applied: z.number().int(),
  }),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  created_at: z.iso.datetime(),
  created_by: z.string(),
  started_at: z.iso.datetime().nullable(),
  finished_at: z.iso.datetime().nullable(),
  undone_at: z.iso.datetime().nullable(),
  undone_by: z.string().nullable(),
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
const ImportDetail = Import.extend({
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
})
const Id = z.object({ id: z.uuid() })
const SavedMapping = z.object({
  name: z.string(),
  title: z.record(z.string(), z.string()),
  shipped: z.boolean(),
  mapping: z.record(z.string(), z.unknown()),
})

const iso = (at: Date | null) => at?.toISOString() ?? null

function shown(job: DataImport): z.infer<typeof Import> {
  const read = Object.values(job.progress)
  return {
    id: job.id,
    kind: job.kind,
    source: job.source,
    mapping: job.mapping.name,
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
    started_at: iso(job.started_at),
    finished_at: iso(job.finished_at),
    undone_at: iso(job.undone_at),
    undone_by: job.undone_by,
  }
}

const snake = (name: string) => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)

async function detail(ctx: Ctx, job: DataImport): Promise<z.infer<typeof ImportDetail>> {
  const undo = job.undo_report
    ? Object.fromEntries(
        Object.entries(job.undo_report).flatMap(([name, value]) =>
          typeof value === 'number' ? [[snake(name), value]] : [],
        ),
      )
    : null
  return { ...shown(job), report: await reportOf(ctx, job), undo }
}

const Fields = z.object({
  mapping: z.string().max(60).optional(),
  kind: z.enum(KINDS).optional(),
  source: z.string().min(1).max(100).optional(),
  mode: z.enum(['first_wins', 'correct']).optional(),
  again: z.enum(['true', 'false']).optional(),
})

/** A mapping by its name, or none: then the columns are named as our fields, and the kind is said. */
export async function mappingFor(
  ctx: Ctx,
  given: { mapping?: string | undefined; kind?: Kind | undefined; source?: string | undefined },
  files: readonly { path: string }[],
) {
  if (given.mapping) {
    const mapping = await getMapping(ctx, given.mapping)
    return given.source ? { ...mapping, source: given.source } : mapping
  }
  const [file] = files
  if (!given.kind || !file)
    throw invalid(
      'mapping_missing',
      'Name a mapping, or the kind of a file whose columns are named as our fields',
    )
  const opened = await openFile(file.path)
  if (opened.format === 'ndjson') await opened.batches.next()
  await opened.close()
  return plainMapping(given.kind, given.source ?? 'import', opened.columns)
}

export const routes =
  (uploads: Uploads) =>
  async (app: Http): Promise<void> => {
    await app.register(multipart, {
      limits: {
        fields: 20,
        fieldSize: 10_000,
        files: 50,
        parts: 70,
        fileSize: uploads.maxBytes + 1,
      },
    })

    app.get(
      '/imports',
      {
        config: { access: 'imports:run' },
        schema: {
          tags,
          summary: 'Imports, newest first',
          querystring: z.object(pageQuery),
          response: { 200: pageOf(Import) },
        },
      },
      async (request) => {
        const { ctx, query } = request
        const before = readCursor(query.cursor, z.uuid())
        const { rows } = await sql<{
          id: string
        }>`select id from data_import where tenant_id = ${ctx.tenantId}
        ${before ? sql`and id < ${before}::uuid` : sql``} order by id desc limit ${query.limit + 1}`.execute(
          ctx.pg,
        )
        const page = toPage(
          rows,
          query.limit,
          (r) => r.id,
          (r) => r.id,
        )
        return {
          ...page,
          items: (await Promise.all(page.items.map((id) => loadImport(ctx, id)))).map(shown),
        }
      },
    )
    app.post(
      '/imports',
      {
        config: { access: 'imports:run' },
        schema: {
          tags,
          summary: 'Upload files and import them',
          description:
            'multipart/form-data: mapping (its name) or kind, source, mode, again; then one or more files named `file`. Fields stand before the files or after them.',
          consumes: ['multipart/form-data'],
          response: { 202: ImportDetail },
        },
      },
      async (request, reply) => {
        const { ctx } = request
        demandWholeTenant(ctx)
        if (!request.isMultipart())
          throw invalid('not_multipart', 'Send the file as multipart/form-data')
        const folder = await newUpload(uploads)
        try {
          const texts: Record<string, string> = {}
          const files: { name: string; path: string }[] = []
          for await (const part of request.parts()) {
            if (part.type === 'file')
              files.push(await receive(uploads, folder, part.filename ?? 'file', part.file))
            else texts[part.fieldname] = String(part.value)
          }
          const fields = Fields.safeParse(texts)
          if (!fields.success)
            throw invalid(
              'invalid_request',
              fields.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '),
            )
          if (files.length === 0) throw invalid('file_missing', 'There is no file to import')
          const mapping = await mappingFor(ctx, fields.data, files)
          const job = await inTx(ctx, async (ctx) => {
            const job = await createImport(ctx, {
              mapping,
              files,
              mode: fields.data.mode,
              again: fields.data.again === 'true',
            })
            await sendRun(ctx, job.id)
            return job
          })
          return reply.code(202).send(await detail(ctx, job))
        } catch (error) {
          await discard(folder)
          throw error
        }
      },
    )
    app.get(
      '/imports/:id',
      {
        config: { access: 'imports:run' },
        schema: {
          tags,
          summary: 'An import with what became of every row',
          params: Id,
          response: { 200: ImportDetail },
        },
      },
      async (request) => detail(request.ctx, await loadImport(request.ctx, request.params.id)),
    )
    app.post(
      '/imports/:id/undo',
      {
        config: { access: 'imports:run' },
        schema: {
          tags,
          summary: 'Take back everything an import brought',
          params: Id,
          response: { 202: ImportDetail },
        },
      },
      async (request, reply) => {
        const job = await inTx(request.ctx, async (ctx) => {
          const job = await beginUndo(ctx, request.params.id)
          await sendUndo(ctx, job.id)
          return job
        })
        return reply.code(202).send(await detail(request.ctx, job))
      },
    )
    app.post(
      '/imports/:id/resume',
      {
        config: { access: 'imports:run' },
        schema: {
          tags,
          summary: 'Go on with a failed or interrupted import',
          params: Id,
          response: { 202: ImportDetail },
        },
      },
      async (request, reply) => {
        const job = await inTx(request.ctx, async (ctx) => {
          const job = await resumeImport(ctx, request.params.id)
          await sendRun(ctx, job.id)
          return job
        })
        return reply.code(202).send(await detail(request.ctx, job))
      },
    )
    app.get(
      '/imports/:id/rejected',
      {
        config: { access: 'imports:run' },
        schema: {
          tags,
          summary: 'Rows that were not imported, as CSV: mend them and send them again',
          params: Id,
          querystring: z.object({
            fate: z.enum(['rejected', 'aside']).default('rejected'),
            file: z.coerce.number().int().min(0).optional(),
          }),
          response: {
            200: { description: 'CSV, UTF-8', content: { 'text/csv': { schema: z.string() } } },
          },
        },
      },
      async (request, reply) => {
        const { name, body } = await rejectedRows(
          request.ctx,
          request.params.id,
          request.query.fate,
          request.query.file,
        )
        return reply
          .type('text/csv; charset=utf-8')
          .header(
            'content-disposition',
            `attachment; filename="import.csv"; filename*=UTF-8''${encodeURIComponent(name)}`,
          )
          .send(body as unknown as string)
      },
    )
    app.get(
      '/import-mappings',
      {
        config: { access: 'imports:run' },
        schema: {
          tags,
          summary: 'Mappings: your own and those we ship',
          response: { 200: z.object({ items: z.array(SavedMapping) }) },
        },
      },
      async (request) => ({ items: await listMappings(request.ctx) }),
    )
    app.put(
      '/import-mappings/:name',
      {
        config: { access: 'imports:run' },
        schema: {
          tags,
          summary: 'Save a mapping',
          params: z.object({ name: z.string() }),
          body: z.record(z.string(), z.unknown()),
          response: { 200: SavedMapping },
        },
      },
      async (request) => {
        const mapping = await saveMapping(request.ctx, {
          ...request.body,
          name: request.params.name,
        })
        return { name: mapping.name, title: mapping.title, shipped: false, mapping }
      },
    )
    app.delete(
      '/import-mappings/:name',
      {
        config: { access: 'imports:run' },
        schema: {
          tags,
          summary: 'Remove a mapping of your own',
          params: z.object({ name: z.string() }),
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        await removeMapping(request.ctx, request.params.name)
        return reply.code(204).send(null)
      },
    )
  }
