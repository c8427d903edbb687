import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newCustomers } from '../../audiences/testing.ts'
import { testCtx } from '../../platform/testing.ts'
import { chanceFrom } from '../calc/random.ts'
import { record, type TestRow } from '../gmv/testing-rows.ts'
import { sizeBehind } from '../testing.ts'
import { fission } from './fission.ts'
import { branchOf, graphOf, type Link } from './graph.ts'
import type { Branch } from './shape.ts'
import { FissionQuestion } from './shape.ts'

const DAY = 86_400_000
const START = Date.parse('2026-03-01T12:00:00+08:00')
const NOW = new Date('2026-05-01T12:00:00+08:00')
const RANGE = { date_from: '2026-03-01', date_to: '2026-04-20' }
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)

/** Each newcomer comes once, by who came before her or was there from the start. */
const links = fc.array(fc.nat(), { maxLength: 60 }).map((picks) =>
  picks.map(
    (pick, i): Link => ({
      ...{ newcomer: 100 + i, at: i, isSameIdentity: false },
      inviter: pick % (5 + i) < 5 ? pick % 5 : 95 + (pick % (5 + i)),
    }),
  ),
)

test('layers and branches are what walking up from each newcomer gives', () => {
  fc.assert(
    fc.property(links, fc.integer({ min: 2, max: 6 }), (given, widest) => {
      const graph = graphOf(given)
      const inviterOf = new Map(given.map(({ newcomer, inviter }) => [newcomer, inviter]))
      const up = (customer: number): number[] => {
        const inviter = inviterOf.get(customer)
        return inviter === undefined ? [] : [inviter, ...up(inviter)]
      }
      for (const { newcomer } of given)
        expect(graph.layerOf.get(newcomer)).toBe(up(newcomer).length)
      const behind = (customer: number) =>
        given.filter(({ newcomer }) => up(newcomer).includes(customer)).length
      for (const source of graph.sources) {
        expect(graph.descendantsOf.get(source)).toBe(behind(source))
        const counted = (branch: Branch): number =>
          branch.rest.descendants + sum(branch.children.map((one) => 1 + counted(one)))
        const drawn = branchOf(graph, source, widest)
        expect(counted(drawn)).toBe(behind(source))
        const shown = (branch: Branch): number => 1 + sum(branch.children.map(shown))
        expect(shown(drawn)).toBeLessThanOrEqual(120)
      }
    }),
    { numRuns: 60 },
  )
})

test('of a thousand newcomers a drawing shows the largest branches and counts the rest', () => {
  const many = Array.from(
    { length: 1_000 },
    (_, i): Link => ({
      ...{ newcomer: i + 2, inviter: i < 40 ? 1 : 2 + (i % 40), at: i, isSameIdentity: false },
    }),
  )
  const drawn = branchOf(graphOf(many), 1, 8)
  expect(drawn).toMatchObject({ recruits: 40, descendants: 1_000, rest: { recruits: 32 } })
  expect(drawn.children).toHaveLength(8)
  expect(sum(drawn.children.map((one) => 1 + one.descendants)) + drawn.rest.descendants).toBe(1_000)
})

test('who invites herself, by another name of hers, or in a ring is a suspect and brings nobody', () => {
  const graph = graphOf([
    { newcomer: 1, inviter: 1, at: 1, isSameIdentity: false },
    { newcomer: 2, inviter: 9, at: 2, isSameIdentity: true },
    { newcomer: 3, inviter: 4, at: 3, isSameIdentity: false },
    { newcomer: 4, inviter: 3, at: 4, isSameIdentity: false },
  ])
  expect(graph.suspects.map(({ why }) => why)).toEqual(['self', 'same_identity', 'loop'])
  expect([...graph.links.keys()]).toEqual([4])
})

test('K, the layers and who is behind them agree with a plain reckoning on random stories', async () => {
  for (const seed of [11, 12, 13]) {
    const ctx = { ...(await testCtx()), now: () => NOW }
    const people = await newCustomers(ctx, 40)
    const chance = chanceFrom(seed)
    const rows: TestRow[] = []
    const came: { who: number; at: number; inviter: number | undefined }[] = []
    // Ten are there at first; each later one comes by the link of somebody before, or by herself.
    people.forEach((who, i) => {
      const at = START + i * DAY
      const inviter =
        i < 10 || chance.uniform() < 0.2 ? undefined : (people[chance.whole(i)] as number)
      rows.push({
        ...{ customer: who, name: 'page_viewed', at, protocol: 'homefield' },
        ...(inviter !== undefined && { share: `s${inviter}` }),
      })
      rows.push({
        ...{ customer: who, name: 'page_shared', at: at + 60_000 },
        // As the SDKs tell it in their own column, and as others do in a property.
        ...(i % 2 === 0 ? { share: `s${who}` } : { props: { share_id: `s${who}` } }),
      })
      came.push({ who, at, inviter })
    })
    await record(ctx, rows)
    const question = { ...RANGE, window_days: 10 }
    const answer = await fission(ctx, FissionQuestion.parse(question))
    const atOf = new Map(came.map(({ who, at }) => [who, at]))
    const brought = came.filter(({ inviter }) => inviter !== undefined)
    const soon = brought.filter(
      ({ at, inviter }) => at - (atOf.get(inviter as number) as number) <= 10 * DAY,
    )
    expect(answer.k).toMatchObject({ cohort: 40, recruits: soon.length, k: soon.length / 40 })
    const seeds = 40 - brought.length
    expect(answer.fission_rate).toEqual({
      ...{ newcomers: brought.length, seeds, rate: brought.length / seeds },
    })
    const layerOf = (who: number): number => {
      const inviter = came.find((one) => one.who === who)?.inviter
      return inviter === undefined ? 0 : 1 + layerOf(inviter)
    }
    for (const { layer, members, recruits } of answer.layers) {
      const theirs = people.filter((who) => layerOf(who) === layer)
      expect(members).toBe(theirs.length)
      expect(recruits).toBe(people.filter((who) => layerOf(who) === layer + 1).length)
      const cell = { is: 'members', layer }
      expect(await sizeBehind(ctx, { analysis: 'fission', question, cell })).toBe(theirs.length)
    }
    expect(answer.suspects).toMatchObject({ all: brought.length, share: 0, unknown_sharer: 0 })
    const step = (name: string) => answer.seeds.find((one) => one.step === name)?.customers
    expect([step('participants'), step('sharers')]).toEqual([40, 40])
    expect(step('recruiters')).toBe(new Set(soon.map(({ inviter }) => inviter)).size)
    for (const is of ['sharers', 'opened', 'recruiters'])
      expect(await sizeBehind(ctx, { analysis: 'fission', question, cell: { is } })).toBe(step(is))
  }
})
