// What the pages about the calculators promise: every example is asked and answers what stands there.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { keyOf, testApi } from '../../org/testing.ts'
import { testCtx } from '../../platform/testing.ts'
import { routes } from '../routes.ts'
import { EXAMPLES } from './examples.ts'

/** Request and answer of each calculator, by its name. */
function examplesOf(page: string): Map<string, [unknown, unknown]> {
  const text = readFileSync(new URL(`../../../../docs/${page}`, import.meta.url), 'utf8')
  const found = text.matchAll(
    /`POST \/api\/v1\/calc\/([a-z/]+)`.*?```json\n(.*?)```\n\n```json\n(.*?)```/gs,
  )
  return new Map(
    [...found].map(([, name = '', request = '', answer = '']) => [
      name,
      [JSON.parse(request), JSON.parse(answer)],
    ]),
  )
}

/** Numbers as the pages round them: to six digits. */
function near(value: unknown): unknown {
  if (typeof value === 'number')
    return expect.toSatisfy(
      (other: number) => Math.abs(other - value) <= 1e-5 * Math.max(Math.abs(value), 1e-6),
    )
  if (Array.isArray(value)) return value.map(near)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, near(part)]))
}

test('both pages show the examples of the OpenAPI document, with the same answers', () => {
  const english = examplesOf('calculators.md')
  expect(Object.fromEntries([...english].map(([name, [request]]) => [name, request]))).toEqual(
    EXAMPLES,
  )
  expect(examplesOf('calculators.zh-CN.md')).toEqual(english)
})

test('asked over the API, each example answers what the page says', async () => {
  const ctx = await testCtx()
  const api = await testApi(ctx, { domains: [routes] })
  const key = await keyOf(ctx, 'analyst')
  for (const [name, [body, answer]] of examplesOf('calculators.md')) {
    const { status, body: given } = await api.call('POST', `/calc/${name}`, { key, body })
    expect(status, name).toBe(200)
    expect(given, name).toMatchObject(near(answer) as object)
  }
})
