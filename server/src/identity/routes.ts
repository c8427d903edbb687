import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery } from '../platform/page.ts'
import { declareNamespace, listConflicts, listNamespaces, mergesOf } from './conflicts.ts'
import { canonicalOf } from './groups.ts'
import { conflictKinds, mergeConflicts, settleConflicts } from './many-conflicts.ts'
import { resolveConflict, unmerge } from './merges.ts'

const tags = ['identity']
const ConflictKind = z.enum(['different_values', 'over_limit', 'kept_apart', 'consent'])
const Conflict = z.object({
  id: z.uuid(),
  kind: ConflictKind,
  customer_a: z.number().int(),
  customer_b: z.number().int(),
  namespace: z.string(),
  value: z.string(),
  evidence: z.array(z.object({ namespace: z.string(), value: z.string() })),
  seen: z.number().int().describe('How often it came up'),
  first_at: z.iso.datetime(),
  last_at: z.iso.datetime(),
  state: z.enum(['open', 'merged', 'kept_apart', 'dismissed']),
  resolved_at: z.iso.datetime().nullable(),
  resolved_by: z.string().nullable(),
})
const Merge = z.object({
  merge_id: z.uuid(),
  node_a: z.number().int(),
  node_b: z.number().int(),
  evidence: z.enum(['claimed', 'verified']),
  reason: z.string(),
  actor: z.string(),
  at: z.iso.datetime(),
  undone_at: z.iso.datetime().nullable(),
})
const NamespaceBody = z.object({
  namespace: z.string().regex(/^[a-z0-9_][a-z0-9_.:-]{0,99}$/),
  is_weak: z.boolean(),
  is_unique: z.boolean(),
  rank: z.number().int().min(1).max(1000).describe('Smaller is stronger'),
  max_values: z.number().int().min(1).max(1_000_000),
  normalise: z.enum(['trim', 'lower', 'phone']),
})

export async function routes(app: Http): Promise<void> {
  app.get(
    '/identity/conflicts',
    {
      config: { access: 'customers:merge' },
      schema: {
        tags,
        summary: 'Conflicts that wait for a decision, newest first',
        querystring: z.object({
          state: z.enum(['open', 'merged', 'kept_apart', 'dismissed']).default('open'),
          kind: ConflictKind.optional(),
          namespace: z.string().max(100).optional(),
          ...pageQuery,
        }),
        response: { 200: pageOf(Conflict) },
      },
    },
    (request) => listConflicts(request.ctx, request.query),
  )
  app.get(
    '/identity/conflicts/kinds',
    {
      config: { access: 'customers:merge' },
      schema: {
        tags,
        summary: 'How many conflicts of each kind wait',
        response: {
          200: z.object({
            as_of: z.iso.datetime(),
            items: z.array(
              z.object({ kind: ConflictKind, namespace: z.string(), open: z.number().int() }),
            ),
          }),
        },
      },
    },
    async (request) => ({
      as_of: request.ctx.now().toISOString(),
      items: (await conflictKinds(request.ctx)).map((row) => ({
        ...row,
        kind: ConflictKind.parse(row.kind),
      })),
    }),
  )
  app.post(
    '/identity/conflicts/batch',
    {
      config: { access: 'customers:merge' },
      schema: {
        tags,
        summary: 'One decision for many conflicts',
        description:
          'Chosen ones, or all of a kind that came up before a time. Merging takes chosen ones only; what cannot be merged stays open and is answered with its reason.',
        body: z.union([
          z.object({ action: z.literal('merge'), ids: z.array(z.uuid()).min(1).max(100) }),
          z.object({
            action: z.enum(['keep_apart', 'dismiss']),
            ids: z.array(z.uuid()).min(1).max(1000),
          }),
          z.object({
            action: z.enum(['keep_apart', 'dismiss']),
            kind: ConflictKind,
            namespace: z.string().max(100).optional(),
            before: z.iso.datetime({ offset: true }),
          }),
        ]),
        response: {
          200: z.object({
            changed: z.number().int(),
            refused: z.array(z.object({ id: z.uuid(), code: z.string(), message: z.string() })),
          }),
        },
      },
    },
    async ({ ctx, body }) => {
      if (body.action === 'merge') {
        const { merged, refused } = await mergeConflicts(ctx, body.ids)
        return { changed: merged, refused }
      }
      const choice =
        'ids' in body
          ? { ids: body.ids }
          : { kind: body.kind, namespace: body.namespace, before: new Date(body.before) }
      return { changed: await settleConflicts(ctx, choice, body.action), refused: [] }
    },
  )
  app.post(
    '/identity/conflicts/:id/resolve',
    {
      config: { access: 'customers:merge' },
      schema: {
        tags,
        summary: 'Decide a conflict: merge, keep apart or dismiss',
        params: z.object({ id: z.uuid() }),
        body: z.object({ action: z.enum(['merge', 'keep_apart', 'dismiss']) }),
        response: {
          200: z.object({
            merge_id: z.uuid().nullable(),
            customer_id: z.number().int().nullable(),
          }),
        },
      },
    },
    async (request) => {
      const merged = await resolveConflict(request.ctx, request.params.id, request.body.action)
      return { merge_id: merged?.mergeId ?? null, customer_id: merged?.customerId ?? null }
    },
  )
  app.get(
    '/identity/merges',
    {
      config: { access: 'customers:read' },
      schema: {
        tags,
        summary: "A customer's merges, also those taken back",
        querystring: z.object({ customer_id: z.coerce.number().int().positive() }),
        response: { 200: z.object({ items: z.array(Merge) }) },
      },
    },
    async (request) => {
      const { customer_id } = request.query
      const canonical = (await canonicalOf(request.ctx, [customer_id])).get(customer_id)
      const rows =
        canonical === undefined ? [] : await mergesOf(request.ctx, [canonical], { undone: true })
      return {
        items: rows.map((r) => ({
          merge_id: r.merge_id,
          node_a: r.node_a,
          node_b: r.node_b,
          evidence: r.evidence,
          reason: r.reason,
          actor: r.actor,
          at: r.at.toISOString(),
          undone_at: r.undone_at?.toISOString() ?? null,
        })),
      }
    },
  )
  app.post(
    '/identity/unmerge',
    {
      config: { access: 'customers:merge' },
      schema: {
        tags,
        summary: 'Take back one merge; each side gets back what came in under it',
        body: z.object({
          merge_id: z.uuid(),
          reason: z.string().max(500).default('unmerged by hand'),
        }),
        response: { 200: z.object({ customers: z.array(z.number().int()) }) },
      },
    },
    (request) => unmerge(request.ctx, request.body.merge_id, request.body.reason),
  )
  app.get(
    '/identity/namespaces',
    {
      config: { access: 'customers:read' },
      schema: {
        tags,
        summary: 'Kinds of identifiers, strongest first',
        // Names that events brought may be freer than those that can be declared.
        response: {
          200: z.object({ items: z.array(NamespaceBody.extend({ namespace: z.string() })) }),
        },
      },
    },
    async (request) => ({
      items: (await listNamespaces(request.ctx)).map((n) => ({
        namespace: n.namespace,
        is_weak: n.isWeak,
        is_unique: n.isUnique,
        rank: n.rank,
        max_values: n.maxValues,
        normalise: n.normalise,
      })),
    }),
  )
  app.put(
    '/identity/namespaces',
    {
      config: { access: 'settings:manage' },
      schema: {
        tags,
        summary: 'Declare or change a kind of identifier',
        body: NamespaceBody,
        response: { 200: NamespaceBody },
      },
    },
    async (request) => {
      const b = request.body
      await declareNamespace(request.ctx, {
        namespace: b.namespace,
        isWeak: b.is_weak,
        isUnique: b.is_unique,
        rank: b.rank,
        maxValues: b.max_values,
        normalise: b.normalise,
      })
      return b
    },
  )
}
