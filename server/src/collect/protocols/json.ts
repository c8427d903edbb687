// JSON as strangers send it: as deep as they like, with numbers JavaScript cannot hold.
import { hash } from 'node:crypto'

/** Levels of nesting an event may have; deeper is a dead letter. */
export const MAX_DEPTH = 64

export type JsonObject = Record<string, unknown>

export interface ParsedJson {
  value: unknown
  /** Something in it is nested deeper than MAX_DEPTH. */
  deep: boolean
  /** Integers beyond 2^53 that were kept as text, digit by digit. */
  bigIntegers: number
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * JSON.parse (which does not recurse), and integers JavaScript would round become text: a Java
 * shop's 19-digit member number, rounded, is another member's. Throws SyntaxError.
 */
export function parseJson(text: string): ParsedJson {
  const value: unknown = JSON.parse(text)
  const found = look(value, MAX_DEPTH)
  if ((found & ROUNDED) === 0) return { value, deep: found !== 0, bigIntegers: 0 }
  const quoted = quoteBigIntegers(text)
  return { value: JSON.parse(quoted.text), deep: (found & DEEP) !== 0, bigIntegers: quoted.count }
}

export function isTooDeep(value: unknown, levels = MAX_DEPTH): boolean {
  return (look(value, levels) & DEEP) !== 0
}

const DEEP = 1
const ROUNDED = 2

/** Recursion that stops by itself after `levels`, whatever is sent. */
function look(value: unknown, levels: number): number {
  if (typeof value === 'number') {
    return value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER ? ROUNDED : 0
  }
  if (typeof value !== 'object' || value === null) return 0
  if (levels === 0) return DEEP
  let found = 0
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const item: unknown = value[i]
      if (typeof item !== 'string') found |= look(item, levels - 1)
    }
    return found
  }
  for (const key in value) {
    const item: unknown = (value as JsonObject)[key]
    if (typeof item !== 'string') found |= look(item, levels - 1)
  }
  return found
}

const BIG_INTEGER = /(?<![\w.+-])-?\d{16,}(?![\w.])/g

function quoteBigIntegers(text: string): { text: string; count: number } {
  const parts: string[] = []
  let count = 0
  const quote = (digits: string) => {
    if (Number.isSafeInteger(Number(digits))) return digits
    count += 1
    return `"${digits}"`
  }
  for (let from = 0; from < text.length; ) {
    const open = text.indexOf('"', from)
    const to = open < 0 ? text.length : open
    parts.push(text.slice(from, to).replace(BIG_INTEGER, quote))
    if (open < 0) break
    from = endOfString(text, open)
    parts.push(text.slice(open, from))
  }
  return { text: parts.join(''), count }
}

/** Place after the closing quote of the string that opens at `open`. */
function endOfString(text: string, open: number): number {
  for (let close = text.indexOf('"', open + 1); close >= 0; close = text.indexOf('"', close + 1)) {
    let backslashes = 0
    while (text.charCodeAt(close - 1 - backslashes) === 0x5c) backslashes++
    if (backslashes % 2 === 0) return close + 1
  }
  return text.length
}

/** Bytes of a parsed value. */
export function toBytes(value: unknown): Buffer {
  return Buffer.from(toText(value), 'utf8')
}

function toText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null'
  } catch (error) {
    // The engine recurses on objects with numeric keys; a few thousand levels end its stack.
    if (error instanceof RangeError) return stringifyDeep(value)
    throw error
  }
}

interface Open {
  keys: string[] | null
  values: unknown[]
  next: number
}

/** JSON.stringify for plain parsed values, without recursion. */
function stringifyDeep(root: unknown): string {
  const out: string[] = []
  const open: Open[] = []
  const write = (value: unknown) => {
    if (Array.isArray(value)) {
      out.push('[')
      open.push({ keys: null, values: value, next: 0 })
    } else if (isObject(value)) {
      out.push('{')
      open.push({ keys: Object.keys(value), values: Object.values(value), next: 0 })
    } else {
      out.push(JSON.stringify(value) ?? 'null')
    }
  }
  write(root)
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const i = top.next++
    if (i === top.values.length) {
      out.push(top.keys ? '}' : ']')
      open.pop()
      continue
    }
    if (i > 0) out.push(',')
    if (top.keys) out.push(JSON.stringify(top.keys[i]), ':')
    write(top.values[i])
  }
  return out.join('')
}

/** JSON with its keys in order at every level: the same content gives the same text. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value) ?? 'null'
  const parts = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`)
  return `{${parts.join(',')}}`
}

/** A key made of content: equal for equal values, in whatever order their fields came. */
export function contentKey(value: unknown): string {
  return hash('sha256', canonicalJson(value), 'base64url')
}
