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

function quoteBigIntegers(text: string): { text: string; count: number } {
  const parts: string[] = []
  let count = 0
  let copied = 0
  for (let i = 0; i < text.length; ) {
    const char = text.charCodeAt(i)
    if (char === 0x22) {
      i = endOfString(text, i)
    } else if (char === 0x2d || isDigit(char)) {
      const end = endOfNumber(text, i)
      // Fifteen digits are always exact; the parser has said that the rest is a number.
      const token = end - i > 15 ? text.slice(i, end) : ''
      if (token !== '' && isInteger(token) && !Number.isSafeInteger(Number(token))) {
        parts.push(text.slice(copied, i), '"', token, '"')
        copied = end
        count += 1
      }
      i = end
    } else {
      i += 1
    }
  }
  parts.push(text.slice(copied))
  return { text: parts.join(''), count }
}

function isDigit(char: number): boolean {
  return char >= 0x30 && char <= 0x39
}

/** Place after the number that begins at `start`: digits and what stands among them. */
function endOfNumber(text: string, start: number): number {
  let end = start + 1
  for (let char = text.charCodeAt(end); ; char = text.charCodeAt(++end)) {
    // + - . E e
    if (
      !isDigit(char) &&
      char !== 0x2b &&
      char !== 0x2d &&
      char !== 0x2e &&
      (char | 0x20) !== 0x65
    ) {
      return end
    }
  }
}

function isInteger(token: string): boolean {
  return !token.includes('.') && !token.includes('e') && !token.includes('E')
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

/** Bytes of a parsed value, however deep: the engine's own way is quadratic in depth, or overflows. */
export function toBytes(value: unknown): Buffer {
  const text = isTooDeep(value, MAX_DEPTH + 8) ? stringifyDeep(value) : JSON.stringify(value)
  return Buffer.from(text ?? 'null', 'utf8')
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
