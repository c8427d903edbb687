// The same change of many attributes at once.
import { sql } from 'kysely'
import { z } from 'zod'
import { auditAll } from '../platform/audit.ts'
import { type BatchAnswer, BatchNames, sortOut } from '../platform/batch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { unnest } from '../platform/unnest.ts'
import { listDefinitions } from './definitions.ts'
import { raiseHandlings } from './handling.ts'

export const DefinitionsBatch = z.object({
  names: BatchNames,
  set: z
    .object({
      group: z.string().trim().max(60),
      archived: z.boolean(),
      masked: z
        .boolean()
        .describe('Only personal ones: sensitive ones always are, public ones never'),
      source_priority: z.array(z.string().trim().min(1).max(200)).max(50),
    })
    .partial()
    .refine((set) => Object.values(set).some((v) => v !== undefined), 'nothing to change'),
})

/**
 * What is not asked for stays as it is, also what somebody changes at the same time. A class is
 * changed one by one: it seals values for good.
 */
export function changeDefinitions(
  ctx: Ctx,
  { names, set }: z.infer<typeof DefinitionsBatch>,
): Promise<BatchAnswer> {
  return inTx(ctx, async (ctx) => {
    const { taken, refused } = sortOut(
      names,
      await listDefinitions(ctx),
      (d) => d.name,
      'attribute_definition',
      (d) =>
        d.isComputed && (set.archived !== undefined || set.source_priority !== undefined)
          ? 'attribute_computed'
          : set.masked !== undefined && d.dataClass !== 'personal'
            ? 'not_personal'
            : undefined,
    )
    // One that nobody changed yet has no row: it gets one as it came, with the change.
    const u = unnest(taken, {
      name: ['text', (d) => d.name],
      label: ['text', (d) => d.label],
      label_en: ['text', (d) => d.labelEn],
      type: ['text', (d) => d.type],
      choice_list: ['jsonb', (d) => JSON.stringify(d.choices)],
      value_labels: ['jsonb', (d) => JSON.stringify(d.valueLabels)],
      group_name: ['text', (d) => set.group ?? d.group],
      data_class: ['text', (d) => d.dataClass],
      is_masked: ['boolean', (d) => set.masked ?? d.isMasked],
      source_list: ['jsonb', (d) => JSON.stringify(set.source_priority ?? d.sourcePriority)],
      description: ['text', (d) => d.description],
      is_archived: ['boolean', (d) => set.archived ?? d.isArchived],
    })
    const column = (name: string, isSet: boolean) =>
      isSet ? sql.ref(`excluded.${name}`) : sql.ref(`d.${name}`)
    const next = sql`(${sql.join([
      column('group_name', set.group !== undefined),
      column('is_archived', set.archived !== undefined),
      column('is_masked', set.masked !== undefined),
      column('source_priority', set.source_priority !== undefined),
    ])})`
    const { rows } = await sql<{ name: string }>`
      insert into attribute_definition as d (tenant_id, name, label, label_en, type, choices, value_labels,
        group_name, data_class, is_masked, source_priority, description, is_archived, updated_at, updated_by)
      select ${ctx.tenantId}::uuid, r.name, r.label, r.label_en, r.type, array(select jsonb_array_elements_text(r.choice_list)),
        r.value_labels, r.group_name, r.data_class, r.is_masked, array(select jsonb_array_elements_text(r.source_list)), r.description, r.is_archived,
        ${ctx.now()}, ${`${ctx.actor.kind}:${ctx.actor.id}`}
      from ${u.rows} order by r.name
      on conflict (tenant_id, name) do update set (group_name, is_archived, is_masked, source_priority) = ${next},
        updated_at = excluded.updated_at, updated_by = excluded.updated_by, version = d.version + 1
      where (d.group_name, d.is_archived, d.is_masked, d.source_priority) is distinct from ${next}
      returning d.name`.execute(ctx.pg)
    if (set.masked !== undefined && rows.length > 0) await raiseHandlings(ctx)
    const before = new Map(taken.map((d) => [d.name, d]))
    await auditAll(
      ctx,
      rows.map(({ name }) => ({
        action: 'attribute_definition.saved',
        object: { kind: 'attribute_definition', id: name },
        details: {
          before: {
            group: before.get(name)?.group,
            archived: before.get(name)?.isArchived,
            masked: before.get(name)?.isMasked,
            source_priority: before.get(name)?.sourcePriority,
          },
          after: set,
          together: rows.length,
        },
      })),
    )
    return { changed: rows.length, refused }
  })
}
