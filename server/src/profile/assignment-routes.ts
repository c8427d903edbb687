import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery } from '../platform/page.ts'
import {
  assignCustomers,
  assignmentHistory,
  assignmentOf,
  customersOfStaff,
  type HistoryRow,
  transferCustomers,
} from './assignment.ts'
import { startBackfill } from './assignment-backfill.ts'
import {
  AssignmentKind,
  AssignmentSettings,
  assignmentSettings,
  setAssignmentSettings,
} from './assignment-settings.ts'
import type { AssignmentRow } from './assignment-store.ts'

const tags = ['customers']
const CustomerId = z.coerce.number().int().positive().max(4_294_967_295)
const Id = z.object({ id: CustomerId })
const StaffId = z.object({ id: z.guid() })
const Source = z.enum(['operator', 'order', 'relation'])
const Code = z.string().trim().min(1).max(100)
const Reason = z.string().trim().min(1).max(200)

const Belonging = z
  .object({
    code: z.string().nullable().describe('Null: an operator said nobody'),
    name: z.string().nullable().describe('Null: nobody has declared this code'),
    source: Source,
    since: z.iso.datetime(),
    protected_until: z.iso.datetime().nullable().describe('No rule takes it away before then'),
    reason: z.string(),
    actor: z.string(),
    version: z.number().int(),
  })
  .nullable()
  .describe('Null: nothing has decided yet')
const Assignment = z.object({
  customer_id: z.number().int(),
  store: Belonging,
  guide: Belonging,
})
const Change = z.object({
  id: z.guid(),
  kind: AssignmentKind,
  from: z.object({ code: z.string(), name: z.string().nullable() }).nullable(),
  to: z.object({ code: z.string(), name: z.string().nullable() }).nullable(),
  source: Source,
  since: z.iso.datetime(),
  at: z.iso.datetime(),
  reason: z.string(),
  actor: z.string(),
  node_id: z.number().int().describe('The id it was said of; merges bring several together'),
})

function sayAssignment(id: number, rows: AssignmentRow[]): z.infer<typeof Assignment> {
  const of = (kind: AssignmentKind) => {
    const row = rows.find((r) => r.kind === kind)
    if (!row) return null
    const { code, name, source, since, protected_until, reason, actor, version } = row
    return {
      ...{ code, name, source, reason, actor, version },
      since: since.toISOString(),
      protected_until: protected_until?.toISOString() ?? null,
    }
  }
  return { customer_id: rows[0]?.customer_id ?? id, store: of('store'), guide: of('guide') }
}

const sayChange = (row: HistoryRow): z.infer<typeof Change> => ({
  id: row.id,
  kind: row.kind,
  from: row.from_code === null ? null : { code: row.from_code, name: row.from_name },
  to: row.to_code === null ? null : { code: row.to_code, name: row.to_name },
  source: row.source as z.infer<typeof Source>,
  since: row.since.toISOString(),
  at: row.at.toISOString(),
  reason: row.reason,
  actor: row.actor_name,
  node_id: row.node_id,
})

export function assignmentRoutes(app: Http): void {
  app.get(
    '/customers/:id/assignment',
    {
      config: { access: 'customers:read', scoped: true },
      schema: {
        tags,
        summary: 'The store a customer belongs to, and their guide',
        params: Id,
        response: { 200: Assignment },
      },
    },
    async ({ ctx, params }) => sayAssignment(params.id, await assignmentOf(ctx, params.id)),
  )
  app.put(
    '/customers/:id/assignment',
    {
      config: { access: 'customers:write', scoped: true },
      schema: {
        tags,
        summary: 'Give a customer to a store or a guide',
        params: Id,
        body: z.object({
          kind: AssignmentKind,
          code: Code.nullable().describe('Of the store or staff member; null: nobody'),
          reason: Reason,
          version: z
            .number()
            .int()
            .min(0)
            .optional()
            .describe('As last read, 0 when there was none; else 409 edited_meanwhile'),
        }),
        response: { 200: Assignment },
      },
    },
    async ({ ctx, params, body }) => {
      await assignCustomers(ctx, [params.id], body)
      // The change itself may have taken the customer out of the actor's sight.
      const everybody = { kind: 'all' as const, ids: [] }
      const everything = { ...ctx, actor: { ...ctx.actor, scope: everybody } }
      return sayAssignment(params.id, await assignmentOf(everything, params.id))
    },
  )
  app.get(
    '/customers/:id/assignment/history',
    {
      config: { access: 'customers:read', scoped: true },
      schema: {
        tags,
        summary: 'Where the customer belonged, the newest first',
        params: Id,
        querystring: z.object(pageQuery),
        response: { 200: pageOf(Change) },
      },
    },
    async ({ ctx, params, query }) => {
      const page = await assignmentHistory(ctx, params.id, query)
      return { items: page.items.map(sayChange), next_cursor: page.next_cursor }
    },
  )
  app.post(
    '/customers/assignments',
    {
      config: { access: 'customers:write', scoped: true },
      schema: {
        tags,
        summary: 'Give many customers to a store or a guide',
        body: z.object({
          customer_ids: z.array(CustomerId).min(1).max(1000),
          kind: AssignmentKind,
          code: Code.nullable(),
          reason: Reason,
        }),
        response: { 200: z.object({ changed: z.number().int() }) },
      },
    },
    ({ ctx, body: { customer_ids, ...given } }) => assignCustomers(ctx, customer_ids, given),
  )
  app.get(
    '/staff/:id/customers',
    {
      config: { access: 'org:manage' },
      schema: {
        tags: ['Organisation'],
        summary: 'How many customers a transfer would move',
        params: StaffId,
        response: {
          200: z.object({
            customers: z.number().int().describe('Whose guide they are'),
            friends: z.number().int().describe('Whose friend they are in WeCom, where it stays so'),
          }),
        },
      },
    },
    (request) => customersOfStaff(request.ctx, request.params.id),
  )
  app.post(
    '/staff/:id/transfer',
    {
      config: { access: 'org:manage' },
      schema: {
        tags: ['Organisation'],
        summary: 'All customers of a guide to another guide, or to a store',
        params: StaffId,
        body: z.object({
          to_staff: Code.nullable().default(null).describe('Null: nobody in particular'),
          to_store: Code.optional().describe('Absent: each customer’s store stays'),
          reason: Reason,
        }),
        response: { 200: z.object({ customers: z.number().int() }) },
      },
    },
    ({ ctx, params, body }) =>
      transferCustomers(ctx, params.id, {
        toStaff: body.to_staff,
        toStore: body.to_store,
        reason: body.reason,
      }),
  )
  app.get(
    '/assignment-settings',
    {
      config: { access: 'org:read' },
      schema: {
        tags: ['Organisation'],
        summary: 'How customers come to a store and a guide by themselves',
        response: { 200: AssignmentSettings },
      },
    },
    (request) => assignmentSettings(request.ctx),
  )
  app.put(
    '/assignment-settings',
    {
      config: { access: 'settings:manage' },
      schema: {
        tags: ['Organisation'],
        summary: 'Change that; it holds for what happens from now on',
        body: AssignmentSettings,
        response: { 200: AssignmentSettings },
      },
    },
    (request) => setAssignmentSettings(request.ctx, request.body),
  )
  app.post(
    '/assignment-settings/backfill',
    {
      config: { access: 'settings:manage' },
      schema: {
        tags: ['Organisation'],
        summary: 'Give a store and a guide to customers who were there before them',
        description:
          'By the purchases and friendships on record; who belongs somewhere stays there. Done in the background; the audit log says how many.',
        response: { 202: z.object({ started: z.literal(true) }) },
      },
    },
    async (request, reply) => {
      await startBackfill(request.ctx)
      return reply.code(202).send({ started: true })
    },
  )
}
