import { expect, test } from 'vitest'
import { audit, auditAll } from '../platform/audit.ts'
import { inTx } from '../platform/ctx.ts'
import { testCtx } from '../platform/testing.ts'
import { addPerson, keyOf, signInAs, testApi } from './testing.ts'

interface Entry {
  action: string
  subject_id: string
}

test('a change that is rolled back leaves no entry', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const key = await keyOf(ctx, 'owner')
  const change = inTx(ctx, async (ctx) => {
    await audit(ctx, 'customer.merged', { kind: 'customer', id: '1' })
    throw new Error('no')
  })
  await expect(change).rejects.toThrow('no')
  const log = await api.call('GET', '/audit-log?action=customer', { key })
  expect(log.body.items).toEqual([])
})

test('the log is read newest first, page by page, and by who, what and when', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const key = await keyOf(ctx, 'owner')
  const days = ['2026-01-01', '2026-01-02', '2026-01-03']
  for (const [i, day] of days.entries())
    await auditAll({ ...ctx, now: () => new Date(`${day}T00:00:00Z`) }, [
      { action: 'tag.added', object: { kind: 'customer', id: `${i}` }, details: { after: '常客' } },
      { action: 'tag_group.added', object: { kind: 'tag_group', id: `${i}` } },
    ])
  const read = async (query: string) => {
    const { body } = await api.call('GET', `/audit-log?${query}`, { key })
    return {
      items: body.items as unknown as Entry[],
      next: body.next_cursor as unknown as string | null,
    }
  }
  const tags = await read('action=tag')
  expect(tags.items.map((e) => e.subject_id)).toEqual(['2', '1', '0'])
  expect(tags.items[0]).toMatchObject({ actor: { type: 'system' }, details: { after: '常客' } })
  const first = await read('action=tag.added&limit=2')
  const second = await read(`action=tag.added&limit=2&cursor=${first.next}`)
  expect([...first.items, ...second.items]).toEqual(tags.items)
  expect(second.next).toBeNull()
  const between = 'from=2026-01-02T00:00:00Z&to=2026-01-03T08:00:00%2B08:00'
  expect((await read(`action=tag&${between}`)).items.map((e) => e.subject_id)).toEqual(['1'])
  expect((await read('subject_type=tag_group&subject_id=1')).items).toHaveLength(1)
  expect((await read('actor_id=nobody')).items).toEqual([])
  expect((await read('action=t%25')).items, 'a % is no wildcard').toEqual([])
})

test('an export is a CSV that spreadsheets read safely, and is itself in the log', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const owner = await addPerson(ctx, 'owner')
  const session = await signInAs(api, owner)
  const entries = Array.from({ length: 1500 }, (_, i) => ({
    action: 'thing.changed',
    object: { kind: 'thing', id: i === 0 ? '=HYPERLINK("x")' : `物,"${i}"` },
  }))
  await auditAll(ctx, entries)
  const csv = await api.call('GET', '/audit-log/export?action=thing', { session })
  expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(csv.headers['content-disposition']).toMatch(
    /^attachment; filename="audit-log-[\d-]{10}\.csv"$/,
  )
  const lines = csv.text.trimEnd().split('\n')
  expect(lines).toHaveLength(1501)
  expect(lines[0]).toBe(
    '\ufeffat,actor_kind,actor_id,actor_name,action,object_kind,object_id,details,ip',
  )
  expect(csv.text).toContain(`"'=HYPERLINK(""x"")"`)
  expect(csv.text).toContain('"物,""7"""')
  const log = await api.call('GET', '/audit-log?action=audit_log.exported', { session })
  expect(log.body.items).toMatchObject([
    {
      actor: { type: 'user', id: owner.id },
      details: { filter: { action: 'thing' } },
      ip: expect.stringMatching(/^10\./),
    },
  ])
})
