import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { consumeSignals, drainOutbox, registerInterest } from '../collect/index.ts'
import { draft, submission, testCollector } from '../collect/testing.ts'
import { recordOrders } from '../commerce/index.ts'
import { order } from '../commerce/testing.ts'
import { keyOf, testApi, testSecrets } from '../org/testing.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { consumerOf, loadPlugins, type Plugin, runPlugin } from './plugin.ts'
import { routes } from './routes.ts'

const example = fileURLToPath(new URL('../../../plugins/large-order.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'homefield-plugins-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let ctx: TestCtx
beforeEach(async () => {
  ctx = await testCtx()
})
const hear = (plugin: Plugin) =>
  consumeSignals(
    (tenantId) => ({ ...ctx, tenantId }),
    consumerOf(plugin),
    1000,
    (one, signals) => runPlugin(plugin, one, signals),
  )
const tagsNow = async () =>
  (
    await sql<{ tag: string; source: string }>`
      select tag, source from customer_tag where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  ).rows

describe('the example', () => {
  test('tags whoever pays a large order, once, and tells of it by an event of its own', async () => {
    const [plugin] = await loadPlugins([example])
    if (!plugin) throw new Error('no plugin')
    await registerInterest(ctx, consumerOf(plugin), plugin.hears)
    const collector = testCollector(ctx)
    await collector.submit(
      submission(ctx, [
        draft({
          name: 'hello',
          messageId: 'h',
          identifiers: [{ namespace: 'member_id', value: 'm1' }],
        }),
      ]),
    )
    const { rows } = await sql<{ id: number }>`
      select id from customer where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
    const node = rows[0]?.id ?? 0
    await recordOrders(ctx, [
      order('small', 99_999, { node, paidAt: new Date() }),
      order('large', 100_000, { node, paidAt: new Date() }),
    ])
    await drainOutbox(ctx, collector)
    expect(await hear(plugin)).toBe(2)
    expect(await hear(plugin)).toBe(0)
    expect(await tagsNow()).toEqual([{ tag: '大额订单', source: 'plugin.large-order' }])
    await drainOutbox(ctx, collector)
    const { rows: outbox } =
      await sql`select 1 from event_outbox where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
    expect(outbox).toEqual([])
    await collector.stop()
  })
})

test('what a plugin did before it failed is undone, and the same events come again', async () => {
  let mustFail = true
  const seen: string[] = []
  const plugin: Plugin = {
    name: 'unsure',
    hears: ['ping'],
    async onEvents(host, events) {
      await host.tag(
        events.flatMap((e) => (e.customer ? [e.customer] : [])),
        'pinged',
      )
      seen.push(...events.map((e) => e.name))
      if (mustFail) throw new Error('not now')
    },
  }
  await registerInterest(ctx, consumerOf(plugin), plugin.hears)
  const collector = testCollector(ctx)
  await collector.submit(
    submission(ctx, [
      draft({
        name: 'ping',
        messageId: 'p1',
        identifiers: [{ namespace: 'member_id', value: 'm2' }],
      }),
    ]),
  )
  await expect(hear(plugin)).rejects.toThrow('not now')
  expect(await tagsNow()).toEqual([])
  mustFail = false
  expect(await hear(plugin)).toBe(1)
  expect(seen).toEqual(['ping', 'ping'])
  expect(await tagsNow()).toMatchObject([{ tag: 'pinged' }])
  await collector.stop()
})

test('a brand switches plugins off and on for itself; what it would have heard meanwhile is not told later', async () => {
  const heard: string[] = []
  const plugin: Plugin = {
    name: 'listener',
    hears: ['rung'],
    async onEvents(_host, events) {
      heard.push(...events.map((e) => String(e.props.n)))
    },
  }
  await registerInterest(ctx, consumerOf(plugin), plugin.hears)
  const outbound = { allowPrivate: false }
  const api = await testApi(ctx, {
    domains: [routes({ secrets: testSecrets, outbound, plugins: [plugin] })],
  })
  const key = await keyOf(ctx, 'owner')
  const choose = (action: string, names = ['listener']) =>
    api.call('POST', '/plugins/batch', { key, body: { names, action } })
  const collector = testCollector(ctx)
  const ring = async (n: number) => {
    await collector.submit(
      submission(ctx, [draft({ name: 'rung', messageId: `r${n}`, props: { n } })]),
    )
    await hear(plugin)
  }
  await ring(1)
  expect((await choose('off')).body).toEqual({ changed: 1, refused: [] })
  await ring(2)
  expect((await api.call('GET', '/plugins', { key })).body.items).toMatchObject([
    { name: 'listener', is_on: false, off_by: expect.any(String) },
  ])
  expect((await choose('on')).body).toEqual({ changed: 1, refused: [] })
  await ring(3)
  expect(heard).toEqual(['1', '3'])
  expect((await choose('on', ['listener', 'nobody'])).body).toEqual({
    changed: 0,
    refused: [{ id: 'nobody', code: 'plugin_not_found' }],
  })
  const { rows } = await sql<{ action: string }>`select action from audit_log
    where tenant_id = ${ctx.tenantId} and object_kind = 'plugin' order by position`.execute(ctx.pg)
  expect(rows.map((r) => r.action)).toEqual(['plugin.switched_off', 'plugin.switched_on'])
  await collector.stop()
})

test('a plugin that records an event of ours, or one it hears itself, is refused', async () => {
  const plugin: Plugin = {
    name: 'forger',
    hears: ['ping'],
    onEvents: (host) => host.record([{ name: 'order_paid', customer: null, at: new Date() }]),
  }
  await expect(runPlugin(plugin, ctx, [])).rejects.toThrow('only Homefield records')
  const echo: Plugin = {
    ...plugin,
    onEvents: (host) => host.record([{ name: 'ping', customer: null, at: new Date() }]),
  }
  await expect(runPlugin(echo, ctx, [])).rejects.toThrow('for ever')
})

test('a file that is no plugin keeps the server from starting, and says why', async () => {
  const write = (name: string, code: string) => {
    writeFileSync(join(folder, name), code)
    return join(folder, name)
  }
  const nothing = write('nothing.mjs', 'export const other = 1')
  const nameless = write(
    'nameless.mjs',
    'export const plugin = { name: "A B", hears: ["x"], onEvents() {} }',
  )
  const broken = write('broken.mjs', 'export const plugin = {')
  await expect(loadPlugins([nothing])).rejects.toThrow(/nothing\.mjs exports no sound plugin/)
  await expect(loadPlugins([nameless])).rejects.toThrow(/plugin\.name/)
  await expect(loadPlugins([broken])).rejects.toThrow(/broken\.mjs cannot be loaded/)
  await expect(loadPlugins([join(folder, 'gone.mjs')])).rejects.toThrow(/cannot be loaded/)
  await expect(loadPlugins([example, example])).rejects.toThrow(/Two plugins/)
})
