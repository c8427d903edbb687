import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import '../commerce/testing.ts'
import type { Ctx } from '../platform/ctx.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { applyTags } from '../profile/index.ts'
import { createAudience, editAudience, takeStep } from './audience.ts'
import { changeList, type ListMode } from './lists.ts'
import { getAudience } from './queries.ts'
import type { Rule } from './rule.ts'
import { followTag, setTagSync } from './tag-sync.ts'
import { newCustomers } from './testing.ts'

let ctx: TestCtx
let ids: number[]
let list: string

const words = { description: '', folder: '', labels: [], note: '' }
beforeEach(async () => {
  ctx = await testCtx()
  ids = await newCustomers(ctx, 7)
  for (const name of ['vip', 'other'])
    await sql`insert into tag (tenant_id, id, name, created_by)
      values (${ctx.tenantId}, gen_random_uuid(), ${name}, 'test')`.execute(ctx.pg)
  list = await createAudience(ctx, { ...words, name: 'list', kind: 'static' })
})

const put = (mode: ListMode, customers: readonly number[]) =>
  changeList(
    ctx,
    list,
    mode,
    customers.map((c) => ({ namespace: 'customer', value: String(c) })),
  )
const tagged = async (tag = 'vip') => {
  const { rows } = await sql<{ id: number }>`select distinct node_id as id from customer_tag
    where tenant_id = ${ctx.tenantId} and tag = ${tag} order by 1`.execute(ctx.pg)
  return rows.map((r) => r.id)
}
/** How often customers were told to have got or lost the tag. */
const told = async (name: string) => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from told_event
    where tenant_id = ${ctx.tenantId} and event ->> 'name' = ${name}`.execute(ctx.pg)
  return rows[0]?.n
}
const failing = (after: number): Ctx => {
  let calls = 0
  const rows: Ctx['ch']['rows'] = (...args) => {
    calls += 1
    if (calls > after) throw new Error('the event store is gone')
    return ctx.ch.rows(...args)
  }
  return { ...ctx, ch: { ...ctx.ch, rows } }
}

describe('a tag that mirrors an audience', () => {
  test('comes and goes with it, once, however often it is tried and by how many at once', async () => {
    await put('add', ids.slice(0, 5))
    await setTagSync(ctx, list, { tag: 'vip', mode: 'mirror' })
    expect(ctx.jobs.sent.map((j) => j.queue)).toContain('audiences.tags')
    await expect(followTag(failing(2), list, 2)).rejects.toThrow('the event store is gone')
    expect(await tagged()).toEqual(ids.slice(0, 4))
    await Promise.all([1, 2, 3].map(() => followTag(ctx, list, 2)))
    expect([await tagged(), await told('tag_added')]).toEqual([ids.slice(0, 5), 5])
    await put('remove', ids.slice(0, 3))
    await put('add', ids.slice(5))
    await expect(followTag(failing(1), list, 2)).rejects.toThrow('the event store is gone')
    await Promise.all([1, 2, 3].map(() => followTag(ctx, list, 2)))
    expect(await tagged()).toEqual(ids.slice(3))
    expect([await told('tag_added'), await told('tag_removed')]).toEqual([7, 3])
    expect(await followTag(ctx, list)).toEqual({ added: 0, removed: 0 })
  })

  test('leaves the tag to who has it from somebody else too', async () => {
    await applyTags(ctx, [{ node: ids[0] ?? 0, tag: 'vip', source: 'crm', at: new Date() }])
    await put('add', ids.slice(0, 2))
    await setTagSync(ctx, list, { tag: 'vip', mode: 'mirror' })
    expect(await followTag(ctx, list)).toEqual({ added: 1, removed: 0 })
    await put('remove', ids.slice(0, 2))
    expect(await followTag(ctx, list)).toEqual({ added: 0, removed: 1 })
    expect(await tagged()).toEqual([ids[0]])
  })

  test('is refused to a rule that asks for it, by way of others too', async () => {
    const tag = (name: string): Rule => ({ kind: 'tags', match: 'any', tags: [name] })
    const make = (name: string, rule: Rule) =>
      createAudience(ctx, { ...words, name, kind: 'rule', rule })
    const own = await make('own', { kind: 'not', rule: tag('vip') })
    const mirror = { tag: 'vip', mode: 'mirror' } as const
    await expect(setTagSync(ctx, own, mirror)).rejects.toMatchObject({ code: 'tag_circle' })
    await setTagSync(ctx, own, { tag: 'vip', mode: 'add' })
    const first = await make('first', tag('other'))
    await setTagSync(ctx, first, mirror)
    const second = await make('second', tag('vip'))
    await expect(setTagSync(ctx, second, { tag: 'other', mode: 'mirror' })).rejects.toMatchObject({
      code: 'tag_circle',
    })
    const { revision } = await getAudience(ctx, first)
    await expect(editAudience(ctx, first, { revision, rule: tag('vip') })).rejects.toMatchObject({
      code: 'tag_circle',
    })
  })
})

describe('a tag that is added', () => {
  test('stays with who leaves, and another tag begins with everybody inside', async () => {
    await put('add', ids.slice(0, 3))
    await setTagSync(ctx, list, { tag: 'vip', mode: 'add' })
    await followTag(ctx, list)
    await put('remove', ids.slice(0, 1))
    expect(await followTag(ctx, list)).toEqual({ added: 0, removed: 0 })
    expect(await tagged()).toEqual(ids.slice(0, 3))
    await setTagSync(ctx, list, { tag: 'other', mode: 'add' })
    await followTag(ctx, list)
    expect(await tagged('other')).toEqual(ids.slice(1, 3))
    await setTagSync(ctx, list, null)
    await put('add', ids.slice(5))
    expect(await followTag(ctx, list)).toEqual({ added: 0, removed: 0 })
  })

  test('is one that is there, of an audience that is not archived', async () => {
    const sync = { tag: 'nowhere', mode: 'add' } as const
    await expect(setTagSync(ctx, list, sync)).rejects.toMatchObject({ code: 'tag_not_found' })
    const other = await testCtx()
    await expect(setTagSync(other, list, sync)).rejects.toMatchObject({
      code: 'audience_not_found',
    })
    await takeStep(ctx, list, 'archive')
    await expect(setTagSync(ctx, list, sync)).rejects.toMatchObject({ code: 'audience_archived' })
  })
})
