// The way a customer takes, guessed from what the brand's own events are called: to begin with.
import { blankEvent } from '../audiences/blank.ts'
import type { Choice } from '../audiences/labels.ts'
import type { EventPattern } from '../audiences/rule.ts'

const STAGES = {
  arrive: /launch|appstart|mpshow|pageview|page_viewed|screen|visit|session/i,
  look: /(product|goods|item|sku|content|article).*view|view.*(product|goods|item)|detail/i,
  cart: /cart|product added|checkout|favou?rite/i,
  order: /order.*(placed|created|submit)|submit.*order/i,
  pay: /paid|order completed|payment|purchase/i,
} as const
export type Stage = keyof typeof STAGES
export type Way = { [Name in Stage]?: string }

/** The event of each stage that happens most; none where nothing is called like it. */
export function wayOf(events: readonly Choice[]): Way {
  const way: Way = {}
  for (const [stage, called] of Object.entries(STAGES) as [Stage, RegExp][]) {
    const taken = Object.values(way)
    const fits = events.filter(({ value }) => called.test(value) && !taken.includes(value))
    const most = fits.toSorted((a, b) => (b.volume ?? 0) - (a.volume ?? 0))[0]
    if (most) way[stage] = most.value
  }
  return way
}

/** Without stages that fewer come to than pay: a brand may hear of orders elsewhere only once they are paid. */
function walked(way: Way, events: readonly Choice[]): string[] {
  const volumes = new Map(events.map(({ value, volume }) => [value, volume ?? 0]))
  const paid = volumes.get(way.pay ?? '') ?? 0
  return Object.values(way).filter((event) => (volumes.get(event) ?? 0) >= paid)
}

/** The events of the way, in its order; the most frequent ones where fewer than two are known. */
export function stepsOf(events: readonly Choice[]): string[] {
  const way = walked(wayOf(events), events)
  if (way.length >= 2) return way
  return events.slice(0, 2).map(({ value }) => value)
}

/** An attribute that many customers share a value of: a level, else a place, else a gender. */
export const tellingAttribute = (attributes: readonly Choice[]): Choice | undefined =>
  [/level|tier|grade/i, /^(city|province|region)/i, /gender/i]
    .map((called) => attributes.find(({ value }) => called.test(value)))
    .find(Boolean)

export const patternOf = (event: string): EventPattern => ({ any_of: [{ event, where: [] }] })
export const blank = blankEvent

/** Of a question that is whole as it begins. */
export const noExamples = () => undefined
