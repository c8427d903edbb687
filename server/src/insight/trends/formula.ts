// A figure reckoned from series: A is the first, B the second.
import { type Formula, parseFormula } from '../../audiences/index.ts'
import { invalid } from '../../platform/errors.ts'

const letter = (i: number) => String.fromCharCode(65 + i)

/** @throws 400 bad_formula with the place where reading ended, or the name that is no series */
export function readFormula(text: string, series: number): Formula {
  const parsed = parseFormula(text)
  if (!('formula' in parsed))
    throw invalid('bad_formula', 'The formula cannot be read', {
      at: parsed.at,
      found: parsed.found,
    })
  demandSeries(parsed.formula, series)
  return parsed.formula
}

const partsOf = (formula: Formula): readonly Formula[] =>
  'parts' in formula
    ? formula.parts
    : 'left' in formula
      ? [formula.left, formula.right]
      : formula.kind === 'round'
        ? [formula.of]
        : []

function demandSeries(formula: Formula, series: number): void {
  const parts = partsOf(formula)
  const isSeries = formula.kind === 'attribute' && indexOf(formula) < series
  if (parts.length === 0 && formula.kind !== 'number' && !isSeries)
    throw invalid('bad_formula', 'A formula names the series by their letters', {
      found: formula.kind === 'attribute' ? formula.name : formula.kind,
      last: letter(series - 1),
    })
  for (const part of parts) demandSeries(part, series)
}

/** Beyond every series for what is no single letter. */
const indexOf = ({ name }: Extract<Formula, { kind: 'attribute' }>) =>
  /^[A-Za-z]$/.test(name) ? name.toUpperCase().charCodeAt(0) - 65 : Number.POSITIVE_INFINITY

/** null where a part is missing or a divisor is 0. */
export function reckon(formula: Formula, series: readonly (number | null)[]): number | null {
  const of = (part: Formula) => reckon(part, series)
  const all = (parts: readonly Formula[], by: (a: number, b: number) => number) =>
    parts.map(of).reduce((a, b) => (a === null || b === null ? null : by(a, b)))
  switch (formula.kind) {
    case 'number':
      return formula.value
    case 'attribute':
      return series[indexOf(formula)] ?? null
    case 'add':
      return all(formula.parts, (a, b) => a + b)
    case 'multiply':
      return all(formula.parts, (a, b) => a * b)
    case 'min':
      return all(formula.parts, Math.min)
    case 'max':
      return all(formula.parts, Math.max)
    case 'subtract':
      return all([formula.left, formula.right], (a, b) => a - b)
    case 'divide': {
      const ratio = all([formula.left, formula.right], (a, b) => a / b)
      return ratio !== null && Number.isFinite(ratio) ? ratio : null
    }
    case 'or':
      return of(formula.left) ?? of(formula.right)
    case 'round': {
      const value = of(formula.of)
      return value === null ? null : Number(value.toFixed(formula.digits))
    }
    default:
      throw new Error(`no part of a formula of series: ${formula.kind}`)
  }
}
