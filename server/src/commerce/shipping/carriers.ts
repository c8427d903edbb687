// Who carries parcels: the code the trade knows them by, their names, and what else people write. Pure.

export interface Carrier {
  /** As 快递100 and most warehouse software call it. */
  code: string
  name: { 'zh-CN': string; en: string }
}

const LIST: readonly (readonly [code: string, chinese: string, english: string, also: string])[] = [
  ['shunfeng', '顺丰速运', 'SF Express', '顺丰 顺丰快递 顺丰速递 顺丰物流 sf sfexpress'],
  ['zhongtong', '中通快递', 'ZTO Express', '中通 中通速递 zto'],
  ['yuantong', '圆通速递', 'YTO Express', '圆通 圆通快递 yto'],
  ['yunda', '韵达快递', 'Yunda Express', '韵达 韵达速递 yd'],
  ['shentong', '申通快递', 'STO Express', '申通 申通速递 sto'],
  ['jtexpress', '极兔速递', 'J&T Express', '极兔 极兔快递 jt jtsd'],
  ['jd', '京东物流', 'JD Logistics', '京东 京东快递 京东配送'],
  ['ems', 'EMS', 'EMS', '邮政ems 中国邮政ems 邮政特快专递 邮政速递'],
  ['youzhengguonei', '邮政快递包裹', 'China Post', '邮政 中国邮政 邮政包裹 邮政快递 yzpy'],
  ['debangkuaidi', '德邦快递', 'Deppon Express', '德邦 dbl dbkd'],
  ['debangwuliu', '德邦物流', 'Deppon Logistics', '德邦快运'],
  ['huitongkuaidi', '百世快递', 'Best Express', '百世 百世汇通 汇通快递 htky'],
  ['danniao', '菜鸟速递', 'Cainiao Express', '菜鸟 丹鸟 丹鸟物流 菜鸟直送'],
  ['zhaijisong', '宅急送', 'ZJS Express', '宅急送快递 zjs'],
  ['youshuwuliu', '优速快递', 'UC Express', '优速 优速物流 uc'],
  ['annengwuliu', '安能物流', 'Ane Logistics', '安能 安能快运 ane'],
  ['kuayue', '跨越速运', 'KYE Express', '跨越 跨越物流 kysy'],
  ['zhongtongkuaiyun', '中通快运', 'ZTO Freight', 'ztoky'],
  ['yundakuaiyun', '韵达快运', 'Yunda Freight', 'ydky'],
  ['suning', '苏宁物流', 'Suning Logistics', '苏宁 苏宁快递'],
  ['tiantian', '天天快递', 'TTK Express', '天天 hhtt'],
  ['dhl', 'DHL', 'DHL', 'dhl快递'],
  ['fedex', '联邦快递', 'FedEx', '联邦'],
  ['ups', 'UPS', 'UPS', 'ups快递'],
]

/** Without what people write in many ways: width, case, spaces, marks, the company's form. */
const folded = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]/gu, '')
    .replace(/(股份)?有限公司$/, '')

const byName = new Map<string, Carrier>()
for (const [code, chinese, english, also] of LIST) {
  const carrier: Carrier = { code, name: { 'zh-CN': chinese, en: english } }
  for (const name of [code, chinese, english, ...also.split(' ')]) byName.set(folded(name), carrier)
}

/** By its code, its name in either language, or what it is called for short. */
export const carrierOf = (text: string): Carrier | undefined => byName.get(folded(text))

/** The same for every way of writing one carrier; one that is not known is known by what is written. */
export const carrierKey = (text: string): string => carrierOf(text)?.code ?? folded(text)

/** What people are shown: a known carrier's own name, else what was written. */
export const carrierName = (text: string, language: 'zh-CN' | 'en'): string =>
  carrierOf(text)?.name[language] ?? text
