import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { CustomerId } from './customer-id.ts'
import { agreeToLink, endLink, familyOf, linkFamily } from './families.ts'
import { LINK_KINDS } from './families-rules.ts'

const tags = ['families']
const text = (max: number) => z.string().trim().min(1).max(max).optional()
const Evidence = z.object({
  form: text(200),
  document: text(500),
  note: text(1000),
  guardian: text(100).describe('Who agreed for a minor'),
})
const Missing = z.enum(['person', 'guardian']).nullable().describe('Whose yes is missing')
const Link = z.object({
  id: z.uuid(),
  customer_id: z.number().int().describe('The other one'),
  is: z
    .enum([
      'spouse',
      'parent',
      'child',
      'grandparent',
      'grandchild',
      'sibling',
      'relative',
      'guardian',
      'ward',
    ])
    .describe('What the other one is to this customer'),
  minor: z.boolean().describe('Whether the other one is a minor'),
  state: z.enum(['pending', 'confirmed', 'ended']),
  waits_for: z.object({ this_side: Missing, other_side: Missing }),
  evidence: Evidence,
  source: z.string(),
  asserted_by: z.string(),
  since: z.iso.datetime(),
  ended_at: z.iso.datetime().nullable(),
  ended_by: z.string().nullable(),
  end_reason: z.string().nullable(),
})
const Family = z.object({ items: z.array(Link) })
const OfLink = z.object({ id: CustomerId, link: z.uuid() })

export async function familyRoutes(app: Http): Promise<void> {
  app.get(
    '/customers/:id/family',
    {
      config: { access: 'customers:read', scoped: true },
      schema: {
        tags,
        summary: 'The family of a customer: links that both sides agree to, and those that wait',
        params: z.object({ id: CustomerId }),
        response: { 200: Family },
      },
    },
    (request) => familyOf(request.ctx, request.params.id),
  )
  app.post(
    '/customers/:id/family',
    {
      config: { access: 'consent:write', scoped: true },
      schema: {
        tags,
        summary: 'Link a customer with another of the family',
        params: z.object({ id: CustomerId }),
        body: z.object({
          other_id: CustomerId,
          kind: z.enum(LINK_KINDS).describe('What this customer is to the other'),
          minor: z.boolean().default(false),
          other_minor: z.boolean().default(false),
          agreed: z.boolean().default(false).describe('This side said yes'),
          other_agreed: z.boolean().default(false),
          evidence: Evidence.default({}),
        }),
        response: { 200: Family },
      },
    },
    async (request) => {
      const { ctx, params, body } = request
      await linkFamily(ctx, params.id, {
        otherId: body.other_id,
        kind: body.kind,
        isMinor: body.minor,
        otherIsMinor: body.other_minor,
        agreed: body.agreed,
        otherAgreed: body.other_agreed,
        evidence: body.evidence,
      })
      return familyOf(ctx, params.id)
    },
  )
  app.post(
    '/customers/:id/family/:link/agree',
    {
      config: { access: 'consent:write', scoped: true },
      schema: {
        tags,
        summary: 'Write down that this customer agreed to the link, or a guardian did',
        params: OfLink,
        body: z.object({ evidence: Evidence.default({}) }),
        response: { 200: Family },
      },
    },
    async (request) => {
      const { ctx, params, body } = request
      await agreeToLink(ctx, params.id, params.link, body.evidence)
      return familyOf(ctx, params.id)
    },
  )
  app.post(
    '/customers/:id/family/:link/end',
    {
      config: { access: 'consent:write', scoped: true },
      schema: {
        tags,
        summary: 'End a link; either side may at any time',
        params: OfLink,
        body: z.object({ reason: z.string().trim().max(500).default('') }),
        response: { 200: Family },
      },
    },
    async (request) => {
      const { ctx, params, body } = request
      await endLink(ctx, params.id, params.link, body.reason)
      return familyOf(ctx, params.id)
    },
  )
}
