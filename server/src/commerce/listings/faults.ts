// Why a row of a listing file is not taken, in the words of who mends the file.
import { tableOf } from '../../platform/table.ts'

export const FAULTS = {
  row_incomplete: ['商品编码要填', 'A row needs its SKU'],
  store_missing: ['要写明平台和店铺', 'Platform and store are needed'],
  wrong_column_count: [
    '这一行的列数与表头不一致',
    'The row has another number of columns than the headings',
  ],
  platform_unknown: [
    '不认识这个平台，请填天猫、淘宝、京东、抖店、微信小店、拼多多、小红书、快手、有赞或其他',
    'The platform is not known: Tmall, Taobao, JD, Douyin, WeChat, Pinduoduo, Xiaohongshu, Kuaishou, Youzan or other',
  ],
  store_too_long: ['店铺名称最多 100 个字', 'The name of a store has 100 letters at most'],
  sku_unknown: ['商品库里没有这个商品编码或条形码', 'No product has this SKU or barcode'],
  price_malformed: ['价格要填金额，最多两位小数', 'A price is an amount with two decimals at most'],
  price_twice: ['同一店铺里同一商品写了两个售价', 'One SKU has two prices in one store'],
  promotion_incomplete: ['活动价要有开始和结束时间', 'A promotion needs its beginning and its end'],
  time_malformed: [
    '时间要写成 2026-11-01 或 2026-11-01 10:00',
    'Write times as 2026-11-01 or 2026-11-01 10:00',
  ],
  period_backwards: ['活动结束要晚于开始', 'A promotion ends after it begins'],
  promotion_twice: [
    '同一商品的同一活动写了两遍，内容不同',
    'One promotion of an SKU stands twice, and differs',
  ],
  text_too_long: ['名称最多 200 个字', 'Names have 200 letters at most'],
} as const satisfies Record<string, readonly [chinese: string, english: string]>
export type ListingFault = keyof typeof FAULTS

export const faultWords = (code: ListingFault, language: 'zh-CN' | 'en'): string =>
  FAULTS[code][language === 'en' ? 1 : 0]

export const PLATFORMS = [
  ...(['tmall', 'taobao', 'jd', 'douyin', 'weixin_store', 'pdd', 'xiaohongshu'] as const),
  ...(['kuaishou', 'youzan', 'other'] as const),
] as const
export type ListingPlatform = (typeof PLATFORMS)[number]

/** What files call a platform. */
export const platformOf = tableOf<ListingPlatform>({
  ...Object.fromEntries(PLATFORMS.map((code) => [code, code])),
  ...{ 天猫: 'tmall', 天猫旗舰店: 'tmall', 天猫国际: 'tmall', 淘宝: 'taobao', 淘宝网: 'taobao' },
  ...{ 京东: 'jd', 京东商城: 'jd', 京东自营: 'jd', jingdong: 'jd' },
  ...{ 抖店: 'douyin', 抖音: 'douyin', 抖音小店: 'douyin', 抖音电商: 'douyin' },
  ...{ 微信小店: 'weixin_store', 视频号小店: 'weixin_store', 视频号: 'weixin_store' },
  ...{ 微信: 'weixin_store', wechat: 'weixin_store', 小程序: 'weixin_store' },
  ...{ 拼多多: 'pdd', pinduoduo: 'pdd', 小红书: 'xiaohongshu', red: 'xiaohongshu' },
  ...{ 快手: 'kuaishou', 快手小店: 'kuaishou', 有赞: 'youzan', 其他: 'other', 其它: 'other' },
})
