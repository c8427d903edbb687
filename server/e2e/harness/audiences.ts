// Customers and audiences to begin with, where a test is about what is done with them.
import { expect } from 'vitest'
import { eventually } from '../story/chapter.ts'
import { type Api, apiOf } from './api.ts'
import type { RunningConsole } from './console.ts'
import { KEYS } from './server.ts'

export const phone = (n: number) => `1380013800${n}`

export function audiencesOf(runningOf: () => RunningConsole) {
  const api: Api = apiOf(() => runningOf().server.url)
  const send = async (path: string, body: object) => {
    const answer = await fetch(runningOf().server.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEYS.write}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    expect(answer.status, await answer.clone().text()).toBe(200)
  }
  return {
    api,
    /** Who did what, by the last digit of her phone. */
    did: (...deeds: [who: number, event: string][]) =>
      send('/v1/events', {
        events: deeds.map(([who, name]) => ({
          id: `${name}-${who}`,
          name,
          identifiers: [{ namespace: 'phone', value: phone(who) }],
        })),
      }),
    /** What is known of customers, by the last digits of their phones. */
    known: (about: Record<number, object>) =>
      send('/v1/customers', {
        customers: Object.entries(about).map(([who, words]) => ({
          identifiers: [{ namespace: 'phone', value: phone(Number(who)) }],
          ...words,
        })),
      }),
    idOf: async (who: number) => {
      const customer = await api.customerBy('phone', phone(who))
      if (!customer) throw new Error(`nobody has ${phone(who)}`)
      return customer.id
    },
    /** A live audience of those who did something lately, once it holds so many. */
    async whoDid(name: string, event: string, size: number): Promise<string> {
      const { id } = await api.need<{ id: string }>('POST', '/audiences', {
        ...{ kind: 'rule', name },
        rule: {
          kind: 'did',
          event: { any_of: [{ event, where: [] }] },
          window: { kind: 'last', span: { n: 30, unit: 'day' } },
          times: { op: 'gte', value: 1 },
        },
      })
      await api.need('POST', `/audiences/${id}/go-live`, { tell: true })
      const held = await eventually(
        async () => (await api.need<{ size: number }>('GET', `/audiences/${id}`)).size,
        (now) => now === size,
        30_000,
      )
      expect(held).toBe(size)
      return id
    },
  }
}
