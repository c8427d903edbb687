// How the brand's shop looks: pictures of its goods, an everyday home, one for members, one that is planned.
import { PRODUCTS } from './brand.ts'
import { bannerPicture, fourPicture, productPicture } from './pictures.ts'
import { addPicture, ask, type Door } from './sender.ts'
import { DAY } from './world.ts'

const HOME = '日常首页'
const FESTIVAL = '年货节首页'
const REGULARS = '老客首页'
/** Whose home is another one. */
const REGULARS_AUDIENCE = '贡献最高的 20%'
const AREAS = ['绿茶', '红茶', '礼盒', '茶器'] as const

const WORDS: Readonly<Record<string, string>> = {
  绿茶: '当年头采，冷链入库。85℃ 水温冲泡，第一泡 40 秒最鲜。',
  乌龙茶: '传统炭焙，花果香明显。沸水快冲，七泡仍有余韵。',
  红茶: '全发酵，汤色红亮，甜香温和，空腹喝也舒服。',
  普洱: '勐海料，干仓存放，越陈越顺。附撬茶针使用说明。',
  白茶: '只晒不炒，清甜耐泡；老白茶可煮，冬天尤其合适。',
  花草茶: '不含咖啡因，晚上也能喝。',
  袋泡茶: '原叶三角包，办公室一杯一包，冷泡热泡都行。',
  礼盒: '内含手提袋与贺卡，可代写祝福，送到对方手里。',
  茶器: '手工烧制，允许细微色差。破损包赔。',
  茶点: '低糖配方，独立小包装，保质期 90 天。',
}
const PACKING_G = 120
/** As its name says, with what it is packed in. */
function weightOf(name: string): number {
  const grams = /(\d+)g/.exec(name)?.[1]
  const cans = /(\d+) 罐/.exec(name)?.[1]
  return PACKING_G + (grams ? Number(grams) : cans ? 220 * Number(cans) : 400)
}

interface Page {
  id: string
  name: string
}

/** A start that was cut off goes on with what is missing. */
export async function decorate(door: Door, now: number): Promise<void> {
  await pictureGoods(door, PRODUCTS)
  const { items } = await ask<{ items: Page[] }>(door, 'GET', '/shop-pages')
  const isMissing = (name: string) => !items.some((page) => page.name === name)
  if (isMissing(HOME)) await publish(door, HOME, await everyday(door), {})
  if (isMissing(REGULARS)) await publish(door, REGULARS, await regulars(door), {})
  if (isMissing(FESTIVAL))
    await publish(door, FESTIVAL, await festival(door), {
      ...{ starts_at: new Date(now + 40 * DAY).toISOString(), note: '年货节主会场' },
      ends_at: new Date(now + 61 * DAY).toISOString(),
    })
}

/** Each with that of its category; one that has a picture keeps it. */
export async function pictureGoods(
  door: Door,
  goods: readonly { sku: string; name: string; category: string }[],
): Promise<void> {
  const byCategory = new Map<string, string>()
  for (const { sku, name, category } of goods) {
    const path = `/products/${encodeURIComponent(sku)}`
    const found = await ask<{ picture_id?: string | null; revision?: number }>(door, 'GET', path, {
      passes: [404],
    })
    if (found.revision === undefined || found.picture_id) continue
    const picture_id =
      byCategory.get(category) ??
      (await addPicture(door, `${category}.png`, productPicture(category)))
    byCategory.set(category, picture_id)
    await ask(door, 'PATCH', path, {
      body: {
        ...{ picture_id, picture_alt: name, revision: found.revision },
        ...(WORDS[category] && { description: WORDS[category], weight_g: weightOf(name) }),
      },
      passes: [409],
    })
  }
}

async function publish(
  door: Door,
  name: string,
  blocks: object[],
  time: { starts_at?: string; ends_at?: string; note?: string },
): Promise<void> {
  const priority = { [FESTIVAL]: 10, [REGULARS]: 5 }[name] ?? 0
  const audience_id = name === REGULARS ? await regularsOf(door) : undefined
  // Without its audience it would be everybody's.
  if (name === REGULARS && audience_id === undefined) return
  const { id } = await ask<Page>(door, 'POST', '/shop-pages', {
    body: { name, priority, blocks, ...(audience_id && { audience_id }) },
  })
  await ask(door, 'POST', `/shop-pages/${id}/publish`, { body: { draft_revision: 0, ...time } })
}

const category = (path: string) => ({ to: 'category', path: [path] })
const product = (sku: string) => ({ to: 'product', sku })
const productsOf = (id: string, title: string, path: string, layout: string) => ({
  ...{ id, kind: 'products' },
  settings: { title, layout, source: { by: 'category', path: [path], most: 6 } },
})

async function everyday(door: Door): Promise<object[]> {
  const slide = async (title: string, words: string, look: string, link: object) => ({
    picture_id: await addPicture(door, `${title}.png`, bannerPicture(title, words, look)),
    ...{ alt: `${title}：${words}`, link },
  })
  const four = await addPicture(door, '四宫格.png', fourPicture(AREAS))
  return [
    {
      ...{ id: 'top', kind: 'carousel' },
      settings: {
        slides: [
          await slide('秋茶上新', '满 300 减 30，满 600 减 80', '绿茶', category('乌龙茶')),
          await slide('小满礼盒', '三罐好茶，送给想见的人', '礼盒', product('QH-LHX-3')),
          await slide('茶友会', '入会有礼，积分当钱花', '白茶', { to: 'page', page: 'member' }),
        ],
      },
    },
    {
      ...{ id: 'news', kind: 'notice' },
      settings: {
        text: '演示品牌：商品、价格和订单都是合成的',
        link: { to: 'page', page: 'privacy' },
      },
    },
    { id: 'card', kind: 'member_card', settings: { invitation: '入会即享会员价、生日礼和积分' } },
    { id: 'coupons', kind: 'coupons', settings: { title: '领券再下单', most: 3 } },
    { id: 'together', kind: 'group_buys', settings: { title: '和茶友一起买', most: 4 } },
    {
      ...{ id: 'areas', kind: 'hot_zones' },
      settings: {
        ...{ picture_id: four, alt: '按茶类逛' },
        zones: AREAS.map((name, i) => ({
          ...{ x: (i % 2) * 5000, y: Math.floor(i / 2) * 5000, w: 5000, h: 5000 },
          ...{ label: `去看${name}`, link: category(name) },
        })),
      },
    },
    productsOf('green', '当季绿茶', '绿茶', 'row'),
    productsOf('black', '暖胃红茶', '红茶', 'grid'),
    {
      ...{ id: 'story', kind: 'picture_text' },
      settings: {
        layout: 'above',
        picture_id: await addPicture(
          door,
          '茶园.png',
          bannerPicture('我们的茶园', '海拔八百米，一年只采一季', '花草茶'),
        ),
        ...{ alt: '云雾里的茶园', title: '山里来，杯中见' },
        text: '从采摘到封罐不过四十八小时。每一罐都写着哪座山、哪一天、谁做的茶。',
      },
    },
    productsOf('ware', '泡茶的家什', '茶器', 'list'),
  ]
}

async function regularsOf(door: Door): Promise<string | undefined> {
  const { items } = await ask<{ items: Page[] }>(door, 'GET', '/audiences?limit=200')
  return items.find(({ name }) => name === REGULARS_AUDIENCE)?.id
}

async function regulars(door: Door): Promise<object[]> {
  const picture_id = await addPicture(
    door,
    '老友.png',
    bannerPicture('老友有份', '感谢一年的照顾', '普洱'),
  )
  return [
    { id: 'hello', kind: 'headline', settings: { title: '欢迎回来', words: '这些是给老客留的' } },
    {
      ...{ id: 'top', kind: 'carousel' },
      settings: { slides: [{ picture_id, alt: '老友有份', link: category('普洱') }] },
    },
    { id: 'card', kind: 'member_card', settings: {} },
    productsOf('cakes', '存几饼', '普洱', 'row'),
    productsOf('white', '越陈越好', '白茶', 'grid'),
    {
      ...{ id: 'points', kind: 'picture_text' },
      settings: {
        ...{ layout: 'left', picture_id, alt: '积分商城', title: '积分别放过期' },
        ...{ text: '换茶、换券、看冲泡笔记。', link: { to: 'page', page: 'rewards' } },
      },
    },
    { id: 'coupons', kind: 'coupons', settings: { title: '领券', most: 4 } },
  ]
}

async function festival(door: Door): Promise<object[]> {
  const picture_id = await addPicture(
    door,
    '年货节.png',
    bannerPicture('年货节', '一年的茶，一次备齐', '礼盒'),
  )
  return [
    {
      ...{ id: 'top', kind: 'carousel' },
      settings: { slides: [{ picture_id, alt: '年货节', link: category('礼盒') }] },
    },
    { id: 'coupons', kind: 'coupons', settings: { title: '年货红包' } },
    productsOf('gifts', '送礼就送茶', '礼盒', 'grid'),
    productsOf('cakes', '存一饼普洱', '普洱', 'list'),
  ]
}
