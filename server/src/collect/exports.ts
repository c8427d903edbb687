// Events and dead letters as exports, by the filters of their lists; write keys without their secrets.
import { sql as pg } from 'kysely'
import { z } from 'zod'
import {
  type AnyExportKind,
  type Column,
  calledAs,
  exportKind,
  listExport,
  type Row,
  wholeList,
  withLinkNames,
} from '../desk/index.ts'
import { nodesOf } from '../identity/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { CustomerId } from '../profile/index.ts'
import { type DeadLetterFilter, deadLetterFilter, matching } from './dead-letter-filter.ts'
import { listEvents } from './events.ts'
import { countEvents } from './queries.ts'
import { TIMELINE_KINDS } from './timeline-kinds.ts'
import { listWriteKeys, type WriteKeyRow } from './write-keys.ts'

const Events = z.strictObject({
  name: z.string().max(255).optional(),
  source: z.string().max(255).optional(),
  kind: z.enum(TIMELINE_KINDS).optional(),
  platforms: z.array(z.string().max(64)).min(1).max(20).optional(),
  customer_id: CustomerId.optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
})
/** Each page is found anew in the whole table, so few large ones. */
const EVENTS_A_PAGE = 10_000

const EVENT_COLUMNS = [
  { key: 'at', title: { 'zh-CN': '时间', en: 'Time' } },
  { key: 'name', title: { 'zh-CN': '事件', en: 'Event' } },
  { key: 'customer_id', title: { 'zh-CN': '客户编号', en: 'Customer' } },
  { key: 'platform', title: { 'zh-CN': '平台', en: 'Platform' }, called: calledAs('platform') },
  { key: 'source', title: { 'zh-CN': '来源', en: 'Source' } },
  { key: 'page_title', title: { 'zh-CN': '页面标题', en: 'Page title' } },
  { key: 'page_url', title: { 'zh-CN': '页面地址', en: 'Page address' } },
  { key: 'referrer', title: { 'zh-CN': '来源页面', en: 'Referrer' } },
  { key: 'utm_source', title: { 'zh-CN': '广告来源', en: 'UTM source' } },
  { key: 'utm_medium', title: { 'zh-CN': '广告媒介', en: 'UTM medium' } },
  { key: 'utm_campaign', title: { 'zh-CN': '广告活动', en: 'UTM campaign' } },
  { key: 'store_id', title: { 'zh-CN': '门店', en: 'Store' } },
  { key: 'staff_id', title: { 'zh-CN': '导购', en: 'Associate' } },
  { key: 'channel_id', title: { 'zh-CN': '渠道', en: 'Channel' } },
  { key: 'activity_id', title: { 'zh-CN': '活动', en: 'Activity' } },
  { key: 'order_id', title: { 'zh-CN': '订单号', en: 'Order' } },
  { key: 'revenue_fen', title: { 'zh-CN': '收入（分）', en: 'Revenue (1/100)' } },
  { key: 'currency', title: { 'zh-CN': '币种', en: 'Currency' } },
  { key: 'identifiers', title: { 'zh-CN': '标识', en: 'Identifiers' } },
  { key: 'props', title: { 'zh-CN': '属性', en: 'Properties' } },
  { key: 'event_id', title: { 'zh-CN': '事件编号', en: 'Event id' } },
] as const satisfies readonly Column[]

async function* events(ctx: Ctx, params: z.infer<typeof Events>): AsyncGenerator<Row> {
  let cursor: string | undefined
  do {
    const page = await listEvents(ctx, { ...params, limit: EVENTS_A_PAGE, cursor })
    for (const event of page.items) yield EVENT_COLUMNS.map(({ key }) => event[key])
    cursor = page.next_cursor ?? undefined
  } while (cursor !== undefined)
}

const DeadLetters = z.strictObject(deadLetterFilter)
const LETTERS_A_PAGE = 500

async function* deadLetters(ctx: Ctx, given: DeadLetterFilter): AsyncGenerator<Row> {
  interface Letter {
    id: string
    received_at: Date
    protocol: string
    code: string
    reason: string
    message_id: string | null
    state: string
    raw: Buffer
  }
  for (let after: Letter | undefined; ; ) {
    const { rows } = await pg<Letter>`
      select id, received_at, protocol, code, reason, message_id, state, raw from dead_letter
      where ${matching(ctx, given)}
        ${after ? pg`and (received_at, id) < (${after.received_at}::timestamptz, ${after.id}::uuid)` : pg``}
      order by received_at desc, id desc limit ${LETTERS_A_PAGE}`.execute(ctx.pg)
    for (const r of rows)
      yield [
        r.received_at,
        r.code,
        r.reason,
        r.protocol,
        r.message_id,
        r.state,
        r.raw.toString('utf8'),
        r.id,
      ]
    after = rows.at(-1)
    if (rows.length < LETTERS_A_PAGE) return
  }
}

const writeKeys = listExport({
  permission: 'keys:manage',
  params: z.strictObject({}),
  isPersonal: false,
  columns: [
    { key: 'name', title: { 'zh-CN': '名称', en: 'Name' }, of: (k: WriteKeyRow) => k.name },
    { key: 'prefix', title: { 'zh-CN': '密钥前缀', en: 'Prefix' }, of: (k) => k.hint },
    { key: 'kind', title: { 'zh-CN': '类型', en: 'Kind' }, of: (k) => k.kind },
    { key: 'created_at', title: { 'zh-CN': '创建时间', en: 'Created' }, of: (k) => k.created_at },
    { key: 'created_by', title: { 'zh-CN': '创建人', en: 'Created by' }, of: (k) => k.created_by },
    {
      key: 'last_used_at',
      title: { 'zh-CN': '最近使用', en: 'Last used' },
      of: (k) => k.last_used_at,
    },
    { key: 'revoked_at', title: { 'zh-CN': '吊销时间', en: 'Revoked' }, of: (k) => k.revoked_at },
    { key: 'id', title: { 'zh-CN': '编号', en: 'Id' }, of: (k) => k.id },
  ],
  page: async (ctx) => wholeList(await listWriteKeys(ctx)),
})

export const collectExports: Readonly<Record<string, AnyExportKind>> = {
  write_keys: writeKeys,
  events: exportKind({
    permission: 'events:read',
    params: Events,
    isPersonal: true,
    columns: (ctx) => withLinkNames(ctx, EVENT_COLUMNS),
    stream: events,
    async count(ctx, { customer_id, from, to, ...named }) {
      const nodes =
        customer_id === undefined ? undefined : (await nodesOf(ctx, [customer_id])).get(customer_id)
      return countEvents(ctx, {
        ...named,
        nodes: customer_id === undefined ? undefined : (nodes ?? []),
        from: from === undefined ? undefined : new Date(from),
        to: to === undefined ? undefined : new Date(to),
      })
    },
  }),
  dead_letters: exportKind({
    permission: 'events:read',
    params: DeadLetters,
    isPersonal: true,
    columns: () => [
      { key: 'received_at', title: { 'zh-CN': '接收时间', en: 'Received' } },
      { key: 'code', title: { 'zh-CN': '原因代码', en: 'Code' } },
      { key: 'reason', title: { 'zh-CN': '原因', en: 'Reason' } },
      { key: 'protocol', title: { 'zh-CN': '协议', en: 'Protocol' } },
      { key: 'message_id', title: { 'zh-CN': '消息编号', en: 'Message id' } },
      {
        key: 'state',
        title: { 'zh-CN': '状态', en: 'State' },
        called: calledAs('dead_letter_state'),
      },
      { key: 'raw', title: { 'zh-CN': '原始内容', en: 'Raw content' } },
      { key: 'id', title: { 'zh-CN': '编号', en: 'Id' } },
    ],
    stream: deadLetters,
    async count(ctx, given) {
      const { rows } = await pg<{
        n: number
      }>`select count(*) as n from dead_letter where ${matching(ctx, given)}`.execute(ctx.pg)
      return rows[0]?.n ?? 0
    },
  }),
}
