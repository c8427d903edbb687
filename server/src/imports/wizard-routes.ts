// A file on its way to become an import: uploaded, looked at, mapped, checked.
import { randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { z } from 'zod'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { invalid } from '../platform/errors.ts'
import type { Http } from '../platform/http.ts'
import { detail, ImportDetail, tags } from './answers.ts'
import { checkFiles } from './check.ts'
import { discard, newUpload, receive, type Uploads } from './files.ts'
import { guess } from './guess.ts'
import { createImport, demandWholeTenant, loadImport, type NewFile } from './import.ts'
import { mappingsThatFit } from './known-mappings.ts'
import { FIELDS, KINDS, Mapping } from './mapping.ts'
import { demandIdentifiers } from './mapping-for.ts'
import { mendedImport } from './mended.ts'
import { previewFile } from './preview.ts'
import { getMapping, saveMapping, soundMapping } from './saved-mappings.ts'
import { sendRun } from './send.ts'
import { sourceOfFile } from './source-name.ts'
import { keepUpload, loadUpload, type Upload } from './uploads.ts'

const Id = z.object({ id: z.uuid() })
const UploadShown = z.object({
  id: z.uuid(),
  files: z.array(z.object({ name: z.string(), bytes: z.int() })),
  mends: z.uuid().nullable(),
})
const shown = (upload: Upload): z.infer<typeof UploadShown> => ({
  id: upload.id,
  files: upload.files.map(({ name, bytes }) => ({ name, bytes })),
  mends: upload.mends,
})
const Document = z.record(z.string(), z.unknown())
const Reading = z.object({
  file: z.int().min(0).default(0),
  encoding: z.enum(['utf-8', 'gb18030', 'utf-16le']).optional(),
  delimiter: z.string().length(1).optional(),
  skip_lines: z.int().min(0).max(100).optional(),
  sheet: z.int().min(1).max(1000).optional(),
  kind: z.enum(KINDS).optional().describe('Guess the columns for this kind'),
})
const SHOWN_ROWS = 20
const Looked = z.object({
  format: z.enum(['csv', 'ndjson', 'xlsx']),
  encoding: z.string(),
  delimiter: z.string().nullable(),
  sheets: z.array(z.string()),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.string())).describe(`The first ${SHOWN_ROWS}`),
  bad: z
    .array(z.object({ row: z.int(), code: z.string(), reason: z.string() }))
    .describe('Rows at the beginning that have another shape than the file'),
  guess: z.object({
    kind: z.enum(KINDS),
    confidence: z.number(),
    kinds: z.array(z.object({ kind: z.enum(KINDS), confidence: z.number() })),
    fields: z.array(
      z.object({
        field: z.string(),
        column: z.string(),
        confidence: z.number(),
        by: z.enum(['name', 'header', 'values', 'rest']),
      }),
    ),
    source: z.string().describe('What the shop or system may be called, by the file’s name'),
    part: Document.describe('A part of a mapping, ready to be used'),
  }),
  mappings: z
    .array(
      z.object({
        name: z.string(),
        title: z.record(z.string(), z.string()),
        shipped: z.boolean(),
      }),
    )
    .describe('Saved ones that fit these files'),
})
const Use = z.object({
  mapping: z.string().max(60).optional().describe('Name of a saved one'),
  document: Document.optional().describe('Or one of its own'),
  like: z.uuid().optional().describe('Or the one that this import was made with'),
})
const Checked = z.object({
  rows: z.int(),
  whole: z.boolean().describe('False: only the first so many rows were looked at'),
  good: z.int(),
  aside: z.int(),
  rejected: z.int(),
  without_customer: z.int(),
  foreign_currency: z
    .string()
    .nullable()
    .describe('What its orders are paid in, where that is not the brand’s own'),
  customers: z.int().describe('Different customers named'),
  reasons: z.array(
    z.object({
      fate: z.enum(['rejected', 'aside']),
      code: z.string(),
      rows: z.int(),
      reason: z.string(),
    }),
  ),
  columns: z.array(z.string()),
  bad: z.array(
    z.object({
      file: z.string(),
      row: z.int(),
      fate: z.enum(['rejected', 'aside']),
      code: z.string(),
      reason: z.string(),
      cells: z.array(z.string()),
    }),
  ),
})

interface Planned {
  mapping: Mapping
  files: NewFile[]
  mode?: 'first_wins' | 'correct'
}

/** What is to be done with an upload. @throws 400 when nothing says how it is to be read */
async function plan(ctx: Ctx, upload: Upload, use: z.infer<typeof Use>): Promise<Planned> {
  if (upload.mends) return mendedImport(ctx, upload.mends, upload.files)
  if (use.like) return { mapping: (await loadImport(ctx, use.like)).mapping, files: upload.files }
  if (use.mapping) return { mapping: await getMapping(ctx, use.mapping), files: upload.files }
  if (!use.document)
    throw invalid('mapping_missing', 'Name a saved mapping, or give one of its own')
  const parsed = Mapping.safeParse(use.document)
  // Said first: of all faults it is the one that people meet.
  if (parsed.success) demandIdentifiers(parsed.data, [])
  return { mapping: soundMapping(use.document), files: upload.files }
}

export const wizardRoutes =
  (uploads: Uploads) =>
  (app: Http): void => {
    app.get(
      '/import-fields',
      {
        config: { access: 'imports:run' },
        schema: {
          tags,
          summary: 'What files may hold: every kind with its fields, and how large a file may be',
          response: {
            200: z.object({
              max_bytes: z.int(),
              kinds: z.array(
                z.object({
                  kind: z.enum(KINDS),
                  fields: z.array(
                    z.object({ name: z.string(), type: z.string(), required: z.boolean() }),
                  ),
                  open: z
                    .array(z.string())
                    .describe('Beginnings of fields that name something themselves'),
                }),
              ),
            }),
          },
        },
      },
      async ({ ctx }) => {
        demandWholeTenant(ctx)
        return {
          max_bytes: uploads.maxBytes,
          kinds: KINDS.map((kind) => ({
            kind,
            fields: Object.entries(FIELDS[kind].fields).map(([name, type]) => ({
              name,
              type,
              required: FIELDS[kind].required.includes(name),
            })),
            open: [...FIELDS[kind].open],
          })),
        }
      },
    )
    app.post(
      '/import-uploads',
      {
        config: { access: 'imports:run' },
        schema: {
          tags,
          summary: 'Upload files to look at them first',
          description:
            'multipart/form-data: one or more files named `file`. Kept for a day, longer once an import is made of them.',
          consumes: ['multipart/form-data'],
          querystring: z.object({
            mends: z.uuid().optional().describe('The import whose refused rows these are, mended'),
          }),
          response: { 201: UploadShown },
        },
      },
      async (request, reply) => {
        const { ctx } = request
        demandWholeTenant(ctx)
        if (!request.isMultipart())
          throw invalid('not_multipart', 'Send the file as multipart/form-data')
        const folder = await newUpload(uploads)
        try {
          const files: { name: string; path: string }[] = []
          for await (const part of request.parts())
            if (part.type === 'file')
              files.push(await receive(uploads, folder, part.filename ?? 'file', part.file))
          if (files.length === 0) throw invalid('file_missing', 'There is no file to import')
          const { mends } = request.query
          if (mends) await mendedImport(ctx, mends, files)
          const sized = await Promise.all(
            files.map(async (f) => ({ ...f, bytes: (await stat(f.path)).size })),
          )
          return reply.code(201).send(shown(await keepUpload(ctx, sized, mends)))
        } catch (error) {
          await discard(folder)
          throw error
        }
      },
    )
    app.get(
      '/import-uploads/:id',
      {
        config: { access: 'imports:run' },
        schema: { tags, summary: 'An upload', params: Id, response: { 200: UploadShown } },
      },
      async ({ ctx, params }) => shown(await loadUpload(ctx, params.id)),
    )
    app.post(
      '/import-uploads/:id/preview',
      {
        config: { access: 'imports:run' },
        schema: {
          tags,
          summary: 'The first rows of a file, what it seems to be, and mappings that fit it',
          params: Id,
          body: Reading,
          response: { 200: Looked },
        },
      },
      async ({ ctx, params, body }) => {
        const upload = await loadUpload(ctx, params.id)
        const seen = await previewFile(upload.files[body.file], {
          encoding: body.encoding,
          delimiter: body.delimiter,
          skipLines: body.skip_lines,
          sheet: body.sheet,
        })
        const others = await Promise.all(
          upload.files.map(async (file, i) => ({
            name: file.name,
            path: file.path,
            columns: i === body.file ? seen.columns : (await previewFile(file, {})).columns,
          })),
        )
        const fitting = await mappingsThatFit(ctx, others)
        const { sample, isWhole: _, name: _name, bytes: _bytes, ...rest } = seen
        return {
          ...rest,
          rows: sample.slice(0, SHOWN_ROWS),
          bad: seen.bad.slice(0, SHOWN_ROWS),
          guess: {
            ...guess(seen.columns, sample, body.kind),
            source: sourceOfFile(upload.files[0]?.name ?? ''),
          },
          mappings: fitting.map(({ name, title, shipped }) => ({ name, title, shipped })),
        }
      },
    )
    app.post(
      '/import-uploads/:id/check',
      {
        config: { access: 'imports:run' },
        schema: {
          tags,
          summary: 'What would become of the rows; nothing is written',
          params: Id,
          body: Use,
          response: { 200: Checked },
        },
      },
      async ({ ctx, params, body }) => {
        const upload = await loadUpload(ctx, params.id)
        const { mapping, files } = await plan(ctx, upload, body)
        const { isWhole, withoutCustomer, foreignCurrency, ...checked } = await checkFiles(
          ctx,
          mapping,
          files,
        )
        return {
          ...checked,
          whole: isWhole,
          without_customer: withoutCustomer,
          foreign_currency: foreignCurrency,
        }
      },
    )
    app.post(
      '/import-uploads/:id/import',
      {
        config: { access: 'imports:run' },
        schema: {
          tags,
          summary: 'Import what was uploaded',
          params: Id,
          body: Use.extend({
            mode: z.enum(['first_wins', 'correct']).optional(),
            again: z.boolean().default(false),
            save_as: z
              .string()
              .trim()
              .min(1)
              .max(60)
              .optional()
              .describe('Keep the mapping under this title'),
          }),
          response: { 202: ImportDetail },
        },
      },
      async ({ ctx, params, body }, reply) => {
        const upload = await loadUpload(ctx, params.id)
        const planned = await plan(ctx, upload, body)
        const job = await inTx(ctx, async (ctx) => {
          const { save_as: title } = body
          const mapping =
            title && body.document && !upload.mends
              ? await saveMapping(ctx, {
                  ...planned.mapping,
                  name: `saved-${randomBytes(5).toString('hex')}`,
                  title: { 'zh-CN': title, en: title },
                })
              : planned.mapping
          const job = await createImport(ctx, {
            mapping,
            files: planned.files,
            mode: body.mode ?? planned.mode,
            again: body.again,
            mends: upload.mends ?? undefined,
          })
          await sendRun(ctx, job.id)
          return job
        })
        return reply.code(202).send(await detail(ctx, job))
      },
    )
  }
