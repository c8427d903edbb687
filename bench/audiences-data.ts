// A brand of any size in the event store alone, for measuring rules: events over twelve months, what is
// known of each customer, one customer in twenty merged of two nodes.
import type { Ctx } from '../server/src/platform/ctx.ts'

type Store = Pick<Ctx, 'ch' | 'tenantId'>
export interface Size {
  customers: number
  events: number
}

export const FIRST = 1
const TAGS = ['高潜', '母婴', '护肤', '价格敏感', '到店', '老客', '流失预警', 'VIP']
const CITIES = ['上海', '北京', '广州', '深圳', '杭州', '成都', '武汉', '西安', '南京', '长沙']
const NAMES = [
  'product_viewed',
  'page_viewed',
  'added_to_cart',
  'app_opened',
  'searched',
  'favoured',
]
const quoted = (list: readonly string[]) => list.map((l) => `'${l}'`).join(',')
const dice = (what: number, sides: number) => `cityHash64(number, ${what}) % ${sides}`
const STEP = 5_000_000

export async function fillBrand(ctx: Store, { customers, events }: Size): Promise<void> {
  await fillEvents(ctx, customers, events)
  await fillKnown(ctx, customers)
  await fillMerges(ctx, customers)
  // As the engine's own merges leave it within hours.
  await ctx.ch.command('optimize table homefield.customer_state final')
}

/** Few do much: the node is the square of a die. Six in a hundred events are paid orders. */
async function fillEvents(ctx: Store, customers: number, events: number): Promise<void> {
  const from = Date.now() - 365 * 86_400_000
  for (let done = 0; done < events; done += STEP)
    await ctx.ch.command(`insert into homefield.event (tenant_id, name, customer_id, at, event_id, received_at, message_id,
        batch_id, platform, source, protocol, is_verified, historical, session_id, page_path, props, revenue_fen, currency)
      select toUUID('${ctx.tenantId}'),
        if(${dice(1, 100)} < 6, 'order_paid', [${quoted(NAMES)}][1 + ${dice(2, NAMES.length)}]) as name,
        toUInt32(${FIRST} + floor(${customers} * pow((${dice(3, 1_000_003)}) / 1000003, 1.5))),
        fromUnixTimestamp64Milli(toInt64(${from}) + toInt64(${dice(4, 365 * 86_400)}) * 1000) as at,
        reinterpretAsUUID(sipHash128(number)), at, toString(number), 1 + intDiv(number, 5000),
        ['web', 'mini_program', 'app'][1 + ${dice(5, 3)}], 'web', 'own', true, true,
        concat('s', toString(intDiv(number, 9))), concat('/p/', toString(${dice(6, 5000)})),
        if(name = 'order_paid',
          concat('{"commerce_order":"', toString(number), '","lines":[{"sku":"', toString(${dice(7, 5000)}), '","category":"',
            ['茶', '杯', '礼盒'][1 + ${dice(8, 3)}], '","quantity":1,"total_fen":', toString(${dice(9, 30_000)}), '}]}'),
          concat('{"sku":"', toString(${dice(7, 5000)}), '","price":', toString(${dice(9, 900)}), '}')),
        if(name = 'order_paid', ${dice(9, 30_000)}, 0), 'CNY'
      from numbers(${done}, ${Math.min(STEP, events - done)})`)
}

async function fillKnown(ctx: Store, customers: number): Promise<void> {
  const kinds: [
    kind: string,
    key: string,
    share: number,
    type: string,
    text: string,
    number: string,
    at: string,
  ][] = [
    ['customer', `''`, 100, '', `''`, '0', 'NULL'],
    [
      'attribute',
      `'city'`,
      80,
      'text',
      `[${quoted(CITIES)}][1 + ${dice(11, CITIES.length)}]`,
      '0',
      'NULL',
    ],
    ['attribute', `'age'`, 60, 'number', `''`, `18 + ${dice(12, 50)}`, 'NULL'],
    [
      'attribute',
      `'birthday'`,
      40,
      'text',
      `toString(toDate('1970-01-01') + ${dice(13, 12_000)})`,
      '0',
      `toDateTime64(toDate('1970-01-01') + ${dice(13, 12_000)}, 3, 'UTC')`,
    ],
    ['tag', `[${quoted(TAGS)}][1 + ${dice(14, TAGS.length)}]`, 50, '', `''`, '0', 'NULL'],
    [
      'consent',
      `'marketing/sms'`,
      70,
      'text',
      `if(${dice(15, 10)} < 8, 'given', 'withdrawn')`,
      '0',
      'NULL',
    ],
    [
      'friend',
      `concat('G', toString(${dice(16, 200)}))`,
      30,
      'text',
      `if(${dice(17, 10)} < 9, 'friend', 'deleted_by_customer')`,
      '0',
      'NULL',
    ],
    ['touchpoint', `''`, 90, 'number', `''`, `1 + ${dice(18, 4)}`, 'NULL'],
  ]
  for (const [i, [kind, key, share, type, text, number, at]] of kinds.entries())
    for (let from = 0; from < customers; from += STEP)
      await ctx.ch.command(`insert into homefield.customer_state (tenant_id, kind, key, customer_id, version, gone, type, text, number, at, since)
        select toUUID('${ctx.tenantId}'), '${kind}', ${key}, toUInt32(${FIRST} + number), 1, false, '${type}', ${text}, ${number}, ${at},
          now64(3, 'UTC') - toIntervalSecond(${dice(19, 200 * 86_400)})
        from numbers(${from}, ${Math.min(STEP, customers - from)}) where ${dice(100 + i, 100)} < ${share}`)
}

async function fillMerges(ctx: Store, customers: number): Promise<void> {
  await ctx.ch.command(`insert into homefield.alias (node, canonical, version)
    select toUInt32(number), toUInt32(number - 1), 1 from numbers(${FIRST}, ${customers}) where number % 20 = 0`)
  await ctx.ch.command('system reload dictionary homefield.alias_map')
}
