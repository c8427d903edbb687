// A brand of any size for benchmarks, written set by set straight into both stores: the shape of
// real data without the hours that collecting it would take.
import { sql } from 'kysely'
import { as, sql as ch } from '../server/src/platform/ch.ts'
import type { Ctx } from '../server/src/platform/ctx.ts'

export interface BrandSize {
  customers: number
  events: number
}

export const SURNAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常'
export const GIVEN =
  '伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲华红建国志玉梅春燕萍晓雪婷宇浩然子轩梓涵欣怡佳琪雨桐思源一诺可心博文俊熙'
const CITIES = ['上海', '北京', '广州', '深圳', '杭州', '成都', '武汉', '西安', '南京', '长沙']
const TAGS = [
  '高潜',
  '母婴',
  '护肤',
  '价格敏感',
  '到店',
  '直播间',
  '老客',
  '流失预警',
  '生日月',
  'VIP',
]

/** Rows a statement; nodes are consecutive, starting at the answer. */
const STEP = 100_000

export async function fillState(ctx: Ctx, { customers }: BrandSize): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    select coalesce(max(id), 0) as last from customer`.execute(ctx.pg)
  const first = (rows[0]?.last ?? 0) + 1
  for (let from = first; from < first + customers; from += STEP) {
    const to = Math.min(from + STEP, first + customers) - 1
    await fillCustomers(ctx, from, to)
    await fillIdentifiers(ctx, from, to)
    await fillWords(ctx, from, to)
    await fillOrders(ctx, from, to)
  }
  await sql`select setval('customer_id_seq', ${first + customers})`.execute(ctx.pg)
  return first
}

const T = (ctx: Ctx) => sql`${ctx.tenantId}::uuid`
/** A number of [0, 1000) that belongs to (node, purpose). */
const dice = (purpose: number) => sql`(abs(hashint8extended(n, ${purpose})) % 1000)`

/** One in twenty is the second node of the one before it, as merges leave them. */
async function fillCustomers(ctx: Ctx, from: number, to: number): Promise<void> {
  await sql`insert into customer (tenant_id, id, canonical_id)
    select ${T(ctx)}, n, case when n % 20 = 0 and n > ${from} then n - 1 else n end
    from generate_series(${from}::bigint, ${to}::bigint) n`.execute(ctx.pg)
}

async function fillIdentifiers(ctx: Ctx, from: number, to: number): Promise<void> {
  const kinds = [
    {
      namespace: 'phone',
      value: sql`'+861' || (30 + n % 70) || lpad((n * 7919 % 100000000)::text, 8, '0')`,
      when: sql`n % 20 <> 0 and ${dice(1)} < 550`,
      weak: false,
      unique: false,
    },
    {
      namespace: 'openid:wx5f00d',
      value: sql`'o' || substr(md5(n::text), 1, 27)`,
      when: sql`${dice(2)} < 400 and n % 20 <> 0`,
      weak: false,
      unique: true,
    },
    {
      namespace: 'anonymous',
      value: sql`md5('a' || n)`,
      when: sql`${dice(2)} >= 300 or n % 20 = 0`,
      weak: true,
      unique: false,
    },
  ]
  for (const { namespace, value, when, weak, unique } of kinds)
    await sql`insert into identifier (tenant_id, namespace, value, node_id, customer_id, is_unique, is_weak, is_verified, source, bound_at, first_seen_at)
      select ${T(ctx)}, ${namespace}, ${value}, n, c.canonical_id, ${unique}, ${weak}, true, 'web', now(), now() - (${dice(3)} || ' hours')::interval
      from generate_series(${from}::bigint, ${to}::bigint) n
      join customer c on c.tenant_id = ${T(ctx)} and c.id = n
      where ${when} on conflict do nothing`.execute(ctx.pg)
}

async function fillWords(ctx: Ctx, from: number, to: number): Promise<void> {
  const one = (text: string, purpose: number) =>
    sql`substr(${text}::text, 1 + (abs(hashint8extended(n, ${purpose})) % ${text.length})::int, 1)`
  const surname = sql`substr(${SURNAMES}::text, 1 + (power(${dice(11)} / 1000.0, 2) * ${SURNAMES.length})::int % ${SURNAMES.length}::int, 1)`
  const words = [
    {
      name: 'name',
      value: sql`to_jsonb(${surname} || ${one(GIVEN, 12)} || case when ${dice(13)} < 600 then ${one(GIVEN, 14)} else '' end)`,
      share: 600,
    },
    {
      name: 'city',
      value: sql`to_jsonb((${CITIES}::text[])[1 + ${dice(15)} % ${CITIES.length}::int])`,
      share: 700,
    },
    {
      name: 'gender',
      value: sql`to_jsonb(case when ${dice(16)} < 640 then '女' else '男' end)`,
      share: 600,
    },
    { name: 'age', value: sql`to_jsonb(18 + ${dice(17)} % 50)`, share: 300 },
  ]
  for (const { name, value, share } of words)
    await sql`insert into attribute (tenant_id, node_id, name, source, value, at)
      select ${T(ctx)}, n, ${name}, 'crm', ${value}, now() from generate_series(${from}::bigint, ${to}::bigint) n
      where ${dice(20)} < ${share}`.execute(ctx.pg)
  // The first tag is on 3 of 10 customers, each further one on fewer.
  await sql`insert into customer_tag (tenant_id, node_id, tag, source, at)
    select ${T(ctx)}, n, t.tag, 'crm', now() from generate_series(${from}::bigint, ${to}::bigint) n,
      unnest(${TAGS}::text[]) with ordinality as t (tag, i)
    where abs(hashint8extended(n, 100 + t.i)) % 1000 < 300 / t.i`.execute(ctx.pg)
}

async function fillOrders(ctx: Ctx, from: number, to: number): Promise<void> {
  await sql`insert into sales_order (tenant_id, id, source, external_id, node_id, state, evidence, currency, total_fen,
      discount_fen, shipping_fen, placed_at, paid_at)
    select ${T(ctx)}, gen_random_uuid(), 'shop', 'SO' || n || '-' || k, n, 'paid', 'verified', 'CNY',
      1000 + ${dice(30)} * 50, 0, 0, t.at, t.at
    from generate_series(${from}::bigint, ${to}::bigint) n, generate_series(1, 3) k,
      lateral (select now() - ((${dice(31)} * k % 360) || ' days')::interval as at) t
    where ${dice(32)} < 300 / k`.execute(ctx.pg)
}

const NAMES = [
  'page_viewed',
  'element_clicked',
  'product_viewed',
  'product_searched',
  'cart_added',
  'page_shared',
  'app_opened',
  'coupon_viewed',
  'live_watched',
  'form_submitted',
  'element_shown',
  'page_scrolled',
]

/** Twelve months, one insert each; some customers have many times what others have. */
export async function fillEvents(
  ctx: Ctx,
  { customers, events }: BrandSize,
  first: number,
): Promise<void> {
  const perMonth = Math.ceil(events / 12)
  const thisMonth = new Date()
  for (let month = 0; month < 12; month++) {
    const start = new Date(
      Date.UTC(thisMonth.getUTCFullYear(), thisMonth.getUTCMonth() - 11 + month, 1),
    )
    const seconds = month === 11 ? Math.max(1, (Date.now() - start.getTime()) / 1000) : 28 * 86_400
    const names = NAMES.map((n) => `'${n}'`).join(',')
    const seed = month * perMonth
    await ctx.ch.command(`insert into homefield.event (tenant_id, name, customer_id, at, event_id, received_at, message_id, batch_id, platform,
        source, protocol, is_verified, historical, session_id, page_path, page_title, identifiers, props, revenue_fen)
      select toUUID('${ctx.tenantId}'),
        [${names}][1 + toUInt32(floor(${NAMES.length} * pow((cityHash64(number, 1) % 1000) / 1000, 2)))] as name,
        toUInt32(${first} + floor(${customers} * pow((cityHash64(number, 2) % 1000003) / 1000003, 1.5))) as node,
        fromUnixTimestamp64Milli(toInt64(${start.getTime()}) + toInt64(cityHash64(number, 3) % ${Math.floor(seconds)}) * 1000) as at,
        reinterpretAsUUID(sipHash128(number)), at, toString(number), ${month + 1},
        ['web', 'mini_program', 'app'][1 + cityHash64(number, 4) % 3], 'web', 'own', true, true,
        concat('s', toString(intDiv(number, 9))), concat('/p/', toString(cityHash64(number, 5) % 5000)), '商品详情',
        [concat('anonymous\\x1f', lower(hex(MD5(concat('a', toString(node))))))],
        concat('{"sku":"', toString(cityHash64(number, 6) % 5000), '","price":', toString(cityHash64(number, 7) % 900), '}'), 0
      from numbers(${seed}, ${perMonth})`)
  }
}

export async function countEvents(ctx: Ctx): Promise<number> {
  const rows = await ctx.ch.rows<{ n: string }>(
    ctx.tenantId,
    ch`select count() as n from event where batch_id > ${as('UInt64', 0)}`,
  )
  return Number(rows[0]?.n ?? 0)
}
