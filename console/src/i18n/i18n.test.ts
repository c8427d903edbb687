import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { areas } from './areas.ts'

function textsOf(language: string): Record<string, string> {
  const folder = join(import.meta.dirname, language)
  const files = readdirSync(folder).map((name) =>
    JSON.parse(readFileSync(join(folder, name), 'utf8')),
  )
  return Object.assign({}, ...files)
}

const en = textsOf('en')
const zh = textsOf('zh-CN')

const source = join(import.meta.dirname, '..')

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.ts$|\.d\.ts$/.test(path))
  // The two that put the languages' files together hold no code.
  .filter((path) => !/^i18n\/(zh-CN|en)\.ts$/.test(path))
  .map((path) => ({ path, text: withoutComments(readFileSync(join(source, path), 'utf8')) }))

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '')
}

/** `x_one` and `x_other` are one text to whoever asks for it. */
const plain = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '')
const chinese = new Set(Object.keys(zh).map(plain))
const english = new Set(Object.keys(en).map(plain))
const families = new Set([...chinese].map((key) => key.split('.')[0]))

/** Every quoted text that has the form of a key and begins like one. */
const quoted = files.flatMap(({ path, text }) =>
  [...text.matchAll(/(['"`])([a-z_]+\.[A-Za-z0-9_.$ ]+)\1/g)]
    .map(([, , key = '']) => ({ path, key }))
    .filter(({ key }) => families.has(key.split('.')[0])),
)

/** The fixed beginnings of keys that are put together at run time. */
const beginnings = files.flatMap(({ text }) =>
  [...text.matchAll(/`([a-z_]+\.[a-z_]*)\$\{/g)].map(([, beginning = '']) => beginning),
)

test('every text is there in Chinese and in English', () => {
  expect([...chinese].filter((key) => !english.has(key))).toEqual([])
  expect([...english].filter((key) => !chinese.has(key))).toEqual([])
  const empty = [...Object.entries(zh), ...Object.entries(en)].filter(([, text]) => !text.trim())
  expect(empty).toEqual([])
})

test('every file of texts comes first or with its pages', () => {
  const first = readFileSync(join(import.meta.dirname, 'zh-CN.ts'), 'utf8')
  const names = readdirSync(join(import.meta.dirname, 'zh-CN')).map((name) => name.slice(0, -5))
  const here = names.filter((name) => first.includes(`'./zh-CN/${name}.json'`) || name in areas)
  expect(here).toEqual(names)
})

test('both languages fill in the same values', () => {
  const holes = (texts: Record<string, string>) => {
    const byKey = new Map<string, string>()
    for (const [key, text] of Object.entries(texts)) {
      const names = [...text.matchAll(/\{\{(\w+)(?:, number)?\}\}/g)].map(([, name]) => name).sort()
      // A singular may say `once` where the plural counts.
      if (!key.endsWith('_one')) byKey.set(plain(key), names.join())
    }
    return byKey
  }
  const inEnglish = holes(en)
  const differ = [...holes(zh)].filter(([key, names]) => inEnglish.get(key) !== names)
  expect(differ).toEqual([])
})

test('every text that the code asks for exists', () => {
  expect(quoted.filter(({ key }) => !chinese.has(key))).toEqual([])
  const lost = beginnings.filter((start) => ![...chinese].some((key) => key.startsWith(start)))
  expect(lost).toEqual([])
})

test('no text is left that nobody asks for', () => {
  const asked = new Set(quoted.map(({ key }) => key))
  const unused = [...chinese].filter(
    (key) => !asked.has(key) && !beginnings.some((start) => key.startsWith(start)),
  )
  expect(unused).toEqual([])
})

test('the code holds no text of its own', () => {
  const inCode = files.flatMap(({ path, text }) => {
    const han = /\p{Script=Han}/u.exec(text)?.[0]
    const words = path.endsWith('.tsx')
      ? />\s*([A-Za-z][a-z]+(?: [A-Za-z]+)*[.!?…]?)\s*<\//.exec(text)?.[1]
      : undefined
    return [han, words].filter((found) => found !== undefined).map((found) => ({ path, found }))
  })
  expect(inCode).toEqual([])
})

test('no text stands in two files of a language', () => {
  for (const language of ['zh-CN', 'en']) {
    const folder = join(import.meta.dirname, language)
    const keys = readdirSync(folder).flatMap((name) =>
      Object.keys(JSON.parse(readFileSync(join(folder, name), 'utf8'))),
    )
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([])
  }
})

test('whatever the server writes into the audit log is told in words', () => {
  const server = join(source, '../../server/src')
  const written = readdirSync(server, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .flatMap((path) => {
      const code = readFileSync(join(server, path), 'utf8')
      return [
        ...[...code.matchAll(/(?:audit\(\s*\w+,\s*|action: )'([a-z_]+\.[a-z_]+)'/g)].map(
          ([, action = '']) => `audit_action.${action}`,
        ),
        ...[
          ...code.matchAll(
            /'[a-z_]+\.[a-z_]+',\s*\{ kind: '([a-z_]+)'|object: \{ kind: '([a-z_]+)'/g,
          ),
        ].map(([, first, second]) => `subject.${first ?? second}`),
      ]
    })
  expect(written.length).toBeGreaterThan(100)
  expect([...new Set(written)].filter((key) => !chinese.has(key))).toEqual([])
})
