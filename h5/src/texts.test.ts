import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import english from './i18n/en.json'
import chinese from './i18n/zh-CN.json'
import { languageFor } from './texts.ts'

const sources = globSync('**/*.{ts,tsx}', { cwd: import.meta.dirname })
  .filter((name) => !name.includes('.test.'))
  .map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))
  .join('\n')
const keys = Object.keys(chinese)

test('both languages say the same things, with the same gaps', () => {
  expect(Object.keys(english).sort()).toEqual([...keys].sort())
  const gaps = (text: string) => [...text.matchAll(/\{\{\w+\}\}/g)].map(String).sort()
  for (const key of keys as (keyof typeof chinese)[])
    expect(gaps(english[key]), key).toEqual(gaps(chinese[key]))
})

test('every word that a page asks for is there, and none lies about unused', () => {
  const asked = [...sources.matchAll(/'([a-z_]+\.[a-z_]+)'/g)].map(([, key = '']) => key)
  const made = [...sources.matchAll(/`([a-z_]+)\.\$\{/g)].map(([, area = '']) => `${area}.`)
  const known = new Set(keys)
  const areas = new Set(keys.map((key) => key.split('.')[0]))
  expect(asked.filter((key) => areas.has(key.split('.')[0]) && !known.has(key))).toEqual([])
  expect(
    keys.filter((key) => !asked.includes(key) && !made.some((area) => key.startsWith(area))),
  ).toEqual([])
})

test('she reads her browser’s language when the shop speaks it, else the brand’s', () => {
  expect(languageFor('zh-TW', 'en')).toBe('zh-CN')
  expect(languageFor('en-GB', 'zh-CN')).toBe('en')
  expect(languageFor('fr-FR', 'en')).toBe('en')
  expect(languageFor('fr-FR', 'zh-CN')).toBe('zh-CN')
})
