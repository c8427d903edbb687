// Files that somebody has uploaded to look at before they become an import.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { notFound } from '../platform/errors.ts'
import { demandWholeTenant } from './import.ts'

export interface UploadedFile {
  name: string
  path: string
  bytes: number
}
export interface Upload {
  id: string
  files: UploadedFile[]
  mends: string | null
  created_at: Date
}

export async function keepUpload(
  ctx: Ctx,
  files: readonly UploadedFile[],
  mends?: string,
): Promise<Upload> {
  const id = randomUUIDv7()
  await sql`insert into import_upload (tenant_id, id, files, mends, created_at, created_by)
    values (${ctx.tenantId}, ${id}, ${JSON.stringify(files)}::jsonb, ${mends ?? null}, ${ctx.now()},
      ${`${ctx.actor.kind}:${ctx.actor.id}`})`.execute(ctx.pg)
  return loadUpload(ctx, id)
}

/** @throws 404 also when it was forgotten after a day */
export async function loadUpload(ctx: Ctx, id: string): Promise<Upload> {
  demandWholeTenant(ctx)
  const { rows } = await sql<Upload>`select id, files, mends, created_at from import_upload
    where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
  if (!rows[0]) throw notFound('import_upload')
  return rows[0]
}

/** Of all tenants: the files of those that became no import go with `discardOrphans`. */
export async function forgetUploads(ctx: Ctx): Promise<void> {
  await sql`delete from import_upload
    where created_at < ${ctx.now()}::timestamptz - interval '1 day'`.execute(ctx.pg)
}
