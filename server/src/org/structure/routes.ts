import { z } from 'zod'
import { BatchAnswer, BatchIds } from '../../platform/batch.ts'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { Nothing } from '../answers.ts'
import {
  changeStores,
  letStaffLeaveTogether,
  moveStaffTogether,
  removeStores,
  StaffLeave,
  StaffMove,
  StoresBatch,
} from './batch.ts'
import { declareStaff, declareStores, StaffDeclared, StoresDeclared } from './declare.ts'
import { importStructure } from './import.ts'
import { ImportedStructure, StructureFile } from './import-rows.ts'
import { letStaffLeave, moveStaff, takeStaffBack } from './posts.ts'
import { changeRegion, createRegion, listRegions, removeRegion } from './regions.ts'
import {
  Leave,
  Move,
  NewRegion,
  NewStaff,
  NewStore,
  Post,
  Region,
  RegionChange,
  Staff,
  StaffChange,
  Store,
  StoreChange,
  StoreKind,
} from './shapes.ts'
import { changeStaff, createStaff, getStaff, listStaff, postsOf } from './staff.ts'
import { changeStore, createStore, getStore, listStores, removeStore } from './stores.ts'
import { listUnknownCodes, UnknownCode } from './unknown-codes.ts'

const tags = ['Organisation']
const UNKNOWN_SHOWN = 500
const UnknownCodes = pageOf(UnknownCode).extend({
  total: z.number().int().describe('Of which the 500 most spoken of are shown; an export has all'),
})
const Id = z.object({ id: z.guid() })
const RegionFilter = z
  .union([z.guid(), z.literal('none')])
  .optional()
  .describe('This region and all below it; `none`: directly at headquarters')
const Q = z.string().trim().max(100).optional().describe('A part of the code or name')

export function structureRoutes(app: Http): void {
  regionRoutes(app)
  storeRoutes(app)
  staffRoutes(app)
  batchRoutes(app)
  app.post(
    '/org/import',
    {
      config: { access: 'org:manage' },
      schema: {
        tags,
        summary: 'Regions, stores or staff from a CSV, known by their codes',
        description:
          'What is known is changed, what is new is made, nothing is removed. Bad rows are answered with their reasons, the others are taken. The same file again changes nothing.',
        body: StructureFile,
        response: { 200: ImportedStructure },
      },
    },
    (request) => importStructure(request.ctx, request.body),
  )
  app.get(
    '/org/unknown-codes',
    {
      config: { access: 'org:manage' },
      schema: {
        tags,
        summary:
          'Codes of stores and staff in events, orders and relations that nobody has declared',
        querystring: z.object({ kind: z.enum(['store', 'staff']) }),
        response: { 200: UnknownCodes },
      },
    },
    async (request) => {
      const all = await listUnknownCodes(request.ctx, request.query.kind)
      return { items: all.slice(0, UNKNOWN_SHOWN), total: all.length, next_cursor: null }
    },
  )
}

function regionRoutes(app: Http): void {
  app.get(
    '/regions',
    {
      config: { access: 'org:read', scoped: true },
      schema: { tags, summary: 'All regions', response: { 200: pageOf(Region) } },
    },
    async (request) => ({ items: await listRegions(request.ctx), next_cursor: null }),
  )
  app.post(
    '/regions',
    {
      config: { access: 'org:manage' },
      schema: { tags, summary: 'Add a region', body: NewRegion, response: { 201: Region } },
    },
    async (request, reply) => reply.code(201).send(await createRegion(request.ctx, request.body)),
  )
  app.patch(
    '/regions/:id',
    {
      config: { access: 'org:manage' },
      schema: {
        tags,
        summary: 'Rename a region, or hang it elsewhere in the tree',
        params: Id,
        body: RegionChange,
        response: { 200: Region },
      },
    },
    (request) => changeRegion(request.ctx, request.params.id, request.body),
  )
  app.delete(
    '/regions/:id',
    {
      config: { access: 'org:manage' },
      schema: { tags, summary: 'Remove an empty region', params: Id, response: { 204: Nothing } },
    },
    async (request, reply) => {
      await removeRegion(request.ctx, request.params.id)
      return reply.code(204).send()
    },
  )
}

function storeRoutes(app: Http): void {
  app.get(
    '/stores',
    {
      config: { access: 'org:read', scoped: true },
      schema: {
        tags,
        summary: 'Stores by code; who has a data scope sees those in it',
        querystring: z.object({
          q: Q,
          region_id: RegionFilter,
          kind: StoreKind.optional(),
          open: z
            .enum(['true', 'false'])
            .transform((v) => v === 'true')
            .optional(),
          ...pageQuery,
        }),
        response: { 200: pageOf(Store) },
      },
    },
    ({ ctx, query: { region_id, ...query } }) => listStores(ctx, { ...query, regionId: region_id }),
  )
  app.get(
    '/stores/:id',
    {
      config: { access: 'org:read', scoped: true },
      schema: { tags, summary: 'One store', params: Id, response: { 200: Store } },
    },
    (request) => getStore(request.ctx, request.params.id),
  )
  app.post(
    '/stores',
    {
      config: { access: 'org:manage' },
      schema: { tags, summary: 'Add a store', body: NewStore, response: { 201: Store } },
    },
    async (request, reply) => reply.code(201).send(await createStore(request.ctx, request.body)),
  )
  app.patch(
    '/stores/:id',
    {
      config: { access: 'org:manage' },
      schema: {
        tags,
        summary: 'Change a store; a closing day closes it',
        params: Id,
        body: StoreChange,
        response: { 200: Store },
      },
    },
    (request) => changeStore(request.ctx, request.params.id, request.body),
  )
  app.delete(
    '/stores/:id',
    {
      config: { access: 'org:manage' },
      schema: {
        tags,
        summary: 'Remove a store that nothing names',
        params: Id,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      await removeStore(request.ctx, request.params.id)
      return reply.code(204).send()
    },
  )
}

function staffRoutes(app: Http): void {
  app.get(
    '/staff',
    {
      config: { access: 'org:read', scoped: true },
      schema: {
        tags,
        summary: 'Staff by code; who has a data scope sees those in it',
        querystring: z.object({
          q: Q,
          store_id: z.guid().optional(),
          region_id: RegionFilter,
          state: z.enum(['active', 'left']).optional(),
          ...pageQuery,
        }),
        response: { 200: pageOf(Staff) },
      },
    },
    ({ ctx, query: { store_id, region_id, ...query } }) =>
      listStaff(ctx, { ...query, storeId: store_id, regionId: region_id }),
  )
  app.get(
    '/staff/:id',
    {
      config: { access: 'org:read', scoped: true },
      schema: { tags, summary: 'One staff member', params: Id, response: { 200: Staff } },
    },
    (request) => getStaff(request.ctx, request.params.id),
  )
  app.get(
    '/staff/:id/posts',
    {
      config: { access: 'org:read', scoped: true },
      schema: {
        tags,
        summary: 'Where they worked, the newest first',
        params: Id,
        response: { 200: pageOf(Post) },
      },
    },
    async (request) => ({
      items: await postsOf(request.ctx, request.params.id),
      next_cursor: null,
    }),
  )
  app.post(
    '/staff',
    {
      config: { access: 'org:manage' },
      schema: { tags, summary: 'Add a staff member', body: NewStaff, response: { 201: Staff } },
    },
    async (request, reply) => reply.code(201).send(await createStaff(request.ctx, request.body)),
  )
  app.patch(
    '/staff/:id',
    {
      config: { access: 'org:manage' },
      schema: {
        tags,
        summary: 'Change who they are; where they work is moved',
        params: Id,
        body: StaffChange,
        response: { 200: Staff },
      },
    },
    (request) => changeStaff(request.ctx, request.params.id, request.body),
  )
  for (const [path, summary, act] of [
    ['move', 'Move to another store or region; the present post ends', moveStaff],
    ['return', 'Take back somebody who had left', takeStaffBack],
  ] as const)
    app.post(
      `/staff/:id/${path}`,
      {
        config: { access: 'org:manage' },
        schema: { tags, summary, params: Id, body: Move, response: { 200: Staff } },
      },
      (request) => act(request.ctx, request.params.id, request.body),
    )
  app.post(
    '/staff/:id/leave',
    {
      config: { access: 'org:manage' },
      schema: {
        tags,
        summary: 'They leave: they see no customers from now on, and their sign-in ends',
        params: Id,
        body: Leave,
        response: { 200: Staff },
      },
    },
    (request) => letStaffLeave(request.ctx, request.params.id, request.body),
  )
}

function batchRoutes(app: Http): void {
  app.post(
    '/stores/batch',
    {
      config: { access: 'org:manage' },
      schema: {
        tags,
        summary: 'Move many stores to a region, close or reopen them',
        body: StoresBatch,
        response: { 200: BatchAnswer },
      },
    },
    (request) => changeStores(request.ctx, request.body),
  )
  app.post(
    '/stores/batch/remove',
    {
      config: { access: 'org:manage' },
      schema: {
        tags,
        summary: 'Remove many stores; those that something names stay',
        body: z.object({ ids: BatchIds }),
        response: { 200: BatchAnswer },
      },
    },
    (request) => removeStores(request.ctx, request.body.ids),
  )
  app.post(
    '/stores/batch/declare',
    {
      config: { access: 'org:manage' },
      schema: {
        tags,
        summary: 'Make stores of many codes that data speaks of, each named by its code',
        body: StoresDeclared,
        response: { 200: BatchAnswer },
      },
    },
    (request) => declareStores(request.ctx, request.body),
  )
  app.post(
    '/staff/batch/declare',
    {
      config: { access: 'org:manage' },
      schema: {
        tags,
        summary: 'Make staff of many codes that data speaks of, each named by their code',
        body: StaffDeclared,
        response: { 200: BatchAnswer },
      },
    },
    (request) => declareStaff(request.ctx, request.body),
  )
  app.post(
    '/staff/batch/move',
    {
      config: { access: 'org:manage' },
      schema: {
        tags,
        summary: 'Move many people to one store or region',
        body: StaffMove,
        response: { 200: BatchAnswer },
      },
    },
    (request) => moveStaffTogether(request.ctx, request.body),
  )
  app.post(
    '/staff/batch/leave',
    {
      config: { access: 'org:manage' },
      schema: {
        tags,
        summary: 'Many people leave: their posts and sign-ins end',
        body: StaffLeave,
        response: { 200: BatchAnswer },
      },
    },
    (request) => letStaffLeaveTogether(request.ctx, request.body),
  )
}
