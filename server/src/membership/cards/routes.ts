import { z } from 'zod'
import { audit } from '../../platform/audit.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Http } from '../../platform/http.ts'
import { CustomerId, canonicalInScope } from '../../profile/index.ts'
import {
  agreeRenewal,
  type Card,
  cancelCard,
  cardsOf,
  getCard,
  grantCard,
  refundCard,
  renewCard,
} from './cards.ts'
import { listPlans, setPlan } from './plans.ts'
import { CARD_STATES } from './states.ts'

const tags = ['membership']
const read = { access: 'membership:read', scoped: true } as const
const write = { access: 'membership:write', scoped: true } as const
const Code = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/)
const Name = z.string().trim().min(1).max(60)
const Plan = z.object({
  name: Name,
  name_en: Name,
  price_fen: z.number().int().min(0).max(1_000_000_000),
  days: z.number().int().min(1).max(3_660),
  trial_days: z.number().int().min(0).max(366).default(0),
  sku: z
    .string()
    .min(1)
    .max(255)
    .nullable()
    .default(null)
    .describe('The product by which it is bought'),
  is_retired: z.boolean().default(false),
})
const PlanShown = Plan.extend({ code: z.string(), revision: z.number().int() }).meta({
  id: 'CardPlan',
})
const Time = z.iso.datetime()
const CardShown = z
  .object({
    id: z.uuid(),
    plan_code: z.string(),
    state: z.enum(CARD_STATES),
    is_trial: z.boolean(),
    price_fen: z.number().int(),
    refunded_fen: z.number().int(),
    order_id: z.string().nullable(),
    starts_at: Time,
    ends_at: Time,
    renewal_agreed_at: Time.nullable(),
    notified_at: Time.nullable(),
  })
  .meta({ id: 'MemberCard' })
const shown = ({ key: _, node_id: __, ...card }: Card) => ({
  ...card,
  ...{ starts_at: card.starts_at.toISOString(), ends_at: card.ends_at.toISOString() },
  renewal_agreed_at: card.renewal_agreed_at?.toISOString() ?? null,
  notified_at: card.notified_at?.toISOString() ?? null,
})
const Id = z.object({ id: z.uuid() })

/** A card of a customer out of sight is no card. */
async function inSight(ctx: Ctx, id: string): Promise<string> {
  const card = await getCard(ctx, id)
  if (card.node_id !== null) await canonicalInScope(ctx, card.node_id)
  return id
}

export function cardRoutes(app: Http): void {
  app.get(
    '/membership/card-plans',
    {
      config: read,
      schema: {
        tags,
        summary: 'Plans of benefit cards',
        response: { 200: z.object({ items: z.array(PlanShown) }) },
      },
    },
    async ({ ctx }) => ({ items: await listPlans(ctx) }),
  )
  app.put(
    '/membership/card-plans/:code',
    {
      config: { access: 'membership:write' },
      schema: {
        tags,
        summary: 'Make a plan of benefit cards or change it',
        params: z.object({ code: Code }),
        body: Plan.extend({ revision: z.number().int().min(0) }),
        response: { 200: PlanShown },
      },
    },
    ({ ctx, params, body: { revision, ...plan } }) =>
      setPlan(ctx, { ...plan, code: params.code }, revision),
  )
  app.get(
    '/membership/customers/:id/cards',
    {
      config: read,
      schema: {
        tags,
        summary: 'A customer’s cards',
        params: z.object({ id: CustomerId }),
        response: { 200: z.object({ items: z.array(CardShown) }) },
      },
    },
    async ({ ctx, params }) => ({
      items: (await cardsOf(ctx, await canonicalInScope(ctx, params.id))).map(shown),
    }),
  )
  app.post(
    '/membership/customers/:id/cards',
    {
      config: write,
      schema: {
        tags,
        summary: 'Give a customer a card, or let her try one',
        params: z.object({ id: CustomerId }),
        body: z.object({
          key: z.string().min(1).max(100).describe('Sent again it gives the same card'),
          plan: Code,
          is_trial: z.boolean().default(false),
          order_id: z.uuid().nullable().default(null),
        }),
        response: { 201: CardShown },
      },
    },
    async ({ ctx, params, body }, reply) => {
      const customer = await canonicalInScope(ctx, params.id)
      const card = await grantCard(ctx, {
        ...{ key: `hand:${body.key}`, customer, plan: body.plan },
        ...{ orderId: body.order_id, isTrial: body.is_trial },
      })
      await audit(ctx, 'card.granted', { kind: 'card', id: card.id }, { customer, plan: body.plan })
      return reply.code(201).send(shown(card))
    },
  )
  app.post(
    '/membership/cards/:id/cancel',
    {
      config: write,
      schema: {
        tags,
        summary: 'Cancel a card: it runs to its end and is not renewed',
        params: Id,
        response: { 200: CardShown },
      },
    },
    async ({ ctx, params }) => shown(await cancelCard(ctx, await inSight(ctx, params.id))),
  )
  app.post(
    '/membership/cards/:id/renewal',
    {
      config: write,
      schema: {
        tags,
        summary: 'Write down that she agrees to the next term, or takes it back',
        params: Id,
        body: z.object({ agrees: z.boolean() }),
        response: { 200: CardShown },
      },
    },
    async ({ ctx, params, body }) =>
      shown(await agreeRenewal(ctx, await inSight(ctx, params.id), body.agrees)),
  )
  app.post(
    '/membership/cards/:id/renew',
    {
      config: write,
      schema: {
        tags,
        summary: 'Give the next term, once it is paid',
        description: 'Refused unless she agreed and was told at least five days before.',
        params: Id,
        body: z.object({
          key: z.string().min(1).max(100),
          order_id: z.uuid().nullable().default(null),
        }),
        response: { 201: CardShown },
      },
    },
    async ({ ctx, params, body }, reply) => {
      const next = await renewCard(ctx, await inSight(ctx, params.id), {
        ...{ key: `renewal:${body.key}`, orderId: body.order_id },
      })
      return reply.code(201).send(shown(next))
    },
  )
  app.post(
    '/membership/cards/:id/refund',
    {
      config: write,
      schema: {
        tags,
        summary: 'End a card now; answers what is to be paid back for the days left',
        params: Id,
        response: { 200: z.object({ card: CardShown, refund_fen: z.number().int() }) },
      },
    },
    async ({ ctx, params }) => {
      const { card, refundFen } = await refundCard(ctx, await inSight(ctx, params.id))
      return { card: shown(card), refund_fen: refundFen }
    },
  )
}
