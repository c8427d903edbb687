// A guide asks to be added before she is a friend; many never answer, and more as time goes by.
import { told } from './bond.ts'
import type { Person } from './person.ts'
import type { Random } from './random.ts'
import { idsOf, type Trace } from './trace.ts'

const MINUTE = 60_000
const DAY = 86_400_000
/** What each channel wins contacts with. */
const HOOKS: Record<string, string> = {
  'CH-PARCEL': 'HK-CARD',
  'CH-STORE': 'HK-DESK',
  'CH-MPCODE': 'HK-NEW',
  'CH-SMS': 'HK-SAMPLE',
}

/**
 * @param traces what she did, told already
 * @param when its day; `worn`: 0 on the first day, 1 at the end: how worn out the channel is
 */
export function ask(
  person: Person,
  traces: readonly Trace[],
  { midnight, worn }: { midnight: number; worn: number },
  random: Random,
): Trace[] {
  const asked = (at: number, channel: string) =>
    told(person, at, 'wecom_friend_requested', idsOf(person, 'unionid'), {
      ...{ platform: 'wecom', source: 'wecom', channel_id: channel },
      ...{ store_id: person.storeId, staff_id: person.staffId },
      properties: { hook: HOOKS[channel] ?? '' },
    })
  /** Earlier on the same day. */
  const before = (at: number) =>
    Math.max(at - ((at - midnight) % DAY), at - random.between(1, 30) * MINUTE)
  return traces.flatMap((trace) => {
    if (!('event' in trace)) return []
    const { name, channel_id } = trace.event
    if (name === 'wecom_friend_added') return [asked(before(trace.at), channel_id ?? 'CH-MPCODE')]
    // She was here today and is nobody's friend yet: somebody tries, and she does not answer.
    if (name !== 'member_joined' || person.state.isFriend) return []
    return random.chance(0.25 + 0.5 * worn)
      ? [
          asked(
            trace.at + random.between(5, 90) * MINUTE,
            random.chance(0.4) ? 'CH-SMS' : 'CH-MPCODE',
          ),
        ]
      : []
  })
}
