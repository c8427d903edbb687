// What customers give back: an answer how likely they would recommend the brand, a review, a few words
// with their guide. Who is fond of the brand does more of it.
import { told } from './bond.ts'
import type { Person } from './person.ts'
import type { Random } from './random.ts'
import { idsOf, type Trace } from './trace.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Nobody is asked again sooner. */
const ASKED_AGAIN = 60 * DAY

const TALK = ['新茶到了吗', '上次那款还有货吗', '水温多少合适', '帮我留两盒', '谢谢推荐，很喜欢']
const REVIEWS = ['香气很足', '包装精致，送人体面', '回甘好，会再买', '比图片颜色深一些', '性价比高']
const GLAD = ['导购很专业', '茶好，服务也好', '已经推荐给同事']
const SORRY = [
  '发货太慢',
  '和上次味道不一样',
  '包装破了没人理',
  '价格比活动时贵很多',
  '客服回复太慢',
]

/** From 0 to 1: how fond of the brand she is. */
const fondness = ({ buys }: Person) => (buys - 0.03) / 0.16

/**
 * @param traces what she did that day, told already
 * @param midnight of the day; `isWarm`: she has not fallen silent yet
 */
export function answer(
  person: Person,
  traces: readonly Trace[],
  { midnight, isWarm }: { midnight: number; isWarm: boolean },
  random: Random,
): Trace[] {
  const { state } = person
  const fond = fondness(person)
  const given: Trace[] = []
  const links = { store_id: person.storeId, staff_id: person.staffId }
  const wecom = { platform: 'wecom', source: 'wecom', ...links }
  if (isWarm && state.isFriend && !state.hasDeletedUs && random.chance(0.01 + 0.08 * fond * fond))
    given.push(
      told(
        person,
        midnight + random.between(9 * HOUR, 21 * HOUR),
        'wecom_message_received',
        idsOf(person, 'wecom'),
        { ...wecom, properties: { kind: 'text', text: random.pick(TALK) } },
      ),
    )
  const bought = traces.find((t) => 'event' in t && t.event.name === 'Order Completed')
  if (!bought || !state.isMember) return given
  const server = { platform: 'mini_program', source: 'mini_program' }
  if (random.chance(0.05 + 0.2 * fond))
    given.push(
      told(
        person,
        bought.at + random.between(2 * DAY, 6 * DAY),
        'review_posted',
        idsOf(person, 'member'),
        {
          ...server,
          ...links,
          properties: { rating: fond > 0.3 ? 5 : random.between(3, 5), text: random.pick(REVIEWS) },
        },
      ),
    )
  if (bought.at - state.askedAt >= ASKED_AGAIN && random.chance(0.3)) {
    state.askedAt = bought.at
    const mood = random.next() + random.next() + random.next() - 1.5
    const score = Math.max(0, Math.min(10, Math.round(5.6 + 3.2 * fond + 3.6 * mood)))
    const comment =
      score <= 6
        ? random.pick(SORRY)
        : score >= 9 && random.chance(0.4)
          ? random.pick(GLAD)
          : undefined
    given.push(
      told(
        person,
        bought.at + random.between(1 * DAY, 4 * DAY),
        'nps_answered',
        idsOf(person, 'member'),
        { ...server, ...links, properties: { score, ...(comment && { comment }) } },
      ),
    )
  }
  return given
}
