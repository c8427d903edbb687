// Where providers tell us where parcels are, outside the API.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import type { Http } from '../../platform/http.ts'
import { prepared } from '../../platform/prepared.ts'
import { ForgedPush, trackingProviderOf } from './provider.ts'
import { applyParcelWord } from './track.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export function receiveParcelWords(app: Http, ctxOf: (tenantId: string) => Ctx): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    // Signatures are over the bytes as they came.
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    )
    scope.post(
      '/hooks/parcels/:provider/:tenant',
      { config: { access: 'public' }, schema: { hide: true } },
      async (request, reply) => {
        const { provider: code, tenant } = request.params as { provider: string; tenant: string }
        const provider = trackingProviderOf(code)
        if (!provider) throw notFound('tracking_provider')
        if (!UUID.test(tenant)) throw notFound('tenant')
        const ctx = prepared(ctxOf(tenant.toLowerCase()))
        const { rows } = await sql`select 1 from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
        if (rows.length === 0) throw notFound('tenant')
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
        try {
          const word = await provider.readPush(ctx, body)
          const known = await applyParcelWord(ctx, code, word)
          // Nothing to do, and nothing that comes again would change it.
          if (known === 0) request.log.warn({ provider: code, tenant }, 'a parcel of nobody')
        } catch (error) {
          if (!(error instanceof ForgedPush)) throw error
          request.log.warn({ provider: code, tenant, why: error.message }, 'forged push')
          return reply.code(401).send(provider.answers.refused)
        }
        return reply.code(200).send(provider.answers.taken)
      },
    )
  })
}
