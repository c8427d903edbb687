// The API's description: /api/openapi.json for programs, /api/docs for people.
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { type Document, renderApiPage } from './api-page.ts'
import { languageOf } from './api-words.ts'
import type { Http } from './http.ts'

export function apiDocs(app: Http, publicUrl: string | undefined): void {
  app.get('/api/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, () =>
    app.swagger(),
  )

  app.get(
    '/api/docs',
    {
      config: { access: 'public' },
      schema: { hide: true, querystring: z.object({ lang: z.string().max(10).optional() }) },
    },
    (request, reply) => {
      const nonce = randomBytes(16).toString('base64')
      reply.headers({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
        'referrer-policy': 'no-referrer',
        vary: 'accept-language',
      })
      return renderApiPage(app.swagger() as unknown as Document, {
        language: languageOf(request.query.lang, request.headers['accept-language']),
        nonce,
        origin: publicUrl ?? `${request.protocol}://${request.host}`,
      })
    },
  )
}
