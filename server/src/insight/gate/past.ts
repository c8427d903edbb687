// What of the present has no past here: asked as of a moment it is refused, never shown as it is today.
import type { Rule } from '../../audiences/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { AppError } from '../../platform/errors.ts'

/** `what` names texts of the console: `no_past.<what>`. */
export const PASTLESS = [
  'attributes',
  'tags',
  'belonging',
  'touchpoints',
  'consent',
  'margin',
] as const
export type Pastless = (typeof PASTLESS)[number]

/** @throws 422 past_not_kept */
export function refusePast(what: Iterable<Pastless>): never {
  throw new AppError(422, 'past_not_kept', 'What this asks about is known as it is now only', {
    details: { what: [...new Set(what)] },
  })
}

const OF_KIND: Readonly<Partial<Record<Rule['kind'], Pastless>>> = {
  attribute: 'attributes',
  attribute_held: 'attributes',
  tags: 'tags',
  tagged: 'tags',
  consent: 'consent',
  friend: 'belonging',
  store: 'belonging',
  guide: 'belonging',
  family: 'belonging',
  touchpoints: 'touchpoints',
  identifier: 'touchpoints',
  platform: 'touchpoints',
}

function pastlessIn(rule: Rule): Pastless[] {
  if (rule.kind === 'all' || rule.kind === 'any') return rule.rules.flatMap(pastlessIn)
  if (rule.kind === 'not') return pastlessIn(rule.rule)
  const what = OF_KIND[rule.kind]
  return what === undefined ? [] : [what]
}

/** @throws 422 past_not_kept when it is asked as of a past moment and reads what only the present knows */
export function demandPast(ctx: Ctx, rules: readonly Rule[]): void {
  if (ctx.until === undefined) return
  const what = rules.flatMap(pastlessIn)
  if (what.length > 0) refusePast(what)
}
