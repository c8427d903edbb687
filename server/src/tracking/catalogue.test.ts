import { describe, expect, test } from 'vitest'
import { drainOutbox } from '../collect/index.ts'
import { draft, submission, testCollector } from '../collect/testing.ts'
import { createApiKey } from '../org/index.ts'
import { addPerson, signInAs, testApi } from '../org/testing.ts'
import { recordEvents } from '../platform/outbox.ts'
import { testCtx } from '../platform/testing.ts'
import { routes } from './routes.ts'

async function brand() {
  const ctx = await testCtx()
  const collector = testCollector(ctx)
  const api = await testApi(ctx, { domains: [routes(ctx)] })
  const key = (await createApiKey(ctx, { name: 'mine', role: 'owner' })).secret
  const call = async (method: string, url: string, body?: unknown) => {
    const answer = await api.call(method, url, { key, ...(body !== undefined && { body }) })
    return { status: answer.status, body: JSON.parse(answer.text || '{}') }
  }
  const send = (...drafts: Parameters<typeof draft>[0][]) =>
    collector.submit(
      submission(
        ctx,
        drafts.map((d) => draft(d)),
      ),
    )
  return { ctx, collector, api, call, send }
}
const plan = { label: '下单', label_en: 'Ordered', owner: '王工', status: 'live', version: 0 }

describe('the catalogue', () => {
  test('shows what was seen and what was planned, and where they part ways', async () => {
    const { ctx, collector, call, send } = await brand()
    await send(
      { name: 'seen', messageId: '1', platform: 'web' },
      { name: 'ordered', messageId: '2', platform: 'pos' },
      { name: 'old', messageId: '3' },
    )
    await recordEvents(ctx, [
      { name: 'order_paid', customerId: null, at: new Date(), source: 'taobao' },
    ])
    await drainOutbox(ctx, collector)
    await call('PUT', '/tracking/events/ordered', { ...plan, platforms: ['web'] })
    await call('PUT', '/tracking/events/old', { ...plan, status: 'deprecated' })
    await call('PUT', '/tracking/events/never', plan)
    const { body } = await call('GET', '/tracking/events')
    const problems = Object.fromEntries(
      body.items.map((e: { name: string; problems: string[] }) => [e.name, e.problems]),
    )
    expect(problems).toEqual({
      seen: ['unplanned'],
      ordered: ['unexpected_place'],
      old: ['deprecated'],
      never: ['missing'],
      order_paid: [],
    })
    expect(body.counts).toMatchObject({ all: 5, live: 2, deprecated: 1, unplanned: 2 })
    expect((await call('GET', '/tracking/labels')).body.items).toContainEqual({
      name: 'ordered',
      label: '下单',
      label_en: 'Ordered',
    })
    const only = await call('GET', '/tracking/events?problem=missing')
    expect(only.body.items.map((e: { name: string }) => e.name)).toEqual(['never'])
    await collector.stop()
  })

  test('is paged without a gap', async () => {
    const { collector, call, send } = await brand()
    await send(
      ...Array.from({ length: 9 }, (_, i) => ({ name: `e${i % 5}`, messageId: String(i) })),
    )
    const names: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body }: { body: { items: { name: string }[]; next_cursor: string | null } } =
        await call('GET', `/tracking/events?limit=2${cursor && `&cursor=${cursor}`}`)
      names.push(...body.items.map((e) => e.name))
      cursor = body.next_cursor
    }
    expect(names).toEqual(['e0', 'e1', 'e2', 'e3', 'e4'])
    await collector.stop()
  })

  test('of an event shows its properties, its days and who counts on it', async () => {
    const { collector, call, send } = await brand()
    await send(
      { name: 'signed_up', messageId: '1', props: { plan: 'gold', age: 3 } },
      { name: 'signed_up', messageId: '2', props: { plan: 'gold' } },
    )
    await call('POST', '/tracking/rules', {
      event_name: 'signed_up',
      property: 'plan',
      setting: { kind: 'enum', values: ['gold', 'silver'] },
    })
    const { body } = await call('GET', '/tracking/events/signed_up')
    expect(body).toMatchObject({ total: 2, recent: 2, property_events: 2, rules: 1 })
    expect(body.property_items).toMatchObject([
      { name: 'plan', type: 'string', count: 2, samples: ['gold'] },
      { name: 'age', type: 'number', count: 1, samples: ['3'] },
    ])
    expect(body.days_of_trend).toHaveLength(30)
    expect(body.trend).toMatchObject([{ n: 2, platform: 'web' }])
    expect(body.used_by).toMatchObject([{ kind: 'rule', name: 'plan · enum' }])
    expect((await call('GET', '/tracking/events/nothing')).status).toBe(404)
    await collector.stop()
  })

  test('masks personal samples for who may not see them, and never shows sensitive ones', async () => {
    const { ctx, collector, api, send } = await brand()
    await send({
      name: 'asked',
      messageId: '1',
      props: { phone: '13812345678', note: 'call 13812345678 today', illness: 'flu', size: 'XL' },
    })
    const samplesFor = async (session: Parameters<typeof api.call>[2]) => {
      const { text } = await api.call('GET', '/tracking/events/asked', session)
      const items: { name: string; samples: string[] }[] = JSON.parse(text).property_items
      return Object.fromEntries(items.map((p) => [p.name, p.samples[0]]))
    }
    const analyst = await signInAs(api, await addPerson(ctx, 'analyst'))
    const shown = await samplesFor({ session: analyst })
    expect(shown).toMatchObject({
      phone: '138****5678',
      note: 'call 138****5678 today',
      size: 'XL',
    })
    expect(shown).not.toHaveProperty('illness')
    const owner = await signInAs(api, await addPerson(ctx, 'owner'))
    expect(await samplesFor({ session: owner })).toMatchObject({ phone: '13812345678' })
    await collector.stop()
  })
})

describe('the plan', () => {
  test('keeps every version with who wrote it; a stale edit learns what is there now', async () => {
    const { call } = await brand()
    const first = await call('PUT', '/tracking/events/ordered', plan)
    expect(first.body).toMatchObject({ name: 'ordered', version: 1 })
    const second = await call('PUT', '/tracking/events/ordered', {
      ...plan,
      owner: '李',
      version: 1,
    })
    expect(second.body.version).toBe(2)
    const stale = await call('PUT', '/tracking/events/ordered', {
      ...plan,
      owner: '张',
      version: 1,
    })
    expect([stale.status, stale.body.error.code]).toEqual([409, 'edited_meanwhile'])
    expect(stale.body.error.details.present).toMatchObject({ owner: '李', version: 2 })
    const { body } = await call('GET', '/tracking/events/ordered/history')
    expect(body.items).toMatchObject([
      { version: 2, content: { owner: '李' } },
      { version: 1, content: { owner: '王工' } },
    ])
  })

  test('takes two operators’ first words on one event from one of them only', async () => {
    const { call } = await brand()
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        call('PUT', '/tracking/events/ordered', { ...plan, owner: `p${i}` }),
      ),
    )
    expect(answers.map((a) => a.status).sort()).toEqual([200, 409, 409, 409, 409, 409])
  })

  test('says the same of many at once, leaving what it was not asked about', async () => {
    const { collector, call, send } = await brand()
    await send({ name: 'seen', messageId: '1' })
    await call('PUT', '/tracking/events/ordered', plan)
    const { body } = await call('POST', '/tracking/events/batch', {
      names: ['seen', 'ordered'],
      set: { owner: '数据组' },
    })
    expect(body).toEqual({ changed: 2, refused: [] })
    const ordered = await call('GET', '/tracking/events/ordered')
    expect(ordered.body.plan).toMatchObject({ label: '下单', owner: '数据组' })
    expect(
      (await call('POST', '/tracking/events/batch', { names: ['seen'], set: { owner: '数据组' } }))
        .body,
    ).toEqual({ changed: 0, refused: [] })
    await collector.stop()
  })

  test('forgets an event that was taken out, and numbers its versions on when it comes back', async () => {
    const { call } = await brand()
    await call('PUT', '/tracking/events/ordered', plan)
    await call('PUT', '/tracking/events/ordered/properties/sum', { label: '金额', version: 0 })
    expect((await call('DELETE', '/tracking/events/ordered')).status).toBe(204)
    expect((await call('GET', '/tracking/events/ordered')).status).toBe(404)
    const back = await call('PUT', '/tracking/events/ordered', plan)
    expect(back.body.version).toBe(3)
  })

  test('refuses rules that can never be kept, and a second one of a kind', async () => {
    const { call } = await brand()
    const rule = {
      event_name: 'ordered',
      property: 'sum',
      setting: { kind: 'pattern', pattern: '(a' },
    }
    const broken = await call('POST', '/tracking/rules', rule)
    expect([broken.status, broken.body.error.code]).toEqual([400, 'bad_pattern'])
    const range = { ...rule, setting: { kind: 'range', min: 5, max: 1 } }
    expect((await call('POST', '/tracking/rules', range)).body.error.code).toBe('bad_rule')
    const good = { ...rule, setting: { kind: 'pattern', pattern: 'a+' } }
    expect((await call('POST', '/tracking/rules', good)).status).toBe(201)
    expect((await call('POST', '/tracking/rules', good)).body.error.code).toBe('rule_exists')
  })
})
