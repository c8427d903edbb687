// Answers taken along as a workbook: figures as numbers, and what was asked beside them.
import { z } from 'zod'
import { figureWorkbook } from '../../desk/index.ts'
import { audit } from '../../platform/audit.ts'
import { inTx } from '../../platform/ctx.ts'
import type { Http } from '../../platform/http.ts'
import { brandOf } from '../brand.ts'

const KINDS = ['words', 'count', 'share', 'seconds', 'money', 'number'] as const
const Words = z.string().max(2_000)
const Cell = z.union([z.string().max(32_767), z.number(), z.null()])
/** What one answer shows at most; lists of customers leave through the export centre. */
const MOST_ROWS = 50_000

export const Workbook = z
  .object({
    title: z.string().trim().min(1).max(200),
    about: z
      .array(z.object({ label: Words, words: Words }).strict())
      .max(30)
      .default([])
      .describe('The question and its days in words: the second sheet'),
    about_title: z.string().trim().max(28).default('About').describe('Names the second sheet'),
    columns: z
      .array(z.object({ title: Words, kind: z.enum(KINDS) }).strict())
      .min(1)
      .max(400)
      .describe(
        'Money in fen, shares as parts of one, times in seconds; words like `2026-05-01` are days',
      ),
    rows: z.array(z.array(Cell).max(400)).max(MOST_ROWS),
  })
  .strict()

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export function takenRoutes(app: Http): void {
  app.post(
    '/insight/workbook',
    {
      bodyLimit: 32 * 1024 * 1024,
      config: { access: 'signed-in' },
      schema: {
        tags: ['insight'],
        summary: 'Figures of an answer as a workbook (XLSX)',
        description:
          'Numbers stay numbers, with the format of their kind: money in the brand’s currency, shares, times, days. No text is ever a formula. Nothing is read but what is sent.',
        body: Workbook,
        response: { 200: z.any().describe('The file') },
      },
    },
    async ({ ctx, body }, reply) => {
      const { currency } = await brandOf(ctx)
      const figures = { name: body.title, columns: body.columns, rows: body.rows }
      const about = {
        name: body.about_title,
        columns: [
          { title: body.title, kind: 'words' as const },
          { title: '', kind: 'words' as const },
        ],
        rows: body.about.map(({ label, words }) => [label, words]),
      }
      const file = await figureWorkbook(
        body.about.length > 0 ? [figures, about] : [figures],
        currency,
      )
      await inTx(ctx, (ctx) =>
        audit(ctx, 'insight_answer.exported', undefined, {
          after: { title: body.title, rows: body.rows.length, format: 'xlsx' },
        }),
      )
      return reply
        .header('content-type', XLSX)
        .header(
          'content-disposition',
          `attachment; filename*=UTF-8''${encodeURIComponent(`${body.title}.xlsx`)}`,
        )
        .send(file)
    },
  )
}
