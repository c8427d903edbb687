// What customers are asked to agree to: ours by default, the brand's own beside them, and the
// versions of the texts they agreed to.
import { sql } from 'kysely'
import { audit, auditAll } from '../platform/audit.ts'
import { type BatchAnswer, sortOut } from '../platform/batch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, invalid, notFound } from '../platform/errors.ts'
import { tableOf } from '../platform/table.ts'
import { unnest } from '../platform/unnest.ts'

export interface ConsentPurpose {
  purpose: string
  /** Empty: the name everybody knows it by, in the reader's language. */
  name: string
  description: string
  /** Nothing may be done for it until it was given; the others until it was withdrawn. */
  mustBeGiven: boolean
  isBuiltIn: boolean
  isRetired: boolean
  texts: ConsentText[]
}
export interface ConsentText {
  version: string
  text: string
  createdAt: Date
  createdBy: string
}

/** PIPL wants a separate yes for sensitive data, third parties and children; a message by SMS one too. */
const BUILT_IN = tableOf<{ mustBeGiven: boolean }>({
  marketing: { mustBeGiven: true },
  profiling: { mustBeGiven: false },
  tracking: { mustBeGiven: false },
  identity_merge: { mustBeGiven: false },
  sensitive: { mustBeGiven: true },
  third_party: { mustBeGiven: true },
  minors: { mustBeGiven: true },
  chat_archive: { mustBeGiven: true },
  auto_renewal: { mustBeGiven: true },
})

/** Whether it may be done only after a yes, by the brand's own word or by ours. */
export async function mustBeGiven(ctx: Ctx, purpose: string): Promise<boolean> {
  const { rows } = await sql<{ must_be_given: boolean }>`select must_be_given from consent_purpose
    where tenant_id = ${ctx.tenantId} and purpose = ${purpose}`.execute(ctx.pg)
  return rows[0]?.must_be_given ?? BUILT_IN[purpose]?.mustBeGiven ?? true
}

export async function listPurposes(ctx: Ctx): Promise<ConsentPurpose[]> {
  const { rows } = await sql<{
    purpose: string
    name: string
    description: string
    must_be_given: boolean
    is_retired: boolean
  }>`select purpose, name, description, must_be_given, is_retired from consent_purpose
     where tenant_id = ${ctx.tenantId} order by purpose`.execute(ctx.pg)
  const { rows: texts } = await sql<{
    purpose: string
    version: string
    text: string
    created_at: Date
    created_by: string
  }>`select purpose, version, text, created_at, created_by from consent_text
     where tenant_id = ${ctx.tenantId} order by created_at desc, version`.execute(ctx.pg)
  const own = new Map(rows.map((r) => [r.purpose, r]))
  const names = [
    ...Object.keys(BUILT_IN),
    ...rows.map((r) => r.purpose).filter((p) => !Object.hasOwn(BUILT_IN, p)),
  ]
  return names.map((purpose) => {
    const row = own.get(purpose)
    return {
      purpose,
      name: row?.name ?? '',
      description: row?.description ?? '',
      mustBeGiven: row?.must_be_given ?? BUILT_IN[purpose]?.mustBeGiven ?? true,
      isBuiltIn: Object.hasOwn(BUILT_IN, purpose),
      isRetired: row?.is_retired ?? false,
      texts: texts
        .filter((t) => t.purpose === purpose)
        .map((t) => ({
          version: t.version,
          text: t.text,
          createdAt: t.created_at,
          createdBy: t.created_by,
        })),
    }
  })
}

export interface PurposeGiven {
  name: string
  description: string
  mustBeGiven: boolean
  isRetired: boolean
}

export function savePurpose(ctx: Ctx, purpose: string, given: PurposeGiven): Promise<void> {
  return inTx(ctx, async (ctx) => {
    if (!Object.hasOwn(BUILT_IN, purpose) && given.name === '')
      throw invalid('purpose_without_name', 'Give the purpose a name that customers understand')
    const before = (await listPurposes(ctx)).find((p) => p.purpose === purpose)
    await insertPurpose(ctx, purpose, given, 'update')
    await audit(
      ctx,
      before ? 'consent_purpose.changed' : 'consent_purpose.created',
      { kind: 'consent_purpose', id: purpose },
      { ...(before ? { before: { ...before, texts: undefined } } : {}), after: given },
    )
  })
}

/** Nobody is asked any more for those retired; what was said of them stays. */
export function retirePurposes(
  ctx: Ctx,
  purposes: readonly string[],
  isRetired: boolean,
): Promise<BatchAnswer> {
  return inTx(ctx, async (ctx) => {
    const { taken, refused } = sortOut(
      purposes,
      await listPurposes(ctx),
      (p) => p.purpose,
      'consent_purpose',
    )
    const u = unnest(taken, {
      purpose: ['text', (p) => p.purpose],
      name: ['text', (p) => p.name],
      description: ['text', (p) => p.description],
      must_be_given: ['boolean', (p) => p.mustBeGiven],
    })
    const { rows } = await sql<{ purpose: string }>`
      insert into consent_purpose as held (tenant_id, ${u.names}, is_retired, updated_at, updated_by)
      select ${ctx.tenantId}::uuid, ${u.names}, ${isRetired}, ${ctx.now()}, ${`${ctx.actor.kind}:${ctx.actor.id}`}
      from ${u.rows} order by r.purpose
      on conflict (tenant_id, purpose) do update set is_retired = excluded.is_retired,
        updated_at = excluded.updated_at, updated_by = excluded.updated_by
      where held.is_retired <> excluded.is_retired returning purpose`.execute(ctx.pg)
    await auditAll(
      ctx,
      rows.map(({ purpose }) => ({
        action: 'consent_purpose.changed',
        object: { kind: 'consent_purpose', id: purpose },
        details: { after: { isRetired }, together: rows.length },
      })),
    )
    return { changed: rows.length, refused }
  })
}

async function insertPurpose(
  ctx: Ctx,
  purpose: string,
  given: PurposeGiven,
  known: 'update' | 'keep',
): Promise<void> {
  await sql`insert into consent_purpose (tenant_id, purpose, name, description, must_be_given, is_retired, updated_at, updated_by)
    values (${ctx.tenantId}, ${purpose}, ${given.name}, ${given.description}, ${given.mustBeGiven}, ${given.isRetired},
      ${ctx.now()}, ${`${ctx.actor.kind}:${ctx.actor.id}`})
    on conflict (tenant_id, purpose) ${
      known === 'keep'
        ? sql`do nothing`
        : sql`do update set name = excluded.name, description = excluded.description, must_be_given = excluded.must_be_given,
            is_retired = excluded.is_retired, updated_at = excluded.updated_at, updated_by = excluded.updated_by`
    }`.execute(ctx.pg)
}

/** A version never changes: what somebody agreed to stays readable word for word. @throws 409, 404 */
export function addText(
  ctx: Ctx,
  purpose: string,
  given: { version: string; text: string },
): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const known = (await listPurposes(ctx)).find((p) => p.purpose === purpose)
    if (!known) throw notFound('consent_purpose')
    await insertPurpose(ctx, purpose, known, 'keep')
    const { numAffectedRows } = await sql`
      insert into consent_text (tenant_id, purpose, version, text, created_at, created_by)
      values (${ctx.tenantId}, ${purpose}, ${given.version}, ${given.text}, ${ctx.now()}, ${ctx.actor.name})
      on conflict do nothing`.execute(ctx.pg)
    if (numAffectedRows === 0n)
      throw conflict('version_exists', 'This version is there already; a new text is a new version')
    await audit(
      ctx,
      'consent_text.added',
      { kind: 'consent_purpose', id: purpose },
      { version: given.version },
    )
  })
}
