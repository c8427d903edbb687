import { z } from 'zod'
import { can, scopeOf } from '../platform/auth.ts'
import { BatchAnswer, BatchIds, eachOf } from '../platform/batch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { notFound } from '../platform/errors.ts'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery, readCursor, toPage } from '../platform/page.ts'
import {
  type ApprovalRow,
  actorText,
  decidable,
  decideApproval,
  getApproval,
  listApprovals,
  withdrawApproval,
} from './approvals.ts'

const tags = ['approvals']
const Approval = z.object({
  id: z.uuid(),
  kind: z.string(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  summary: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  state: z.enum(['waiting', 'approved', 'rejected', 'withdrawn']),
  requested_by: z.string(),
  requested_by_name: z.string(),
  requested_at: z.iso.datetime(),
  reason: z.string().describe('The words of who asked'),
  decided_by: z.string().nullable(),
  decided_by_name: z.string().nullable(),
  decided_at: z.iso.datetime().nullable(),
  comment: z.string().describe('The words of who decided'),
  decided_alone: z.boolean().describe('True: there was nobody else who could decide'),
  is_own: z.boolean(),
  may_decide: z.boolean(),
})
const Id = z.object({ id: z.uuid() })
const Decision = {
  decision: z.enum(['approve', 'reject']),
  comment: z.string().max(2000).default(''),
}

async function shown(ctx: Ctx, rows: readonly ApprovalRow[]): Promise<z.infer<typeof Approval>[]> {
  const may = await decidable(ctx, rows)
  return rows.map(({ subject_kind, subject_id, payload: _, ...row }) => ({
    ...row,
    subject: { kind: subject_kind, id: subject_id },
    requested_at: row.requested_at.toISOString(),
    decided_at: row.decided_at?.toISOString() ?? null,
    is_own: row.requested_by === actorText(ctx.actor),
    may_decide: may.has(row.id),
  }))
}
const one = async (ctx: Ctx, row: ApprovalRow) => {
  const [only] = await shown(ctx, [row])
  if (!only) throw notFound('approval')
  return only
}

const seesAll = (ctx: Ctx) =>
  can(ctx.actor, 'approvals:decide') && scopeOf(ctx.actor).kind === 'all'

/** Its asker's, or of who decides. @throws 404 for anybody else */
async function visible(ctx: Ctx, id: string): Promise<ApprovalRow> {
  const row = await getApproval(ctx, id)
  if (row.requested_by !== actorText(ctx.actor) && !seesAll(ctx)) throw notFound('approval')
  return row
}

export function approvalRoutes(app: Http): void {
  app.get(
    '/approvals',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: 'What was asked for, newest first: your own, or everybody’s for who decides',
        querystring: z.object({
          whose: z.enum(['all', 'own']).default('all'),
          state: z.enum(['waiting', 'approved', 'rejected', 'withdrawn']).optional(),
          ...pageQuery,
        }),
        response: { 200: pageOf(Approval) },
      },
    },
    async ({ ctx, query }) => {
      const rows = await listApprovals(ctx, {
        limit: query.limit + 1,
        before: readCursor(query.cursor, z.uuid()),
        state: query.state,
        own: query.whose === 'own' || !seesAll(ctx),
      })
      const page = toPage(
        rows,
        query.limit,
        (row) => row,
        (row) => row.id,
      )
      return { ...page, items: await shown(ctx, page.items) }
    },
  )
  app.get(
    '/approvals/:id',
    {
      config: { access: 'signed-in' },
      schema: { tags, summary: 'One request', params: Id, response: { 200: Approval } },
    },
    async ({ ctx, params }) => one(ctx, await visible(ctx, params.id)),
  )
  app.post(
    '/approvals/:id/decide',
    {
      config: { access: 'approvals:decide' },
      schema: {
        tags,
        summary: 'Approve or reject; what is approved is done at once',
        params: Id,
        body: z.object(Decision),
        response: { 200: Approval },
      },
    },
    async ({ ctx, params, body }) =>
      one(
        ctx,
        await decideApproval(ctx, params.id, {
          approve: body.decision === 'approve',
          comment: body.comment,
        }),
      ),
  )
  app.post(
    '/approvals/decide',
    {
      config: { access: 'approvals:decide' },
      schema: {
        tags,
        summary: 'Approve or reject many, each by itself',
        body: z.object({ ids: BatchIds, ...Decision }),
        response: { 200: BatchAnswer },
      },
    },
    ({ ctx, body: { ids, decision, comment } }) =>
      eachOf(ids, (id) => decideApproval(ctx, id, { approve: decision === 'approve', comment })),
  )
  app.post(
    '/approvals/:id/withdraw',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: 'Take your own request back',
        params: Id,
        response: { 200: Approval },
      },
    },
    async ({ ctx, params }) => {
      await visible(ctx, params.id)
      return one(ctx, await withdrawApproval(ctx, params.id))
    },
  )
}
