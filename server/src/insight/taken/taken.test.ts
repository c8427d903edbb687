// Figures taken along as a file, asked for over HTTP as the console does.
import { readSheet } from 'read-excel-file/node'
import { beforeAll, expect, test } from 'vitest'
import { type Api, keyOf, testApi } from '../../org/testing.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { testCtx } from '../../platform/testing.ts'
import { routes } from '../index.ts'
import { XLSX } from './routes.ts'

let ctx: Ctx
let api: Api
let key: string
beforeAll(async () => {
  ctx = await testCtx()
  api = await testApi(ctx, { domains: [routes] })
  key = await keyOf(ctx, 'owner')
})

const BODY = {
  title: '净收入 / 渠道',
  about: [{ label: '日期', words: '2026-03-01 – 2026-03-31' }],
  about_title: '说明',
  columns: [
    { title: '渠道', kind: 'words' },
    { title: '净收入', kind: 'money' },
    { title: '转化率', kind: 'share' },
  ],
  rows: [
    ['=cmd()', 123_456, 0.25],
    ['企微', null, null],
  ],
}
const ask = (body: unknown, authorization?: string) =>
  api.app.inject({
    ...{ method: 'POST', url: '/api/v1/insight/workbook', payload: body as object },
    headers: authorization ? { authorization: `Bearer ${authorization}` } : {},
  })

test('the file is a workbook with the figures as numbers and what was asked beside them', async () => {
  const answer = await ask(BODY, key)
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['content-type']).toBe(XLSX)
  expect(answer.headers['content-disposition']).toBe(
    `attachment; filename*=UTF-8''${encodeURIComponent('净收入 / 渠道.xlsx')}`,
  )
  const file = answer.rawPayload
  expect(await readSheet(file, 1)).toEqual([
    ['渠道', '净收入', '转化率'],
    ['=cmd()', 1234.56, 0.25],
    ['企微', null, null],
  ])
  expect(await readSheet(file, 2)).toEqual([
    ['净收入 / 渠道', null],
    ['日期', '2026-03-01 – 2026-03-31'],
  ])
})

test('that it was taken stands in the audit log', async () => {
  await ask({ ...BODY, title: 'Audited' }, key)
  const { body } = await api.call('GET', '/audit-log?action=insight_answer.exported', { key })
  expect(body.items).toContainEqual(
    expect.objectContaining({
      action: 'insight_answer.exported',
      details: expect.objectContaining({
        after: { title: 'Audited', rows: 2, format: 'xlsx' },
      }),
    }),
  )
})

test('without a sign-in there is none, nor for what is no table', async () => {
  expect((await ask(BODY)).statusCode).toBe(401)
  expect((await ask({ ...BODY, columns: [] }, key)).statusCode).toBe(400)
  expect((await ask({ ...BODY, rows: [[{ formula: '1' }]] }, key)).statusCode).toBe(400)
})
