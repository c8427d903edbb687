// Customers as an export, by the filter of their list; rows as they are when they are written.
import { z } from 'zod'
import { type AnyExportKind, type Column, calledAs, exportKind, type Row } from '../desk/index.ts'
import type { Cell } from '../platform/cells.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { ValueLabel } from './built-in.ts'
import { CHANNELS } from './consent-rules.ts'
import { consentStates } from './consent-store.ts'
import { listDefinitions } from './definitions.ts'
import { CustomerFilter } from './filter.ts'
import { countCustomers, matchingCustomers } from './list.ts'
import { type ListedCustomer, listedByIds } from './listed.ts'

/** What is told of customers in a file, and for what. */
export const CustomerListing = z.strictObject({
  /** Columns of their own, after the built-in ones. */
  attributes: z.array(z.string().min(1).max(255)).max(100).default([]),
  /** What the list is for: who said no to it, before the file or while it is written, is not in it. */
  purpose: z.string().min(1).max(100).optional(),
  channel: z.enum(CHANNELS).default('all'),
})
export type CustomerListing = z.infer<typeof CustomerListing>
export const Params = CustomerListing.extend({ filter: CustomerFilter.default({}) })
type Given = z.infer<typeof Params>

const FIXED = [
  { key: 'id', title: { 'zh-CN': '客户编号', en: 'Customer' } },
  { key: 'name', title: { 'zh-CN': '姓名', en: 'Name' } },
  { key: 'phone', title: { 'zh-CN': '手机号', en: 'Phone' } },
  { key: 'identifiers', title: { 'zh-CN': '身份标识', en: 'Identifiers' } },
  { key: 'tags', title: { 'zh-CN': '标签', en: 'Tags' } },
  {
    key: 'platforms',
    title: { 'zh-CN': '来源平台', en: 'Platforms' },
    called: (cell, language) =>
      String(cell)
        .split(' ')
        .map((platform) => (platform === '' ? '' : calledAs('platform')(platform, language)))
        .join(' '),
  },
  { key: 'store', title: { 'zh-CN': '归属门店', en: 'Store' } },
  { key: 'guide', title: { 'zh-CN': '专属导购', en: 'Associate' } },
  { key: 'touchpoint_count', title: { 'zh-CN': '可触达触点数', en: 'Live touchpoints' } },
  { key: 'order_count', title: { 'zh-CN': '订单数', en: 'Orders' } },
  { key: 'spent_fen', title: { 'zh-CN': '净消费（分）', en: 'Net spend (1/100)' } },
  { key: 'last_order_at', title: { 'zh-CN': '最近购买', en: 'Last order' } },
  { key: 'event_count', title: { 'zh-CN': '事件数', en: 'Events' } },
  { key: 'first_seen', title: { 'zh-CN': '首次出现', en: 'First seen' } },
  { key: 'last_seen', title: { 'zh-CN': '最近活跃', en: 'Last seen' } },
] as const satisfies readonly Column[]

type Key = (typeof FIXED)[number]['key']

function cellOf(customer: ListedCustomer, key: Key): Cell {
  if (key === 'name') return textOf(customer.attributes.name ?? customer.attributes.nickname)
  if (key === 'phone')
    return customer.identifiers
      .filter((i) => i.namespace === 'phone')
      .map((i) => i.value)
      .join(' ')
  if (key === 'identifiers')
    return customer.identifiers.map((i) => `${i.namespace}=${i.value}`).join(' ')
  if (key === 'tags' || key === 'platforms') return customer[key].join(' ')
  if (key === 'store' || key === 'guide') return customer[key]?.name ?? null
  return customer[key]
}

const textOf = (value: unknown): Cell =>
  value === undefined || value === null
    ? null
    : typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? value
      : JSON.stringify(value)

/** Each set is matched, read and asked for its consent just before it is written; so sets are small. */
export async function* exportedCustomers(
  ctx: Ctx,
  given: Given,
  setSize = 200,
): AsyncGenerator<Row> {
  for await (const ids of matchingCustomers(ctx, given.filter, setSize))
    yield* customerRows(ctx, ids, given)
}

/** Who may be in the file of a few customers (canonical ids), as `customerColumns` has them. */
export async function* customerRows(
  ctx: Ctx,
  ids: readonly number[],
  given: CustomerListing,
): AsyncGenerator<Row> {
  const willing = await whoMayBeIn(ctx, ids, given)
  for (const customer of await listedByIds(ctx, willing))
    yield [
      ...FIXED.map(({ key }) => cellOf(customer, key)),
      ...given.attributes.map((name) => textOf(customer.attributes[name])),
    ]
}

async function whoMayBeIn(
  ctx: Ctx,
  ids: readonly number[],
  { purpose, channel }: CustomerListing,
): Promise<readonly number[]> {
  if (purpose === undefined) return ids
  const states = await consentStates(ctx, ids, purpose, channel)
  return ids.filter((id) => states.get(id)?.state !== 'withdrawn')
}

export async function customerColumns(ctx: Ctx, given: CustomerListing): Promise<Column[]> {
  const definitions = new Map((await listDefinitions(ctx)).map((d) => [d.name, d]))
  return [
    ...FIXED,
    ...given.attributes.map((name) => ({
      key: `attribute.${name}`,
      title: titleOf(name, definitions.get(name)),
      called: calledBy(definitions.get(name)?.valueLabels ?? []),
    })),
  ]
}

const titleOf = (name: string, defined: { label: string; labelEn: string } | undefined) => ({
  'zh-CN': defined?.label || name,
  en: defined?.labelEn || name,
})

/** Coded values by what their definition calls them. */
const calledBy = (labels: readonly ValueLabel[]): NonNullable<Column['called']> => {
  const byValue = new Map(labels.map((one) => [one.value, one]))
  return (cell, language) => {
    const label = typeof cell === 'string' ? byValue.get(cell) : undefined
    return label ? (language === 'en' && label.label_en) || label.label : cell
  }
}

export const customerExports: Readonly<Record<string, AnyExportKind>> = {
  customers: exportKind({
    permission: 'customers:export',
    params: Params,
    isPersonal: true,
    isScoped: true,
    columns: (ctx, given) => customerColumns(ctx, given),
    stream: (ctx, given) => exportedCustomers(ctx, given),
    count: (ctx, given) => countCustomers(ctx, given.filter),
  }),
}
