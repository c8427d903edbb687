// The brand itself and who works for it.
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { BatchAnswer } from '../platform/batch.ts'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery, readCursor, toPage } from '../platform/page.ts'
import { LanguageName, RoleName, ScopeShape, sayTenant, sayUser, Tenant, User } from './answers.ts'
import { Email, PersonName } from './people.ts'
import { listMemberRows } from './store.ts'
import { changeMember, getMember, inviteUser, renewInvite } from './team.ts'
import { changeMembers, MembersBatch } from './team-batch.ts'
import { changeTenant, listTenants, TenantName, Timezone } from './tenants.ts'

const Id = z.object({ id: z.guid() })
const InviteLink = z.string().describe('Give it to the person; works once, for seven days')

export const teamRoutes = (publicUrl: string | undefined) => (app: Http) => {
  const absolute = (request: FastifyRequest, path: string) =>
    (publicUrl ?? `${request.protocol}://${request.host}`) + path

  app.get(
    '/tenants',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['Brands'],
        summary: 'The brands one may work for',
        response: { 200: pageOf(Tenant) },
      },
    },
    async (request) => ({
      items: (await listTenants(request.ctx)).map(sayTenant),
      next_cursor: null,
    }),
  )

  app.patch(
    '/tenants/current',
    {
      config: { access: 'settings:manage' },
      schema: {
        tags: ['Brands'],
        summary: 'Change the brand’s name, time zone or language',
        description: 'The currency stays: amounts are kept in it.',
        body: z.object({
          name: TenantName.optional(),
          timezone: Timezone.optional(),
          language: LanguageName.optional(),
        }),
        response: { 200: Tenant },
      },
    },
    async (request) => sayTenant(await changeTenant(request.ctx, request.body)),
  )

  app.get(
    '/users',
    {
      config: { access: 'team:manage' },
      schema: {
        tags: ['Team'],
        summary: 'Who works for the brand',
        querystring: z.object(pageQuery),
        response: { 200: pageOf(User) },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const after = readCursor(cursor, z.string())
      const rows = await listMemberRows(request.ctx, { limit: limit + 1, after })
      return toPage(rows, limit, sayUser, (row) => row.email)
    },
  )

  app.get(
    '/users/:id',
    {
      config: { access: 'team:manage' },
      schema: { tags: ['Team'], summary: 'One person', params: Id, response: { 200: User } },
    },
    async (request) => sayUser(await getMember(request.ctx, request.params.id)),
  )

  app.post(
    '/users',
    {
      config: { access: 'team:manage' },
      schema: {
        tags: ['Team'],
        summary: 'Invite somebody',
        description: 'Nobody can give a role that may do more than the own one.',
        body: z.object({
          email: Email,
          name: PersonName,
          role: RoleName,
          scope: ScopeShape.default({ kind: 'all', ids: [] }),
        }),
        response: { 201: z.object({ user: User, invite_link: InviteLink }) },
      },
    },
    async (request, reply) => {
      const { user, invite_link } = await inviteUser(request.ctx, request.body)
      return reply
        .code(201)
        .send({ user: sayUser(user), invite_link: absolute(request, invite_link) })
    },
  )

  app.post(
    '/users/:id/invite',
    {
      config: { access: 'team:manage' },
      schema: {
        tags: ['Team'],
        summary: 'A new link for somebody who has not joined yet',
        params: Id,
        response: { 200: z.object({ invite_link: InviteLink }) },
      },
    },
    async (request) => {
      const { invite_link } = await renewInvite(request.ctx, request.params.id)
      return { invite_link: absolute(request, invite_link) }
    },
  )

  app.patch(
    '/users/:id',
    {
      config: { access: 'team:manage' },
      schema: {
        tags: ['Team'],
        summary: 'Change role, data scope, or access at all',
        description: 'A brand keeps at least one owner: 409 last_owner.',
        params: Id,
        body: z.object({
          role: RoleName.optional(),
          scope: ScopeShape.optional(),
          disabled: z.boolean().optional(),
        }),
        response: { 200: User },
      },
    },
    async (request) => sayUser(await changeMember(request.ctx, request.params.id, request.body)),
  )

  app.post(
    '/users/batch',
    {
      config: { access: 'team:manage' },
      schema: {
        tags: ['Team'],
        summary: 'Give many people a role, take access away or give it back',
        body: MembersBatch,
        response: { 200: BatchAnswer },
      },
    },
    (request) => changeMembers(request.ctx, request.body),
  )
}
