// Everything a rule can speak of: the words of the brand's own data, for who writes one.
import { sql as pgSql } from 'kysely'
import { listNamespaces } from '../identity/index.ts'
import { listStaff, listStores } from '../org/index.ts'
import { sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import {
  CHANNELS,
  FAMILY_ROLES,
  listDefinitions,
  listPurposes,
  listTagGroups,
  listTags,
  loadHandlings,
  TOUCHPOINT_KINDS,
} from '../profile/index.ts'
import { codeNames, eventWords } from '../tracking/index.ts'
import { listComputed } from './computed-queries.ts'
import { definedWords } from './defined/words.ts'
import { EVENT_FIELDS } from './event-sql.ts'

const PAGE = 500

export async function vocabulary(ctx: Ctx) {
  const [
    events,
    attributes,
    tags,
    purposes,
    stores,
    guides,
    namespaces,
    known,
    audiences,
    called,
    offers,
  ] = await Promise.all([
    eventWords(ctx),
    attributeWords(ctx),
    tagWords(ctx),
    listPurposes(ctx),
    everyPage((cursor) => listStores(ctx, { limit: PAGE, cursor })),
    everyPage((cursor) => listStaff(ctx, { limit: PAGE, cursor })),
    listNamespaces(ctx),
    knownKeys(ctx),
    audienceWords(ctx),
    codeNames(ctx),
    offerWords(ctx),
  ])
  const defined = await definedWords(ctx, events)
  const seen = (kind: string) => known.get(kind) ?? []
  const named = (rows: readonly { code: string; name: string }[], kind: string) => {
    const names = new Map(rows.map((r) => [r.code, r.name]))
    return [...new Set([...names.keys(), ...seen(kind)])].map((code) => ({
      code,
      name: names.get(code) ?? code,
    }))
  }
  return {
    events: defined,
    event_fields: [
      ...Object.keys(EVENT_FIELDS).map((name) => ({ name, type: 'string' as const })),
      { name: 'event.revenue_fen', type: 'number' as const },
    ],
    attributes: attributes(seen('attribute')),
    tags: tags(seen('tag')),
    consent: {
      purposes: purposes.map((p) => ({ purpose: p.purpose, name: p.name, retired: p.isRetired })),
      channels: [...CHANNELS],
    },
    stores: named(stores, 'store'),
    guides: named(guides, 'guide'),
    channels: [
      ...new Set([
        ...(await channelsOf(ctx)),
        ...called.filter(({ kind }) => kind === 'channel').map(({ code }) => code),
      ]),
    ],
    codes: called,
    namespaces: [...new Set([...namespaces.map((n) => n.namespace), ...seen('identifier')])],
    platforms: seen('platform'),
    touchpoints: [...TOUCHPOINT_KINDS],
    groups: seen('group'),
    ...offers,
    family_roles: [...FAMILY_ROLES],
    audiences,
  }
}

async function everyPage<Item>(
  read: (cursor: string | undefined) => Promise<{ items: Item[]; next_cursor: string | null }>,
): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | undefined
  do {
    const page = await read(cursor)
    items.push(...page.items)
    cursor = page.next_cursor ?? undefined
  } while (cursor !== undefined)
  return items
}

/** Defined ones, and those that sources say without anybody having defined them; no sensitive ones. */
async function attributeWords(ctx: Ctx) {
  const [definitions, handlings, computed] = await Promise.all([
    listDefinitions(ctx),
    loadHandlings(ctx),
    listComputed(ctx),
  ])
  const money = new Set(
    computed.filter((c) => c.money && c.definition.kind !== 'bins').map((c) => c.name),
  )
  return (seen: readonly string[]) => [
    ...definitions
      .filter((d) => d.dataClass !== 'sensitive')
      .map((d) => ({
        ...{ name: d.name, label: d.label, type: d.type, choices: d.choices, group: d.group },
        ...{ label_en: d.labelEn, value_labels: d.valueLabels },
        ...{ built_in: d.isBuiltIn, archived: d.isArchived, seen: seen.includes(d.name) },
        money: d.isMoney || money.has(d.name),
      })),
    ...seen
      .filter((name) => !definitions.some((d) => d.name === name) && !handlings.isSensitive(name))
      .map((name) => ({
        ...{ name, label: name, type: null, choices: [], group: '' },
        ...{ label_en: '', value_labels: [] },
        ...{ built_in: false, archived: false, seen: true, money: false },
      })),
  ]
}

async function tagWords(ctx: Ctx) {
  const [tags, groups] = await Promise.all([listTags(ctx), listTagGroups(ctx)])
  const nameOf = new Map(groups.map((g) => [g.id, g.name]))
  return (seen: readonly string[]) => [
    ...tags.map((t) => ({
      name: t.name,
      group: nameOf.get(t.groupId ?? '') ?? '',
      archived: t.isArchived,
    })),
    ...seen
      .filter((name) => !tags.some((t) => t.name === name))
      .map((name) => ({ name, group: '', archived: false })),
  ]
}

/** What is known of anybody, by kind. Names of rows that are gone may be among them. */
async function knownKeys(ctx: Ctx): Promise<Map<string, string[]>> {
  const rows = await ctx.ch.rows<{ kind: string; names: string[] }>(
    ctx.tenantId,
    sql`select kind, arraySort(groupUniqArray(key)) as names from customer_state
      where kind in ('attribute', 'tag', 'store', 'guide', 'group', 'identifier', 'platform') and key != ''
      group by kind`,
  )
  return new Map(rows.map((r) => [r.kind, r.names]))
}

/** Where friends were added and orders came from. */
async function channelsOf(ctx: Ctx): Promise<string[]> {
  const { rows } = await pgSql<{ channel: string }>`
    select channel_id as channel from relation where tenant_id = ${ctx.tenantId} and channel_id is not null
    union select channel_id from sales_order where tenant_id = ${ctx.tenantId} and channel_id is not null
    order by 1`.execute(ctx.pg)
  return rows.map((r) => r.channel)
}

/** What orders can have been given cheaper by; retired ones too, for orders of the past name them. */
async function offerWords(ctx: Ctx) {
  const words = async (from: ReturnType<typeof pgSql>) =>
    (
      await pgSql<{ id: string; name: string }>`select id, name ${from} order by name, id`.execute(
        ctx.pg,
      )
    ).rows
  return {
    offers: await words(pgSql`from offer where tenant_id = ${ctx.tenantId}`),
    coupons: await words(pgSql`from coupon_batch where tenant_id = ${ctx.tenantId}`),
    activities: await words(pgSql`from activity where tenant_id = ${ctx.tenantId}`),
  }
}

async function audienceWords(ctx: Ctx) {
  const { rows } = await pgSql<{ id: string; name: string; kind: string; state: string }>`
    select id, name, kind, state from audience
    where tenant_id = ${ctx.tenantId} and state <> 'archived' order by name`.execute(ctx.pg)
  return rows
}
