// The scores of the grading kit: how buyers lie on them, and how they are made.
import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Search, Sent } from '../api/shapes.ts'
import { COMPUTED } from '../audiences/computed/api.ts'
import type { Rule } from '../audiences/rule.ts'

export type Rfm = Answer<'/api/v1/audience-templates/rfm'>
export type RfmChoice = Required<Search<'/api/v1/audience-templates/rfm'>>
export type Cell = Rfm['cells'][number]

export const USUAL_CHOICE: RfmChoice = { days: 365, money: 'average_fen', anew: 'month' }

export const rfmQuery = (query: RfmChoice) =>
  queryOptions({
    queryKey: [...COMPUTED, 'rfm', query],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/audience-templates/rfm', { params: { query }, signal })),
  })
export const makeRfm = (body: Sent<'/api/v1/audience-templates/rfm'>) =>
  answer(client.POST('/api/v1/audience-templates/rfm', { body }))

export const isMade = (rfm: Rfm) => rfm.attributes.every(({ id }) => id !== null)

/** How many buyers a rule over the scores finds; undefined where it asks for anything else. */
export function buyersIn(rule: Rule, { cells, attributes }: Rfm): number | undefined {
  const leaves = rule.kind === 'all' ? rule.rules : [rule]
  const tests: ((cell: Cell) => boolean)[] = []
  for (const leaf of leaves) {
    if (leaf.kind !== 'attribute') return undefined
    const score = attributes.find(({ name }) => name === leaf.name)?.score
    if (score === undefined) return undefined
    const { is } = leaf
    if (is.op === 'gte') tests.push((cell) => cell[score] >= is.value)
    else if (is.op === 'lt') tests.push((cell) => cell[score] < is.value)
    else if (is.op === 'between')
      tests.push((cell) => cell[score] >= is.from && cell[score] <= is.to)
    else return undefined
  }
  return cells
    .filter((cell) => tests.every((holds) => holds(cell)))
    .reduce((sum, { customers }) => sum + customers, 0)
}
