import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { Block, Blocks } from './blocks/kinds.ts'
import { changePage, copyPage, createPage, removePage, saveDraft } from './pages.ts'
import { allowPreview, PREVIEW_MINUTES } from './preview.ts'
import { publishPage, withdrawVersion } from './publish.ts'
import { getDraft, getPage, getVersion, listPages, listVersions } from './queries.ts'

const tags = ['shop pages']
const Time = z.iso.datetime()
const Id = z.object({ id: z.guid() })
const Name = z.string().trim().min(1).max(100)
const Fields = z.object({
  name: Name,
  storefront: z.string().min(1).max(64).nullable().default(null).describe('null: any'),
  audience_id: z
    .guid()
    .nullable()
    .default(null)
    .describe('For who is in it; null: for everybody, also for who is not known'),
  priority: z
    .number()
    .int()
    .min(-1000)
    .max(1000)
    .default(0)
    .describe('Of those that fit, the highest is shown'),
})
const Version = z.object({
  version: z.number().int(),
  note: z.string(),
  starts_at: Time,
  ends_at: Time.nullable(),
  published_at: Time,
  published_by: z.string(),
  withdrawn_at: Time.nullable(),
})
const Page = Fields.extend({
  id: z.uuid(),
  blocks: z.number().int().describe('Of the draft'),
  draft_revision: z.number().int(),
  revision: z.number().int(),
  updated_at: Time,
  updated_by: z.string(),
  showing: Version.nullable().describe('Shown now, where it is the first that fits'),
  next: Version.nullable().describe('Will be shown by itself'),
  has_changes: z.boolean().describe('The draft says something else than the newest version'),
})
const Gaps = z
  .array(z.object({ block: z.string(), missing: z.array(z.string()) }))
  .describe('What blocks lack before they can be published')
const Draft = z.object({ blocks: z.array(Block), draft_revision: z.number().int(), gaps: Gaps })

/** Pages of the shop as operators make them. */
export function pageRoutes(app: Http): void {
  app.get(
    '/shop-pages',
    {
      config: { access: 'shop:read' },
      schema: {
        ...{ tags, summary: 'Home pages of the shop, the one that is looked at first first' },
        querystring: z.object({ q: z.string().max(100).optional().describe('In its name') }),
        response: { 200: z.object({ items: z.array(Page) }) },
      },
    },
    async ({ ctx, query }) => ({ items: await listPages(ctx, query.q) }),
  )
  app.post(
    '/shop-pages',
    {
      config: { access: 'shop:write' },
      schema: {
        ...{ tags, summary: 'Make a page; nothing of it is shown yet' },
        body: Fields.extend({ blocks: Blocks.default([]) }),
        response: { 201: Page },
      },
    },
    async ({ ctx, body: { blocks, ...fields } }, reply) =>
      reply.code(201).send(await createPage(ctx, fields, blocks)),
  )
  app.get(
    '/shop-pages/:id',
    {
      config: { access: 'shop:read' },
      schema: { tags, summary: 'A page', params: Id, response: { 200: Page } },
    },
    ({ ctx, params }) => getPage(ctx, params.id),
  )
  app.put(
    '/shop-pages/:id',
    {
      config: { access: 'shop:write' },
      schema: {
        ...{ tags, summary: 'Change its name, or where and for whom it is; at once', params: Id },
        body: Fields.extend({ revision: z.number().int() }),
        response: { 200: Page },
      },
    },
    ({ ctx, params, body: { revision, ...fields } }) =>
      changePage(ctx, params.id, fields, revision),
  )
  app.delete(
    '/shop-pages/:id',
    {
      config: { access: 'shop:write' },
      schema: {
        ...{ tags, summary: 'Remove a page that is not shown, with its versions', params: Id },
        response: { 200: z.object({ ok: z.literal(true) }) },
      },
    },
    async ({ ctx, params }) => {
      await removePage(ctx, params.id)
      return { ok: true as const }
    },
  )
  app.post(
    '/shop-pages/:id/copy',
    {
      config: { access: 'shop:write' },
      schema: {
        ...{ tags, summary: 'Another page like it, as it is being worked on', params: Id },
        body: z.object({ name: Name }),
        response: { 201: Page },
      },
    },
    async ({ ctx, params, body }, reply) =>
      reply.code(201).send(await copyPage(ctx, params.id, body.name)),
  )
  draftRoutes(app)
  versionRoutes(app)
}

function draftRoutes(app: Http): void {
  app.get(
    '/shop-pages/:id/draft',
    {
      config: { access: 'shop:read' },
      schema: { tags, summary: 'What is being worked on', params: Id, response: { 200: Draft } },
    },
    async ({ ctx, params }) => (await getDraft(ctx, params.id)) as never,
  )
  app.put(
    '/shop-pages/:id/draft',
    {
      config: { access: 'shop:write' },
      schema: {
        ...{ tags, summary: 'Save what is being worked on; customers see nothing of it' },
        description: 'What it names must be the brand’s; what a block lacks is told.',
        params: Id,
        body: z.object({ blocks: Blocks, draft_revision: z.number().int() }),
        response: { 200: z.object({ draft_revision: z.number().int(), gaps: Gaps }) },
      },
    },
    ({ ctx, params, body }) => saveDraft(ctx, params.id, body.blocks, body.draft_revision),
  )
  app.post(
    '/shop-pages/:id/preview',
    {
      config: { access: 'shop:read' },
      schema: {
        ...{ tags, summary: 'An address that shows the draft as customers would see it' },
        description: `For ${PREVIEW_MINUTES} minutes, to whoever has it, also while the shop is closed.`,
        params: Id,
        response: {
          201: z.object({ path: z.string().describe('Below the server'), expires_at: Time }),
        },
      },
    },
    async ({ ctx, params }, reply) => reply.code(201).send(await allowPreview(ctx, params.id)),
  )
}

function versionRoutes(app: Http): void {
  app.post(
    '/shop-pages/:id/publish',
    {
      config: { access: 'shop:write' },
      schema: {
        ...{ tags, summary: 'Show the draft, now or in a time', params: Id },
        description:
          'Of several versions in their time, the one that began last is shown; when it ends, the one before it is again.',
        body: z.object({
          draft_revision: z.number().int().describe('As it was looked at'),
          starts_at: Time.nullable().default(null).describe('null: now'),
          ends_at: Time.nullable().default(null).describe('null: for good'),
          note: z.string().trim().max(200).default(''),
        }),
        response: { 200: Page },
      },
    },
    ({ ctx, params, body }) => publishPage(ctx, params.id, body),
  )
  app.get(
    '/shop-pages/:id/versions',
    {
      config: { access: 'shop:read' },
      schema: {
        ...{ tags, summary: 'What was published of it, newest first', params: Id },
        response: { 200: z.object({ items: z.array(Version) }) },
      },
    },
    async ({ ctx, params }) => ({ items: await listVersions(ctx, params.id) }),
  )
  const ByVersion = Id.extend({ version: z.coerce.number().int().min(1).max(2_147_483_647) })
  app.get(
    '/shop-pages/:id/versions/:version',
    {
      config: { access: 'shop:read' },
      schema: {
        ...{ tags, summary: 'The blocks of a version', params: ByVersion },
        response: { 200: z.object({ blocks: z.array(Block) }) },
      },
    },
    async ({ ctx, params }) =>
      ({ blocks: await getVersion(ctx, params.id, params.version) }) as never,
  )
  app.post(
    '/shop-pages/:id/versions/:version/withdraw',
    {
      config: { access: 'shop:write' },
      schema: {
        ...{ tags, summary: 'Show a version no more', params: ByVersion },
        response: { 200: Page },
      },
    },
    ({ ctx, params }) => withdrawVersion(ctx, params.id, params.version),
  )
}
