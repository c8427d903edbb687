// Kinds of exports and approvals for tests, and the worker run by hand.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { RememberedJobs, TestCtx } from '../platform/testing.ts'
import { approvalKind, useApprovals } from './approvals.ts'
import { exportKind, type Row, useExports } from './export-kinds.ts'
import { exportApproval, RUN_EXPORT } from './exports.ts'
import { deskExports } from './list-exports.ts'
import { type RunExportDeps, runExport } from './run-export.ts'

export const files = { folder: mkdtempSync(join(tmpdir(), 'homefield-exports-')) }

/** What the exports of kind `list` are made of; a test puts its own here. */
export const list: { rows: (n: number) => AsyncIterable<Row>; count: number } = {
  rows: async function* (n) {
    for (let i = 0; i < n; i++) yield [i, `name ${i}`]
  },
  count: 3,
}
export const done: string[] = []

useExports({
  ...deskExports,
  list: exportKind({
    permission: 'customers:export',
    params: z.strictObject({ n: z.int().default(3) }),
    isPersonal: true,
    columns: () => [
      { key: 'id', title: { 'zh-CN': '编号', en: 'Id' } },
      { key: 'name', title: { 'zh-CN': '姓名', en: 'Name' } },
    ],
    stream: (_ctx, { n }) => list.rows(n),
    count: async (_ctx, { n }) => n,
  }),
})
useApprovals({
  export: exportApproval,
  thing: approvalKind({
    permission: 'settings:manage',
    payload: z.object({ what: z.string() }),
    async run(_ctx, { what }) {
      if (what === 'fails') throw new Error('it cannot be done')
      done.push(what)
    },
    async drop(_ctx, { what }) {
      done.push(`not ${what}`)
    },
  }),
})

/** Does the exports that were sent to the queue since last time. */
export async function work(ctx: TestCtx, more: Partial<RunExportDeps> = {}): Promise<void> {
  const jobs: RememberedJobs = ctx.jobs
  for (const job of jobs.sent.splice(0)) {
    if (job.queue !== RUN_EXPORT) continue
    await runExport(ctx, { files, ...more }, (job.data as { exportId: string }).exportId)
  }
}
