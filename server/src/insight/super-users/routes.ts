import { z } from 'zod'
import { audit } from '../../platform/audit.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { inTx } from '../../platform/ctx.ts'
import type { Http } from '../../platform/http.ts'
import { CustomerId } from '../../profile/index.ts'
import { changeSettings, type Standing, settingsOf } from '../settings/versions.ts'
import { evidenceOf } from './evidence.ts'
import { SUPER_USER_QUEUE } from './jobs.ts'
import { superUsers } from './overview.ts'
import { SuperUserSettings } from './settings.ts'
import { SettingsAnswer, SuperUserEvidence, SuperUsers, SuperUsersQuestion } from './shape.ts'

const tags = ['insight']
const said = ({ at, ...rest }: Standing<SuperUserSettings>) => ({
  ...rest,
  house: SuperUserSettings.parse({}),
  at: at?.toISOString() ?? null,
})

export function superUserRoutes(app: Http): void {
  app.post(
    '/insight/super-users',
    {
      config: { access: 'events:read', scoped: true },
      schema: {
        tags,
        summary: 'Super users: how many, beside what they spend, and what they bring',
        description:
          'Scores are reckoned each night and on demand, and stand as attributes of the customers; `counts` are of the customers one sees.',
        body: SuperUsersQuestion,
        response: { 200: SuperUsers },
      },
    },
    ({ ctx }) => superUsers(ctx),
  )
  app.get(
    '/insight/super-users/customers/:id',
    {
      config: { access: 'customers:read', scoped: true },
      schema: {
        tags,
        summary: 'How a customer’s score came about, and how it moved',
        params: z.object({ id: CustomerId }),
        response: { 200: SuperUserEvidence },
      },
    },
    (request) => evidenceOf(request.ctx, request.params.id),
  )
  app.post(
    '/insight/super-users/reckon',
    {
      config: { access: 'audiences:write' },
      schema: {
        tags,
        summary: 'Reckon all scores now',
        response: { 202: z.object({ state: z.literal('waiting') }) },
      },
    },
    async (request, reply) => {
      await reckonSoon(request.ctx)
      return reply.code(202).send({ state: 'waiting' as const })
    },
  )
  app.get(
    '/insight/super-users/settings',
    {
      config: { access: 'events:read' },
      schema: { tags, summary: 'What makes a super user', response: { 200: SettingsAnswer } },
    },
    async ({ ctx }) => said(await settingsOf(ctx, 'super_user', SuperUserSettings)),
  )
  app.put(
    '/insight/super-users/settings',
    {
      config: { access: 'settings:manage' },
      schema: {
        tags,
        summary: 'Change what makes a super user; scores are reckoned anew',
        body: z.object({
          settings: SuperUserSettings,
          version: z.number().int().min(0).describe('On which the change was made'),
        }),
        response: { 200: SettingsAnswer },
      },
    },
    (request) =>
      inTx(request.ctx, async (ctx) => {
        const set = await changeSettings(ctx, 'super_user', SuperUserSettings, request.body)
        await reckonSoon(ctx)
        return said(set)
      }),
  )
}

const reckonSoon = (ctx: Ctx): Promise<void> =>
  inTx(ctx, async (ctx) => {
    await ctx.jobs.send(
      ctx.pg,
      SUPER_USER_QUEUE,
      { tenantId: ctx.tenantId },
      { singletonKey: ctx.tenantId },
    )
    await audit(ctx, 'super_users.reckoning_asked')
  })
