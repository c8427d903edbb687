// How far a value may go: 公开 public, 个人 personal, 敏感 sensitive. Pure.
import { withoutMembers } from './json-members.ts'

export const DATA_CLASSES = ['public', 'personal', 'sensitive'] as const
export type DataClass = (typeof DATA_CLASSES)[number]

export interface Handling {
  dataClass: DataClass
  /** Shortened for who may not see personal data in full. */
  isMasked: boolean
}

/**
 * What a name says when nobody has defined it. PIPL article 28: identity documents, health, precise
 * location and children under fourteen are sensitive; a name that looks like one is treated as one.
 */
const SENSITIVE_NAMES =
  /^(id_?card(_?(no|num|number))?|id_?(number|no)|identity_?(card|number|no)|passport(_?(no|num|number))?|resident_?id|ssn|health(_?(condition|status|record))?|medical(_?\w+)?|disease|diagnosis|illness|allergy|allergies|pregnan\w*|latitude|longitude|lat|lng|precise_?location|gps(_?\w+)?|child(ren)?_?(name|names|birthday|age|ages|school)|fingerprint_?template|face_?(id|feature|features)|bank_?(card|account)(_?\w+)?|religion)$|身份证|护照|证件号|病情|病历|病史|诊断|疾病|过敏|孕期|怀孕|精确位置|经度|纬度|银行卡|孩子姓名|孩子生日|宝宝生日|宝宝姓名|未成年人/i
const MASKED_NAMES =
  /^(phone|mobile|tel|telephone|cellphone|email|e_?mail|wechat_?id|qq|address|street|receiver_?(phone|address))(_?(no|num|number))?$|手机|电话|邮箱|地址/i
const PERSONAL_NAMES =
  /^(name|real_?name|full_?name|first_?name|last_?name|nick_?name|birthday|birth_?(date|day|year)|gender|sex|age|avatar(_?url)?|ip|ip_?address|device_?id)$|姓名|昵称|生日|性别|年龄/i

/** `$Mobile` and `mobile` are one name: protocols write their own with a dollar sign. */
export const nameKey = (name: string) => name.replace(/^\$/, '').toLowerCase()
const lastPart = (key: string) => key.slice(key.lastIndexOf('.') + 1)

export function handlingByName(name: string): Handling {
  const part = lastPart(nameKey(name))
  if (SENSITIVE_NAMES.test(part)) return { dataClass: 'sensitive', isMasked: true }
  if (MASKED_NAMES.test(part)) return { dataClass: 'personal', isMasked: true }
  if (PERSONAL_NAMES.test(part)) return { dataClass: 'personal', isMasked: false }
  return { dataClass: 'public', isMasked: false }
}

/** What a brand's definitions and the names themselves say, asked millions of times. */
export interface Handlings {
  of(name: string): Handling
  isSensitive(name: string): boolean
  /** Whether any member has a sensitive name, at any depth. Names are remembered: under 1 µs an event. */
  holdsSensitive(props: Record<string, unknown>): boolean
  /** An attribute that is reckoned: nobody else says what it is. */
  isComputed(name: string): boolean
}

export function handlingsOf(
  definitions: readonly (Handling & { name: string; isComputed?: boolean })[],
): Handlings {
  const computed = new Set(definitions.filter((d) => d.isComputed).map((d) => d.name))
  const defined = new Map<string, Handling>()
  for (const { name, dataClass, isMasked } of definitions)
    defined.set(nameKey(name), { dataClass, isMasked })
  const answers = new Map<string, Handling>()
  const find = (name: string): Handling => {
    const key = nameKey(name)
    // What is defined of `birthday` holds for `child.birthday` too, unless that one is defined.
    return defined.get(key) ?? defined.get(lastPart(key)) ?? handlingByName(key)
  }
  const of = (name: string): Handling => {
    let answer = answers.get(name)
    if (!answer) {
      answer = find(name)
      // Names come from outside: a sender that invents them must not fill the memory.
      if (answers.size > 20_000) answers.clear()
      answers.set(name, answer)
    }
    return answer
  }
  const isSensitive = (name: string) => of(name).dataClass === 'sensitive'
  const holds = (value: object): boolean => {
    if (Array.isArray(value))
      return value.some((item) => typeof item === 'object' && item !== null && holds(item))
    for (const name in value) {
      if (isSensitive(name)) return true
      const item = (value as Record<string, unknown>)[name]
      if (typeof item === 'object' && item !== null && holds(item)) return true
    }
    return false
  }
  return { of, isSensitive, holdsSensitive: holds, isComputed: (name) => computed.has(name) }
}

/**
 * A copy without the members whose names are sensitive, at any depth, and what was taken out: the
 * topmost value of each name. Undefined when there is none.
 */
export function withoutSensitive(
  props: Record<string, unknown>,
  handlings: Handlings,
): { kept: Record<string, unknown>; taken: { name: string; value: unknown }[] } | undefined {
  const taken: { name: string; value: unknown }[] = []
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip)
    if (value === null || typeof value !== 'object') return value
    const out: Record<string, unknown> = {}
    for (const [name, item] of Object.entries(value)) {
      if (handlings.isSensitive(name)) {
        taken.push({ name, value: item })
        continue
      }
      Object.defineProperty(out, name, {
        value: strip(item),
        enumerable: true,
        writable: true,
        configurable: true,
      })
    }
    return out
  }
  const kept = strip(props) as Record<string, unknown>
  return taken.length === 0 ? undefined : { kept, taken }
}

/** The bytes of a JSON text without its sensitive members; undefined when there are none in it. */
export function bytesWithoutSensitive(
  bytes: Buffer,
  handlings: Handlings,
): { kept: Buffer; names: string[] } | undefined {
  const text = bytes.toString('utf8')
  try {
    JSON.parse(text)
  } catch {
    // Not JSON, so there are no names to go by.
    return undefined
  }
  const cut = withoutMembers(text, handlings.isSensitive)
  return cut && { kept: Buffer.from(cut.kept), names: cut.names }
}
