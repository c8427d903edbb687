// What may be demanded of events before they are taken. Who knows the rules is wired in app.ts.
import type { Ctx } from '../platform/ctx.ts'
import type { ReadyEvent, Refusal } from './prepare.ts'

export interface EventRules {
  /** A brand's rules, at most a few seconds old; undefined while there are none. */
  of(tenantId: string): TenantRules | undefined | Promise<TenantRules | undefined>
  /** Counts events that broke rules and were taken, in the transaction that stores them. */
  note(ctx: Ctx, events: readonly ReadyEvent[]): Promise<void>
}

/** By event name. */
export type TenantRules = ReadonlyMap<string, readonly EventRule[]>

export interface EventRule {
  id: string
  isRefusing: boolean
  /** For the dead letter and the sender; never a value of the event. */
  words: string
  keeps(props: Readonly<Record<string, unknown>>): boolean
}

/** Refuses it by the first rule that refuses; the others it breaks go along with it. */
export function judge(event: ReadyEvent | Refusal, held: TenantRules): ReadyEvent | Refusal {
  if ('code' in event) return event
  const rules = held.get(event.draft.name)
  if (!rules) return event
  let broken: string[] | undefined
  for (const rule of rules) {
    if (rule.keeps(event.draft.props)) continue
    if (rule.isRefusing)
      return {
        code: 'rule_violated',
        reason: `${event.draft.name}: ${rule.words}`,
        eventName: event.draft.name,
        ruleId: rule.id,
      }
    broken ??= []
    broken.push(rule.id)
  }
  return broken ? { ...event, broken } : event
}
