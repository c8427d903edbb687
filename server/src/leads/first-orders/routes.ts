import { z } from 'zod'
import { BatchAnswer, BatchIds } from '../../platform/batch.ts'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { assignFirstOrders, moveFirstOrder } from './follow.ts'
import { countByRule, getFirstOrder, type ListedFirstOrder, listFirstOrders } from './queries.ts'
import { findSettings, setSettings } from './settings.ts'
import {
  AskedFirstOrders,
  FIRST_ORDER_STATES,
  FirstOrderSettings,
  Rule,
  SERVICE_KINDS,
} from './shapes.ts'

const tags = ['first orders']
const Id = z.object({ id: z.guid() })
const Time = z.iso.datetime()
const Coded = z.object({ code: z.string(), name: z.string() })
const State = z.enum(FIRST_ORDER_STATES)
const read = { access: 'leads:read', scoped: true } as const
const write = { access: 'leads:write', scoped: true } as const

const FirstOrder = z.object({
  id: z.uuid(),
  state: State.describe(
    'recorded: no rule fitted; called_off: nothing is left of the order, the next one may be her first',
  ),
  customer_id: z.number().int().nullable().describe('null: she was erased'),
  name: z.string().nullable(),
  phone: z.string().nullable().describe('As your role may see it'),
  order_id: z.uuid(),
  order_number: z.string().nullable().describe('null: its import was taken back'),
  product: z.string().nullable().describe('The dearest of it'),
  service: z
    .object({
      id: z.guid().describe('The rule'),
      name: z.string(),
      words: z.string(),
      kind: z.enum(SERVICE_KINDS),
      target: z.string().nullable(),
      instructions: z.string(),
    })
    .nullable()
    .describe('As the rule was then'),
  staff: Coded.nullable().describe('Who gives it'),
  store: Coded.nullable(),
  paid_at: Time,
  due_at: Time.nullable(),
  done_at: Time.nullable(),
  note: z.string(),
  revision: z.number().int(),
  created_at: Time,
})
const Settings = z.object({
  is_on: z.boolean(),
  since: Time.nullable().describe('First orders paid from here on count'),
  rules: z.array(Rule),
  revision: z.number().int(),
  counts: z.array(z.object({ rule_id: z.string(), state: State, count: z.number().int() })),
})

const shown = (row: ListedFirstOrder): z.infer<typeof FirstOrder> => ({
  ...row,
  paid_at: row.paid_at.toISOString(),
  due_at: row.due_at?.toISOString() ?? null,
  done_at: row.done_at?.toISOString() ?? null,
  created_at: row.created_at.toISOString(),
})

export function firstOrderRoutes(app: Http): void {
  const settingsShown = async (
    ctx: Parameters<typeof findSettings>[0],
  ): Promise<z.infer<typeof Settings>> => {
    const { since, ...settings } = await findSettings(ctx)
    return {
      ...settings,
      since: since?.toISOString() ?? null,
      counts: await countByRule(ctx),
    }
  }
  app.get(
    '/first-order-settings',
    {
      config: { access: 'shop:read' },
      schema: {
        ...{ tags, summary: 'What is done when somebody buys for the first time' },
        response: { 200: Settings },
      },
    },
    ({ ctx }) => settingsShown(ctx),
  )
  app.put(
    '/first-order-settings',
    {
      config: { access: 'shop:write' },
      schema: {
        ...{ tags, summary: 'Say what is done when somebody buys for the first time' },
        description: 'Services that run go on as they were begun.',
        body: FirstOrderSettings,
        response: { 200: Settings },
      },
    },
    async ({ ctx, body }) => {
      await setSettings(ctx, body)
      return settingsShown(ctx)
    },
  )
  app.get(
    '/first-orders',
    {
      config: read,
      schema: {
        ...{ tags, summary: 'First orders and the services they started, newest first' },
        querystring: z.object({ ...pageQuery, ...AskedFirstOrders }),
        response: { 200: pageOf(FirstOrder) },
      },
    },
    async ({ ctx, query }) => {
      const { items, next_cursor } = await listFirstOrders(ctx, query)
      return { items: items.map(shown), next_cursor }
    },
  )
  app.post(
    '/first-orders/assign',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Give services to a guide' },
        body: z.object({ ids: BatchIds, staff_id: z.string().min(1).max(255) }),
        response: { 200: BatchAnswer },
      },
    },
    ({ ctx, body }) => assignFirstOrders(ctx, body.ids, body.staff_id),
  )
  app.get(
    '/first-orders/:id',
    {
      config: read,
      schema: { ...{ tags, summary: 'One of them', params: Id }, response: { 200: FirstOrder } },
    },
    async ({ ctx, params }) => shown(await getFirstOrder(ctx, params.id)),
  )
  app.post(
    '/first-orders/:id/move',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'The service was given, or was not after all', params: Id },
        body: z.object({
          to: z.enum(['open', 'done']),
          note: z.string().trim().max(1000).default(''),
          revision: z.number().int(),
        }),
        response: { 200: FirstOrder },
      },
    },
    async ({ ctx, params, body }) => shown(await moveFirstOrder(ctx, params.id, body)),
  )
}
