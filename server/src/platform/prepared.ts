// Statements that are parsed and planned once a connection instead of at every call. For what looks at a few
// rows by their keys, thousands of times over: planning such a statement costs several times its execution.
// Not for reports: a plan that is kept knows nothing of the values it will be asked with.
import { createHash } from 'node:crypto'
import { type PostgresPool, type PostgresPoolClient, type RawBuilder, sql } from 'kysely'
import type pg from 'pg'
import type { Pg } from './pg.ts'
import { Pipeline } from './pipeline.ts'

/** Each costs every connection some memory; texts beyond so many are sent as they are. */
const MOST_TEXTS = 1_000
const names = new Map<string, string>()

function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= MOST_TEXTS) return known
  const name = createHash('sha256').update(text).digest('base64url')
  names.set(text, name)
  return name
}

// A table that was changed under a kept plan: the connection would say so for ever.
const isStale = (error: unknown) =>
  (error as { code?: string }).code === '0A000' && /cached plan/.test(String(error))

type Query = PostgresPoolClient['query']
const LATER = '/* later */ '

function preparing(client: pg.PoolClient): PostgresPoolClient {
  let stale: Error | undefined
  const pipeline = new Pipeline(client)
  const query = async (text: unknown, values: readonly unknown[] = []) => {
    const given = text as string
    try {
      const name = nameOf(given) ?? ''
      return await pipeline.run({ name, text: given, values }, given.startsWith(LATER))
    } catch (error) {
      if (isStale(error)) stale = error as Error
      throw error
    }
  }
  return {
    query: query as unknown as Query,
    get processID() {
      return (client as { processID?: number }).processID ?? 0
    },
    release(destroy) {
      const isDone = destroy === true || stale !== undefined || !pipeline.isClean
      stale = undefined
      client.release(isDone)
    },
  }
}

/**
 * A write whose answer nobody needs, in a transaction: it goes along with the next statement, and what is
 * wrong with it is told there, at the latest by the commit. In the order in which they were asked, as ever.
 */
export const later = (ctx: { pg: Pg }, write: RawBuilder<unknown>): Promise<unknown> =>
  sql`${sql.raw(LATER)}${write}`.execute(ctx.pg)

/** The pool as Kysely sees it, each of its connections with the statements it has prepared. */
export function preparingPool(pool: pg.Pool): PostgresPool {
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  return {
    options: pool.options,
    async connect() {
      const client = await pool.connect()
      const mine = clients.get(client) ?? preparing(client)
      clients.set(client, mine)
      return mine
    },
    end: () => pool.end(),
  } as PostgresPool
}

const twins = new WeakMap<Pg, Pg>()
export const pairPrepared = (plain: Pg, prepared: Pg) => twins.set(plain, prepared)

/** The same ctx, its statements prepared. In a transaction it stays what it is. */
export function prepared<C extends { pg: Pg }>(ctx: C): C {
  const twin = twins.get(ctx.pg)
  return twin ? { ...ctx, pg: twin } : ctx
}
