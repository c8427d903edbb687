// Statements that are parsed and planned once a connection instead of at every call. For what looks at a few
// rows by their keys, thousands of times over: planning such a statement costs several times its execution.
// Not for reports: a plan that is kept knows nothing of the values it will be asked with.
import { createHash } from 'node:crypto'
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type pg from 'pg'
import type { Pg } from './pg.ts'

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

function preparing(client: pg.PoolClient): PostgresPoolClient {
  let stale: Error | undefined
  const query = async (text: unknown, values: readonly unknown[]) => {
    // Without values it is `begin`, `commit` or a savepoint: nothing to plan.
    const name = typeof text === 'string' && values.length > 0 ? nameOf(text) : undefined
    if (name === undefined) return client.query(text as string, [...values])
    try {
      return await client.query({ name, text: text as string, values: [...values] })
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
      const isDone = destroy === true || stale !== undefined
      stale = undefined
      client.release(isDone)
    },
  }
}

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
