import { expect, test } from 'vitest'
import { testCtx } from '../platform/testing.ts'
import { addPerson, keyOf, signInAs, testApi } from './testing.ts'

interface View {
  id: string
  name: string
  shared: boolean
  default: boolean
  search: Record<string, string>
  owner: { name: string }
}

async function brand() {
  const ctx = await testCtx()
  const api = await testApi(ctx)
  const person = async (role: 'owner' | 'operator' | 'analyst') => {
    const session = await signInAs(api, await addPerson(ctx, role))
    return {
      views: async (list = 'customers') =>
        (await api.call('GET', `/saved-views?list=${list}`, { session })).body
          .items as unknown as View[],
      save: (body: object) =>
        api.call('POST', '/saved-views', {
          session,
          body: { list: 'customers', search: {}, ...body },
        }),
      change: (id: unknown, body: object) =>
        api.call('PATCH', `/saved-views/${id}`, { session, body }),
      remove: (id: unknown) => api.call('DELETE', `/saved-views/${id}`, { session }),
      begin: (id: unknown, list = 'customers') =>
        api.call('PUT', '/saved-views/default', { session, body: { list, id } }),
      log: async () =>
        (await api.call('GET', '/audit-log?action=saved_view', { session })).body
          .items as unknown as { action: string }[],
    }
  }
  return { ctx, api, person }
}

test('a view is its maker’s own until it is shared with the brand', async () => {
  const { person } = await brand()
  const [maker, colleague] = [await person('operator'), await person('analyst')]
  const { status, body } = await maker.save({
    name: '上海老客',
    search: { tag: '老客', city: '上海' },
  })
  expect(status).toBe(201)
  expect(await maker.views()).toMatchObject([
    { name: '上海老客', shared: false, search: { tag: '老客', city: '上海' } },
  ])
  expect(await maker.views('imports'), 'another list').toEqual([])
  expect(await colleague.views()).toEqual([])
  expect((await colleague.change(body.id, { name: 'x' })).status, 'unseen is not found').toBe(404)
  expect((await maker.change(body.id, { shared: true })).status).toBe(204)
  expect(await colleague.views()).toMatchObject([{ name: '上海老客', owner: { name: 'operator' } }])
})

test('a shared view is changed by its maker or who looks after the team, nobody else', async () => {
  const { person } = await brand()
  const [maker, colleague, owner] = [
    await person('operator'),
    await person('analyst'),
    await person('owner'),
  ]
  const { body } = await maker.save({ name: '本月新客', shared: true })
  const refused = await colleague.remove(body.id)
  expect(refused.status).toBe(403)
  expect(refused.body.error).toMatchObject({ code: 'not_your_view' })
  expect((await owner.change(body.id, { name: '新客' })).status).toBe(204)
  expect((await owner.remove(body.id)).status).toBe(204)
  expect(await maker.views()).toEqual([])
  expect((await owner.log()).map((entry) => entry.action)).toEqual([
    'saved_view.removed',
    'saved_view.changed',
    'saved_view.saved',
  ])
})

test('a name is taken once among one’s own and once among the shared, also when two save at once', async () => {
  const { person } = await brand()
  const [one, other] = [await person('operator'), await person('analyst')]
  const own = await Promise.all([1, 2, 3].map(() => one.save({ name: '复购' })))
  expect(own.map((answer) => answer.status).sort()).toEqual([201, 409, 409])
  expect((await other.save({ name: '复购' })).status, 'somebody else’s own').toBe(201)
  const shared = await Promise.all(
    [one, other].map((person) => person.save({ name: '复购', shared: true })),
  )
  expect(shared.map((answer) => answer.status).sort()).toEqual([201, 409])
  const [mine] = (await other.views()).filter((view) => !view.shared)
  const taken = await other.change(mine?.id, { shared: true })
  expect(taken.status).toBe(409)
  expect(taken.body.error).toMatchObject({ code: 'view_name_taken' })
  const [a, b] = [await one.save({ name: 'a' }), await one.save({ name: 'b' })]
  const renamed = await Promise.all(
    [a, b].map((made) => one.change(made.body.id, { name: '同名' })),
  )
  expect(renamed.map((answer) => answer.status).sort()).toEqual([204, 409])
})

test('everybody chooses the view they begin with, and loses it with the view', async () => {
  const { person } = await brand()
  const [maker, colleague] = [await person('operator'), await person('analyst')]
  const a = (await maker.save({ name: 'a', shared: true })).body.id
  const b = (await maker.save({ name: 'b' })).body.id
  const begins = async (who: typeof maker) =>
    (await who.views()).filter((view) => view.default).map((view) => view.name)
  expect((await maker.begin(a)).status).toBe(204)
  expect((await maker.begin(b)).status).toBe(204)
  expect((await colleague.begin(a)).status).toBe(204)
  expect((await colleague.begin(b)).status, 'not hers to see').toBe(404)
  expect(await begins(maker)).toEqual(['b'])
  expect(await begins(colleague), 'a refusal changes nothing').toEqual(['a'])
  await maker.change(a, { shared: false })
  await maker.change(a, { shared: true })
  expect(await begins(colleague), 'taken back in between').toEqual([])
  await maker.remove(b)
  expect(await begins(maker)).toEqual([])
  expect((await maker.begin(a, 'imports')).status, 'of another list').toBe(404)
  expect((await maker.begin(null)).status).toBe(204)
})

test('another brand’s views are not found, and a key saves none', async () => {
  const { person } = await brand()
  const strangers = await brand()
  const maker = await person('owner')
  const stranger = await strangers.person('owner')
  const { body } = await maker.save({ name: '机密', shared: true })
  expect(await stranger.views()).toEqual([])
  expect((await stranger.change(body.id, { name: 'x' })).status).toBe(404)
  expect((await stranger.remove(body.id)).status).toBe(404)
  expect((await stranger.begin(body.id)).status).toBe(404)
  const key = await keyOf(strangers.ctx, 'owner')
  const refused = await strangers.api.call('POST', '/saved-views', {
    key,
    body: { list: 'customers', name: 'x', search: {} },
  })
  expect(refused.body.error).toMatchObject({ code: 'people_only' })
  expect((await strangers.api.call('GET', '/saved-views?list=customers', { key })).status).toBe(200)
})
