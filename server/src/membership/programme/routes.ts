import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { CustomerId, canonicalInScope } from '../../profile/index.ts'
import { join, leave, type Stay, staysOf } from './members.ts'
import { findProgramme, type Programme, setProgramme, WAYS } from './programme.ts'

const tags = ['membership']
const Text = z.string().trim().min(1).max(200)

const ProgrammeShown = z.object({
  name: z.string(),
  terms_version: z.string().describe('What joining agrees to'),
  terms_text: z.string().describe('What she reads before she joins in the shop'),
  joining: z.array(z.enum(WAYS)).describe('By which ways customers join'),
  join_event: z.string().nullable(),
  trial_plan: z
    .string()
    .nullable()
    .describe('The card whose trial is given to who leaves contact details for the first time'),
  revision: z.number().int(),
})
const StayShown = z
  .object({
    id: z.uuid(),
    number: z.string(),
    joined_at: z.iso.datetime(),
    joined_by: z.enum(WAYS),
    terms_version: z.string(),
    consent_evidence: z.string(),
    left_at: z.iso.datetime().nullable(),
    left_by: z.string().nullable(),
    left_reason: z.string(),
  })
  .meta({ id: 'MemberStay' })

const shown = ({ created_at: _, ...programme }: Programme) => programme
const shownStay = (stay: Stay) => ({
  ...stay,
  joined_at: stay.joined_at.toISOString(),
  left_at: stay.left_at?.toISOString() ?? null,
})

export function programmeRoutes(app: Http): void {
  app.get(
    '/membership/programme',
    {
      config: { access: 'membership:read', scoped: true },
      schema: {
        tags,
        summary: 'The membership programme; null before there is one',
        response: { 200: z.object({ programme: ProgrammeShown.nullable() }) },
      },
    },
    async ({ ctx }) => {
      const found = await findProgramme(ctx)
      return { programme: found ? shown(found) : null }
    },
  )
  app.put(
    '/membership/programme',
    {
      config: { access: 'membership:write' },
      schema: {
        tags,
        summary: 'Make the membership programme or change it',
        body: z.object({
          name: Text,
          terms_version: Text,
          terms_text: z.string().max(50_000).default(''),
          joining: z.array(z.enum(WAYS)).max(WAYS.length),
          join_event: Text.nullable().default(null),
          trial_plan: Text.nullable().default(null),
          revision: z.number().int().min(0).describe('As it was read; 0 for a new one'),
        }),
        response: { 200: ProgrammeShown },
      },
    },
    async ({ ctx, body: { revision, ...given } }) =>
      shown(await setProgramme(ctx, given, revision)),
  )
  app.get(
    '/membership/customers/:id/stays',
    {
      config: { access: 'membership:read', scoped: true },
      schema: {
        tags,
        summary: 'When a customer was a member, the present stay first',
        params: z.object({ id: CustomerId }),
        response: { 200: z.object({ items: z.array(StayShown) }) },
      },
    },
    async ({ ctx, params }) => ({
      items: (await staysOf(ctx, await canonicalInScope(ctx, params.id))).map(shownStay),
    }),
  )
  app.post(
    '/membership/customers/:id/join',
    {
      config: { access: 'membership:write', scoped: true },
      schema: {
        tags,
        summary: 'Let a customer join, who agreed to the terms',
        description: 'Joining twice is joining once; `is_new` says which it was.',
        params: z.object({ id: CustomerId }),
        body: z.object({
          consent: z.string().trim().min(1).max(500).describe('How she agreed: where, to whom'),
        }),
        response: { 200: z.object({ member: StayShown, is_new: z.boolean() }) },
      },
    },
    async ({ ctx, params, body }) => {
      const node = await canonicalInScope(ctx, params.id)
      const way = ctx.actor.kind === 'api_key' ? 'api' : 'operator'
      const { member, isNew } = await join(ctx, way, {
        node,
        at: ctx.now(),
        evidence: body.consent,
      })
      return { member: shownStay(member), is_new: isNew }
    },
  )
  app.post(
    '/membership/customers/:id/leave',
    {
      config: { access: 'membership:write', scoped: true },
      schema: {
        tags,
        summary: 'End a customer’s membership',
        params: z.object({ id: CustomerId }),
        body: z.object({ reason: z.string().trim().min(1).max(500) }),
        response: { 204: z.null() },
      },
    },
    async ({ ctx, params, body }, reply) => {
      await leave(ctx, await canonicalInScope(ctx, params.id), body.reason)
      return reply.code(204).send(null)
    },
  )
}
