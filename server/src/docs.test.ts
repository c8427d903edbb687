// What documentation promises and a machine can see: settings, links, twins, the length of the map.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((m) => m[1] ?? '')

const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`)
const pages = ['README.md', 'README.zh-CN.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...docs]

/** Targets of links, without those in code. */
function linksOf(page: string): string[] {
  const prose = read(page)
    .replace(/^```.*?^```/gms, '')
    .replace(/`[^`\n]*`/g, 'code')
  return found(prose, /\]\(([^)\s]+)\)/g).filter((target) => !/^(?:https?|mailto):/.test(target))
}

/** As they are made of headings: lower case, spaces as hyphens, no punctuation. */
const anchorsOf = (page: string) =>
  found(read(page), /^#+ (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{Mn}\- _]/gu, '')
      .replaceAll(' ', '-'),
  )

const names = (text: string) => [...new Set(found(text, /\b(HOMEFIELD_[A-Z_]+)\b/g))].sort()

test('every setting stands on both pages about running, and nothing else does', () => {
  const settings = names(read('server/src/config.ts'))
  expect(settings.length).toBeGreaterThan(10)
  expect(names(read('docs/running.md'))).toEqual(settings)
  expect(names(read('docs/running.zh-CN.md'))).toEqual(settings)
})

test('settings named anywhere else exist', () => {
  const settings = new Set(names(read('server/src/config.ts')))
  const unknown = pages.flatMap((page) =>
    names(read(page)).flatMap((name) => (settings.has(name) ? [] : [`${page}: ${name}`])),
  )
  expect(unknown).toEqual([])
})

test('every link between pages leads somewhere', () => {
  const broken: string[] = []
  for (const page of pages) {
    for (const link of linksOf(page)) {
      const [path = '', anchor] = link.split('#')
      const target = path === '' ? page : join(dirname(page), path)
      if (!existsSync(join(root, target))) broken.push(`${page} → ${link}`)
      else if (anchor !== undefined && !anchorsOf(target).includes(decodeURIComponent(anchor)))
        broken.push(`${page} → ${link} (no such heading)`)
    }
  }
  expect(broken).toEqual([])
})

test('a page in two languages links to its twin, both ways', () => {
  const twins = pages.flatMap((page) => {
    const english = page.replace(/\.zh-CN\.md$/, '.md')
    return english === page ? [] : [{ chinese: page, english }]
  })
  expect(twins.length).toBeGreaterThan(0)
  const alone = twins.flatMap(({ chinese, english }) => {
    const twinOf = (page: string) => linksOf(page).map((link) => join(dirname(page), link))
    if (!existsSync(join(root, english))) return [`${chinese} has no ${english}`]
    return [
      ...(twinOf(chinese).includes(english) ? [] : [`${chinese} does not link to ${english}`]),
      ...(twinOf(english).includes(chinese) ? [] : [`${english} does not link to ${chinese}`]),
    ]
  })
  expect(alone).toEqual([])
})

test('the map fits in the head: at most 150 lines', () => {
  expect(read('ARCHITECTURE.md').trimEnd().split('\n').length).toBeLessThanOrEqual(150)
})
