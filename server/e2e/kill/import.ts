// A large file through the wizard's routes, its server killed in the middle twice; then taken back.
import { mkdtempSync, openAsBlob, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { pino } from 'pino'
import { readConfig } from '../../src/config.ts'
import { as, sql } from '../../src/platform/ch.ts'
import { type OpenStores, openStores } from '../../src/stores.ts'
import { type Api, apiOf } from '../harness/api.ts'
import { KEYS, type RunningServer, startServer } from '../harness/server.ts'
import { check } from './rounds.ts'
import { type Figures, ONLINE_RETAIL, writeShopFile } from './shop-file.ts'

export interface ImportKillReport {
  rows: number
  /** Where each kill met it. */
  kills: string[]
  seconds: { imported: number; undone: number; all: number }
  figures: Figures | undefined
  /** Rows that undoing took from PostgreSQL, and events. */
  gone: { pg: number; ch: number }
  /** What must stay empty. */
  wrong: string[]
}
export interface ImportKillOptions {
  rows: number
  /** The real shop's file, in place of a made one. */
  file?: string | undefined
  print: (line: string) => void
}
interface Shown {
  id: string
  state: string
  progress: Record<'bytes' | 'bytes_read' | 'rows_read' | 'staged' | 'applied', number> & {
    phase: string
  }
  report: { rows: number; fates: { fate: string; rows: number; notes: Record<string, number> }[] }
  error: { code: string; message: string } | null
}

/**
 * What stays of an import that was undone: its report, who did it, names that others may use by now, and
 * what every start of a server writes.
 */
const TRACES = new Set(
  [
    ...['audit_log', 'data_import', 'import_count', 'import_row', 'import_upload', 'ingest_batch'],
    ...['event_name', 'event_property', 'identity_namespace', 'identity_epoch', 'notice'],
    // The number of the brand's last round of writing what is known of its customers.
    ...['one_time_link', 'customer_state_round'],
  ].map((table) => `pg ${table}`),
)

export async function killImport(options: ImportKillOptions): Promise<ImportKillReport> {
  const { print } = options
  const folder = mkdtempSync(join(tmpdir(), 'homefield-kill-import-'))
  const data = join(folder, 'data')
  const begun = performance.now()
  const since = (from: number) => Math.round((performance.now() - from) / 100) / 10
  const report: ImportKillReport = {
    rows: options.rows,
    kills: [],
    seconds: { imported: 0, undone: 0, all: 0 },
    figures: undefined,
    gone: { pg: 0, ch: 0 },
    wrong: [],
  }
  let server: RunningServer | undefined
  const api = apiOf(() => server?.url ?? '')
  const stop = async () => {
    await server?.stop()
    server = undefined
  }
  try {
    const shop = options.file
      ? { path: options.file, figures: ONLINE_RETAIL }
      : await writeShopFile(join(folder, 'shop.csv.gz'), options.rows)
    report.rows = shop.figures.rows
    server = await startServer({ data })
    await stop()
    const before = await countRows(data)

    const started = performance.now()
    server = await startServer({ data })
    const id = await beginByWizard(api, server.url, shop.path)
    for (const isThere of [isHalfRead, isHalfRecorded]) {
      const met = await seen(api, id, isThere)
      await server.kill()
      const { phase, rows_read, applied } = met.progress
      report.kills.push(`${phase}, ${rows_read} rows read, ${applied} recorded`)
      print(`killed: ${report.kills.at(-1)}`)
      server = await startServer({ data })
    }
    const done = await seen(api, id, (job) => job.state === 'done')
    report.seconds.imported = since(started)
    print(`done after ${report.seconds.imported} s`)
    const agreed = async (when: string) => {
      const { code, said } = await check(data)
      if (code !== 0) report.wrong.push(`${when}: homefield check says\n${said}`)
    }
    await agreed('imported')
    await stop()
    report.figures = { ...(await figuresOf(data)), fates: fatesOf(done), rows: done.report.rows }
    if (!isDeepStrictEqual(report.figures, shop.figures))
      report.wrong.push(
        `the figures are ${JSON.stringify(report.figures)} and not ${JSON.stringify(shop.figures)}`,
      )
    const full = await countRows(data)

    server = await startServer({ data })
    const undoing = performance.now()
    await api.need('POST', `/imports/${id}/undo`)
    await seen(api, id, (job) => job.state === 'undone')
    report.seconds.undone = since(undoing)
    print(`undone after ${report.seconds.undone} s`)
    await agreed('undone')
    await stop()
    const after = await countRows(data)
    for (const [place, rows] of after)
      if (rows !== (before.get(place) ?? 0) && !TRACES.has(place))
        report.wrong.push(`${place} has ${rows} rows, and had ${before.get(place) ?? 0} before`)
    const gone = (store: string) =>
      [...full].reduce(
        (sum, [place, rows]) =>
          place.startsWith(store) ? sum + rows - (after.get(place) ?? 0) : sum,
        0,
      )
    report.gone = { pg: gone('pg '), ch: gone('ch event') }
  } finally {
    await server?.kill()
    rmSync(folder, { recursive: true, force: true })
  }
  report.seconds.all = since(begun)
  return report
}

const isHalfRead = ({ progress }: Shown) =>
  progress.phase === 'reading' && progress.bytes_read > progress.bytes * 0.4
const isHalfRecorded = ({ progress }: Shown) =>
  progress.phase === 'applying' && progress.applied > progress.staged * 0.4

/** As the console does it: upload, look, take the mapping that fits, import. */
async function beginByWizard(api: Api, url: string, path: string): Promise<string> {
  const form = new FormData()
  form.append('file', await openAsBlob(path), basename(path))
  const sent = await fetch(`${url}/api/v1/import-uploads`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEYS.api}` },
    body: form,
  })
  if (sent.status !== 201) throw new Error(`the upload answered ${await sent.text()}`)
  const upload = (await sent.json()) as { id: string }
  const look = `/import-uploads/${upload.id}`
  const { mappings } = await api.need<{ mappings: { name: string }[] }>(
    'POST',
    `${look}/preview`,
    {},
  )
  const mapping = mappings.find(({ name }) => name === 'online_retail')?.name
  if (!mapping) throw new Error('the file was not recognised as the shop’s')
  return (await api.need<Shown>('POST', `${look}/import`, { mapping })).id
}

/** Looks until it is so. @throws when the import ends otherwise */
async function seen(api: Api, id: string, isThere: (job: Shown) => boolean): Promise<Shown> {
  for (;;) {
    const job = await api.need<Shown>('GET', `/imports/${id}`)
    if (isThere(job)) return job
    if (['done', 'failed', 'undone'].includes(job.state))
      throw new Error(`the import is ${job.state} already: ${JSON.stringify(job.error)}`)
    await sleep(40)
  }
}

const fatesOf = ({ report }: Shown): Figures['fates'] =>
  Object.fromEntries(
    report.fates.flatMap(({ fate, rows, notes }) => [
      [fate, rows],
      ...Object.entries(notes).map(([note, n]) => [`${fate}/${note}`, n]),
    ]),
  )

async function withStores<T>(data: string, work: (stores: OpenStores) => Promise<T>): Promise<T> {
  const config = readConfig({ HOMEFIELD_DATA: data, HOMEFIELD_SECRET: KEYS.secret })
  const stores = await openStores(config, pino({ level: 'silent' }))
  try {
    return await work(stores)
  } finally {
    await stores.close()
  }
}

/** Counted in the tables of orders and again in the events that tell of them; both must say the same. */
const figuresOf = (data: string): Promise<Omit<Figures, 'fates' | 'rows'>> =>
  withStores(data, async ({ pg, ch }) => {
    const { rows } = await pg.pool.query<Record<string, string>>(`select
      (select count(*) from sales_order) as orders, (select count(*) from refund) as refunds,
      (select sum(total_fen) from sales_order) as paid, (select sum(total_fen) from order_line) as lines,
      (select sum(amount_fen) from refund) as back, (select count(*) from customer) as customers`)
    const told = await ch.allRows<{ name: string; n: string; ids: string; fen: string }>(
      sql`select name, count() as n, uniqExact(event_id) as ids, sum(revenue_fen) as fen from event group by name`,
    )
    const of = (name: string) => {
      const one = told.find((t) => t.name === name)
      return { n: Number(one?.n), ids: Number(one?.ids), fen: Number(one?.fen) }
    }
    const [kept] = rows
    const figures = {
      orders: Number(kept?.orders),
      refunds: Number(kept?.refunds),
      paidFen: Number(kept?.paid),
      backFen: Number(kept?.back),
      customers: Number(kept?.customers),
    }
    const [paid, back] = [of('order_paid'), of('order_refunded')]
    const agree =
      Number(kept?.lines) === figures.paidFen &&
      isDeepStrictEqual(paid, { n: figures.orders, ids: figures.orders, fen: figures.paidFen }) &&
      isDeepStrictEqual(back, { n: figures.refunds, ids: figures.refunds, fen: -figures.backFen })
    if (!agree)
      throw new Error(
        `orders and events differ: ${JSON.stringify({ ...figures, lines: kept?.lines, paid, back })}`,
      )
    return figures
  })

/** Rows of every table of both stores, by store and name. */
const countRows = (data: string): Promise<Map<string, number>> =>
  withStores(data, async ({ pg, ch }) => {
    const counts = new Map<string, number>()
    const { rows: tables } = await pg.pool.query<{ place: string; name: string }>(
      `select quote_ident(schemaname) || '.' || quote_ident(tablename) as place,
         case schemaname when 'public' then '' else schemaname || '.' end || tablename as name
       from pg_tables where schemaname in ('public', 'import_stage') order by 1`,
    )
    for (const { place, name } of tables) {
      const { rows } = await pg.pool.query<{ n: string }>(`select count(*) as n from ${place}`)
      counts.set(`pg ${name}`, Number(rows[0]?.n))
    }
    const kept = await ch.allRows<{ table: string }>(
      sql`select name as table from system.tables
          where database = ${as('String', 'homefield')} and engine like '%MergeTree' order by name`,
    )
    for (const { table } of kept) {
      // Marks of what is gone stay until the engine merges them away.
      const present = table === 'customer_state' ? 'final' : ''
      const text = `select count() as n from homefield.${table} ${present}`
      const [row] = await ch.allRows<{ n: string }>({ text: [text], slots: [] })
      counts.set(`ch ${table}`, Number(row?.n))
    }
    return counts
  })
