import { sql } from 'kysely'
import { z } from 'zod'
import { Nothing, Time } from '../org/index.ts'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { AppError } from '../platform/errors.ts'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery, readCursor, toPage } from '../platform/page.ts'
import {
  changeInbound,
  changeInbounds,
  createInbound,
  findAddress,
  getInbound,
  InboundChange,
  InboundInput,
  type InboundRow,
  listInbound,
  removeInbound,
} from './inbound.ts'
import { INBOUND_PRESETS } from './inbound-presets.ts'
import { keepMessage, tryFaultyAgain } from './messages.ts'
import { switchSchema } from './switches.ts'

const tags = ['Inbound addresses']
const access = 'integrations:manage' as const
const Id = z.object({ id: z.uuid() })
const Address = z.object({
  id: z.uuid(),
  name: z.string(),
  mapping: z.string(),
  rows_at: z.string(),
  hint: z.string().describe('How the secret part begins'),
  is_on: z.boolean(),
  received: z.number().int(),
  waiting: z.number().int(),
  faulty: z.number().int(),
  last_received_at: Time.nullable(),
  created_at: Time,
})
const Message = z.object({
  id: z.uuid(),
  received_at: Time,
  import_id: z.uuid().nullable(),
  fault: z.string().nullable(),
  body: z.string(),
})
const Place = z.object({ at: z.coerce.date(), id: z.uuid() })

const sayAddress = (row: InboundRow): z.input<typeof Address> => ({
  ...row,
  last_received_at: row.last_received_at?.toISOString() ?? null,
  created_at: row.created_at.toISOString(),
})

export function inboundRoutes(app: Http): void {
  app.get(
    '/inbound-addresses',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Addresses at which others leave JSON',
        response: { 200: z.object({ items: z.array(Address) }) },
      },
    },
    async (request) => ({ items: (await listInbound(request.ctx)).map(sayAddress) }),
  )
  app.get(
    '/inbound-presets',
    {
      config: { access },
      schema: {
        tags,
        summary: 'How to read what well-known systems push',
        response: {
          200: z.object({
            items: z.array(
              z.object({
                key: z.string(),
                title: z.object({ 'zh-CN': z.string(), en: z.string() }),
                mapping: z.string().describe('Name of the mapping that it saves'),
                rows_at: z.string(),
                sample: z.string().describe('A message of this kind, of nobody real'),
              }),
            ),
          }),
        },
      },
    },
    async () => ({
      items: INBOUND_PRESETS.map(({ key, title, mapping, rowsAt, sample }) => ({
        key,
        title,
        mapping: mapping.name,
        rows_at: rowsAt,
        sample: JSON.stringify(sample, null, 2),
      })),
    }),
  )
  app.post(
    '/inbound-addresses',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Make an address',
        description: 'Answers its path, which holds the secret and is shown only now.',
        body: InboundInput,
        response: { 201: z.object({ address: Address, path: z.string() }) },
      },
    },
    async (request, reply) => {
      const made = await createInbound(request.ctx, request.body)
      return reply
        .code(201)
        .send({ address: sayAddress(made.address), path: `/hooks/in/${made.secret}` })
    },
  )
  app.post(
    '/inbound-addresses/batch',
    {
      config: { access },
      schema: switchSchema(tags),
    },
    (request) => changeInbounds(request.ctx, request.body),
  )
  app.patch(
    '/inbound-addresses/:id',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Change an address, or switch it on or off',
        params: Id,
        body: InboundChange,
        response: { 200: Address },
      },
    },
    async (request) =>
      sayAddress(await changeInbound(request.ctx, request.params.id, request.body)),
  )
  app.delete(
    '/inbound-addresses/:id',
    {
      config: { access },
      schema: { tags, summary: 'Remove an address', params: Id, response: { 204: Nothing } },
    },
    async (request, reply) => {
      await removeInbound(request.ctx, request.params.id)
      return reply.code(204).send()
    },
  )
  app.get(
    '/inbound-addresses/:id/messages',
    {
      config: { access },
      schema: {
        tags,
        summary: 'What an address received, newest first',
        params: Id,
        querystring: z.object({ ...pageQuery, faulty: z.enum(['true', 'false']).optional() }),
        response: { 200: pageOf(Message) },
      },
    },
    async (request) => messagesOf(request.ctx, request.params.id, request.query),
  )
  app.post(
    '/inbound-addresses/:id/retry',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Read again what could not be read',
        params: Id,
        response: { 200: z.object({ count: z.number().int() }) },
      },
    },
    async (request) =>
      inTx(request.ctx, async (ctx) => {
        await getInbound(ctx, request.params.id)
        const count = await tryFaultyAgain(ctx, request.params.id)
        await audit(
          ctx,
          'inbound.retried',
          { kind: 'inbound_address', id: request.params.id },
          { after: { count } },
        )
        return { count }
      }),
  )
}

async function messagesOf(
  ctx: Ctx,
  id: string,
  asked: { limit: number; cursor?: string | undefined; faulty?: string | undefined },
) {
  await getInbound(ctx, id)
  const after = readCursor(asked.cursor, Place)
  const { rows } = await sql<{
    id: string
    received_at: Date
    import_id: string | null
    fault: string | null
    body: string
  }>`
    select id, received_at, import_id, fault, body from inbound_message
    where tenant_id = ${ctx.tenantId} and address_id = ${id}
      and (${asked.faulty === 'true'} = false or fault is not null)
      and (${after?.id ?? null}::uuid is null or (received_at, id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    order by received_at desc, id desc limit ${asked.limit + 1}`.execute(ctx.pg)
  return toPage(
    rows,
    asked.limit,
    (row) => ({ ...row, received_at: row.received_at.toISOString() }),
    (row) => ({ at: row.received_at.toISOString(), id: row.id }),
  )
}

/** The address itself, outside the API: whoever knows it may leave something. */
export function receiveInbound(app: Http, ctxOf: (tenantId: string) => Ctx): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    // Labels are wrong as often as not; what it is shows when it is read.
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    )
    scope.post(
      '/hooks/in/:secret',
      { config: { access: 'public' }, schema: { hide: true } },
      async (request, reply) => {
        const { secret } = request.params as { secret: string }
        const found = await findAddress(ctxOf(NO_TENANT), secret)
        if (!found) throw new AppError(404, 'no_such_address', 'There is no such address')
        if (!found.is_on) throw new AppError(409, 'address_off', 'This address was switched off')
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
        if (body.length === 0) throw new AppError(400, 'empty_body', 'Nothing was sent')
        await keepMessage(ctxOf(found.tenant_id), found.id, body)
        return reply.code(200).send({ received: true })
      },
    )
  })
}
const NO_TENANT = '00000000-0000-0000-0000-000000000000'
