// Files and imports for tests.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Collector, createCollector } from '../collect/index.ts'
import { useMergePolicy } from '../identity/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { TestCtx } from '../platform/testing.ts'
import { consentPolicy } from '../profile/index.ts'
import { createImport, type DataImport, type NewImport } from './import.ts'
import { reportOf } from './report.ts'
import { type RunDeps, runImport } from './run.ts'
import { soundMapping } from './saved-mappings.ts'

useMergePolicy(consentPolicy)

const folder = mkdtempSync(join(tmpdir(), 'homefield-import-'))
let files = 0
export function fileOf(name: string, content: string | Buffer): { name: string; path: string } {
  const path = join(folder, `${files++}-${name}`)
  writeFileSync(path, content)
  return { name, path }
}

export const collectorOf = (ctx: Ctx): Collector =>
  createCollector((tenantId) => ({ ...ctx, tenantId }), { maxWaiting: 100_000, flushMs: 2 })

export async function bringIn(
  ctx: Ctx,
  mapping: unknown,
  given: NewImport['files'],
  options: Partial<NewImport> & Partial<RunDeps> = {},
): Promise<DataImport> {
  const { collector = collectorOf(ctx), onProgress, signal, ...rest } = options
  const job = await createImport(ctx, { mapping: soundMapping(mapping), files: given, ...rest })
  return runImport(ctx, { collector, onProgress, signal }, job.id)
}

/** fate → rows, with notes as `fate/note`. */
export async function fates(ctx: Ctx, job: DataImport): Promise<Record<string, number>> {
  const { fates } = await reportOf(ctx, job)
  return Object.fromEntries(
    fates.flatMap((f) => [
      [f.fate, f.rows],
      ...Object.entries(f.notes).map(([note, rows]) => [`${f.fate}/${note}`, rows]),
    ]),
  )
}

/** A mapping of orders whose columns have short names. */
export const shopOrders = (given: object = {}, fields: object = {}) => ({
  name: 'shop',
  source: 'shop',
  zone: 'Asia/Shanghai',
  ...given,
  parts: [
    {
      kind: 'orders',
      rows: [{ when: { column: 'type', equals: 'refund' }, as: 'refund' }],
      fields: {
        order_id: 'order',
        refund_id: { column: 'refund', optional: true },
        'identifiers.phone': 'phone',
        placed_at: 'at',
        sku: 'sku',
        quantity: 'qty',
        unit_price: 'price',
        line_discount: { column: 'off', optional: true },
        total: { column: 'paid', optional: true },
        ...fields,
      },
    },
  ],
})
export const csv = (header: string, ...rows: string[]) => `${[header, ...rows].join('\n')}\n`
/** Rows of a statement about the tenant, which is $1. */
export const one = async <T>(ctx: TestCtx, text: string): Promise<T[]> =>
  (await ctx.stores.pg.pool.query(text, [ctx.tenantId])).rows as T[]
