// What a withdrawal of consent does to a list that is being written.
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type AnyExportKind, runExport, startExport, useExports } from '../desk/index.ts'
import { inTx } from '../platform/ctx.ts'
import { testCtx } from '../platform/testing.ts'
import { rebuildBrand } from './checks.ts'
import { recordConsents } from './consent-store.ts'
import { profileExports } from './list-exports.ts'

const ctx = await testCtx()
const folder = mkdtempSync(join(tmpdir(), 'homefield-withdrawn-'))

const CUSTOMERS = 1_000
const { rows } = await sql<{ id: number }>`
  insert into customer (tenant_id, id, canonical_id)
  select ${ctx.tenantId}::uuid, n, n from (
    select nextval('customer_id_seq') as n from generate_series(1, ${CUSTOMERS})) s returning id`.execute(
  ctx.pg,
)
const ids = rows.map((r) => r.id).sort((a, b) => a - b)
await rebuildBrand(ctx)

const withdraw = (nodes: readonly number[]) =>
  inTx(ctx, (ctx) =>
    recordConsents(
      ctx,
      nodes.map((node) => ({
        node,
        purpose: 'marketing',
        channel: 'all',
        state: 'withdrawn',
        textVersion: null,
        source: 'test',
        isClaimed: false,
        evidence: {},
        at: new Date(),
      })),
    ),
  )

/** The customers' export, in which `between` happens once that many rows are written. */
function interrupted(rows: number, between: () => Promise<unknown>): AnyExportKind {
  const kind = profileExports.customers
  if (!kind) throw new Error('customers cannot be exported')
  return {
    ...kind,
    open(ctx, params) {
      const opened = kind.open(ctx, params)
      return {
        ...opened,
        async *stream() {
          let written = 0
          for await (const row of opened.stream()) {
            yield row
            written += 1
            if (written === rows) await between()
          }
        },
      }
    },
  }
}

test('who withdraws while a list is written is not in the rows after it; a row written before stays', async () => {
  const [early = 0] = ids
  const late = ids.at(-1) ?? 0
  useExports({ customers: interrupted(600, () => withdraw([early, late])) })
  const job = await startExport(ctx, {
    kind: 'customers',
    params: { filter: {}, purpose: 'marketing' },
    bom: false,
  })
  const done = await runExport(ctx, { files: { folder } }, job.id)
  expect(done).toMatchObject({ state: 'done', rows: CUSTOMERS - 1 })
  const written = readFileSync(join(folder, job.id), 'utf8')
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((line) => Number(line.split(',')[0]))
  expect(written).toEqual(ids.slice(0, -1))

  const again = await startExport(ctx, {
    kind: 'customers',
    params: { filter: {}, purpose: 'marketing' },
  })
  expect(await runExport(ctx, { files: { folder } }, again.id)).toMatchObject({
    rows: CUSTOMERS - 2,
  })
})
