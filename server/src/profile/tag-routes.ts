// Tags: what there is, and who has them.
import { z } from 'zod'
import { BatchAnswer, BatchIds } from '../platform/batch.ts'
import type { Http } from '../platform/http.ts'
import { pageOf } from '../platform/page.ts'
import { CustomerId } from './customer-id.ts'
import { changeTagsOf, changeTagsOfMany, tagsOfCustomer } from './customer-tags.ts'
import { CustomerFilter } from './filter.ts'
import type { HeldTag } from './live-tags.ts'
import { changeTagGroups, changeTags, GroupsBatch, orderTagGroups, TagsBatch } from './tag-batch.ts'
import { countByTag } from './tag-counts.ts'
import {
  changeTag,
  createTag,
  listTagGroups,
  listTags,
  mergeTags,
  saveTagGroup,
  type Tag,
  type TagGroup,
} from './tag-definitions.ts'

const tags = ['tags']
const TagName = z.string().trim().min(1).max(100)
const Id = z.object({ id: z.guid() })

const GroupFields = {
  name: z.string().trim().min(1).max(60),
  exclusive: z.boolean().default(false).describe('A customer holds one tag of the group at most'),
  archived: z.boolean().default(false),
}
const Group = z.object({ id: z.guid(), ...GroupFields })
const sayGroup = (g: TagGroup): z.infer<typeof Group> => ({
  id: g.id,
  name: g.name,
  exclusive: g.isExclusive,
  archived: g.isArchived,
})

const TagFields = {
  name: TagName,
  group_id: z.guid().nullable().default(null),
  description: z.string().max(500).default(''),
}
const TagItem = z.object({
  id: z.guid(),
  ...TagFields,
  archived: z.boolean(),
  aliases: z.array(z.string()).describe('Names it had before; sources may go on sending them'),
  created_at: z.iso.datetime(),
  created_by: z.string(),
})
const sayTag = (t: Tag): z.infer<typeof TagItem> => ({
  id: t.id,
  name: t.name,
  group_id: t.groupId,
  description: t.description,
  archived: t.isArchived,
  aliases: t.aliases,
  created_at: t.createdAt.toISOString(),
  created_by: t.createdBy,
})

const Held = z.object({
  tag: z.string(),
  group: z.string().nullable(),
  exclusive: z.boolean(),
  source: z.string(),
  actor: z.string().describe('user:<id>, rule:<id>, system:import:<id> …'),
  actor_name: z.string(),
  reason: z.string(),
  at: z.iso.datetime(),
  expires_at: z.iso.datetime().nullable(),
})
const sayHeld = (t: HeldTag): z.infer<typeof Held> => ({
  tag: t.tag,
  group: t.group,
  exclusive: t.exclusiveGroup !== null,
  source: t.source,
  actor: t.actor,
  actor_name: t.actorName,
  reason: t.reason,
  at: t.at.toISOString(),
  expires_at: t.expiresAt?.toISOString() ?? null,
})

const Change = {
  add: z.array(TagName).max(50).default([]),
  remove: z.array(TagName).max(50).default([]),
  reason: z.string().trim().max(500).default(''),
  expires_at: z.iso
    .datetime({ offset: true })
    .nullable()
    .default(null)
    .describe('Of the tags that are added'),
}
const changeOf = (body: {
  add: string[]
  remove: string[]
  reason: string
  expires_at: string | null
}) => ({
  add: body.add,
  remove: body.remove,
  reason: body.reason,
  expiresAt: body.expires_at === null ? null : new Date(body.expires_at),
})

export function tagRoutes(app: Http): void {
  groupRoutes(app)
  app.get(
    '/tags',
    {
      config: { access: 'customers:read', scoped: true },
      schema: { tags, summary: 'Every tag', response: { 200: pageOf(TagItem) } },
    },
    async (request) => ({
      items: (await listTags(request.ctx)).map(sayTag),
      next_cursor: null,
    }),
  )
  app.get(
    '/tags/counts',
    {
      config: { access: 'customers:read' },
      schema: {
        tags,
        summary: 'How many customers hold each tag, as the customers list finds them',
        response: {
          200: pageOf(z.object({ tag: z.string(), customers: z.number().int() })),
        },
      },
    },
    async (request) => ({ items: await countByTag(request.ctx), next_cursor: null }),
  )
  app.post(
    '/tags',
    {
      config: { access: 'customers:write' },
      schema: {
        tags,
        summary: 'Make a tag',
        body: z.object(TagFields),
        response: { 201: TagItem },
      },
    },
    async (request, reply) => {
      const { group_id, ...rest } = request.body
      return reply
        .code(201)
        .send(sayTag(await createTag(request.ctx, { ...rest, groupId: group_id })))
    },
  )
  app.put(
    '/tags/:id',
    {
      config: { access: 'customers:write' },
      schema: {
        tags,
        summary: 'Rename a tag, move it to another group, archive it',
        description: 'Customers keep it; the old name goes on leading to it.',
        params: Id,
        body: z.object({ ...TagFields, archived: z.boolean().default(false) }),
        response: { 200: TagItem },
      },
    },
    async (request) => {
      const { group_id, archived, ...rest } = request.body
      return sayTag(
        await changeTag(request.ctx, request.params.id, {
          ...rest,
          groupId: group_id,
          isArchived: archived,
        }),
      )
    },
  )
  app.post(
    '/tags/:id/merge',
    {
      config: { access: 'customers:write' },
      schema: {
        tags,
        summary: 'Merge a tag into another',
        description: 'Whoever holds it holds the other one from now on; this cannot be undone.',
        params: Id,
        body: z.object({ into: z.guid() }),
        response: { 200: TagItem },
      },
    },
    async (request) => sayTag(await mergeTags(request.ctx, [request.params.id], request.body.into)),
  )
  tagBatchRoutes(app)
  ofCustomers(app)
}

function groupRoutes(app: Http): void {
  app.get(
    '/tag-groups',
    {
      config: { access: 'customers:read', scoped: true },
      schema: { tags, summary: 'Groups of tags', response: { 200: pageOf(Group) } },
    },
    async (request) => ({
      items: (await listTagGroups(request.ctx)).map(sayGroup),
      next_cursor: null,
    }),
  )
  const groupOf = (body: { name: string; exclusive: boolean; archived: boolean }) => ({
    name: body.name,
    isExclusive: body.exclusive,
    isArchived: body.archived,
  })
  app.post(
    '/tag-groups',
    {
      config: { access: 'customers:write' },
      schema: {
        tags,
        summary: 'Make a group of tags',
        body: z.object(GroupFields),
        response: { 201: Group },
      },
    },
    async (request, reply) =>
      reply
        .code(201)
        .send(sayGroup(await saveTagGroup(request.ctx, undefined, groupOf(request.body)))),
  )
  app.put(
    '/tag-groups/:id',
    {
      config: { access: 'customers:write' },
      schema: {
        tags,
        summary: 'Change a group of tags',
        params: Id,
        body: z.object(GroupFields),
        response: { 200: Group },
      },
    },
    async (request) =>
      sayGroup(await saveTagGroup(request.ctx, request.params.id, groupOf(request.body))),
  )
}

function tagBatchRoutes(app: Http): void {
  app.post(
    '/tags/batch',
    {
      config: { access: 'customers:write' },
      schema: {
        tags,
        summary: 'Move many tags to a group, archive them or take them back',
        body: TagsBatch,
        response: { 200: BatchAnswer },
      },
    },
    (request) => changeTags(request.ctx, request.body),
  )
  app.post(
    '/tags/batch/merge',
    {
      config: { access: 'customers:write' },
      schema: {
        tags,
        summary: 'Merge many tags into one',
        description: 'Whoever holds one of them holds `into` from now on; this cannot be undone.',
        body: z.object({ ids: BatchIds, into: z.guid() }),
        response: { 200: TagItem },
      },
    },
    async (request) => sayTag(await mergeTags(request.ctx, request.body.ids, request.body.into)),
  )
  app.post(
    '/tag-groups/batch',
    {
      config: { access: 'customers:write' },
      schema: {
        tags,
        summary: 'Archive many groups of tags or take them back',
        body: GroupsBatch,
        response: { 200: BatchAnswer },
      },
    },
    (request) => changeTagGroups(request.ctx, request.body),
  )
  app.put(
    '/tag-groups/order',
    {
      config: { access: 'customers:write' },
      schema: {
        tags,
        summary: 'The order in which groups of tags stand',
        body: z.object({ ids: BatchIds.describe('All groups, the first one first') }),
        response: { 200: pageOf(Group) },
      },
    },
    async (request) => ({
      items: (await orderTagGroups(request.ctx, request.body.ids)).map(sayGroup),
      next_cursor: null,
    }),
  )
}

function ofCustomers(app: Http): void {
  app.get(
    '/customers/:id/tags',
    {
      config: { access: 'customers:read', scoped: true },
      schema: {
        tags,
        summary: 'A customer’s tags, with who put them on, when and why',
        params: z.object({ id: CustomerId }),
        response: { 200: pageOf(Held) },
      },
    },
    async (request) => ({
      items: (await tagsOfCustomer(request.ctx, request.params.id)).map(sayHeld),
      next_cursor: null,
    }),
  )
  app.post(
    '/customers/:id/tags',
    {
      config: { access: 'customers:write', scoped: true },
      schema: {
        tags,
        summary: 'Put tags on a customer and take tags off',
        params: z.object({ id: CustomerId }),
        body: z.object(Change),
        response: { 200: pageOf(Held) },
      },
    },
    async (request) => ({
      items: (await changeTagsOf(request.ctx, request.params.id, changeOf(request.body))).map(
        sayHeld,
      ),
      next_cursor: null,
    }),
  )
  app.post(
    '/customers/tags',
    {
      config: { access: 'customers:write', scoped: true },
      schema: {
        tags,
        summary: 'Put tags on, or take them off, all customers that a filter finds',
        body: z.object({
          filter: CustomerFilter.describe('As of the customers list; `ids` for chosen ones'),
          ...Change,
        }),
        response: {
          200: z.object({
            customers: z.number().int().describe('Whom the filter found'),
            added: z.number().int().describe('Tags that came to somebody who had them from nobody'),
            removed: z.number().int().describe('Customers who lost a tag'),
          }),
        },
      },
    },
    (request) => changeTagsOfMany(request.ctx, request.body.filter, changeOf(request.body)),
  )
}
