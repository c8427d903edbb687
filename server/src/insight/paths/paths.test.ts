import fc from 'fast-check'
import { expect, test } from 'vitest'
import { happen, newCustomers } from '../../audiences/testing.ts'
import { testCtx } from '../../platform/testing.ts'
import { merge, of, sizeBehind } from '../testing.ts'
import { paths } from './paths.ts'
import { type PathNode, type PathsAnswer, PathsQuestion } from './shape.ts'
import { countPaths, type Deed, type PlainPaths, pathsOfOne } from './testing-paths.ts'

const START = Date.parse('2026-03-01T00:00:00Z')
const MINUTE = 60_000
const PEOPLE = 8

const life = fc.array(
  fc.record({
    minute: fc.integer({ min: 0, max: 12 }),
    name: fc.constantFrom('a', 'b', 'c', 'd', 'tag_added'),
    colour: fc.constantFrom(undefined, 'red', 'blue'),
  }),
  { maxLength: 10 },
)
const asked = fc.record({
  isBack: fc.boolean(),
  anchor: fc.constantFrom('a', 'b', undefined),
  isGap: fc.boolean(),
  minutes: fc.integer({ min: 1, max: 4 }),
  isGrouped: fc.boolean(),
  isSplit: fc.boolean(),
  collapse: fc.boolean(),
  steps: fc.integer({ min: 2, max: 5 }),
  nodes: fc.integer({ min: 1, max: 4 }),
})

/** Among nodes with as many visits the first of the alphabet is shown: groups, then events. */
const GROUP = ' c or d'
const called = (node: PathNode): string => {
  switch (node.is) {
    case 'other':
      return 'all others'
    case 'group':
      return GROUP
    case 'event':
      return node.event
    case 'value':
      return `${node.event} ${node.value ?? ''}`
  }
}

function told({ steps, links }: PathsAnswer) {
  const nodeAt = (step: number, place: number) =>
    called(steps[step - 1]?.nodes[place]?.node ?? { is: 'other' })
  return new Map([
    ...steps.flatMap(({ nodes }, i) =>
      nodes.flatMap(({ node, visits, customers, ended }): [string, [number, number]][] => [
        [`${i + 1} ${called(node)}`, [visits, customers]],
        ...(ended.visits > 0
          ? [
              [`${i + 1} ${called(node)} ended`, [ended.visits, ended.customers]] as [
                string,
                [number, number],
              ],
            ]
          : []),
      ]),
    ),
    ...links.map(({ step, from, to, visits, customers }): [string, [number, number]] => [
      `${step} ${nodeAt(step, from)} > ${nodeAt(step + 1, to)}`,
      [visits, customers],
    ]),
  ])
}

test('random paths over random lives are those that following each customer gives, merged ones too', async () => {
  const ctx = await testCtx()
  const customers = await newCustomers(ctx, PEOPLE)
  // The last is the first, as another device knew her.
  const [first, last] = [customers[0] as number, customers[PEOPLE - 1] as number]
  await merge(ctx, [[last, first]])
  let runs = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(life, { minLength: PEOPLE, maxLength: PEOPLE }),
      fc.array(asked, { minLength: 5, maxLength: 5 }),
      async (lives, questions) => {
        const day = START - ++runs * 86_400_000
        const deeds = lives.flatMap((life, i) =>
          life.map(({ minute, name, colour }) => ({
            ...{ customer: customers[i] as number, at: day + minute * MINUTE, name },
            ...(colour && { colour }),
          })),
        )
        await happen(
          ctx,
          deeds.map(({ colour, ...deed }) => ({
            ...deed,
            props: colour ? { colour } : ({} as Record<string, string>),
          })),
        )
        for (const q of questions) {
          const nodeOf = ({ name, colour }: Deed) => {
            if (q.isGrouped && (name === 'c' || name === 'd')) return GROUP
            return q.isSplit && name === 'b' ? `b ${colour ?? ''}` : name
          }
          const plain: PlainPaths = {
            ...{ isBack: q.isBack, anchor: q.anchor, collapse: q.collapse, nodeOf },
            ...{ steps: q.steps, nodes: q.nodes },
            visit: q.isGap ? { gapMs: q.minutes * MINUTE } : { windowMs: q.minutes * MINUTE },
          }
          const hers = Map.groupBy(
            deeds.filter(({ name }) => name !== 'tag_added'),
            ({ customer }) => (customer === last ? first : customer),
          )
          const byHand = new Map([...hers].map(([c, theirs]) => [c, pathsOfOne(plain, theirs)]))
          const answer = await paths(
            ctx,
            PathsQuestion.parse({
              direction: q.isBack ? 'back' : 'forward',
              ...(q.anchor && { anchor: of(q.anchor) }),
              visit: q.isGap
                ? { by: 'gap', minutes: q.minutes }
                : { by: 'window', seconds: q.minutes * 60 },
              ...(q.isGrouped && { groups: [{ name: 'c or d', of: of('c', 'd') }] }),
              ...(q.isSplit && { split: [{ event: 'b', by: 'colour' }] }),
              ...{ collapse: q.collapse, steps: q.steps, nodes: q.nodes },
              date_from: new Date(day).toISOString(),
              date_to: new Date(day + 86_400_000).toISOString(),
            }),
          )
          expect(told(answer)).toEqual(countPaths(plain, byHand))
          const all = [...byHand.values()]
          expect([answer.visits, answer.customers]).toEqual([
            all.flat().length,
            all.filter((theirs) => theirs.length > 0).length,
          ])
        }
      },
    ),
    { numRuns: 10, endOnFailure: true },
  )
})

test('every node, link and end opens as many customers as it counts, those of others too', async () => {
  const ctx = await testCtx()
  const customers = await newCustomers(ctx, 9)
  await happen(
    ctx,
    customers.flatMap((customer, i) =>
      ['a', ['b', 'c', 'd'][i % 3] as string, ...(i % 2 ? ['e'] : []), ...(i % 4 ? ['f'] : [])].map(
        (name, n) => ({ customer, name, at: START + n * MINUTE, props: {} }),
      ),
    ),
  )
  const question = {
    ...{ anchor: of('a'), nodes: 1, steps: 4 },
    ...{ date_from: '2026-03-01', date_to: '2026-03-01' },
  }
  const { steps, links } = await paths(ctx, PathsQuestion.parse(question))
  const sizeOf = (cell: object) => sizeBehind(ctx, { analysis: 'paths', question, cell })
  expect(steps[1]?.nodes.map(({ node, values }) => [node.is, values])).toEqual([
    ['event', 1],
    ['other', 2],
  ])
  for (const [i, { nodes }] of steps.entries())
    for (const { node, customers, ended } of nodes) {
      expect(await sizeOf({ step: i + 1, node })).toBe(customers)
      expect(await sizeOf({ step: i + 1, node, next: 'ended' })).toBe(ended.customers)
    }
  for (const { step, from, to, customers } of links)
    expect(
      await sizeOf({
        step,
        node: steps[step - 1]?.nodes[from]?.node,
        next: steps[step]?.nodes[to]?.node,
      }),
    ).toBe(customers)
  expect(links.length).toBeGreaterThan(4)
})
