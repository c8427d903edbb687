// Which computed numbers are money, and formulas over them. Everything is stored and reckoned in fen; people
// write and read formulas in the currency's own unit. Pure.
import type { Definition, Formula } from './computed.ts'

type IsMoney = (attribute: string) => boolean

/** Whether what a formula gives is an amount of money. */
export function isAmount(formula: Formula, isMoney: IsMoney): boolean {
  const is = (part: Formula) => isAmount(part, isMoney)
  switch (formula.kind) {
    case 'attribute':
      return isMoney(formula.name)
    case 'order_figure':
      return formula.of === 'amount_fen' || formula.of === 'average_fen'
    case 'event_figure':
      return formula.property === 'event.revenue_fen' && formula.of !== 'distinct'
    case 'add':
    case 'min':
    case 'max':
      return formula.parts.some(is)
    case 'subtract':
    case 'or':
      return is(formula.left) || is(formula.right)
    // An amount so many times is one; an amount of amounts is nothing anybody counts in.
    case 'multiply':
      return formula.parts.filter(is).length === 1
    case 'divide':
      return is(formula.left) && !is(formula.right)
    case 'round':
      return is(formula.of)
    default:
      return false
  }
}

/** Whether a definition's numbers are fen: its values or, of stretches, where they begin. */
export function isOfMoney(definition: Definition, isMoney: IsMoney): boolean {
  switch (definition.kind) {
    case 'order_figure':
    case 'event_figure':
      return isAmount(definition, isMoney)
    case 'formula':
      return isAmount(definition.formula, isMoney)
    case 'bins':
      return isAmount(definition.of, isMoney)
    default:
      return false
  }
}

/**
 * Of a brand's computed attributes, those whose values are fen; they may read each other.
 * @param given attributes of the product's own that are fen
 */
export function moneyAmong(
  definitions: ReadonlyMap<string, Definition>,
  given: Iterable<string> = [],
): ReadonlySet<string> {
  const known = new Map<string, boolean>([...given].map((name) => [name, true]))
  const isMoney: IsMoney = (name) => {
    const before = known.get(name)
    if (before !== undefined) return before
    const definition = definitions.get(name)
    if (!definition || definition.kind === 'bins') return false
    // Circles are refused when they are saved; in one, nothing is money.
    known.set(name, false)
    const is = isOfMoney(definition, isMoney)
    known.set(name, is)
    return is
  }
  return new Set([...known.keys(), ...definitions.keys()].filter(isMoney))
}

const FEN = 100
const DIGITS = 2

/** A formula as people write it, as it is stored. */
export const inFen = (formula: Formula, isMoney: IsMoney): Formula =>
  scaled(formula, { isMoney, amount: (n) => cleaned(n * FEN), digits: -DIGITS })

/** The other way round. */
export const inUnits = (formula: Formula, isMoney: IsMoney): Formula =>
  scaled(formula, { isMoney, amount: (n) => cleaned(n / FEN), digits: DIGITS })

/** 0.07 × 100 is 7. */
const cleaned = (n: number) => Number(n.toPrecision(15))

interface Scale {
  isMoney: IsMoney
  amount: (n: number) => number
  digits: number
}

/**
 * Numbers that stand for amounts, and the digits amounts are rounded to.
 * @param beside it stands beside an amount, so that it is one too: spent − 100
 */
function scaled(formula: Formula, scale: Scale, beside = false): Formula {
  const is = (part: Formula) => isAmount(part, scale.isMoney)
  const here = beside || is(formula)
  const same = (part: Formula, amount = here) => scaled(part, scale, amount)
  switch (formula.kind) {
    case 'number':
      return beside ? { ...formula, value: scale.amount(formula.value) } : formula
    case 'add':
    case 'min':
    case 'max':
      return { ...formula, parts: formula.parts.map((part) => same(part)) }
    case 'subtract':
    case 'or':
      return { ...formula, left: same(formula.left), right: same(formula.right) }
    case 'multiply': {
      const at = Math.max(0, formula.parts.findIndex(is))
      return { ...formula, parts: formula.parts.map((part, i) => same(part, here && i === at)) }
    }
    case 'divide': {
      // 1000 ÷ spent and spent ÷ 1000 both read as people mean them: how often, and a part.
      const isOver = !here && is(formula.right)
      return {
        ...formula,
        left: same(formula.left, here || isOver),
        right: same(formula.right, isOver),
      }
    }
    case 'round':
      return {
        ...formula,
        of: same(formula.of),
        digits: formula.digits + (here ? scale.digits : 0),
      }
    default:
      return formula
  }
}
