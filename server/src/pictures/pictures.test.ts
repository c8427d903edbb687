import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { createProduct } from '../commerce/goods/products.ts'
import { type Api, addPerson, signInAs, testApi } from '../org/testing.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { measure } from './measure.ts'
import { addPicture, MOST_BYTES } from './pictures.ts'
import { routes } from './routes.ts'
import { pngOf, testPicture } from './testing.ts'

let ctx: TestCtx
let api: Api
beforeAll(async () => {
  ctx = await testCtx()
  api = await testApi(ctx, { domains: [(app, base) => routes(base)(app)] })
})

const send = async (content: Buffer, type = 'image/png', as: 'operator' | 'analyst' = 'operator') =>
  api.call('POST', '/pictures?name=banner.png', {
    session: await signInAs(api, await addPerson(ctx, as)),
    headers: { 'content-type': type },
    body: content,
  })
const code = (body: { [name: string]: unknown }) => (body.error as { code: string }).code

describe('what a file is', () => {
  const jpeg = (exif: number[] = []) =>
    Buffer.from([
      ...[0xff, 0xd8, ...exif, 0xff, 0xc0, 0, 11, 8, 0, 30, 0, 50, 1, 0, 0, 0],
      ...[0xff, 0xd9],
    ])
  const upright = [
    ...[0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0],
    ...[0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0],
  ]

  test('is told by its bytes: PNG, JPEG, GIF and WebP, with their size', () => {
    expect(measure(pngOf(7, 3, [1, 2, 3]))).toEqual({ type: 'image/png', width: 7, height: 3 })
    expect(measure(jpeg())).toEqual({ type: 'image/jpeg', width: 50, height: 30 })
    expect(measure(Buffer.from('GIF89a\x05\x00\x04\x00\x00\x00', 'latin1'))).toEqual({
      ...{ type: 'image/gif', width: 5, height: 4 },
    })
    const webp = Buffer.alloc(30)
    webp.write('RIFF\x16\x00\x00\x00WEBPVP8X', 'latin1')
    webp.writeUIntLE(99, 24, 3)
    webp.writeUIntLE(49, 27, 3)
    expect(measure(webp)).toEqual({ type: 'image/webp', width: 100, height: 50 })
  })

  test('a photo taken upright is as wide as it will be shown', () => {
    expect(measure(jpeg(upright))).toEqual({ type: 'image/jpeg', width: 30, height: 50 })
  })

  test('whatever the bytes are, it is told or refused, and never breaks', () => {
    const heads = [pngOf(2, 2, [0, 0, 0]), jpeg(upright), Buffer.from('RIFF\0\0\0\0WEBPVP8 ')]
    fc.assert(
      fc.property(
        fc.constantFrom(...heads),
        fc.nat(60),
        fc.uint8Array({ maxLength: 60 }),
        (head, cut, tail) => {
          const found = measure(Buffer.concat([head.subarray(0, cut), Buffer.from(tail)]))
          expect(found === undefined || (found.width > 0 && found.height > 0)).toBe(true)
        },
      ),
    )
  })
})

test('a picture is kept and answered to anybody by an address that never changes', async () => {
  const content = pngOf(6, 4, [9, 9, 200])
  const { status, body } = await send(content)
  expect(status, JSON.stringify(body)).toBe(201)
  expect(body).toMatchObject({ type: 'image/png', width: 6, height: 4, bytes: content.length })
  const answer = await api.app.inject({ url: String(body.url) })
  expect(answer.statusCode).toBe(200)
  expect(answer.rawPayload.equals(content)).toBe(true)
  expect(answer.headers).toMatchObject({
    'content-type': 'image/png',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  })
})

test('a page that calls itself a picture is refused, whatever it is sent as', async () => {
  const page = Buffer.from('<script>alert(1)</script><svg xmlns="http://www.w3.org/2000/svg"/>')
  expect(code((await send(page)).body)).toBe('not_a_picture')
  expect(code((await send(Buffer.alloc(0))).body)).toBe('not_a_picture')
  expect((await send(page, 'image/svg+xml')).status).toBe(415)
})

test('a picture that is too heavy or too wide is refused', async () => {
  const heavy = Buffer.concat([pngOf(2, 2, [0, 0, 0]), randomBytes(MOST_BYTES)])
  expect((await send(heavy)).status).toBe(413)
  const wide = pngOf(2, 2, [0, 0, 0])
  wide.writeUInt32BE(8193, 16)
  expect(code((await send(wide)).body)).toBe('picture_too_wide')
})

test('sent by sixty-four at once, one content is one picture', async () => {
  const content = Buffer.concat([pngOf(3, 3, [1, 1, 1]), randomBytes(8)])
  const all = await Promise.all(Array.from({ length: 64 }, () => addPicture(ctx, 'same', content)))
  expect(new Set(all.map(({ id }) => id)).size).toBe(1)
})

test('what a product shows is not removed; what nothing shows is', async () => {
  const { id } = await testPicture(ctx)
  await createProduct(ctx, `cup-${id}`, { name: '盖碗', picture_id: id, picture_alt: '白瓷' })
  const session = await signInAs(api, await addPerson(ctx, 'operator'))
  const remove = (which: string) => api.call('DELETE', `/pictures/${which}`, { session })
  expect(code((await remove(id)).body)).toBe('picture_in_use')
  const free = await testPicture(ctx)
  expect((await remove(free.id)).status).toBe(200)
  expect((await remove(free.id)).status).toBe(404)
  const { rows } = await sql`select 1 from audit_log where tenant_id = ${ctx.tenantId}
    and action = 'picture.removed' and object_id = ${free.id}`.execute(ctx.pg)
  expect(rows).toHaveLength(1)
})

test('another brand’s picture is neither removed nor shown on a product', async () => {
  const other = await testCtx()
  const { id } = await testPicture(other)
  const session = await signInAs(api, await addPerson(ctx, 'owner'))
  expect((await api.call('DELETE', `/pictures/${id}`, { session })).status).toBe(404)
  await expect(
    createProduct(ctx, `theirs-${id}`, { name: '别家的', picture_id: id }),
  ).rejects.toMatchObject({ status: 404, code: 'picture_not_found' })
})

test('who only reads the catalogue adds no pictures', async () => {
  expect((await send(pngOf(2, 2, [5, 5, 5]), 'image/png', 'analyst')).status).toBe(403)
})
