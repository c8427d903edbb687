// One brand taken away to a server of its own: the same figures there, and nothing of the others.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { pngOf } from '../src/pictures/testing.ts'
import { apiOf } from './harness/api.ts'
import { homefield } from './harness/cli.ts'
import { startServer } from './harness/server.ts'

const folder = mkdtempSync(join(tmpdir(), 'homefield-brand-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const OWNER = {
  HOMEFIELD_SECRET: '',
  HOMEFIELD_OWNER_EMAIL: 'owner@example.com',
  HOMEFIELD_OWNER_PASSWORD: 'a-long-enough-password-1',
}

interface Opened {
  tenant: { id: string }
  api_key: string
  write_key: string
}
const by = (namespace: string, value: string) => [{ namespace, value }]

async function fill(url: string, key: string, mark: string): Promise<void> {
  const events = Array.from({ length: 300 }, (_, i) => ({
    id: `${mark}-${i}`,
    name: i % 10 === 0 ? 'Order Completed' : 'page_viewed',
    identifiers:
      i % 3 === 0
        ? [...by('member_id', `${mark}-m${i % 30}`), ...by('cookie', `${mark}-c${i % 30}`)]
        : by('cookie', `${mark}-c${i % 30}`),
    attributes: { name: `${mark} ${i % 30}` },
    properties:
      i % 10 === 0 ? { order_id: `${mark}-o${i}`, total: 10.5 + i, currency: 'CNY' } : { n: i },
  }))
  const answer = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ events }),
  })
  expect(answer.status).toBe(200)
}

/** A picture of its goods. @returns its address */
async function addPicture(url: string, key: string, content: Buffer): Promise<string> {
  const answer = await fetch(`${url}/api/v1/pictures?name=tea`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'image/png' },
    body: new Uint8Array(content),
  })
  expect(answer.status).toBe(201)
  return ((await answer.json()) as { url: string }).url
}

/** What a report would add up. */
async function figures(url: string, key: string) {
  const api = apiOf(() => url, key)
  const customers = await api.customers()
  const events = await api.events()
  const orders = await api.need<{ items: { external_id: string; total_fen: number }[] }>(
    'GET',
    '/orders?limit=200',
  )
  return {
    customers: customers
      .map((c) => [
        c.id,
        c.event_count,
        c.identifiers.map((i) => i.value).sort(),
        c.attributes.name,
      ])
      .sort(),
    events: events.map((e) => [e.event_id, e.customer_id, e.name]).sort(),
    orders: orders.items.map((o) => [o.external_id, o.total_fen]).sort(),
  }
}

test('a brand is exported beside a running server, and a fresh one has the same figures', async () => {
  const data = join(folder, 'data')
  const server = await startServer({ data, env: OWNER })
  const first = apiOf(() => server.url)
  const ours = await first.need<Opened>('POST', '/tenants', { name: '要搬走的品牌' })
  const others = await first.need<Opened>('POST', '/tenants', { name: '留下的品牌' })
  await fill(server.url, ours.write_key, 'ours')
  await fill(server.url, others.write_key, 'others')
  const api = apiOf(() => server.url, ours.api_key)
  await expect.poll(async () => (await figures(server.url, ours.api_key)).orders.length).toBe(30)
  const [a, b] = [
    await api.customerBy('member_id', 'ours-m0'),
    await api.customerBy('cookie', 'ours-c1'),
  ]
  await api.need('POST', `/customers/${a?.id}/merge`, { other_id: b?.id })
  // The order's own events and the merge's are on their way to the event store.
  await expect
    .poll(
      async () =>
        (await figures(server.url, ours.api_key)).events.filter(([, , name]) =>
          ['order_paid', 'customer_merged'].includes(String(name)),
        ).length,
      { timeout: 120_000 },
    )
    .toBe(31)
  // The list's counts follow the events after a moment; the merge is our doing and none of hers.
  const counted = async () =>
    (await figures(server.url, ours.api_key)).customers.reduce((sum, [, n]) => sum + Number(n), 0)
  await expect.poll(counted).toBe(330)
  const before = await figures(server.url, ours.api_key)

  const picture = pngOf(30, 20, [20, 120, 90])
  const shown = await addPicture(server.url, ours.api_key, picture)
  const othersShown = await addPicture(server.url, others.api_key, pngOf(30, 20, [9, 9, 9]))

  const out = join(folder, 'export')
  const said = await homefield({ DATA: data }, ['backup', out, '--tenant', '要搬走的品牌'])
  expect(said).toMatchObject({ code: 0, err: '' })
  expect(
    await homefield({ DATA: data }, ['backup', join(folder, 'x'), '--tenant', 'nobody']),
  ).toMatchObject({ code: 1, err: expect.stringContaining('There is no brand nobody') })
  const texts = readdirSync(out, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.gz'))
    .map((name) => gunzipSync(readFileSync(join(out, name))).toString('utf8'))
  expect(texts.some((text) => text.includes('ours-m0'))).toBe(true)
  expect(texts.filter((text) => text.includes('others-') || text.includes('留下的品牌'))).toEqual(
    [],
  )
  expect(await server.stop()).toBe(0)

  const fresh = join(folder, 'fresh')
  const restored = await homefield({ DATA: fresh }, ['restore', out])
  expect(restored).toMatchObject({ code: 0 })
  expect(restored.out).toContain('Both stores agree.')
  const there = await startServer({ data: fresh, env: { HOMEFIELD_SECRET: '' } })
  expect(await figures(there.url, ours.api_key)).toEqual(before)
  // Pictures go along to the byte, and nobody else's do.
  const seen = await fetch(`${there.url}${shown}`)
  expect(Buffer.from(await seen.arrayBuffer()).equals(picture)).toBe(true)
  expect((await fetch(`${there.url}${othersShown}`)).status).toBe(404)
  expect((await apiOf(() => there.url, others.api_key).ask('GET', '/customers')).status).toBe(401)
  // Its people sign in there as they did here, and what comes in goes on.
  const session = await fetch(`${there.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      email: OWNER.HOMEFIELD_OWNER_EMAIL,
      password: OWNER.HOMEFIELD_OWNER_PASSWORD,
    }),
  })
  expect(session.status).toBe(200)
  await fill(there.url, ours.write_key, 'ours')
  expect(await figures(there.url, ours.api_key)).toEqual(before)
  expect(await there.stop()).toBe(0)
})
