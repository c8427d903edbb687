// What is typed is read before any store is opened: what makes no sense says so.
import { expect, test } from 'vitest'
import { padTo, widthOf } from './check-words.ts'
import { UsageError } from './command.ts'
import { COMMANDS, readCommand, terminalOf } from './commands.ts'
import { startProgress } from './progress.ts'

const wrong: [string, RegExp][] = [
  ['frobnicate', /no command frobnicate[\s\S]*homefield backup/],
  ['tenant', /no command tenant/],
  ['tenant create', /--name is missing/],
  ['tenant create --name X --currency doubloons', /--currency: not a currency/],
  ['tenant create --name X --timezone Mars/Base', /--timezone: not a time zone/],
  ['key create --kind api', /--tenant is missing/],
  ['key create --tenant x --kind house', /--kind is write or api/],
  ['key create --tenant x --kind api --role king', /--role is one of owner/],
  ['key create --tenant x --kind api --client', /--client is for --kind write/],
  ['key create --tenant x --kind write --role owner', /--role is for --kind api/],
  ['user reset', /--email is missing/],
  ['user invite --email a@b.cn', /--tenant is missing/],
  ['user invite --tenant A --email nobody', /--email: not an address/],
  ['user invite --tenant A --email a@b.cn --role king', /--role is one of owner/],
  ['check --fix', /Unknown option '--fix'/],
  ['check everything', /everything/],
  ['backup', /argument is missing[\s\S]*homefield backup DIRECTORY/],
  ['backup a b', /Unexpected argument: b/],
  ['restore', /argument is missing/],
  ['import --tenant A --mapping M', /no file to import/],
  ['import --mapping M f.csv', /--tenant is missing/],
  ['import --tenant A f.csv', /Name a --mapping or a --kind/],
  ['import --tenant A --kind dreams f.csv', /--kind is one of/],
  ['import --tenant A --undo x f.csv', /--undo takes no files/],
]

test.each(wrong)('%s is a fault that says what is right', (words, message) => {
  expect(() => readCommand(words.split(' '), '/tmp')).toThrow(UsageError)
  expect(() => readCommand(words.split(' '), '/tmp')).toThrow(message)
})

test('every command can be read, and only a restore needs the server stopped', () => {
  const typed: Record<string, string> = {
    'tenant create': '--name A',
    'user invite': '--tenant A --email a@b.cn',
    'user reset': '--email a@b.cn',
    'key create': '--tenant A --kind api',
    backup: 'somewhere',
    restore: 'somewhere',
    import: '--tenant A --mapping online_retail file.csv',
  }
  const alone = COMMANDS.filter(({ name }) => {
    const words = `${name} ${typed[name] ?? ''}`.trim().split(' ')
    return 'alone' in readCommand(words, '/tmp')
  })
  expect(alone.map((c) => c.name)).toEqual(['restore'])
})

test('the language is that of the terminal', () => {
  expect(terminalOf({ LANG: 'zh_CN.UTF-8' }).lang).toBe('zh')
  expect(terminalOf({ LANG: 'zh_CN.UTF-8', LC_ALL: 'en_US.UTF-8' }).lang).toBe('en')
  expect(terminalOf({}).lang).toBe('en')
})

test('columns stand below each other in both languages', () => {
  expect(widthOf('合并 merges')).toBe(11)
  expect([padTo('合并', 6), padTo('merges', 6), padTo('longer than that', 6)]).toEqual([
    '合并  ',
    'merges',
    'longer than that',
  ])
})

test('a bar is drawn over itself where it can be, else now and then a line', () => {
  let at = 0
  const said: string[] = []
  const print = { out: (text: string) => void said.push(text), err: () => {} }
  const steps = (isLive: boolean) => {
    at = 0
    const progress = startProgress(print, { lang: 'en', isLive, columns: 60 }, () => at)
    for (at = 11_000; at <= 22_000; at += 1000)
      progress.show({ name: 'reading', done: at - 10_000, of: 20_000, rows: at })
    progress.end({ name: 'reading', done: 20_000, of: 20_000, rows: 20_000 })
    return said.splice(0)
  }
  const live = steps(true)
  expect(live).toHaveLength(13)
  expect(live.every((text) => text.startsWith('\r') && text.length <= 61)).toBe(true)
  expect(live.at(-1)).toMatch(/100 % {2}20,000 {2}[\d,]+\/s *\n$/)
  const lines = steps(false)
  expect(lines.map((text) => /(\d+) %/.exec(text)?.[1])).toEqual(['5', '55'])
})
