import { z } from 'zod'
import { invalid } from '../platform/errors.ts'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery } from '../platform/page.ts'
import type { Pg } from '../platform/pg.ts'
import { PICTURE_TYPES } from './measure.ts'
import { addPicture, listPictures, MOST_BYTES, pictureContent, removePicture } from './pictures.ts'

const tags = ['pictures']
const Picture = z.object({
  id: z.uuid(),
  name: z.string(),
  type: z.enum(PICTURE_TYPES),
  width: z.number().int(),
  height: z.number().int(),
  bytes: z.number().int(),
  url: z.string().describe('Below the server’s own address; what it answers never changes'),
  created_at: z.iso.datetime(),
})
const ById = z.object({ id: z.guid() })

export const routes =
  (base: { pg: Pg }) =>
  async (app: Http): Promise<void> => {
    app.get(
      '/pictures',
      {
        config: { access: 'goods:read', scoped: true },
        schema: {
          ...{ tags, summary: 'Pictures of the brand, newest first' },
          querystring: z.object({
            ...pageQuery,
            q: z.string().max(200).optional().describe('In its name'),
          }),
          response: { 200: pageOf(Picture) },
        },
      },
      ({ ctx, query }) => listPictures(ctx, query),
    )
    await app.register(async (given) => {
      const scope = given as unknown as Http
      // What it is shows in its bytes, so whatever it is called is read.
      scope.addContentTypeParser(
        [...PICTURE_TYPES, 'application/octet-stream'],
        { parseAs: 'buffer', bodyLimit: MOST_BYTES },
        (_request: unknown, body: Buffer, done: (error: null, body: Buffer) => void) =>
          done(null, body),
      )
      scope.post(
        '/pictures',
        {
          config: { access: 'goods:write' },
          schema: {
            ...{ tags, summary: 'Add a picture' },
            description: `The body is the file: PNG, JPEG, WebP or GIF, at most ${MOST_BYTES / 1024 / 1024} MB, known by its bytes. The same content sent again is the picture that is there.`,
            consumes: [...PICTURE_TYPES],
            querystring: z.object({
              name: z.string().trim().min(1).max(200).describe('What people find it by'),
            }),
            response: { 201: Picture },
          },
        },
        async ({ ctx, body, query }, reply) => {
          if (!Buffer.isBuffer(body) || body.length === 0)
            throw invalid('not_a_picture', 'Send a PNG, JPEG, WebP or GIF file as the body')
          return reply.code(201).send(await addPicture(ctx, query.name, body))
        },
      )
    })
    app.delete(
      '/pictures/:id',
      {
        config: { access: 'goods:write' },
        schema: {
          ...{ tags, summary: 'Remove a picture that nothing shows', params: ById },
          response: { 200: z.object({ ok: z.literal(true) }) },
        },
      },
      async ({ ctx, params }) => {
        await removePicture(ctx, params.id)
        return { ok: true as const }
      },
    )
    app.get(
      '/pictures/:id/content',
      {
        config: { access: 'public' },
        schema: {
          ...{ tags, summary: 'The picture itself, for whoever has its address', params: ById },
          response: { 200: z.any().describe('The file') },
        },
      },
      async ({ params }, reply) => {
        const { type, content } = await pictureContent(base.pg, params.id)
        return reply
          .headers({
            'content-type': type,
            'cache-control': 'public, max-age=31536000, immutable',
            // Opened by itself it is a picture and nothing else.
            'content-security-policy': "default-src 'none'; sandbox",
            'content-disposition': 'inline',
            'cross-origin-resource-policy': 'cross-origin',
          })
          .send(content)
      },
    )
  }
