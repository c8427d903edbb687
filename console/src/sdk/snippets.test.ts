import { Script } from 'node:vm'
import { expect, test } from 'vitest'
import { faultOf, platforms, snippetsOf } from './snippets.ts'

const filled = { server: 'https://home.example.com', writeKey: 'hfw_abc', asks: false }

test('every snippet names the address and the key', () => {
  for (const platform of platforms)
    for (const { code } of snippetsOf(platform, filled)) {
      expect(code).toContain('https://home.example.com')
      expect(code).toContain('hfw_abc')
    }
})

test('what is pasted into a page runs, whatever was typed as a key', () => {
  for (const writeKey of ["it's", '</script><script>alert(1)', 'a\\', 'two\nlines']) {
    const [snippet] = snippetsOf('web', { ...filled, writeKey })
    const [script = ''] = /(?<=<script>)[\s\S]*?(?=<\/script>)/.exec(snippet?.code ?? '') ?? []
    const calls: unknown[][] = []
    const hf = (...args: unknown[]) => calls.push(args)
    new Script(script).runInNewContext({ window: { hf }, hf })
    expect(calls).toEqual([
      ['init', { server: filled.server, writeKey: writeKey.replace('\n', ' ') }],
    ])
  }
})

test('asking first is said in the words of each platform', () => {
  const asking = { ...filled, asks: true }
  expect(snippetsOf('web', asking)[0]?.code).toContain("consent: 'ask'")
  expect(snippetsOf('mini_program', asking)[0]?.code).toContain("consent: 'wechat'")
  expect(snippetsOf('web', asking)[1]?.code).toContain("hf('consent', true, { version: 'v1'")
  expect(snippetsOf('mini_program', asking)[1]?.code).toContain('hf.consent(false)')
  expect(snippetsOf('web', filled)).toHaveLength(1)
})

test('an address that cannot work is told before anybody tries it', () => {
  expect(faultOf('https://home.example.com', 'mini_program')).toBeUndefined()
  expect(faultOf('http://home.example.com', 'web')).toBe('not_https')
  expect(faultOf('http://home.example.com', 'mini_program')).toBe('mini_program_https')
  expect(faultOf('http://localhost:8080', 'web')).toBe('not_reachable')
  expect(faultOf('http://localhost:8080', 'server')).toBeUndefined()
  expect(faultOf('home.example.com', 'web')).toBe('no_address')
})
