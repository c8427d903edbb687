import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { newSigningSecret, signedHeaders } from './signature.ts'

const doc = (name: string) =>
  readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8')
const DOCS = ['integrations.md', 'integrations.zh-CN.md']
const block = (text: string, language: string) =>
  new RegExp(`\\n\`\`\`${language}\\n([\\s\\S]*?)\\n\`\`\``).exec(text)?.[1] ?? ''

type Verify = (secret: string, headers: Record<string, string>, body: string) => boolean

test.each(DOCS)('the code in %s knows our signatures, old and new, and no others', async (name) => {
  const code = block(doc(name), 'js')
  const { verify } = (await import(
    `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`
  )) as { verify: Verify }
  const [secret, older, stranger] = [newSigningSecret(), newSigningSecret(), newSigningSecret()]
  const body = '{"type":"order_paid","name":"龙井"}'
  const headers = signedHeaders([secret, older], 'id-1', new Date(), body)
  expect(verify(secret, headers, body)).toBe(true)
  expect(verify(older, headers, body)).toBe(true)
  expect(verify(stranger, headers, body)).toBe(false)
  expect(verify(secret, headers, `${body} `)).toBe(false)
  expect(verify(secret, { ...headers, 'webhook-timestamp': '1' }, body)).toBe(false)
  expect(verify(secret, { ...headers, 'webhook-timestamp': 'x' }, body)).toBe(false)
})

test.each(DOCS)('the example in %s is signed as we sign', (name) => {
  const cells = new Map(
    [...doc(name).matchAll(/^\| (?:`)?([a-z-]+)(?:`)? \| `(.+)` \|$/gm)].map((m) => [m[1], m[2]]),
  )
  const at = new Date(Number(cells.get('webhook-timestamp')) * 1000)
  const signed = signedHeaders(
    [cells.get('secret') ?? ''],
    cells.get('webhook-id') ?? '',
    at,
    cells.get('body') ?? '',
  )
  expect(signed['webhook-signature']).toBe(cells.get('webhook-signature'))
})

test('both languages show the same code', () => {
  const [english, chinese] = DOCS.map(doc)
  for (const language of ['js', 'python', 'java', 'php', 'go']) {
    expect(block(english ?? '', language), language).not.toBe('')
    expect(block(chinese ?? '', language), language).toBe(block(english ?? '', language))
  }
})
