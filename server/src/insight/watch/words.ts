// What alerts and reports say, in the brand's chats. The metrics' names are the catalogue's.

import { tableOf } from '../../platform/table.ts'
import type { Metric, Unit, Words } from '../metric/metric.ts'
import type { Called } from '../told/called.ts'
import type { Cause } from './shape.ts'

export type Tongue = keyof Words

const SYMBOLS: Record<string, string> = { CNY: '¥', USD: '$', EUR: '€', GBP: '£', JPY: '¥' }
const LOCALE = { 'zh-CN': 'zh-CN', en: 'en-GB' } as const

export function figureText(
  value: number | null,
  unit: Unit,
  currency: string,
  tongue: Tongue,
): string {
  if (value === null) return '—'
  const plain = (n: number, digits = 0) =>
    n.toLocaleString(LOCALE[tongue], { maximumFractionDigits: digits })
  switch (unit) {
    case 'fen':
      return `${value < 0 ? '-' : ''}${SYMBOLS[currency] ?? `${currency} `}${plain(Math.abs(value) / 100, 2)}`
    case 'share':
      return `${plain(value * 100, 1)}%`
    case 'count':
      return plain(value)
    case 'seconds':
      return tongue === 'en' ? `${plain(value)} s` : `${plain(value)} 秒`
    default:
      return plain(value, 2)
  }
}

/** A share moves by points, everything else by a share of what it was. */
export function changeText(
  value: number | null,
  before: number | null,
  unit: Unit,
  tongue: Tongue,
): string {
  if (value === null || before === null) return '—'
  if (unit === 'share') {
    const points = (value - before) * 100
    return `${points >= 0 ? '+' : ''}${points.toFixed(1)}${tongue === 'en' ? ' pt' : ' 个百分点'}`
  }
  if (before === 0) return value === 0 ? '0%' : tongue === 'en' ? 'from none' : '此前为 0'
  const share = ((value - before) / Math.abs(before)) * 100
  return `${share >= 0 ? '+' : ''}${share.toFixed(1)}%`
}

const DIMENSION: Record<Tongue, Record<Cause['dimension'], string>> = {
  'zh-CN': { store: '门店', platform: '平台' },
  en: { store: 'store', platform: 'platform' },
}

const PLATFORM: Record<Tongue, Readonly<Record<string, string>>> = {
  'zh-CN': tableOf({
    ...{ web: '网页', mini_program: '小程序', official_account: '公众号', wecom: '企业微信' },
    ...{ pos: '门店收银', taobao: '淘宝', app: 'App', h5: 'H5', douyin: '抖音', jd: '京东' },
  }),
  en: tableOf({
    ...{ web: 'web', mini_program: 'mini-program', official_account: 'official account' },
    ...{ wecom: 'WeCom', pos: 'till', taobao: 'Taobao', app: 'app', douyin: 'Douyin', jd: 'JD' },
  }),
}
const platformText = (name: string, tongue: Tongue) => PLATFORM[tongue][name] ?? name

export const causeText = (
  { dimension, name, change, share }: Cause,
  unit: Unit,
  currency: string,
  tongue: Tongue,
  called: Called,
): string => {
  const place = dimension === 'store' ? called('event.store_id', name) : platformText(name, tongue)
  const by =
    unit === 'share'
      ? changeText(change, 0, 'share', tongue)
      : figureText(change, unit, currency, tongue)
  // Above the whole others went the other way, and a share of it says nothing.
  const part = share > 1 ? undefined : `${Math.round(share * 100)}%`
  return tongue === 'en'
    ? `${DIMENSION.en[dimension]} ${place} (${by}${part ? `, ${part} of the change` : ''})`
    : `${DIMENSION['zh-CN'][dimension]} ${place}（${by}${part ? `，占变化的 ${part}` : ''}）`
}

/** As on an axis: short. */
export function axisText(value: number, unit: Unit, currency: string, tongue: Tongue): string {
  if (unit === 'share') return `${Math.round(value * 1000) / 10}%`
  const sign = unit === 'fen' ? (SYMBOLS[currency] ?? '') : ''
  const whole = unit === 'fen' ? value / 100 : value
  const [size, mark] =
    tongue === 'en'
      ? Math.abs(whole) >= 1e6
        ? [1e6, 'M']
        : Math.abs(whole) >= 1e4
          ? [1e3, 'k']
          : [1, '']
      : Math.abs(whole) >= 1e8
        ? [1e8, '亿']
        : Math.abs(whole) >= 1e4
          ? [1e4, '万']
          : [1, '']
  const short = (Math.abs(whole) / size).toLocaleString(LOCALE[tongue], {
    maximumFractionDigits: size === 1 && Number.isInteger(whole) ? 0 : 2,
  })
  return `${whole < 0 ? '-' : ''}${sign}${short}${mark}`
}

export const nameOf = (metric: Metric, tongue: Tongue): string => metric.name[tongue]
