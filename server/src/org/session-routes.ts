// Signing in and out, and the links that begin an account.
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { unauthenticated } from '../platform/errors.ts'
import type { Http } from '../platform/http.ts'
import type { Secrets } from '../platform/secrets.ts'
import { getOwnUser, signOut } from './account.ts'
import { Nothing, Session, saySession } from './answers.ts'
import type { Base } from './base.ts'
import { readSessionCookie, writeSessionCookie } from './cookie.ts'
import { claimLink } from './links.ts'
import { MAX_PASSWORD_LENGTH } from './passwords.ts'
import { Email, PersonName } from './people.ts'
import { type Origin, type SignedIn, signIn } from './sign-in.ts'
import { findUserById, listTenantsOfUser } from './store.ts'
import { NewTenant } from './tenants.ts'

export interface OrgSettings {
  base: Base
  secrets: Secrets
  /** What people reach the server by; used in links, and https there makes cookies Secure. */
  publicUrl: string | undefined
}

const Password = z.string().min(1).max(MAX_PASSWORD_LENGTH)
const Totp = z
  .string()
  .max(40)
  .optional()
  .describe('Code of the authenticator app, or a recovery code')
const tags = ['Session']

const originOf = (request: FastifyRequest): Origin => ({
  ip: request.ip,
  userAgent: request.headers['user-agent'] ?? '',
  token: readSessionCookie(request),
})

export const sessionRoutes = (settings: OrgSettings) => (app: Http) => {
  const { base, secrets } = settings
  const isHttps = settings.publicUrl?.startsWith('https:') ?? false

  async function sayNew(signed: SignedIn): Promise<z.infer<typeof Session>> {
    const [first] = signed.tenants
    if (!first) throw unauthenticated('no_membership')
    const user = await findUserById(base, signed.user.id)
    if (!user) throw unauthenticated()
    return saySession(signed, first, user)
  }

  app.post(
    '/session',
    {
      config: { access: 'public' },
      schema: {
        tags,
        summary: 'Sign in',
        description: 'Sets the session cookie. Guessing is answered 429 with Retry-After.',
        body: z.object({ email: Email, password: Password, totp: Totp }),
        response: { 200: Session },
      },
    },
    async (request, reply) => {
      const signed = await signIn(base, secrets, request.body, originOf(request))
      writeSessionCookie(request, reply, signed.token, isHttps)
      return sayNew(signed)
    },
  )

  app.post(
    '/session/claim',
    {
      config: { access: 'public' },
      schema: {
        tags,
        summary: 'Use a one-time link',
        description:
          'The first owner’s link (makes the first brand), an invitation, or a password reset. ' +
          'Somebody who has a password already proves it here.',
        body: z.object({
          token: z.string().min(1).max(200),
          email: Email,
          name: PersonName,
          password: Password,
          totp: Totp,
          tenant: NewTenant.optional().describe(
            'The first brand; only with the first owner’s link',
          ),
        }),
        response: { 200: Session },
      },
    },
    async (request, reply) => {
      const signed = await claimLink(base, secrets, request.body, originOf(request))
      writeSessionCookie(request, reply, signed.token, isHttps)
      return sayNew(signed)
    },
  )

  app.get(
    '/session',
    {
      config: { access: 'signed-in' },
      schema: { tags, summary: 'Who is signed in', response: { 200: Session } },
    },
    async (request) => {
      const user = await getOwnUser(request.ctx)
      const token = readSessionCookie(request)
      const tenants = await listTenantsOfUser(request.ctx, user.id)
      const current = tenants.find((t) => t.id === request.ctx.tenantId)
      if (!token || !current) throw unauthenticated()
      const { id, name, email } = user
      return saySession({ token, user: { id, name, email }, tenants }, current, user)
    },
  )

  app.delete(
    '/session',
    {
      config: { access: 'signed-in' },
      schema: { tags, summary: 'Sign out', response: { 204: Nothing } },
    },
    async (request, reply) => {
      await signOut(request.ctx)
      writeSessionCookie(request, reply, null, isHttps)
      return reply.code(204).send()
    },
  )
}
