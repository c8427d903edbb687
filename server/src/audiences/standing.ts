// What makes a member, and who is bound to the brand: by the own programme, or by what other systems tell.
import type { Rule } from './rule.ts'

export const isSet = (name: string): Rule => ({ kind: 'attribute', name, is: { op: 'is_set' } })

/** Has a level of the own programme, or a number of members elsewhere. */
export const MEMBER: Rule = {
  kind: 'any',
  rules: [isSet('member_level'), { kind: 'identifier', namespaces: ['member_id'] }],
}

/**
 * 锁客: holds stored value, or a card that still runs, or paid for membership or a subscription within a year
 * where another system tells of it.
 */
export const LOCKED_IN: Rule = {
  kind: 'any',
  rules: [
    { kind: 'attribute', name: 'stored_value_fen', is: { op: 'gt', value: 0 } },
    {
      kind: 'attribute',
      name: 'benefit_card_until',
      is: { op: 'in_next', span: { n: 50, unit: 'year' } },
    },
    // Its last day has begun.
    {
      kind: 'attribute',
      name: 'benefit_card_until',
      is: { op: 'in_last', span: { n: 1, unit: 'day' } },
    },
    {
      kind: 'did',
      event: {
        any_of: ['membership_paid', 'subscription_started'].map((event) => ({ event, where: [] })),
      },
      window: { kind: 'last', span: { n: 1, unit: 'year' } },
      times: { op: 'gte', value: 1 },
    },
  ],
}
