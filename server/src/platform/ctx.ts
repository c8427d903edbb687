// Everything a domain function may touch. It is always the first argument.
import type { Logger } from 'pino'
import type { Ch } from './ch.ts'
import type { Jobs } from './jobs.ts'
import type { Pg } from './pg.ts'

/** Who is doing it. `system` is the server itself: jobs, the relay, an import once started. */
export interface Actor {
  kind: 'user' | 'api_key' | 'write_key' | 'system' | 'customer'
  id: string
  name: string
  role: Role
  /** Whose customers it may see; absent: all of the tenant. */
  scope?: Scope
  /** A key's own limit below its role; absent: all that the role may do. */
  permissions?: ReadonlySet<string>
  /** Where the request came from, for the audit log. */
  ip?: string
  /** The sign-in it acts under, when a user. */
  sessionId?: string
}
/** `ids` are regions, stores, or the staff ids a guide answers to; none with `all`. */
export interface Scope {
  kind: 'all' | 'region' | 'store' | 'own'
  ids: readonly string[]
}
export type Role = 'owner' | 'admin' | 'operator' | 'analyst' | 'guide' | 'developer'

export interface Ctx {
  pg: Pg
  ch: Ch
  jobs: Jobs
  tenantId: string
  actor: Actor
  now(): Date
  /** Only what had happened by then is looked at: figures as of a past moment. */
  until?: Date
  log: Logger
  /** Of a request to the customers' shop: the storefront it stands before; null: nothing is sold there. */
  storefront?: string | null
  /** Which changes of what the brand has set up there had been when the request began: see brand-cache.ts. */
  brandVersion?: string
  /**
   * Set while an idempotent request is served: marks, inside each of its transactions, that it has
   * written, and refuses when another worker has taken the request over.
   */
  fence?(pg: Pg): Promise<void>
}

export const SYSTEM: Actor = { kind: 'system', id: 'system', name: 'system', role: 'owner' }

/** Runs `work` in one transaction, or in the one already open. Name its argument `ctx` too. */
export function inTx<T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  if (ctx.pg.isTransaction) return work(ctx)
  return ctx.pg.transaction().execute(async (pg) => {
    await ctx.fence?.(pg)
    return work({ ...ctx, pg })
  })
}
