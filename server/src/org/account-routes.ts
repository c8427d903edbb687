// A person's own account.
import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import type { Secrets } from '../platform/secrets.ts'
import {
  beginTotp,
  changePassword,
  changeSelf,
  confirmTotp,
  disableTotp,
  endOtherSessions,
  endOwnSession,
  listOwnSessions,
} from './account.ts'
import { LanguageName, Nothing, OpenSession, sayOpenSession } from './answers.ts'
import { MAX_PASSWORD_LENGTH } from './passwords.ts'
import { PersonName } from './people.ts'

const Password = z.string().min(1).max(MAX_PASSWORD_LENGTH)
const tags = ['Account']
const config = { access: 'signed-in' } as const
const Ended = z.object({ ended: z.number().int().describe('Sessions that were ended') })

export const accountRoutes = (secrets: Secrets) => (app: Http) => {
  app.patch(
    '/session/user',
    {
      config,
      schema: {
        tags,
        summary: 'Change the own name or language',
        body: z.object({
          name: PersonName.optional(),
          language: LanguageName.nullish().describe('null: the brand’s'),
        }),
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await changeSelf(request.ctx, request.body)
      return reply.code(204).send()
    },
  )

  app.post(
    '/session/password',
    {
      config,
      schema: {
        tags,
        summary: 'Change the own password',
        description: 'Every other session of the person ends.',
        body: z.object({ current: Password, next: Password }),
        response: { 200: Ended },
      },
    },
    (request) => changePassword(request.ctx, request.body),
  )

  app.get(
    '/session/sessions',
    {
      config,
      schema: {
        tags,
        summary: 'Where the own account is signed in',
        response: { 200: z.object({ items: z.array(OpenSession), next_cursor: z.null() }) },
      },
    },
    async (request) => {
      const rows = await listOwnSessions(request.ctx)
      const items = rows.map((row) => sayOpenSession(row, request.ctx.actor.sessionId))
      return { items, next_cursor: null }
    },
  )

  app.delete(
    '/session/sessions',
    {
      config,
      schema: { tags, summary: 'End all own sessions but this one', response: { 200: Ended } },
    },
    async (request) => ({ ended: await endOtherSessions(request.ctx) }),
  )

  app.delete(
    '/session/sessions/:id',
    {
      config,
      schema: {
        tags,
        summary: 'End one of the own sessions',
        params: z.object({ id: z.guid() }),
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await endOwnSession(request.ctx, request.params.id)
      return reply.code(204).send()
    },
  )

  app.post(
    '/session/totp',
    {
      config,
      schema: {
        tags,
        summary: 'Begin two-step sign-in',
        description: 'Answers a secret for the authenticator app; it counts once confirmed.',
        body: z.object({ password: Password }),
        response: { 200: z.object({ secret: z.string(), otpauth_url: z.string() }) },
      },
    },
    (request) => beginTotp(request.ctx, secrets, request.body.password),
  )

  app.post(
    '/session/totp/confirm',
    {
      config,
      schema: {
        tags,
        summary: 'Confirm two-step sign-in',
        body: z.object({ code: z.string().max(20) }),
        response: {
          200: z.object({
            recovery_codes: z.array(z.string()).describe('Each works once; shown only now'),
          }),
        },
      },
    },
    async (request) => ({
      recovery_codes: await confirmTotp(request.ctx, secrets, request.body.code),
    }),
  )

  app.post(
    '/session/totp/disable',
    {
      config,
      schema: {
        tags,
        summary: 'Turn two-step sign-in off',
        body: z.object({ password: Password }),
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await disableTotp(request.ctx, request.body.password)
      return reply.code(204).send()
    },
  )
}
