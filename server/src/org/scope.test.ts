import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { customerScope, demandCustomerInScope } from './scope.ts'
import { addPerson, signInAs, testApi } from './testing.ts'

/** Node 2 was merged into customer 1 and is a friend of wang; 3 is one of li in store s1; 4 was wang's. */
async function withCustomers(): Promise<TestCtx> {
  const ctx = await testCtx()
  await sql`insert into customer (tenant_id, id, canonical_id)
    values (${ctx.tenantId}, 1, 1), (${ctx.tenantId}, 2, 1), (${ctx.tenantId}, 3, 3), (${ctx.tenantId}, 4, 4)`.execute(
    ctx.pg,
  )
  await sql`insert into relation (tenant_id, node_id, staff_id, state, store_id, source, added_at)
    values (${ctx.tenantId}, 2, 'wang', 'friend', 's2', 'wecom', now()),
      (${ctx.tenantId}, 3, 'li', 'friend', 's1', 'wecom', now()),
      (${ctx.tenantId}, 4, 'wang', 'deleted_by_customer', 's2', 'wecom', now())`.execute(ctx.pg)
  return ctx
}

async function seenBy(ctx: TestCtx): Promise<number[]> {
  const scope = customerScope(ctx, 'c.canonical_id')
  const { rows } = await sql<{ id: number }>`
    select distinct c.canonical_id as id from customer c
    where c.tenant_id = ${ctx.tenantId} and ${scope ?? sql`true`} order by 1`.execute(ctx.pg)
  return rows.map((row) => row.id)
}

const as = (ctx: TestCtx, kind: 'all' | 'region' | 'store' | 'own', ids: string[]): TestCtx => ({
  ...ctx,
  actor: { ...ctx.actor, scope: { kind, ids } },
})

test('a guide sees the customers they are friends with, whatever node the friendship came in on', async () => {
  const ctx = await withCustomers()
  expect(await seenBy(ctx)).toEqual([1, 3, 4])
  expect(await seenBy(as(ctx, 'own', ['wang']))).toEqual([1])
  expect(await seenBy(as(ctx, 'own', ['wang', 'li']))).toEqual([1, 3])
  expect(await seenBy(as(ctx, 'store', ['s1']))).toEqual([3])
  expect(await seenBy(as(await testCtx(), 'own', ['wang']))).toEqual([])
})

test('a customer outside the scope is not there', async () => {
  const ctx = await withCustomers()
  await demandCustomerInScope(ctx, 4)
  await demandCustomerInScope(as(ctx, 'own', ['wang']), 1)
  const outside = demandCustomerInScope(as(ctx, 'own', ['wang']), 3)
  await expect(outside).rejects.toMatchObject({ status: 404, code: 'customer_not_found' })
  expect(() => customerScope(as(ctx, 'region', ['east']), 'c.id')).toThrow('no store has a region')
})

test('a route that knows nothing of scopes is closed to who has one', async () => {
  const ctx = await testCtx()
  const route = (url: string, scoped: boolean) => (app: Http) =>
    app.get(
      url,
      {
        config: { access: 'customers:read', scoped },
        schema: {
          tags: ['Test'],
          summary: 'List',
          response: { 200: z.object({ ok: z.boolean() }) },
        },
      },
      async () => ({ ok: true }),
    )
  const api = await testApi(ctx, { domains: [route('/scoped', true), route('/unscoped', false)] })
  const guide = await signInAs(api, await addPerson(ctx, 'guide', { kind: 'own', ids: ['wang'] }))
  expect((await api.call('GET', '/scoped', { session: guide })).status).toBe(200)
  expect((await api.call('GET', '/unscoped', { session: guide })).body.error).toMatchObject({
    code: 'outside_scope',
  })
  const wide = await signInAs(api, await addPerson(ctx, 'guide'))
  expect((await api.call('GET', '/unscoped', { session: wide })).status).toBe(200)
})
