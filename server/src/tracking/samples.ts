// Values shown as examples: enough to know a property by, too little to know a person by.
import { mask } from '../profile/index.ts'
import type { PropertyPlan } from './plan.ts'

const MAX_SHOWN = 120
/** Mobile numbers, identity card numbers and mail addresses wherever they stand. */
const PERSONAL =
  /(?<!\d)(?:\+?86)?1[3-9]\d{9}(?!\d)|(?<!\d)\d{17}[\dXx](?!\w)|[^\s@"]+@[^\s@"]+\.[a-z]{2,}/giu
/** Names under which SDKs and integrators send a person's own words. */
const PERSONAL_NAME =
  /phone|mobile|email|e_mail|(^|_)(real_?|user_?|full_?|nick_?)?name$|address|birth|wechat|id_?card|passport|手机|电话|姓名|地址|生日|邮箱|身份证/i
/** …of which these name things, not people. */
const THING =
  /product|sku|event|page|shop|store|coupon|activity|category|brand|file|screen|channel|campaign/i

/** As text for a page; null where nothing may be shown. */
export function shownSample(
  raw: string,
  property: string,
  cls: PropertyPlan['class'] | undefined,
  mayUnmask: boolean,
): string | null {
  if (cls === 'sensitive') return null
  const text = textOf(raw)
  const short = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text
  if (mayUnmask) return short
  const isPersonal =
    cls === 'personal' ||
    (cls === undefined && PERSONAL_NAME.test(property) && !THING.test(property))
  if (isPersonal) return mask(text).slice(0, MAX_SHOWN)
  return short.replace(PERSONAL, (found) => mask(found))
}

/** A text without its quotes, everything else as JSON. */
function textOf(raw: string): string {
  if (!raw.startsWith('"')) return raw
  try {
    const value: unknown = JSON.parse(raw)
    return typeof value === 'string' ? value : raw
  } catch {
    // Cut short in the middle: what is left is shown as it is.
    return raw.slice(1)
  }
}
