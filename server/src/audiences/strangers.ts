// Whether a rule may hold of a customer of whom nothing is known but that she is there. Most rules ask
// for something done, so that the many who only come by concern none of them. Pure.
import type { NumberTest } from './operators.ts'
import { compares } from './positive.ts'
import type { Leaf, Rule } from './rule.ts'

/** False only when it is certain; members of other audiences are those audiences' business. */
export function mayHoldOfStrangers(rule: Rule): boolean {
  switch (rule.kind) {
    case 'all':
      return rule.rules.every(mayHoldOfStrangers)
    case 'any':
      return rule.rules.some(mayHoldOfStrangers)
    case 'not':
      return true
    default:
      return leafMay(rule)
  }
}

function leafMay(leaf: Leaf): boolean {
  switch (leaf.kind) {
    case 'did':
      return holdsOfNone(leaf.times)
    case 'first_time':
    case 'last_time':
    case 'sequence':
    case 'regularly':
    case 'stopped':
    case 'started_again':
    case 'top':
    case 'tagged':
    case 'store':
    case 'guide':
    case 'group':
    case 'identifier':
    case 'platform':
    case 'family':
    case 'known':
      return false
    case 'tags':
      return leaf.match === 'none'
    case 'consent':
      return leaf.state === 'none'
    case 'audience':
      return leaf.is === 'not_in'
    default:
      return true
  }
}

const holdsOfNone = (times: NumberTest) => compares(times, 0)
