// What collect keeps of a person: events in the event store, those on their way there, signals, and
// bytes of requests that could not be read.
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { sql } from 'kysely'
import { as, sql as ch, DATABASE, type Sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { unavailable } from '../platform/errors.ts'
import { quoted } from '../platform/sql.ts'
import { type Erased, type Person, type PersonalData, textsOf } from '../profile/index.ts'
import { sampleOf } from './catalogue.ts'
import { parseIdentKey } from './identifier-text.ts'
import { openBatchesDecided } from './remove.ts'
import { EVENT_COLUMNS } from './rows.ts'

const PAGE = 2_000
const SLOW = { maxSeconds: 900 }

const ofNodes = (person: Person) => ch`customer_id in ${as('Array(UInt32)', [...person.nodes])}`

/**
 * Events of ours that carry or explain money stay, as nobody's: the books would otherwise change
 * with every erasure. Everything else goes.
 */
const FINANCIAL = ch`protocol = 'own' and (revenue_fen != 0 or startsWith(name, 'order_'))`
const isFinancialInOutbox = sql`(event ? 'revenueFen' or event ->> 'name' like 'order\\_%')`

const events: PersonalData = {
  name: 'events',
  tables: ['event_store.event', 'event_outbox', 'signal', 'event_property'],
  export: (ctx, person) => eventRows(ctx, person),
  async erase(ctx, person) {
    const ids = person.nodes.map(String)
    const signals = await sql`delete from signal
      where tenant_id = ${ctx.tenantId} and event ->> 'node' = any(${ids}::text[])`.execute(ctx.pg)
    await sql`update event_outbox set event = jsonb_set(event, '{customerId}', 'null') #- '{props,reason}'
      where tenant_id = ${ctx.tenantId} and event ->> 'customerId' = any(${ids}::text[]) and ${isFinancialInOutbox}`.execute(
      ctx.pg,
    )
    const waiting = await sql`delete from event_outbox
      where tenant_id = ${ctx.tenantId} and event ->> 'customerId' = any(${ids}::text[])`.execute(
      ctx.pg,
    )
    return Number(signals.numAffectedRows ?? 0) + Number(waiting.numAffectedRows ?? 0)
  },
  async eraseLater(ctx, person) {
    await openBatchesDecided(ctx)
    await unlinkFinancial(ctx, person)
    await forgetSamples(ctx, person)
    const gone = await count(ctx, ofNodes(person))
    if (gone > 0) {
      await change(ctx, `delete where customer_id in (${person.nodes.map(Number).join(',')})`)
      if ((await count(ctx, ofNodes(person))) > 0)
        throw unavailable('erasure_unfinished', 'The event store has not removed everything yet', 5)
    }
    await unnameElsewhere(ctx, person)
    return gone
  },
}

/** The catalogue shows a value of each property: where it is one of hers, it shows none. */
async function forgetSamples(ctx: Ctx, person: Person): Promise<void> {
  for (let offset = 0; ; offset += PAGE) {
    const said = await ctx.ch.rows<{ event: string; property: string; value: string }>(
      ctx.tenantId,
      ch`select distinct name as event, kv.1 as property, kv.2 as value
         from (select name, arrayJoin(JSONExtractKeysAndValuesRaw(props)) as kv from event where ${ofNodes(person)})
         order by event, property, value limit ${as('UInt32', PAGE)} offset ${as('UInt32', offset)}`,
      SLOW,
    )
    await sql`update event_property p set sample = 'null'::jsonb
      from unnest(${said.map((s) => s.event)}::text[], ${said.map((s) => s.property)}::text[], ${said.map((s) => sampleOf(JSON.parse(s.value)))}::jsonb[])
        as s (event, property, value)
      where p.tenant_id = ${ctx.tenantId} and p.event_name = s.event and p.name = s.property and p.sample = s.value`.execute(
      ctx.pg,
    )
    if (said.length < PAGE) return
  }
}

/** Copies what stays to nobody, once: what a run before this one copied is found by its event id. */
async function unlinkFinancial(ctx: Ctx, person: Erased): Promise<void> {
  const rows = await ctx.ch.rows<{ id: string; month: number }>(
    ctx.tenantId,
    ch`select toString(event_id) as id, toYYYYMM(at) as month from event where ${ofNodes(person)} and ${FINANCIAL}`,
    SLOW,
  )
  const copied = new Set(
    (
      await ctx.ch.rows<{ id: string }>(
        ctx.tenantId,
        ch`select toString(event_id) as id from event where customer_id = 0 and ${FINANCIAL}
           and name in ('order_placed', 'order_paid', 'order_corrected', 'order_refunded', 'order_cancelled')
           and event_id in ${as(
             'Array(UUID)',
             rows.map((r) => r.id),
           )}`,
        SLOW,
      )
    ).map((r) => r.id),
  )
  const byMonth = new Map<number, string[]>()
  for (const { id, month } of rows) {
    if (copied.has(id)) continue
    byMonth.set(month, [...(byMonth.get(month) ?? []), id])
  }
  for (const [month, ids] of byMonth) {
    for (let i = 0; i < ids.length; i += PAGE) {
      const part = ids.slice(i, i + PAGE)
      const pieces: Buffer[] = []
      const columns = EVENT_COLUMNS.map((c) => UNLINKED[c] ?? c).join(', ')
      for await (const piece of ctx.ch.stream(
        ch`${verbatim(`select ${columns} from event`)} where tenant_id = ${as('UUID', ctx.tenantId)} and ${ofNodes(person)}
           and toYYYYMM(at) = ${as('UInt32', month)} and event_id in ${as('Array(UUID)', part)}`,
        SLOW,
      ))
        pieces.push(piece)
      await ctx.ch.insert({
        table: 'event',
        columns: EVENT_COLUMNS,
        body: Buffer.concat(pieces),
        token: `unlinked-${person.unlinkedId}-${month}-${part[0]}`,
      })
    }
  }
}

/** What an unlinked event says in place of the person's. A refund's reason is free text. */
const UNLINKED: Partial<Record<(typeof EVENT_COLUMNS)[number], string>> = {
  customer_id: 'toUInt32(0)',
  session_id: `''`,
  identifiers: `emptyArrayString()`,
  share_id: `''`,
  props: `if(JSONHas(props, 'reason'), concat('{', arrayStringConcat(arrayMap(kv -> concat(toJSONString(kv.1), ':', kv.2), arrayFilter(kv -> kv.1 != 'reason', JSONExtractKeysAndValuesRaw(props))), ','), '}'), props)`,
}

/** Somebody else's events may name this person: a phone that two claimed, a page that she shared. */
async function unnameElsewhere(ctx: Ctx, person: Person): Promise<void> {
  const keys = person.identifiers.map((i) => `${i.namespace}\x1f${i.value}`)
  const values = person.identifiers.map((i) => i.value)
  if (keys.length === 0) return
  const named = ch`(hasAny(identifiers, ${as('Array(String)', keys)}) or share_id in ${as('Array(String)', values)})`
  if ((await count(ctx, named)) === 0) return
  const keyList = `[${keys.map(quoted).join(',')}]`
  const valueList = `[${values.map(quoted).join(',')}]`
  await change(
    ctx,
    `update identifiers = arrayFilter(i -> not has(${keyList}, i), identifiers), share_id = if(has(${valueList}, share_id), '', share_id) where hasAny(identifiers, ${keyList}) or has(${valueList}, share_id)`,
  )
}

async function count(ctx: Ctx, condition: Sql): Promise<number> {
  const [row] = await ctx.ch.rows<{ n: string }>(
    ctx.tenantId,
    ch`select count() as n from event where ${condition}`,
    SLOW,
  )
  return Number(row?.n ?? 0)
}

/**
 * A mutation, awaited on every replica: unlike a lightweight delete it writes the parts anew, so
 * that the bytes are gone from the disk too.
 */
function change(ctx: Ctx, what: string): Promise<void> {
  const { cluster } = ctx.ch
  const table = cluster
    ? `${DATABASE}.event_local on cluster ${quoted(cluster)}`
    : `${DATABASE}.event`
  return ctx.ch.command(
    `alter table ${table} ${what.replace(' where ', ` where tenant_id = toUUID(${quoted(ctx.tenantId)}) and (`)}) settings mutations_sync = 2`,
  )
}

const verbatim = (text: string): Sql => ({ text: [text], slots: [] })

interface StoredEvent {
  id: string
  at_ms: string
  name: string
  platform: string
  source: string
  identifiers: string[]
  props: string
  props_aside: string
  [column: string]: unknown
}

async function* eventRows(ctx: Ctx, person: Person): AsyncGenerator<Record<string, unknown>> {
  let after: readonly [number, string] | undefined
  for (;;) {
    const rows: StoredEvent[] = await ctx.ch.rows<StoredEvent>(
      ctx.tenantId,
      ch`select toString(event_id) as id, toUnixTimestamp64Milli(at) as at_ms, name, platform, source, session_id,
           page_url, page_title, referrer, utm_source, utm_medium, utm_campaign, share_id, store_id, staff_id,
           channel_id, activity_id, order_id, revenue_fen, currency, identifiers, props, props_aside
         from event where ${ofNodes(person)} ${
           after
             ? ch`and (at, event_id) > (${as('DateTime64(3)', new Date(after[0]))}, ${as('UUID', after[1])})`
             : ch``
         } order by at, event_id limit ${as('UInt32', PAGE)}`,
      SLOW,
    )
    for (const { id, at_ms, name, identifiers, props, props_aside, ...rest } of rows)
      yield {
        id,
        at: new Date(Number(at_ms)).toISOString(),
        name,
        ...Object.fromEntries(
          Object.entries(rest).filter(([, v]) => v !== '' && v !== null && v !== '0'),
        ),
        identifiers: identifiers.map(parseIdentKey),
        properties: JSON.parse(props || '{}') as unknown,
        ...(props_aside ? { properties_aside: JSON.parse(props_aside) as unknown } : {}),
      }
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return
    after = [Number(last.at_ms), last.id]
  }
}

const deadLetters: PersonalData = {
  name: 'dead_letters',
  tables: ['dead_letter'],
  async erase(ctx, person) {
    const texts = textsOf(person.identifiers)
    // `escape` turns any bytes into text, so that upper and lower case compare alike.
    const { numAffectedRows } = await sql`
      delete from dead_letter d where d.tenant_id = ${ctx.tenantId} and exists (
        select 1 from unnest(${texts}::text[]) as t
        where position(lower(encode(convert_to(t, 'UTF8'), 'escape')) in lower(encode(d.raw, 'escape'))) > 0
          or position(lower(t) in lower(coalesce(d.message_id, '') || ' ' || d.reason)) > 0)`.execute(
      ctx.pg,
    )
    return Number(numAffectedRows ?? 0)
  },
  /** Bodies that are no plain JSON: forms, base64, compressed. */
  async eraseLater(ctx, person) {
    const texts = textsOf(person.identifiers).map((t) => t.toLowerCase())
    let gone = 0
    let after = '00000000-0000-0000-0000-000000000000'
    for (;;) {
      const { rows } = await sql<{ id: string; raw: Buffer }>`
        select id, raw from dead_letter where tenant_id = ${ctx.tenantId} and id > ${after}
          and length(raw) > 0 and get_byte(raw, 0) not in (91, 123) order by id limit 500`.execute(
        ctx.pg,
      )
      const naming = rows.filter((r) => names(readings(r.raw), texts)).map((r) => r.id)
      if (naming.length > 0)
        await sql`delete from dead_letter where tenant_id = ${ctx.tenantId} and id = any(${naming}::uuid[])`.execute(
          ctx.pg,
        )
      gone += naming.length
      const last = rows.at(-1)
      if (!last) return gone
      after = last.id
    }
  },
}

const names = (readings: string[], texts: string[]) =>
  readings.some((r) => texts.some((t) => r.toLowerCase().includes(t)))

const INFLATERS = [gunzipSync, inflateSync, brotliDecompressSync]

/** Everything these bytes may say: each layer of a form, of base64 and of compression taken off. */
function readings(raw: Buffer): string[] {
  const found: string[] = []
  const look = (bytes: Buffer, depth: number) => {
    const text = bytes.toString('utf8')
    found.push(text)
    if (depth === 0) return
    for (const inflate of INFLATERS) {
      const inner = attempt(() => inflate(bytes, { maxOutputLength: 16_000_000 }))
      if (inner) look(inner, depth - 1)
    }
    for (const [, value] of new URLSearchParams(text)) {
      if (value.length < 8) continue
      found.push(value)
      if (/^[\w+/=\s-]+$/.test(value)) look(Buffer.from(value, 'base64'), depth - 1)
    }
    if (/^[\w+/=\s-]+$/.test(text)) look(Buffer.from(text, 'base64'), depth - 1)
  }
  look(raw, 3)
  return found
}

/** Undefined when the bytes are not of that format, which is no fault here. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

export const collectData: readonly PersonalData[] = [events, deadLetters]
