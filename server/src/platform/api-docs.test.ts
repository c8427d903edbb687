import { pino } from 'pino'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { apiDocs } from './api-docs.ts'
import { exampleOf, fieldsOf, type Schema } from './api-schema.ts'
import { languageOf, WORDS } from './api-words.ts'
import { unauthenticated } from './errors.ts'
import { createHttp, type Http } from './http.ts'

async function server(register: (app: Http) => void): Promise<Http> {
  const app = await createHttp({
    log: pino({ level: 'silent' }),
    trustProxy: 0,
    authenticate: async () => {
      throw unauthenticated()
    },
    collect: () => false,
  })
  apiDocs(app, undefined)
  await app.register(async (api) => register(api as unknown as Http), { prefix: '/api/v1' })
  await app.ready()
  return app
}

const schema = {
  tags: ['Parcels <b>'],
  summary: 'Send a parcel',
  response: {
    201: z.object({ id: z.guid(), at: z.iso.datetime().nullable() }),
    204: z.undefined(),
  },
}
const Parcel = z.object({
  weight: z.int().min(1).describe('In `g`, <script>alert(1)</script>'),
  kind: z.enum(['box', 'letter']).default('box'),
  lines: z.array(z.object({ sku: z.string().max(20), note: z.string().optional() })),
})
const sendParcel = (app: Http) => {
  app.post(
    '/parcels/:id',
    {
      config: { access: 'orders:read' },
      schema: { ...schema, params: z.object({ id: z.guid() }), body: Parcel },
    },
    async (_request, reply) => reply.code(204).send(undefined),
  )
  app.get(
    '/parcels',
    {
      config: { access: 'public' },
      schema: { ...schema, response: { 200: z.object({ n: z.int() }) } },
    },
    async () => ({ n: 1 }),
  )
}

test('the document is OpenAPI 3.1 made from the routes, with who may call them', async () => {
  const app = await server(sendParcel)
  const document = (await app.inject('/api/openapi.json')).json()
  expect(document.openapi).toBe('3.1.0')
  expect(Object.keys(document.paths)).toEqual(['/api/v1/parcels/{id}', '/api/v1/parcels'])
  const { post } = document.paths['/api/v1/parcels/{id}']
  expect(post).toMatchObject({
    operationId: 'postParcelsById',
    'x-access': 'orders:read',
    summary: 'Send a parcel',
  })
  expect(post.requestBody.content['application/json'].schema.required).toEqual(['weight', 'lines'])
  expect(post.responses['201'].description).toBe('Created')
  expect(post.responses['204']).toEqual({ description: 'No Content' })
  expect(post.responses['4XX'].content['application/json'].schema).toEqual({
    $ref: '#/components/schemas/Error',
  })
  expect(Object.keys(document.components.schemas)).toEqual(['Error'])
  expect(document.paths['/api/v1/parcels'].get).toMatchObject({
    security: [],
    'x-access': 'public',
  })
  expect(JSON.stringify(document)).not.toContain('pattern')
})

test('the page shows every route in either language, runs only its own script and lets no text be code', async () => {
  const app = await server(sendParcel)
  for (const [language, needs] of [
    ['zh', '需要权限'],
    ['en', 'Needs'],
  ]) {
    const page = await app.inject(`/api/docs?lang=${language}`)
    const nonce = /script-src 'nonce-([^']+)'/.exec(
      String(page.headers['content-security-policy']),
    )?.[1]
    expect(page.body).toContain(`<script nonce="${nonce}">`)
    expect(page.body.match(/<script/g)).toHaveLength(1)
    expect(page.body).not.toMatch(/(src|href)="(https?:)?\/\//)
    expect(page.body).toContain(`${needs} <code>orders:read</code>`)
    expect(page.body.match(/<article /g)).toHaveLength(2)
    expect(page.body).toContain('In <code>g</code>, &#60;script&#62;')
    expect(page.body).toContain('curl -X POST &#39;http://localhost:80/api/v1/parcels/{id}&#39;')
  }
  const chinese = { 'accept-language': 'zh-CN,en;q=0.5' }
  expect((await app.inject({ url: '/api/docs', headers: chinese })).body).toContain('lang="zh-CN"')
})

test('both languages say the same things', () => {
  const shape = (value: unknown): unknown =>
    typeof value === 'string'
      ? value.trim() !== ''
      : Object.fromEntries(
          Object.entries(value as object).map(([key, inner]) => [key, shape(inner)]),
        )
  expect(shape(WORDS.en)).toEqual(shape(WORDS.zh))
  expect(languageOf(undefined, 'en-US,zh;q=0.8')).toBe('en')
  expect(languageOf('zh', 'en')).toBe('zh')
  expect(languageOf('fr', 'fr-FR, de')).toBe('zh')
})

test('an example fits the schema it was made from', () => {
  const json = z.toJSONSchema(Parcel, { io: 'input' }) as Schema
  expect(Parcel.parse(exampleOf(json, {}, true))).toEqual({
    weight: 1,
    kind: 'box',
    lines: [{ sku: '…' }],
  })
  expect(Parcel.parse(exampleOf(json, {}, false)).lines[0]).toHaveProperty('note')
})

test('fields are read through references, lists and null', () => {
  const schemas = {
    Shop: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  }
  const fields = fieldsOf(
    {
      type: 'object',
      properties: {
        shop: { anyOf: [{ $ref: '#/components/schemas/Shop' }, { type: 'null' }] },
        shops: { type: 'array', items: { $ref: '#/components/schemas/Shop' } },
        at: { type: ['string', 'null'], format: 'date-time' },
        counts: { type: 'object', additionalProperties: { type: 'integer', minimum: 0 } },
      },
    },
    schemas,
  )
  expect(
    fields.map((f) => [f.name, f.type, f.isNullable, f.fields.map((inner) => inner.name)]),
  ).toEqual([
    ['shop', 'object', true, ['city']],
    ['shops', 'object[]', false, ['city']],
    ['at', 'time', true, []],
    ['counts', 'object', false, ['*']],
  ])
})

test('a server with a route that does not declare itself does not start', async () => {
  const bare = server((app) => app.get('/bare', async () => ({})))
  await expect(bare).rejects.toThrow(
    'does not declare schema.summary, schema.tags, schema.response, config.access',
  )
  const open = server((app) => app.get('/open', { schema }, async () => undefined))
  await expect(open).rejects.toThrow('GET /api/v1/open does not declare config.access')
})
