import { z } from 'zod'
import { Nothing } from '../../org/index.ts'
import { audit } from '../../platform/audit.ts'
import type { Http } from '../../platform/http.ts'
import { findMailServer, mailBy, removeMailServer, saveMailServer } from './mail-server.ts'
import type { WatchDeps } from './robots.ts'
import { MailServerInput, MailServerShape, MailTest } from './shape.ts'

const tags = ['insight']
const config = { access: 'settings:manage' } as const
const Server = z.object({ server: MailServerShape.nullable() })

export function mailRoutes(app: Http, deps: WatchDeps): void {
  app.get(
    '/insight/mail-server',
    {
      config,
      schema: { tags, summary: 'The brand’s mail server', response: { 200: Server } },
    },
    async ({ ctx }) => {
      const row = await findMailServer(ctx)
      return {
        server: row
          ? {
              ...{ host: row.host, port: row.port, security: row.security, user: row.username },
              has_password: row.password_sealed !== null,
              ...{ from_address: row.from_address, from_name: row.from_name },
              updated_at: row.updated_at.toISOString(),
            }
          : null,
      }
    },
  )
  app.put(
    '/insight/mail-server',
    {
      config,
      schema: {
        tags,
        summary: 'Send mails by this server',
        body: MailServerInput,
        response: { 204: Nothing },
      },
    },
    async ({ ctx, body }, reply) => {
      await saveMailServer(ctx, deps, body)
      return reply.code(204).send()
    },
  )
  app.delete(
    '/insight/mail-server',
    { config, schema: { tags, summary: 'Send no mails', response: { 204: Nothing } } },
    async ({ ctx }, reply) => {
      await removeMailServer(ctx)
      return reply.code(204).send()
    },
  )
  app.post(
    '/insight/mail-server/test',
    {
      config,
      schema: {
        tags,
        summary: 'Send a mail now, and say what came of it',
        body: z.object({ to: z.email().max(254) }).strict(),
        response: { 200: MailTest },
      },
    },
    async ({ ctx, body }) => {
      const words = '测试邮件：邮件服务器已接通。 Test mail: the mail server is connected.'
      const outcome = await mailBy(ctx, deps, {
        ...{ to: body.to, subject: 'Homefield', text: words, html: `<p>${words}</p>` },
        pictures: [],
      })
      await audit(ctx, 'mail_server.tested', undefined, { after: { to: body.to } })
      return {
        problem: outcome.isTaken ? null : outcome.problem,
        answer: outcome.answer,
      }
    },
  )
}
