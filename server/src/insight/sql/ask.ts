// An analyst's statement: read as the engine reads it, refused when it does more than read her brand's
// views, run in its turn.
import { type Analysed, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import { bounded, type GateOptions } from '../gate/gate.ts'
import { demandHarmless, demandOwnTables } from './check.ts'
import { asText, openDatabase, raw } from './database.ts'

export const MOST_ROWS = 10_000
const MOST_SECONDS = 60
/** How long the engine may take to understand a statement: constants are worked out meanwhile. */
const READING_SECONDS = 10
const MOST_BYTES = 4 * 1024 ** 3

export interface SqlAnswer extends Analysed {
  /** There are more rows than are given. */
  isCut: boolean
  seconds: number
  /** As the engine reads it. */
  text: string
}

/** @throws 400 sql_wrong, sql_not_allowed; 422 query_too_slow, query_too_large, result_too_large, question_is_long */
export async function askSql(
  ctx: Ctx,
  text: string,
  options: GateOptions = {},
): Promise<SqlAnswer> {
  const canonical = await oneStatement(ctx, text)
  const bare = raw(canonical)
  demandHarmless(await explained(ctx.ch.allRows(sql`explain ast select * from (${bare})`)))
  const database = await openDatabase(ctx)
  const given = { database, maxSeconds: READING_SECONDS, maxBytes: MOST_BYTES, ...options }
  const tree = await worded(
    ctx.ch.analyse(ctx.tenantId, `explain query tree ${canonical}`, {
      ...given,
      maxRows: 1_000_000,
    }),
  )
  demandOwnTables(
    tree.rows.map(([line]) => String(line)),
    database,
  )
  const limits = { ...given, maxSeconds: MOST_SECONDS, maxRows: MOST_ROWS + 1 }
  const estimate = async () => {
    const parts = await ctx.ch.analyse(ctx.tenantId, `explain estimate ${canonical}`, {
      ...given,
      maxRows: 1_000,
    })
    const at = parts.columns.findIndex(({ name }) => name === 'rows')
    return parts.rows.reduce((sum, row) => sum + Number(row[at] ?? 0), 0)
  }
  const began = performance.now()
  const answer = await bounded(ctx, options, estimate, () =>
    worded(ctx.ch.analyse(ctx.tenantId, canonical, limits)),
  )
  return {
    columns: answer.columns,
    rows: answer.rows.slice(0, MOST_ROWS),
    isCut: answer.rows.length > MOST_ROWS,
    seconds: (performance.now() - began) / 1000,
    text: canonical,
  }
}

/** Without comments, and one: two would both be run. @throws 400 sql_wrong */
async function oneStatement(ctx: Ctx, text: string): Promise<string> {
  const [row] = await worded(
    ctx.ch.allRows<{ q: string }>(sql`select formatQuerySingleLine(${asText(text)}) as q`),
  )
  const canonical = row?.q ?? ''
  if (!/^(select|with|\()/i.test(canonical))
    throw invalid('sql_not_allowed', 'Only SELECT can be asked here', { node: 'statement' })
  return canonical
}

const explained = async (rows: Promise<{ explain: string }[]>): Promise<string[]> =>
  (await worded(rows)).map(({ explain }) => explain)

/** Numbers of the engine for a statement that makes no sense to it; everything else is a fault. */
async function worded<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof AppError) throw error
    const text = error instanceof Error ? error.message : String(error)
    const said = /Code: \d+\. DB::Exception: (?:Code: \d+\. DB::Exception: )?([\s\S]*)/.exec(
      text,
    )?.[1]
    if (said === undefined) throw error
    throw invalid('sql_wrong', cleanWords(said).slice(0, 2_000))
  }
}

/** Without what stands around her statement: how it was put to the engine is nobody's to read. */
export function cleanWords(said: string): string {
  const meant = /Maybe you meant: \[[^\]]*\]/i.exec(said)?.[0]
  const words = said
    .replace(/homefield_of_[0-9a-f]{32}\./g, '')
    .replace(/\s*\(version [^)]*\).*$/s, '')
    .replace(/[:.]?\s+in scope [\s\S]*$/i, '')
    .replace(/\s+SETTINGS (?:max_|readonly|additional_)[\s\S]*$/, '')
  return meant && !words.includes(meant) ? `${words}. ${meant}` : words
}
