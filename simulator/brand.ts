// The brand that is played: a tea house that does not exist, with shops, a mini-program, a web
// shop, a shop on Taobao and people in stores who add customers on WeCom.

export const BRAND = {
  name: '青禾茶事（演示）',
  timezone: 'Asia/Shanghai',
  currency: 'CNY',
} as const
export const CORP = 'wwdemo0qinghe'
export const APP = 'wxdemo0qinghe'
export const OFFICIAL_ACCOUNT = 'wxdemo1qinghe'

export interface Product {
  sku: string
  name: string
  category: string
  priceFen: number
  costFen: number
}

const product = (
  sku: string,
  name: string,
  category: string,
  yuan: number,
  costYuan: number,
): Product => ({
  sku,
  name,
  category,
  priceFen: Math.round(yuan * 100),
  costFen: Math.round(costYuan * 100),
})

export const PRODUCTS: readonly Product[] = [
  product('QH-LJ-100', '明前龙井 100g', '绿茶', 268, 96),
  product('QH-BLC-100', '碧螺春 100g', '绿茶', 228, 82),
  product('QH-MF-50', '黄山毛峰 50g', '绿茶', 98, 34),
  product('QH-TGY-125', '铁观音 清香 125g', '乌龙茶', 158, 55),
  product('QH-DHP-100', '大红袍 100g', '乌龙茶', 298, 118),
  product('QH-FHDC-80', '凤凰单丛 鸭屎香 80g', '乌龙茶', 188, 68),
  product('QH-ZSXZ-100', '正山小种 100g', '红茶', 168, 58),
  product('QH-JJM-50', '金骏眉 50g', '红茶', 238, 92),
  product('QH-DH-200', '滇红 工夫 200g', '红茶', 118, 38),
  product('QH-PE-357', '普洱熟茶饼 357g', '普洱', 328, 125),
  product('QH-PES-200', '普洱生茶砖 200g', '普洱', 208, 76),
  product('QH-BHYZ-50', '白毫银针 50g', '白茶', 258, 104),
  product('QH-SM-350', '寿眉 老白茶饼 350g', '白茶', 298, 108),
  product('QH-MLHC-60', '茉莉花茶 60g', '花草茶', 68, 20),
  product('QH-JH-40', '胎菊 40g', '花草茶', 49, 14),
  product('QH-CPHC-20', '陈皮红茶 袋泡 20 包', '袋泡茶', 59, 17),
  product('QH-LPWL-20', '冷泡乌龙 袋泡 20 包', '袋泡茶', 65, 19),
  product('QH-LH-6', '四季礼盒 6 罐', '礼盒', 568, 210),
  product('QH-LHX-3', '小满礼盒 3 罐', '礼盒', 298, 112),
  product('QH-GW-1', '白瓷盖碗', '茶器', 128, 42),
  product('QH-PB-1', '玻璃飘逸杯 500ml', '茶器', 89, 28),
  product('QH-ZS-1', '紫砂壶 入门款', '茶器', 398, 160),
  product('QH-CXH-1', '便携旅行茶具', '茶器', 158, 56),
  product('QH-CD-1', '抹茶曲奇', '茶点', 39, 12),
]

export interface Store {
  id: string
  name: string
  city: string
  region: string
}
export const REGIONS: Readonly<Record<string, string>> = {
  'R-HD': '华东大区',
  'R-HN': '华南大区',
  'R-HB': '华北大区',
}
export const STORES: readonly Store[] = [
  { id: 'SH01', name: '上海静安店', city: '上海', region: 'R-HD' },
  { id: 'SH02', name: '上海徐汇店', city: '上海', region: 'R-HD' },
  { id: 'HZ01', name: '杭州西湖店', city: '杭州', region: 'R-HD' },
  { id: 'NJ01', name: '南京新街口店', city: '南京', region: 'R-HD' },
  { id: 'GZ01', name: '广州天河店', city: '广州', region: 'R-HN' },
  { id: 'SZ01', name: '深圳南山店', city: '深圳', region: 'R-HN' },
  { id: 'BJ01', name: '北京三里屯店', city: '北京', region: 'R-HB' },
  { id: 'TJ01', name: '天津和平店', city: '天津', region: 'R-HB' },
]

export interface Staff {
  id: string
  name: string
  storeId: string
}
const NICKNAMES = ['小禾', '阿青', '茶茶', '明月', '知夏', '若谷', '晓雨', '南星']
/** Three a store, known by the names they use with customers. */
export const STAFF: readonly Staff[] = STORES.flatMap((store, s) =>
  [0, 1, 2].map((n) => ({
    id: `${store.id}-G${n + 1}`,
    name: `${NICKNAMES[(s + n * 3) % NICKNAMES.length]}·${store.name.slice(0, 4)}`,
    storeId: store.id,
  })),
)
export const staffOf = (storeId: string): Staff[] => STAFF.filter((s) => s.storeId === storeId)

export const CITIES: Readonly<Record<string, number>> = {
  上海: 22,
  杭州: 12,
  南京: 8,
  广州: 11,
  深圳: 12,
  北京: 14,
  天津: 5,
  成都: 6,
  武汉: 5,
  苏州: 5,
}

/** What the brand calls its codes. */
export const CODE_NAMES = {
  channel: {
    ...{
      'CH-XHS': '小红书种草',
      'CH-DY': '抖音信息流',
      'CH-BD': '百度搜索',
      'CH-MP': '公众号推文',
    },
    ...{
      'CH-PARCEL': '包裹卡',
      'CH-STORE': '门店活码',
      'CH-MPCODE': '小程序活码',
      'CH-SMS': '短信邀请',
    },
  },
  hook: {
    ...{
      'HK-CARD': '包裹好评卡',
      'HK-DESK': '门店台卡',
      'HK-NEW': '新人礼',
      'HK-SAMPLE': '样品申领',
    },
  },
} as const

/** The platform on which colleagues look for people: its channel. */
export const CODE_OUTSIDE = 'CH-XHS'

/** Where web visitors come from: utm_source, medium, campaign. */
export const CAMPAIGNS = [
  { source: 'xiaohongshu', medium: 'kol', campaign: '春茶种草', channel: 'CH-XHS' },
  { source: 'douyin', medium: 'feed', campaign: '冷泡茶短视频', channel: 'CH-DY' },
  { source: 'baidu', medium: 'cpc', campaign: '品牌词', channel: 'CH-BD' },
  { source: 'weixin', medium: 'article', campaign: '公众号推文', channel: 'CH-MP' },
] as const
