import { expect, test } from 'vitest'
import type { Look } from './look.ts'
import { trendOption } from './trend.ts'

const colour = '#000'
const look: Look = {
  ...{ series: [colour], text: colour, quiet: colour, line: colour, paper: colour },
  ...{ raised: colour, font: 'serif', motion: false },
}
/** What is said of the names below the bars. */
function namesOf(labels: string[], width: number) {
  const option = trendOption(
    {
      ...{ kind: 'bar', labels, brief: undefined, stacked: false, notes: [], width },
      series: [{ key: 'a', name: 'a', values: labels.map(() => 1) }],
      ...{ short: String, exact: String, unfinished: 0, most: undefined, isShare: false },
    },
    look,
  )
  return (option.xAxis as { axisLabel: { interval?: number; overflow?: string; rotate?: number } })
    .axisLabel
}
const KINDS = ['Champions', 'To develop', 'To keep', 'To win back', 'Regulars', 'Newcomers']

test('few bars are all named: on two lines, or aslant where a word would be cut', () => {
  expect(namesOf(KINDS, 700)).toMatchObject({ interval: 0, overflow: 'break' })
  expect(namesOf(KINDS, 390)).toMatchObject({ interval: 0, rotate: 35 })
  expect(namesOf(['重要价值', '重要发展', '一般保持', '一般挽留'], 390)).toMatchObject({
    ...{ interval: 0, overflow: 'break' },
  })
})

test('days that have no room are left out here and there', () => {
  const week = ['11-17', '11-18', '11-19', '11-20', '11-21', '11-22', '11-23']
  expect(namesOf(week, 700).interval).toBe(0)
  expect(namesOf(week, 300)).not.toHaveProperty('interval')
})
