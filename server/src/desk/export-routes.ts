import { createReadStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { z } from 'zod'
import { Nothing } from '../org/index.ts'
import { BatchAnswer, BatchIds, eachOf } from '../platform/batch.ts'
import { notFound } from '../platform/errors.ts'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery, readCursor, toPage } from '../platform/page.ts'
import {
  cancelExport,
  type DataExport,
  FORMATS,
  listExports,
  loadVisible,
  removeExport,
  startExport,
  takeExport,
} from './exports.ts'
import { type ExportFiles, exportPath } from './run-export.ts'
import { exportApprovalRows, setExportApprovalRows } from './settings.ts'

const tags = ['exports']
const Export = z.object({
  id: z.uuid(),
  kind: z.string(),
  params: z.record(z.string(), z.unknown()),
  format: z.enum(FORMATS),
  gzip: z.boolean(),
  bom: z.boolean(),
  header: z.enum(['keys', 'zh-CN', 'en']),
  file_name: z.string(),
  state: z.enum([
    'waiting_approval',
    'waiting',
    'running',
    'done',
    'failed',
    'cancelled',
    'refused',
    'expired',
  ]),
  approval_id: z.uuid().nullable(),
  rows: z.int().describe('Written so far'),
  rows_expected: z.int().nullable(),
  bytes: z.int().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  created_by: z.string(),
  created_by_name: z.string(),
  created_at: z.iso.datetime(),
  started_at: z.iso.datetime().nullable(),
  finished_at: z.iso.datetime().nullable(),
  expires_at: z.iso.datetime().nullable(),
  downloads: z.int(),
})
const Id = z.object({ id: z.uuid() })
const iso = (at: Date | null) => at?.toISOString() ?? null
const shown = (job: DataExport): z.infer<typeof Export> => ({
  id: job.id,
  kind: job.kind,
  params: job.params,
  format: job.format,
  gzip: job.gzip,
  bom: job.bom,
  header: job.header,
  file_name: job.file_name,
  state: job.state,
  approval_id: job.approval_id,
  rows: job.rows,
  rows_expected: job.rows_expected,
  bytes: job.bytes,
  error: job.error,
  created_by: job.created_by,
  created_by_name: job.actor.name,
  created_at: job.created_at.toISOString(),
  started_at: iso(job.started_at),
  finished_at: iso(job.finished_at),
  expires_at: iso(job.expires_at),
  downloads: job.downloads,
})
const TYPES = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}
const Settings = z.object({
  approval_rows: z
    .int()
    .min(0)
    .max(1_000_000_000)
    .describe('An export of customers’ data with more rows waits for a second person'),
})

export const exportRoutes =
  (files: ExportFiles) =>
  (app: Http): void => {
    app.post(
      '/exports',
      {
        config: { access: 'signed-in' },
        schema: {
          tags,
          summary: 'Start an export; its file is written in the background',
          description:
            'Each kind needs its own permission. A large export of customers’ data waits for a second person first.',
          body: z.object({
            kind: z.string().max(60),
            params: z
              .record(z.string(), z.unknown())
              .default({})
              .describe('The filters of its list'),
            format: z.enum(FORMATS).default('csv'),
            gzip: z.boolean().default(false),
            bom: z.boolean().default(true).describe('CSV: a mark that lets Excel read Chinese'),
            header: z
              .enum(['keys', 'zh-CN', 'en'])
              .default('keys')
              .describe('Names of the columns'),
            reason: z.string().max(1000).default('').describe('For the second person'),
          }),
          response: { 202: Export },
        },
      },
      async ({ ctx, body }, reply) => reply.code(202).send(shown(await startExport(ctx, body))),
    )
    app.get(
      '/exports',
      {
        config: { access: 'signed-in' },
        schema: {
          tags,
          summary: 'Exports, newest first: your own, or everybody’s for who answers for them',
          querystring: z.object({ whose: z.enum(['own', 'all']).default('own'), ...pageQuery }),
          response: { 200: pageOf(Export) },
        },
      },
      async ({ ctx, query }) => {
        const rows = await listExports(ctx, {
          limit: query.limit + 1,
          before: readCursor(query.cursor, z.uuid()),
          all: query.whose === 'all',
        })
        return toPage(rows, query.limit, shown, (row) => row.id)
      },
    )
    app.get(
      '/exports/:id',
      {
        config: { access: 'signed-in' },
        schema: { tags, summary: 'One export', params: Id, response: { 200: Export } },
      },
      async ({ ctx, params }) => shown(await loadVisible(ctx, params.id)),
    )
    app.post(
      '/exports/:id/cancel',
      {
        config: { access: 'signed-in' },
        schema: {
          tags,
          summary: 'Stop one that waits or is being written',
          params: Id,
          response: { 200: Export },
        },
      },
      async ({ ctx, params }) => shown(await cancelExport(ctx, params.id)),
    )
    app.get(
      '/exports/:id/file',
      {
        config: { access: 'signed-in' },
        schema: {
          tags,
          summary: 'The file; taking it away is written to the audit log',
          params: Id,
          response: {
            200: {
              description: 'The file',
              content: { 'application/octet-stream': { schema: z.string() } },
            },
          },
        },
      },
      async (request, reply) => {
        const job = await takeExport(request.ctx, request.params.id)
        const path = exportPath(files, job.id)
        const { size } = await stat(path).catch(() => {
          throw notFound('export_file')
        })
        return reply
          .type(job.gzip ? 'application/gzip' : TYPES[job.format])
          .header('content-length', String(size))
          .header(
            'content-disposition',
            `attachment; filename="${job.file_name}"; filename*=UTF-8''${encodeURIComponent(job.file_name)}`,
          )
          .send(createReadStream(path) as unknown as string)
      },
    )
    app.delete(
      '/exports/:id',
      {
        config: { access: 'signed-in' },
        schema: {
          tags,
          summary: 'Delete one that has ended, with its file',
          params: Id,
          response: { 204: Nothing },
        },
      },
      async (request, reply) => {
        const { id } = await removeExport(request.ctx, request.params.id)
        // Should it stay, the hourly sweep finds a file that no export answers for.
        await rm(exportPath(files, id), { force: true })
        return reply.code(204).send()
      },
    )
    app.post(
      '/exports/delete',
      {
        config: { access: 'signed-in' },
        schema: {
          tags,
          summary: 'Delete many that have ended, with their files',
          body: z.object({ ids: BatchIds }),
          response: { 200: BatchAnswer },
        },
      },
      ({ ctx, body }) =>
        eachOf(body.ids, async (id) => {
          await removeExport(ctx, id)
          await rm(exportPath(files, id), { force: true })
        }),
    )
    app.get(
      '/export-settings',
      {
        config: { access: 'signed-in' },
        schema: { tags, summary: 'What large means', response: { 200: Settings } },
      },
      async ({ ctx }) => ({ approval_rows: await exportApprovalRows(ctx) }),
    )
    app.put(
      '/export-settings',
      {
        config: { access: 'settings:manage' },
        schema: {
          tags,
          summary: 'Say what large means',
          body: Settings,
          response: { 200: Settings },
        },
      },
      async ({ ctx, body }) => ({
        approval_rows: await setExportApprovalRows(ctx, body.approval_rows),
      }),
    )
  }
