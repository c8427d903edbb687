// Everything a domain function may touch. It is always the first argument.
import type { Logger } from 'pino'
import type { Ch } from './ch.ts'
import type { Jobs } from './jobs.ts'
import type { Pg } from './pg.ts'

/** Who is doing it. `system` is the server itself: jobs, the relay, an import once started. */
export interface Actor {
  kind: 'user' | 'api_key' | 'write_key' | 'system'
  id: string
  name: string
  role: Role
}
export type Role = 'owner' | 'admin' | 'operator' | 'analyst' | 'guide' | 'developer'

export interface Ctx {
  pg: Pg
  ch: Ch
  jobs: Jobs
  tenantId: string
  actor: Actor
  now(): Date
  log: Logger
}

export const SYSTEM: Actor = { kind: 'system', id: 'system', name: 'system', role: 'owner' }

/** Runs `work` in one transaction, or in the one already open. Name its argument `ctx` too. */
export function inTx<T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  if (ctx.pg.isTransaction) return work(ctx)
  return ctx.pg.transaction().execute((pg) => work({ ...ctx, pg }))
}
