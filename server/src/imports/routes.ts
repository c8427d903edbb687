import multipart from '@fastify/multipart'
import { z } from 'zod'
import { inTx } from '../platform/ctx.ts'
import { invalid } from '../platform/errors.ts'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery } from '../platform/page.ts'
import { detail, Import, ImportDetail, listImports, tags } from './answers.ts'
import { discard, newUpload, receive, type Uploads } from './files.ts'
import {
  beginUndo,
  createImport,
  demandWholeTenant,
  loadImport,
  pauseImport,
  resumeImport,
} from './import.ts'
import { KINDS } from './mapping.ts'
import { mappingFor } from './mapping-for.ts'
import { rejectedRows } from './rejected.ts'
import { listMappings, removeMapping, saveMapping } from './saved-mappings.ts'
import { sendRun, sendUndo } from './send.ts'
import { undoPreview } from './undo-preview.ts'
import { wizardRoutes } from './wizard-routes.ts'

const Id = z.object({ id: z.uuid() })
const SavedMapping = z.object({
  name: z.string(),
  title: z.record(z.string(), z.string()),
  shipped: z.boolean(),
  mapping: z.record(z.string(), z.unknown()),
})

const Fields = z.object({
  mapping: z.string().max(60).optional(),
  kind: z.enum(KINDS).optional(),
  source: z.string().min(1).max(100).optional(),
  mode: z.enum(['first_wins', 'correct']).optional(),
  again: z.enum(['true', 'false']).optional(),
})

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
      ({ ctx, query }) => listImports(ctx, query),
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
          summary: 'Take back everything an import brought; one at work is stopped first',
          params: Id,
          response: { 202: ImportDetail },
        },
      },
      async (request, reply) => {
        const job = await inTx(request.ctx, async (ctx) => {
          const job = await beginUndo(ctx, request.params.id)
          if (job.state === 'undoing') await sendUndo(ctx, job.id)
          return job
        })
        return reply.code(202).send(await detail(request.ctx, job))
      },
    )
    app.get(
      '/imports/:id/undo',
      {
        config: { access: 'imports:run' },
        schema: {
          tags,
          summary: 'What undoing it would take away now',
          params: Id,
          response: {
            200: z.object({
              orders: z.int(),
              refunds: z.int(),
              products: z.int(),
              costs: z.int(),
              orders_stay: z.int().describe('Refunded or changed from elsewhere since'),
              customers: z.int().describe('Of them, who has been seen elsewhere since will stay'),
              attributes: z.int(),
              tags: z.int(),
              relations: z.int(),
              events: z.int(),
            }),
          },
        },
      },
      async ({ ctx, params }) => {
        const { ordersStay, ...rest } = await undoPreview(ctx, params.id)
        return { ...rest, orders_stay: ordersStay }
      },
    )
    app.post(
      '/imports/:id/pause',
      {
        config: { access: 'imports:run' },
        schema: {
          tags,
          summary: 'Stop an import at its next checkpoint; it can go on later',
          params: Id,
          response: { 202: ImportDetail },
        },
      },
      async ({ ctx, params }, reply) => {
        const job = await inTx(ctx, (ctx) => pauseImport(ctx, params.id))
        return reply.code(202).send(await detail(ctx, job))
      },
    )
    app.post(
      '/imports/:id/resume',
      {
        config: { access: 'imports:run' },
        schema: {
          tags,
          summary: 'Go on with a paused, failed or interrupted import',
          params: Id,
          response: { 202: ImportDetail },
        },
      },
      async (request, reply) => {
        const job = await inTx(request.ctx, async (ctx) => {
          const job = await resumeImport(ctx, request.params.id)
          if (job.state === 'waiting') await sendRun(ctx, job.id)
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
    wizardRoutes(uploads)(app)
  }
