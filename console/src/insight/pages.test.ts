import { expect, test } from 'vitest'
import en from '../i18n/en/insight.json' with { type: 'json' }
import zh from '../i18n/zh-CN/insight.json' with { type: 'json' }
import { insightGroups } from './pages.ts'

test('every page of insight can name every other, whichever area its own texts are in', () => {
  const names = insightGroups.flatMap(({ group, pages }) => [
    `insight_group.${group}`,
    ...pages.map(({ code }) => `insight_page.${code}`),
  ])
  expect(names.filter((name) => !(name in zh) || !(name in en))).toEqual([])
})
