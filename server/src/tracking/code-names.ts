// What the brand calls channels, hooks, activities, contents and campaigns, of which events and costs carry
// codes only. Stores and people have tables of their own.
import { sql as pgSql } from 'kysely'
import { z } from 'zod'
import { ownNames } from '../desk/index.ts'
import { audit } from '../platform/audit.ts'
import { as, type Sql, sql } from '../platform/ch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, invalid } from '../platform/errors.ts'

export const CODE_KINDS = ['channel', 'hook', 'activity', 'content', 'campaign'] as const
export type CodeKind = (typeof CODE_KINDS)[number]

const MOST_NAMES = 5000
/** Codes listed of those that were seen, the commonest. */
const MOST_SEEN = 1000
const SEEN_DAYS = 90

export const NamedCode = z.object({ kind: z.enum(CODE_KINDS), code: z.string(), name: z.string() })
export type NamedCode = z.infer<typeof NamedCode>
export const CodeNaming = z
  .object({
    names: z
      .array(
        z
          .object({
            kind: z.enum(CODE_KINDS),
            code: z.string().trim().min(1).max(200),
            name: z.string().trim().max(100).describe('Empty: takes the name away'),
          })
          .strict(),
      )
      .min(1)
      .max(1000),
  })
  .strict()
  .meta({ example: { names: [{ kind: 'channel', code: 'CH-XHS', name: '小红书' }] } })
export type CodeNaming = z.infer<typeof CodeNaming>
export const CodeList = z.object({
  items: z.array(
    z.object({
      code: z.string(),
      name: z.string().nullable().describe('null: nobody has named it'),
      seen: z.number().int().describe(`Events that carried it in the last ${SEEN_DAYS} days`),
      updated_at: z.iso.datetime().nullable(),
      updated_by: z.string().nullable(),
    }),
  ),
  is_cut: z
    .boolean()
    .describe(`More than ${MOST_SEEN} codes were seen; the rarest of the nameless are left out`),
})
export type CodeList = z.infer<typeof CodeList>

const HOOKED = ['wecom_friend_requested', 'wecom_friend_added', 'relation_added']
const SEEN: Record<CodeKind, { code: Sql; among: Sql }> = {
  channel: { code: sql`ifNull(channel_id, '')`, among: sql`true` },
  hook: {
    code: sql`JSONExtractString(props, 'hook')`,
    among: sql`name in ${as('Array(String)', HOOKED)}`,
  },
  activity: { code: sql`ifNull(activity_id, '')`, among: sql`true` },
  content: { code: sql`ifNull(content_id, '')`, among: sql`true` },
  campaign: { code: sql`ifNull(utm_campaign, '')`, among: sql`true` },
}

interface Held extends NamedCode {
  updated_at: Date
  updated_by: string
}

async function heldNames(ctx: Ctx, kind?: CodeKind): Promise<Held[]> {
  const { rows } = await pgSql<Held>`
    select kind, code, name, updated_at, updated_by from code_name
    where tenant_id = ${ctx.tenantId} and ${kind ? pgSql`kind = ${kind}` : pgSql`true`}
    order by kind, code`.execute(ctx.pg)
  return rows
}

/** Those that the brand named, and of the rest what activities and forms are called. */
export async function codeNames(ctx: Ctx): Promise<NamedCode[]> {
  const [held, own] = await Promise.all([heldNames(ctx), ownNames(ctx)])
  const byHand = new Set(held.map(({ kind, code }) => `${kind} ${code}`))
  return [
    ...held.map(({ kind, code, name }) => ({ kind, code, name })),
    ...own.filter(({ kind, code }) => !byHand.has(`${kind} ${code}`)),
  ]
}

/** Those that were seen lately, the commonest first, and all that have a name. */
export async function listCodes(ctx: Ctx, kind: CodeKind): Promise<CodeList> {
  const { code, among } = SEEN[kind]
  const since = new Date(ctx.now().getTime() - SEEN_DAYS * 86_400_000)
  const [held, own, counted] = await Promise.all([
    heldNames(ctx, kind),
    ownNames(ctx),
    ctx.ch.rows<{ code: string; n: string }>(
      ctx.tenantId,
      sql`select ${code} as code, count() as n from event
        where at >= ${as('DateTime64(3)', since)} and ${among} and code != ''
        group by code order by n desc, code limit ${as('UInt32', MOST_SEEN + 1)}`,
    ),
  ])
  const seen = new Map(counted.slice(0, MOST_SEEN).map((row) => [row.code, Number(row.n)]))
  const names = new Map(held.map((row) => [row.code, row]))
  const called = new Map(own.flatMap((one) => (one.kind === kind ? [[one.code, one.name]] : [])))
  return {
    items: [...new Set([...seen.keys(), ...names.keys()])].map((one) => {
      const named = names.get(one)
      return {
        code: one,
        name: named?.name ?? called.get(one) ?? null,
        seen: seen.get(one) ?? 0,
        updated_at: named?.updated_at.toISOString() ?? null,
        updated_by: named?.updated_by ?? null,
      }
    }),
    is_cut: counted.length > MOST_SEEN,
  }
}

/**
 * Names them all, or takes names away, or neither.
 * @throws 400 for a code twice; 409 above so many names
 */
export function nameCodes(ctx: Ctx, { names }: CodeNaming): Promise<void> {
  if (new Set(names.map(({ kind, code }) => `${kind} ${code}`)).size < names.length)
    throw invalid('code_twice', 'A code stands there twice')
  return inTx(ctx, async (ctx) => {
    const given = JSON.stringify(names)
    const rows = pgSql`jsonb_to_recordset(${given}::jsonb) as n (kind text, code text, name text)`
    const { rows: before } = await pgSql<NamedCode>`
      select c.kind, c.code, c.name from code_name c join ${rows} on n.kind = c.kind and n.code = c.code
      where c.tenant_id = ${ctx.tenantId} order by 1, 2`.execute(ctx.pg)
    await pgSql`delete from code_name c using ${rows}
      where c.tenant_id = ${ctx.tenantId} and n.kind = c.kind and n.code = c.code and n.name = ''`.execute(
      ctx.pg,
    )
    await pgSql`insert into code_name as c (tenant_id, kind, code, name, updated_at, updated_by)
      select ${ctx.tenantId}::uuid, n.kind, n.code, n.name, ${ctx.now()}::timestamptz, ${ctx.actor.name}::text
      from ${rows} where n.name <> '' order by n.kind, n.code
      on conflict (tenant_id, kind, code) do update
        set name = excluded.name, updated_at = excluded.updated_at, updated_by = excluded.updated_by
        where c.name <> excluded.name`.execute(ctx.pg)
    const { rows: count } = await pgSql<{ n: number }>`
      select count(*)::int as n from code_name where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
    if ((count[0]?.n ?? 0) > MOST_NAMES)
      throw conflict('too_many_code_names', `A brand names at most ${MOST_NAMES} codes`)
    await audit(
      ctx,
      'codes.named',
      { kind: 'code_names', id: names.length === 1 ? `${names[0]?.code}` : String(names.length) },
      { before, after: names },
    )
  })
}
