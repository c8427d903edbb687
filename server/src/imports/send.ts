// Imports in line for a worker.
import type { Ctx } from '../platform/ctx.ts'

export const RUN = 'imports.run'
export const UNDO = 'imports.undo'

export interface Work {
  tenantId: string
  importId: string
}

export const sendRun = (ctx: Ctx, importId: string) =>
  ctx.jobs.send(ctx.pg, RUN, { tenantId: ctx.tenantId, importId } satisfies Work)
export const sendUndo = (ctx: Ctx, importId: string) =>
  ctx.jobs.send(ctx.pg, UNDO, { tenantId: ctx.tenantId, importId } satisfies Work)
