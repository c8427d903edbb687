// Whom the brand found on a public platform before they came over: a list with their accounts, what a
// colleague thought of each, and tags. Some of them never come.

import { makePerson } from './person.ts'
import { randomOf } from './random.ts'
import type { Plan } from './world.ts'

const TAGS = ['茶艺达人', '探店博主', '家居博主', '送礼攻略', '办公室好物', '养生']
const NEVER = 30

export interface Found {
  account: string
  score: number
  tags: string[]
}

export function foundOutside(plan: Plan): Found[] {
  const found: Found[] = []
  const note = (account: string, n: number) => {
    const random = randomOf(plan.seed, 'outside', n)
    const first = random.pick(TAGS)
    const second = random.pick(TAGS)
    found.push({
      account,
      score: Math.min(98, Math.round(random.lognormal(48, 0.35))),
      tags: [...new Set([first, second])],
    })
  }
  for (let n = 0; n < plan.customers; n++) {
    const person = makePerson(plan.seed, n, 'advert')
    if (person.wasFound) note(person.ids.xiaohongshu, n)
  }
  for (let n = 0; n < NEVER; n++) note(`xhsqh_never_${n}`, -1 - n)
  return found
}
