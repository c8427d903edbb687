import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Collector, keepDeadLetters, redactProperty } from '../collect/index.ts'
import { draft, submission, testCollector } from '../collect/testing.ts'
import { as, sql as ch } from '../platform/ch.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { recordConsents } from './consent-store.ts'
import { customerAttributes, editAttribute, revealAttributes } from './customer-attributes.ts'
import { getCustomerBy } from './customers.ts'
import { SEAL_QUEUE, type SealJob, saveDefinition } from './definitions.ts'
import { sealStored } from './seal.ts'
import { listRefusals } from './sensitive.ts'

let ctx: TestCtx
let collector: Collector
beforeAll(async () => {
  ctx = await testCtx()
  collector = testCollector(ctx)
})
afterAll(() => collector.stop())

async function arrive(
  member: string,
  given: Parameters<typeof draft>[0],
  isVerified = true,
): Promise<number> {
  await collector.submit(
    submission(
      ctx,
      [draft({ identifiers: [{ namespace: 'member_id', value: member }], ...given })],
      {
        isVerified,
        source: isVerified ? 'crm' : 'app',
      },
    ),
  )
  return (await getCustomerBy(ctx, 'member_id', member)).id
}
const set = (name: string, value: unknown) => ({ op: 'set' as const, name, value })

let said = Date.now()
const consent = (node: number, state: 'given' | 'withdrawn') =>
  recordConsents(ctx, [
    {
      node,
      purpose: 'sensitive',
      channel: 'all',
      state,
      textVersion: null,
      source: 'test',
      isClaimed: false,
      evidence: {},
      at: new Date(++said),
    },
  ])

/**
 * Every text of every table of both stores in which this is found. Tables of imports under way
 * (`import_stage`) are left out: other tests of this engine make and drop them meanwhile, and
 * nothing here imports.
 */
async function placesWith(secret: string): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema', 'import_stage')`.execute(
    ctx.pg,
  )
  const found: string[] = []
  const hex = Buffer.from(secret).toString('hex')
  for (const { name } of tables) {
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from ${sql.raw(name)} t where t::text like ${`%${secret}%`} or t::text like ${`%${hex}%`}`.execute(
      ctx.pg,
    )
    if ((rows[0]?.n ?? 0) > 0) found.push(name)
  }
  const events = await ctx.ch.rows<{ n: string }>(
    ctx.tenantId,
    ch`select count() as n from event where position(toString(tuple(*)), ${as('String', secret)}) > 0`,
  )
  if (Number(events[0]?.n) > 0) found.push('event')
  return found
}

const secretOf = () => `密-${randomUUIDv7().slice(-12)}`

test('the search finds a text that stands in clear, in both stores', async () => {
  const open = secretOf()
  await arrive('open', { name: 'visited', props: { note: open }, attributes: [set('motto', open)] })
  expect((await placesWith(open)).sort()).toEqual(
    expect.arrayContaining(['event', 'public.attribute', 'public.event_property']),
  )
})

test('sensitive attributes and properties are in clear nowhere, at any depth', async () => {
  const secret = secretOf()
  const id = await arrive('hidden', {
    name: 'registered',
    props: { id_card: secret, form: { steps: [{ diagnosis: secret }] }, colour: '红' },
    attributes: [set('health_condition', secret), set('证件号', secret)],
  })
  expect(await placesWith(secret)).toEqual([])
  const shown = await customerAttributes(ctx, id)
  const hidden = shown.filter((a) => a.isHidden).map((a) => a.definition.name)
  expect(hidden.sort()).toEqual(['diagnosis', 'health_condition', 'id_card', '证件号'].sort())
  expect(JSON.stringify(shown)).not.toContain(secret)
  expect(JSON.stringify(await getCustomerBy(ctx, 'member_id', 'hidden'))).not.toContain(secret)
  const events = await ctx.ch.rows<{ props: string }>(
    ctx.tenantId,
    ch`select props from event where name = 'registered'`,
  )
  expect(events.map((e) => JSON.parse(e.props))).toEqual([
    { form: { steps: [{}] }, colour: '红', $withheld: ['diagnosis', 'id_card'] },
  ])
  const revealed = await revealAttributes(ctx, id, ['health_condition', 'id_card'], '核对理赔')
  expect(revealed.map((r) => r.value)).toEqual([secret, secret])
})

test('an event that cannot be taken is kept without its sensitive values', async () => {
  const secret = secretOf()
  const sent = { name: 'x', properties: { list: [{ id_card: secret }], sku: 'A1' } }
  const letter = {
    protocol: 'homefield',
    writeKeyId: null,
    verified: true,
    code: 'at_too_early',
    reason: 'test',
    messageId: null,
    raw: Buffer.from(JSON.stringify(sent)),
  }
  await keepDeadLetters(ctx, [letter, { ...letter, raw: Buffer.from('not json') }], Date.now())
  expect(await placesWith(secret)).toEqual([])
  const { rows } = await sql<{ raw: Buffer }>`select raw from dead_letter
    where tenant_id = ${ctx.tenantId} order by length(raw)`.execute(ctx.pg)
  expect(rows.map((r) => r.raw.toString())).toEqual([
    'not json',
    JSON.stringify({ name: 'x', properties: { list: [{}], sku: 'A1' } }),
  ])
})

test('each reading is in the audit log with who, whom, what and why, and without the value', async () => {
  const secret = secretOf()
  const id = await arrive('read', { name: 'x', attributes: [set('passport', secret)] })
  const reader: TestCtx = {
    ...ctx,
    actor: { kind: 'user', id: randomUUIDv7(), name: '林医师', role: 'owner' },
  }
  await revealAttributes(reader, id, ['passport'], '办理签证')
  const { rows } = await sql<{ actor_name: string; object_id: string; details: unknown }>`
    select actor_name, object_id, details from audit_log
    where tenant_id = ${ctx.tenantId} and action = 'customer.sensitive_read' and actor_id = ${reader.actor.id}`.execute(
    ctx.pg,
  )
  expect(rows).toEqual([
    {
      actor_name: '林医师',
      object_id: String(id),
      details: { names: ['passport'], reason: '办理签证' },
    },
  ])
  expect(await placesWith(secret)).toEqual([])
})

test('from a public key a sensitive value is stored only with the customer’s own consent', async () => {
  const secret = secretOf()
  const id = await arrive('asked', { name: 'seen', props: { latitude: secret } }, false)
  const value = async () =>
    (await revealAttributes(ctx, id, ['latitude'], 'test'))[0]?.value ?? null
  expect(await value()).toBeNull()
  expect(await listRefusals(ctx)).toContainEqual(
    expect.objectContaining({ name: 'latitude', source: 'app', reason: 'no_consent', times: 1 }),
  )
  await consent(id, 'given')
  await arrive('asked', { name: 'seen', props: { latitude: secret } }, false)
  expect(await value()).toBe(secret)
  await consent(id, 'withdrawn')
  await arrive('asked', { name: 'seen', props: { latitude: `${secret}-later` } }, false)
  expect(await value()).toBe(secret)
  expect(await placesWith(secret)).toEqual([])
})

test('a sensitive value cannot be counted up or appended to; that is refused and counted', async () => {
  await arrive('counted', {
    name: 'x',
    attributes: [{ op: 'append', name: 'allergies', value: ['花生'] }],
  })
  expect(await listRefusals(ctx)).toContainEqual(
    expect.objectContaining({ name: 'allergies', reason: 'not_settable' }),
  )
})

test('a sealed value opens only for the customer and the name it belongs to', async () => {
  const one = await arrive('one', { name: 'x', attributes: [set('id_card', 'A1')] })
  const two = await arrive('two', { name: 'x', attributes: [set('id_card', 'B2')] })
  await sql`update sealed_attribute s set sealed = o.sealed from sealed_attribute o
    where s.tenant_id = ${ctx.tenantId} and s.node_id = ${two} and o.tenant_id = s.tenant_id and o.node_id = ${one}`.execute(
    ctx.pg,
  )
  await expect(revealAttributes(ctx, two, ['id_card'], 'test')).rejects.toThrow()
  expect((await revealAttributes(ctx, one, ['id_card'], 'test'))[0]?.value).toBe('A1')
})

test('a name that becomes sensitive is sealed in what was stored before, history and events too', async () => {
  const secret = secretOf()
  const later = secretOf()
  const id = await arrive('before', {
    name: 'told',
    props: { skin_issue: secret, deep: { skin_issue: secret }, other: 1 },
    attributes: [set('skin_issue', secret)],
  })
  await editAttribute(ctx, id, 'skin_issue', {
    value: '旧',
    version:
      (await customerAttributes(ctx, id)).find((a) => a.definition.name === 'skin_issue')
        ?.version ?? '',
  })
  expect(await placesWith(secret)).not.toEqual([])
  const defined = {
    name: 'skin_issue',
    label: '肌肤问题',
    type: 'text' as const,
    choices: [],
    labelEn: '',
    valueLabels: [],
    group: '',
    dataClass: 'sensitive' as const,
    isMasked: true,
    sourcePriority: ['operator'],
    description: '',
    isArchived: false,
    version: 0,
  }
  await saveDefinition(ctx, defined)
  await arrive('before', { name: 'told', props: { skin_issue: later } })
  const job = ctx.jobs.sent.find((j) => j.queue === SEAL_QUEUE)?.data as SealJob
  const done = await sealStored(ctx, job, redactProperty)
  expect(done.events).toBe(1)
  expect(await placesWith(secret)).toEqual([])
  expect(await placesWith(later)).toEqual([])
  const events = await ctx.ch.rows<{ props: string }>(
    ctx.tenantId,
    ch`select props from event where name = 'told' order by received_at`,
  )
  expect(events.map((e) => JSON.parse(e.props))).toEqual([
    { other: 1 },
    { $withheld: ['skin_issue'] },
  ])
  expect(
    (await revealAttributes(ctx, id, ['skin_issue'], 'test'))[0]?.words.map((w) => w.value),
  ).toEqual(['旧', later])
  await expect(
    saveDefinition(ctx, { ...defined, dataClass: 'public', isMasked: false, version: 1 }),
  ).rejects.toMatchObject({ code: 'sealed_values_exist' })
})
