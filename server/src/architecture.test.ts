import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

// Which domain may use which: only those named, and only through their index.ts.
const MAY_USE: Record<string, string[]> = {
  platform: [],
  pictures: ['platform'],
  org: ['platform'],
  identity: ['platform'],
  desk: ['platform', 'org'],
  profile: ['platform', 'org', 'desk', 'identity'],
  collect: ['platform', 'org', 'desk', 'identity', 'profile'],
  tracking: ['platform', 'org', 'desk', 'identity', 'profile', 'collect'],
  commerce: ['platform', 'org', 'desk', 'identity', 'profile', 'collect', 'pictures', 'messages'],
  promotion: [
    'platform',
    'org',
    'desk',
    'identity',
    'profile',
    'collect',
    'commerce',
    'audiences',
    'messages',
    'membership',
  ],
  messages: ['platform', 'profile'],
  appointments: ['platform', 'org', 'desk', 'identity', 'profile', 'messages'],
  leads: [
    'platform',
    'org',
    'desk',
    'identity',
    'profile',
    'collect',
    'commerce',
    'promotion',
    'membership',
    'messages',
    'appointments',
  ],
  shop: [
    'platform',
    'org',
    'identity',
    'profile',
    'commerce',
    'audiences',
    'promotion',
    'membership',
    'messages',
    'pictures',
    'reviews',
    'wishes',
    'leads',
    'appointments',
  ],
  reviews: ['platform', 'desk', 'profile', 'commerce', 'membership', 'pictures'],
  wishes: ['platform', 'profile', 'commerce', 'messages'],
  pos: [
    'platform',
    'org',
    'identity',
    'profile',
    'commerce',
    'promotion',
    'membership',
    'appointments',
    'shop',
  ],
  connectors: ['platform', 'org', 'commerce'],
  audiences: ['platform', 'org', 'desk', 'identity', 'profile', 'collect', 'tracking', 'commerce'],
  membership: [
    'platform',
    'org',
    'desk',
    'identity',
    'profile',
    'collect',
    'commerce',
    'audiences',
    'messages',
    'pictures',
  ],
  insight: [
    'platform',
    'org',
    'desk',
    'identity',
    'profile',
    'collect',
    'tracking',
    'commerce',
    'audiences',
    'integration',
  ],
  imports: ['platform', 'org', 'desk', 'identity', 'profile', 'collect', 'commerce'],
  integration: ['platform', 'org', 'desk', 'identity', 'profile', 'collect', 'commerce', 'imports'],
}
// Where everything is put together. `platform/tables.ts` may look upward, for types only.
const COMPOSITION = new Set([
  'api.ts',
  'app.ts',
  'cli',
  'config.ts',
  'loops.ts',
  'main.ts',
  'personal-data.ts',
  'reactions.ts',
  'serving.ts',
  'stores.ts',
])

const src = new URL('.', import.meta.url)
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((f) =>
  f.endsWith('.ts'),
)

function importsOf(file: string): string[] {
  const text = readFileSync(new URL(file, src), 'utf8')
  return [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(([, target]) =>
    new URL(target ?? '', `file:///${file}`).pathname.slice(1),
  )
}

/** What tests of a domain share may use what tests of another share, and servers of other protocols. */
const doorsFor = (file: string) =>
  file.endsWith('/testing.ts') ? ['index.ts', 'testing.ts'] : ['index.ts']

test('domains use only what the map allows, and only through index.ts', () => {
  const offences: string[] = []
  for (const file of files) {
    const home = file.split('/')[0] ?? ''
    if (file.endsWith('.test.ts') || COMPOSITION.has(home) || file === 'platform/tables.ts')
      continue
    expect(Object.keys(MAY_USE), `${file} is in a domain the map does not know`).toContain(home)
    for (const target of importsOf(file)) {
      const [domain = '', ...rest] = target.split('/')
      if (domain === home || (domain === 'fakes' && file.endsWith('/testing.ts'))) continue
      const allowed =
        MAY_USE[home]?.includes(domain) &&
        (domain === 'platform' || doorsFor(file).includes(rest.join('/')))
      if (!allowed) offences.push(`${file} → ${target}`)
    }
  }
  expect(offences).toEqual([])
})

test('only config.ts reads settings from the environment', () => {
  const readers = files.filter(
    (file) =>
      !file.endsWith('.test.ts') &&
      /process\.env\.HOMEFIELD/.test(readFileSync(new URL(file, src), 'utf8')),
  )
  expect(readers).toEqual([])
})

test('no file is longer than 500 lines or named after nothing', () => {
  const tooLong = files.filter(
    (f) => readFileSync(new URL(f, src), 'utf8').split('\n').length > 500,
  )
  const nameless = files.filter((f) => /(^|\/)(utils?|helpers?|misc|common|manager)\.ts$/.test(f))
  expect({ tooLong, nameless }).toEqual({ tooLong: [], nameless: [] })
})
