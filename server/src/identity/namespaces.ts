// What kinds of identifiers there are, how strong each is, and how a value is written.

export interface Namespace {
  namespace: string
  /** Weak ones follow a login; they never decide against a strong one. */
  isWeak: boolean
  /** A customer holds at most one. */
  isUnique: boolean
  /** Smaller is stronger. */
  rank: number
  /** How many values a customer may hold. */
  maxValues: number
  normalise: 'trim' | 'lower' | 'phone'
}

export const MANY = 1_000_000

const unique = (namespace: string, rank: number): Namespace => ({
  namespace,
  rank,
  isWeak: false,
  isUnique: true,
  maxValues: 1,
  normalise: 'trim',
})
const weak = (namespace: string, rank: number): Namespace => ({
  namespace,
  rank,
  isWeak: true,
  isUnique: false,
  maxValues: MANY,
  normalise: 'trim',
})

export const MARKETPLACES = [
  'taobao',
  'tmall',
  'jd',
  'douyin',
  'youzan',
  'pdd',
  'kuaishou',
  'xiaohongshu',
  'wechat_shop',
]

/** The defaults, strongest first. `openid` and `wecom` stand for `openid:<appid>`, `wecom:<corp>`. */
export const DEFAULT_NAMESPACES: readonly Namespace[] = [
  unique('member_id', 10),
  unique('unionid', 20),
  unique('openid', 30),
  unique('wecom', 40),
  ...MARKETPLACES.map((m) => unique(m, 50)),
  {
    namespace: 'phone',
    rank: 60,
    isWeak: false,
    isUnique: false,
    maxValues: 5,
    normalise: 'phone',
  },
  {
    namespace: 'email',
    rank: 70,
    isWeak: false,
    isUnique: false,
    maxValues: 5,
    normalise: 'lower',
  },
  weak('anonymous', 80),
  weak('device', 85),
  weak('cookie', 90),
]
const DEFAULTS = new Map(DEFAULT_NAMESPACES.map((n) => [n.namespace, n]))

/** A tenant's namespaces: its own declarations, else the defaults, else weak. */
export type Namespaces = (namespace: string) => Namespace

export function namespacesWith(declared: Namespace[]): Namespaces {
  const known = new Map(declared.map((n) => [n.namespace, n]))
  return (namespace) => {
    const found = known.get(namespace)
    if (found) return found
    const family = namespace.split(':', 1)[0] ?? namespace
    const parent = known.get(family) ?? DEFAULTS.get(family)
    const made = parent ? { ...parent, namespace } : weak(namespace, 95)
    known.set(namespace, made)
    return made
  }
}

/** Longest value kept; the vendors' own limit is 255. */
export const MAX_VALUE_LENGTH = 255

const PLACEHOLDERS = new Set([
  '',
  'null',
  'undefined',
  'none',
  'nil',
  'nan',
  'n/a',
  'na',
  '-',
  '--',
  '0',
  '-1',
  'unknown',
  'anonymous',
  'guest',
  'true',
  'false',
  '[object object]',
  'user',
  'test',
  'default',
  '未知',
  '匿名',
  '无',
])

/**
 * The value as it is stored and compared, or undefined when it can identify nobody: a placeholder,
 * only zeros, masked, too long, or not of the kind.
 */
export function normalise(kind: Namespace, value: string): string | undefined {
  const text = value.normalize('NFC').trim()
  if (text.length > MAX_VALUE_LENGTH || hasControlOrLoneSurrogate(text)) return undefined
  if (PLACEHOLDERS.has(text.toLowerCase()) || /^[0-]+$/.test(text)) return undefined
  switch (kind.normalise) {
    case 'trim':
      return text
    case 'lower':
      return text.includes('@') || kind.namespace !== 'email' ? text.toLowerCase() : undefined
    case 'phone':
      return phone(text)
  }
}

function hasControlOrLoneSurrogate(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < 32) return true
  return !text.isWellFormed()
}

/**
 * E.164 where it can be told: mainland mobiles (11 digits from 13 to 19) and landlines with their
 * leading 0 become +86…; numbers with + or 00 keep their country. Other digits stay digits.
 */
export function phone(text: string): string | undefined {
  if (!/^[+(]?[\d\s().-]+$/.test(text)) return undefined
  const international = text.startsWith('+') || /^\(?00/.test(text)
  const digits = text.replace(/\D/g, '').replace(/^00/, international ? '' : '00')
  if (/^(\d)\1*$/.test(digits)) return undefined
  if (international) return digits.length >= 7 && digits.length <= 15 ? `+${digits}` : undefined
  if (/^1[3-9]\d{9}$/.test(digits)) return `+86${digits}`
  if (/^861[3-9]\d{9}$/.test(digits)) return `+${digits}`
  if (/^0\d{9,11}$/.test(digits)) return `+86${digits.slice(1)}`
  return digits.length >= 5 && digits.length <= 15 ? digits : undefined
}
