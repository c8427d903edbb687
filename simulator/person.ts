// One person of the brand's public: what she is like, what she carries, how she came.
import { APP, CAMPAIGNS, CITIES, CODE_OUTSIDE, CORP, STORES, staffOf } from './brand.ts'
import { type Random, randomOf } from './random.ts'

export type Origin = 'advert' | 'search' | 'store' | 'taobao' | 'share'

export interface Person {
  number: number
  origin: Origin
  name: string
  gender: 'female' | 'male'
  birthday: string
  city: string
  /** What each platform calls her; sent only where that platform would know it. */
  ids: {
    cookie: string
    device: string
    openid: string
    unionid: string
    wecom: string
    taobao: string
    phone: string
    member: string
    xiaohongshu: string
  }
  campaign: (typeof CAMPAIGNS)[number]
  /** A colleague had found her on the platform before she came. */
  wasFound: boolean
  storeId: string
  staffId: string
  /** Visits a day while she is warm. */
  visitsADay: number
  /** Chance that a visit ends in an order, once she trusts the brand. */
  buys: number
  /** What she spends in a usual order, fen. */
  basketFen: number
  favourite: string
  /** Days from her arrival until she falls silent. */
  warmDays: number
  shares: number
  /** The share link that brought her: whose, and the how manieth hand. */
  invitedBy?: { shareId: string; depth: number; phoneOf?: string }
  state: State
}

/** What has become of her so far. */
export interface State {
  hasMiniProgram: boolean
  isMember: boolean
  isFriend: boolean
  hasDeletedUs: boolean
  /** To be sent the mini-program's notices. */
  isSubscribed: boolean
  /** Of the official account. */
  isFollower: boolean
  isInGroup: boolean
  /** When she was last asked how likely she would recommend the brand; 0: never. */
  askedAt: number
  orders: number
  spentFen: number
  reach: 'all' | 'no_sms'
}

const SURNAMES = [
  ...'王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕',
]
const FEMALE = [...'雪婷静怡雅欣悦琳瑶蕾梦洁颖诗涵晴妍语桐芷若曦月宁安然秋萱']
const MALE = [...'伟强磊洋勇军杰涛明超浩宇轩博文俊峰晨阳子睿泽铭航逸凡思远']
const TASTES = {
  绿茶: 22,
  乌龙茶: 18,
  红茶: 16,
  普洱: 10,
  白茶: 8,
  花草茶: 10,
  袋泡茶: 14,
  礼盒: 8,
  茶器: 6,
  茶点: 4,
}

export function makePerson(
  seed: number,
  number: number,
  origin: Origin,
  invitedBy?: Person['invitedBy'],
): Person {
  const random = randomOf(seed, 'person', number)
  const gender = random.chance(0.64) ? 'female' : 'male'
  const city = random.weighted(CITIES)
  const near = STORES.filter((s) => s.city === city)
  const store = random.pick(near.length > 0 ? near : STORES)
  const loyalty = random.next()
  // Some give the number of whoever they live with: two members, one phone.
  const household = number > 0 && random.chance(0.012)
  const person: Person = {
    number,
    origin,
    name: nameOf(random, gender),
    gender,
    birthday: birthdayOf(random),
    city,
    ids: { ...idsOf(random, number), ...(household && { phone: phoneOf(number - 1) }) },
    campaign: random.pick(CAMPAIGNS),
    wasFound: false,
    storeId: store.id,
    staffId: random.pick(staffOf(store.id)).id,
    visitsADay: 0.05 + 0.5 * loyalty * loyalty,
    buys: 0.03 + 0.16 * loyalty,
    basketFen: Math.round(random.lognormal(19_000, 0.5)),
    favourite: random.weighted(TASTES),
    warmDays: Math.round(random.lognormal(6 + 90 * loyalty * loyalty, 0.7)),
    shares: random.chance(0.14) ? 0.12 : 0.01,
    ...(invitedBy ? { invitedBy } : {}),
    state: {
      hasMiniProgram: false,
      isMember: false,
      isFriend: false,
      hasDeletedUs: false,
      isSubscribed: false,
      isFollower: false,
      isInGroup: false,
      askedAt: 0,
      orders: 0,
      spentFen: 0,
      reach: random.chance(0.9) ? 'all' : 'no_sms',
    },
  }
  person.wasFound =
    person.campaign.channel === CODE_OUTSIDE && randomOf(seed, 'found', number).chance(0.25)
  return person
}

function nameOf(random: Random, gender: Person['gender']): string {
  const given = gender === 'female' ? FEMALE : MALE
  return random.pick(SURNAMES) + random.pick(given) + (random.chance(0.7) ? random.pick(given) : '')
}

function birthdayOf(random: Random): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const year = Math.round(
    Math.min(2006, Math.max(1955, 1992 + 9 * (random.next() + random.next() - 1) * 2)),
  )
  return `${year}-${two(random.between(1, 12))}-${two(random.between(1, 28))}`
}

/** Phones begin with 154, which no operator gives out: nobody real is ever called. */
const phoneOf = (number: number) => `1540${String(number).padStart(7, '0')}`
/** Of people who have nothing to do with the brand before they come to its shop; nobody else ever has one of these. */
export const phoneOfStranger = (number: number) => phoneOf(9_000_000 + number)
/** Of whoever has this member's number. */
export const phoneOfMember = (member: string) => phoneOf(Number(member.slice(2)))

function idsOf(random: Random, number: number): Person['ids'] {
  const own = String(number).padStart(7, '0')
  return {
    cookie: `demo-${own}-${random.letters(12)}`,
    device: `${1_750_000_000 + number}-${random.between(1_000_000, 9_999_999)}-${random.letters(15)}`,
    openid: `oQH${own}${random.letters(18)}`,
    unionid: `o6QH${own}${random.letters(17)}`,
    wecom: `wmQH${own}${random.letters(20)}`,
    taobao: `tbqh_${own}`,
    phone: phoneOf(number),
    member: `QH${own}`,
    xiaohongshu: `xhsqh_${own}`,
  }
}

export const namespaces = {
  cookie: 'cookie',
  device: 'device',
  openid: `openid:${APP}`,
  unionid: 'unionid',
  wecom: `wecom:${CORP}`,
  taobao: 'taobao',
  phone: 'phone',
  member: 'member_id',
  xiaohongshu: 'xiaohongshu',
} as const
export type IdName = keyof typeof namespaces
