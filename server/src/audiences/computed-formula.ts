// Formulas as people write them: (spent - back) / or(orders, 1). Names are attributes; a name with
// other signs stands in backticks. Pure.
import { type Formula, MOST_PARTS } from './computed.ts'

export type Parsed = { formula: Formula } | { at: number; code: string; found: string }

type Token = { kind: 'number' | 'name' | 'sign' | 'end'; text: string; at: number }

const TOKEN =
  /\s*(?:(?<number>\d+(?:\.\d+)?(?:e[-+]?\d+)?)|`(?<quoted>[^`]+)`|(?<name>[\p{L}_$][\p{L}\p{N}_.$]*)|(?<sign>[-+*/(),×÷−（），]))/iuy
const SIGNS: Record<string, string> = {
  '×': '*',
  '÷': '/',
  '−': '-',
  '（': '(',
  '）': ')',
  '，': ',',
}

class Unreadable extends Error {
  token: Token
  code: string
  constructor(code: string, token: Token) {
    super(code)
    this.token = token
    this.code = code
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (text.slice(at).trim() !== '') {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(text)
    if (!match) {
      const start = at + text.slice(at).search(/\S/)
      throw new Unreadable('formula_sign', {
        kind: 'sign',
        text: [...text.slice(start)][0] ?? '',
        at: start,
      })
    }
    const { number, quoted, name, sign } = match.groups ?? {}
    const word = quoted ?? name
    const said = number ?? word ?? sign ?? ''
    const kind = number !== undefined ? 'number' : word !== undefined ? 'name' : 'sign'
    const start = at + match[0].search(/\S/)
    tokens.push({ kind, text: kind === 'sign' ? (SIGNS[said] ?? said) : said, at: start })
    at = TOKEN.lastIndex
  }
  tokens.push({ kind: 'end', text: '', at: text.length })
  return tokens
}

export function parseFormula(text: string): Parsed {
  try {
    const tokens = tokensOf(text)
    let next = 0
    const peek = () => tokens[next] as Token
    const isSign = (sign: string) => peek().kind === 'sign' && peek().text === sign
    const demand = (sign: string) => {
      if (!isSign(sign))
        throw new Unreadable(sign === ')' ? 'formula_bracket' : 'formula_sign', peek())
      next += 1
    }
    // a + b + c is one sum of three; brackets make another of their own.
    const row = (
      signs: readonly [string, string],
      kinds: { many: 'add' | 'multiply'; two: 'subtract' | 'divide' },
      part: () => Formula,
    ): Formula => {
      let left = part()
      let parts: Formula[] | undefined
      while (isSign(signs[0]) || isSign(signs[1])) {
        const isFirst = isSign(signs[0])
        const sign = peek()
        next += 1
        const right = part()
        if (isFirst) {
          parts = parts ? [...parts, right] : [left, right]
          if (parts.length > MOST_PARTS) throw new Unreadable('formula_long', sign)
          left = { kind: kinds.many, parts }
        } else {
          parts = undefined
          left = { kind: kinds.two, left, right }
        }
      }
      return left
    }
    const sum = (): Formula => row(['+', '-'], { many: 'add', two: 'subtract' }, product)
    const product = (): Formula => row(['*', '/'], { many: 'multiply', two: 'divide' }, one)
    const one = (): Formula => {
      const token = peek()
      next += 1
      if (token.kind === 'number') return { kind: 'number', value: Number(token.text) }
      if (token.kind === 'sign' && token.text === '-') {
        const of = one()
        return of.kind === 'number'
          ? { kind: 'number', value: -of.value }
          : { kind: 'subtract', left: { kind: 'number', value: 0 }, right: of }
      }
      if (token.kind === 'sign' && token.text === '(') {
        const inner = sum()
        demand(')')
        return inner
      }
      if (token.kind !== 'name')
        throw new Unreadable(token.kind === 'end' ? 'formula_ends' : 'formula_sign', token)
      if (!isSign('(')) return { kind: 'attribute', name: token.text }
      next += 1
      const parts = [sum()]
      while (isSign(',')) {
        if (parts.length === MOST_PARTS) throw new Unreadable('formula_long', peek())
        next += 1
        parts.push(sum())
      }
      demand(')')
      return called(token, parts)
    }
    const formula = sum()
    if (peek().kind !== 'end') throw new Unreadable('formula_sign', peek())
    return { formula }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { at: error.token.at, code: error.code, found: error.token.text }
  }
}

function called(token: Token, parts: readonly Formula[]): Formula {
  const [first, second] = parts
  const wrong = () => new Unreadable('formula_parts', token)
  switch (token.text.toLowerCase()) {
    case 'min':
    case 'max':
      if (parts.length < 2) throw wrong()
      return { kind: token.text.toLowerCase() as 'min' | 'max', parts: [...parts] }
    case 'or':
      if (!first || !second || parts.length !== 2) throw wrong()
      return { kind: 'or', left: first, right: second }
    case 'round': {
      if (!first || parts.length > 2) throw wrong()
      if (second && (second.kind !== 'number' || !Number.isInteger(second.value))) throw wrong()
      const digits = second?.kind === 'number' ? second.value : 0
      if (digits < 0 || digits > 6) throw wrong()
      return { kind: 'round', of: first, digits }
    }
    case 'days_since':
      if (first?.kind !== 'attribute' || parts.length !== 1) throw wrong()
      return { kind: 'days_since', of: first }
    default:
      throw new Unreadable('formula_function', token)
  }
}

const isPlain = (name: string) => /^[\p{L}_$][\p{L}\p{N}_.$]*$/u.test(name)
const named = (name: string) => (isPlain(name) ? name : name.includes('`') ? null : `\`${name}\``)

/** As it would be written, so that reading it gives the same; null where it has parts that cannot be. */
export function formulaText(formula: Formula): string | null {
  const all = (parts: readonly Formula[]) => {
    const texts = parts.map(formulaText)
    return texts.every((t) => t !== null) ? (texts as string[]) : undefined
  }
  const bracketed = (part: Formula): string | null => {
    const text = formulaText(part)
    return text !== null && ['add', 'subtract', 'multiply', 'divide'].includes(part.kind)
      ? `(${text})`
      : text
  }
  const between = (parts: readonly Formula[], sign: string) => {
    const texts = parts.map(bracketed)
    return texts.every((t) => t !== null) ? texts.join(` ${sign} `) : null
  }
  const call = (name: string, parts: readonly Formula[], rest = '') => {
    const texts = all(parts)
    return texts ? `${name}(${texts.join(', ')}${rest})` : null
  }
  switch (formula.kind) {
    case 'number':
      return formula.value < 0 ? `(${formula.value})` : String(formula.value)
    case 'attribute':
      return named(formula.name)
    case 'add':
      return between(formula.parts, '+')
    case 'multiply':
      return between(formula.parts, '×')
    case 'subtract':
      return between([formula.left, formula.right], '−')
    case 'divide':
      return between([formula.left, formula.right], '÷')
    case 'min':
    case 'max':
      return call(formula.kind, formula.parts)
    case 'or':
      return call('or', [formula.left, formula.right])
    case 'round':
      return formula.digits < 0 ? null : call('round', [formula.of], `, ${formula.digits}`)
    case 'days_since':
      return formula.of.kind === 'attribute' ? call('days_since', [formula.of]) : null
    default:
      return null
  }
}
