import { z } from 'zod'
import { BatchAnswer, BatchIds } from '../../platform/batch.ts'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { assignLeads, moveLead, noteOnLead, planLead } from './follow.ts'
import { getLead, type ListedLead, listLeads } from './queries.ts'
import { AskedQuery } from './shapes.ts'
import { LEAD_STATES, movesFrom } from './states.ts'

const tags = ['leads']
const Id = z.object({ id: z.guid() })
const Time = z.iso.datetime()
const Code = z.string().min(1).max(255)
const Named = z.object({ id: z.uuid(), name: z.string() })
const Coded = z.object({ code: z.string(), name: z.string() })
const State = z.enum(LEAD_STATES)
const read = { access: 'leads:read', scoped: true } as const
const write = { access: 'leads:write', scoped: true } as const

const Lead = z.object({
  id: z.uuid(),
  state: State,
  moves: z.array(State).describe('Where people may take it from here'),
  customer_id: z.number().int().nullable().describe('null: she was erased'),
  name: z.string().nullable(),
  phone: z.string().nullable().describe('As your role may see it'),
  form: Named,
  channel: Named,
  staff: Coded.nullable().describe('Who follows it up'),
  store: Coded.nullable(),
  due_at: Time.nullable(),
  won_at: Time.nullable(),
  won_order_id: z.string().nullable(),
  revision: z.number().int(),
  created_at: Time,
})
const Detail = Lead.extend({
  changes: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(['created', 'moved', 'assigned', 'planned', 'note']),
      from_state: State.nullable(),
      to_state: State.nullable(),
      from_staff: z.string().nullable(),
      to_staff: z.string().nullable(),
      note: z.string(),
      actor: z.string().nullable().describe('null: the customer, or it happened by itself'),
      at: Time,
    }),
  ),
})

const shown = (lead: ListedLead): z.infer<typeof Lead> => ({
  ...lead,
  moves: [...movesFrom(lead.state)],
  due_at: lead.due_at?.toISOString() ?? null,
  won_at: lead.won_at?.toISOString() ?? null,
  created_at: lead.created_at.toISOString(),
})
const whole = (lead: Awaited<ReturnType<typeof getLead>>): z.infer<typeof Detail> => ({
  ...shown(lead),
  changes: lead.changes.map((change) => ({ ...change, at: change.at.toISOString() })),
})

export function leadRoutes(app: Http): void {
  app.get(
    '/leads',
    {
      config: read,
      schema: {
        ...{ tags, summary: 'Who left how to reach her, newest first' },
        querystring: z.object({ ...pageQuery, ...AskedQuery }),
        response: { 200: pageOf(Lead) },
      },
    },
    async ({ ctx, query }) => {
      const { items, next_cursor } = await listLeads(ctx, query)
      return { items: items.map(shown), next_cursor }
    },
  )
  app.post(
    '/leads/assign',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Give leads to a guide' },
        body: z.object({ ids: BatchIds, staff_id: Code }),
        response: { 200: BatchAnswer },
      },
    },
    ({ ctx, body }) => assignLeads(ctx, body.ids, body.staff_id),
  )
  app.get(
    '/leads/:id',
    {
      config: read,
      schema: {
        ...{ tags, summary: 'A lead with what was done with it', params: Id },
        response: { 200: Detail },
      },
    },
    async ({ ctx, params }) => whole(await getLead(ctx, params.id)),
  )
  app.post(
    '/leads/:id/move',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'It is followed up, or there is no intention', params: Id },
        description: 'A lead is won by the customer’s first paid order, not by this.',
        body: z.object({
          to: z.enum(['following', 'lost']),
          note: z.string().trim().max(1000).default(''),
          revision: z.number().int(),
        }),
        response: { 200: Detail },
      },
    },
    async ({ ctx, params, body }) => whole(await moveLead(ctx, params.id, body)),
  )
  app.put(
    '/leads/:id/due',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'By when something is to be done', params: Id },
        body: z.object({ due_at: Time.nullable(), revision: z.number().int() }),
        response: { 200: Detail },
      },
    },
    async ({ ctx, params, body: { due_at, revision } }) =>
      whole(
        await planLead(ctx, params.id, {
          ...{ revision, due_at: due_at === null ? null : new Date(due_at) },
        }),
      ),
  )
  app.post(
    '/leads/:id/notes',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Write something down', params: Id },
        body: z.object({ text: z.string().trim().min(1).max(1000) }),
        response: { 201: Detail },
      },
    },
    async ({ ctx, params, body }, reply) =>
      reply.code(201).send(whole(await noteOnLead(ctx, params.id, body.text))),
  )
}
