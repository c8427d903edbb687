// Everybody else: a few hundred customers whose events must not get lost or counted twice either.
import { type Chapter, eventually, fact } from './chapter.ts'
import { eventsRequest, segmentRequest } from './requests.ts'

const START = Date.UTC(2026, 5, 22, 2, 0, 0)

export function crowdChapter(people = 120, batches = 60): Chapter {
  const expected = new Map<string, number>()
  return {
    title: { zh: `同时还有 ${people} 位顾客在逛`, en: `Meanwhile ${people} other customers` },
    first(keys, random) {
      let id = 0
      const one = () => {
        id += 1
        const n = Math.floor(random() * people)
        const member = `crowd_${n}`
        expected.set(member, (expected.get(member) ?? 0) + 1)
        return { n, member, id, at: new Date(START + id * 1000).toISOString() }
      }
      return Array.from({ length: batches }, (_, b) => {
        const some = Array.from({ length: 1 + Math.floor(random() * 39) }, one)
        return b % 2 === 0
          ? eventsRequest(
              `crowd ${b}`,
              keys.server,
              some.map((e) => ({
                id: `crowd-${e.id}`,
                name: 'strolled',
                at: e.at,
                identifiers: [
                  { namespace: 'member_id', value: e.member },
                  { namespace: 'phone', value: `1340000${String(e.n).padStart(4, '0')}` },
                ],
              })),
            )
          : segmentRequest(
              `crowd ${b}`,
              keys.client,
              some.map((e) => ({
                type: 'track',
                event: 'Strolled',
                messageId: `crowd-${e.id}`,
                userId: e.member,
                anonymousId: `crowd-device-${e.n}`,
                timestamp: e.at,
                properties: { n: e.n },
              })),
            )
      })
    },
    async facts(api) {
      const look = async () => {
        const counts = new Map<string, number[]>()
        for (const customer of await api.customers()) {
          for (const { namespace, value } of customer.identifiers) {
            if (namespace !== 'member_id' || !value.startsWith('crowd_')) continue
            counts.set(value, [...(counts.get(value) ?? []), customer.event_count])
          }
        }
        const isWrong = ([member, n]: [string, number]) => counts.get(member)?.join() !== String(n)
        return { counts, wrong: [...expected].filter(isWrong) }
      }
      const { counts, wrong } = await eventually(look, (seen) => seen.wrong.length === 0)
      const sum = [...expected.values()].reduce((a, b) => a + b, 0)
      return [
        fact(
          `${expected.size} 位顾客的 ${sum} 个事件逐人相符`,
          `the ${sum} events of ${expected.size} customers are right for each of them`,
          wrong.length === 0,
          wrong.slice(0, 5).map(([m, n]) => `${m}: sent ${n}, found ${counts.get(m)}`),
        ),
      ]
    },
  }
}
