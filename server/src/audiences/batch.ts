// The same change of many audiences at once; each that cannot stays as it is, with the reason.
import { sql } from 'kysely'
import { type BatchAnswer, eachOf } from '../platform/batch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { editAudience, type Step, takeStep } from './audience.ts'

export type BatchChange =
  | { step: Step; tell: boolean }
  | { folder?: string | undefined; labels?: string[] | undefined }

/**
 * One after the other, each in its own transaction, since one may stand in the way of the next: an
 * audience can be archived once those that refer to it are.
 */
export async function changeAudiences(
  ctx: Ctx,
  ids: readonly string[],
  change: BatchChange,
): Promise<BatchAnswer> {
  if ('step' in change)
    return eachOf(await referringFirst(ctx, ids), (id) =>
      takeStep(ctx, id, change.step, change.tell),
    )
  return eachOf(ids, async (id) => {
    const { rows } = await sql<{ revision: number }>`select revision from audience
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await editAudience(ctx, id, { revision: rows[0]?.revision ?? 0, ...change })
  })
}

/** Whoever refers to others comes before them. */
async function referringFirst(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string; needs: string[] }>`
    select id, needs_audiences::text[] as needs from audience
    where tenant_id = ${ctx.tenantId} and id = any(${[...ids]}::uuid[])`.execute(ctx.pg)
  const needs = new Map(rows.map((r) => [r.id, r.needs]))
  const placed = new Set<string>()
  const place = (id: string): void => {
    if (placed.has(id)) return
    for (const other of ids) if (needs.get(other)?.includes(id)) place(other)
    placed.add(id)
  }
  for (const id of ids) place(id)
  return [...placed]
}
