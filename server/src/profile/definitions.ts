// What a brand says of its attributes: labels, types, classes, whose word counts.
import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, invalid } from '../platform/errors.ts'
import { type AttributeDefinition, BUILT_IN, BUILT_IN_BY_NAME } from './built-in.ts'
import type { PriorityOf } from './combine.ts'
import { operatorFirst } from './combine.ts'
import { type Handlings, nameKey } from './data-class.ts'
import { loadHandlings, raiseHandlings } from './handling.ts'

export interface StoredDefinition extends AttributeDefinition {
  isBuiltIn: boolean
  /** Reckoned; profile/computed.ts writes it. */
  isComputed: boolean
  /** Its numbers are fen; only of the product's own. */
  isMoney: boolean
  /** 0: as it came. */
  version: number
  updatedAt: Date | null
}

type Row = Omit<StoredDefinition, 'isBuiltIn'>

const COLUMNS = sql`name, label, label_en as "labelEn", type, choices, value_labels as "valueLabels", group_name as "group", data_class as "dataClass",
  is_masked as "isMasked", source_priority as "sourcePriority", description,
  is_archived as "isArchived", is_computed as "isComputed", is_money as "isMoney", version, updated_at as "updatedAt"`

/** Built-in ones first, as they are now, then the brand's own by name. */
export async function listDefinitions(ctx: Ctx): Promise<StoredDefinition[]> {
  const { rows } = await sql<Row>`select ${COLUMNS} from attribute_definition
    where tenant_id = ${ctx.tenantId} order by name`.execute(ctx.pg)
  const own = new Map(rows.map((r) => [r.name, r]))
  return [
    ...BUILT_IN.map((d) => ({
      ...(own.get(d.name) ?? {
        ...d,
        isComputed: false,
        isMoney: false,
        version: 0,
        updatedAt: null,
      }),
      isBuiltIn: true,
    })),
    ...rows.filter((r) => !BUILT_IN_BY_NAME.has(r.name)).map((r) => ({ ...r, isBuiltIn: false })),
  ]
}

/** The definition of a name; of one that nobody defined, what its name says. */
export function definitionFor(
  definitions: readonly StoredDefinition[],
  handlings: Handlings,
  name: string,
): StoredDefinition {
  const found = definitions.find((d) => d.name === name)
  if (found) return found
  return {
    ...handlings.of(name),
    name,
    label: name,
    labelEn: '',
    type: 'text',
    choices: [],
    valueLabels: [],
    group: '',
    sourcePriority: [...operatorFirst(name)],
    description: '',
    isArchived: false,
    isBuiltIn: false,
    isComputed: false,
    isMoney: false,
    version: 0,
    updatedAt: null,
  }
}

/** Priorities that differ from "an operator's word first". */
export async function loadPriorities(ctx: Ctx): Promise<PriorityOf> {
  const { rows } = await sql<{ name: string; sources: string[] }>`
    select name, source_priority as sources from attribute_definition where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  const own = new Map(rows.map((r) => [r.name, r.sources]))
  return (name) => own.get(name) ?? operatorFirst(name)
}

/** Also the queue's name, so it never changes. */
export const SEAL_QUEUE = 'profile.seal_attribute'
export interface SealJob {
  tenantId: string
  name: string
  /** The transaction that made it sensitive: what older ones wrote is looked for when they are gone. */
  since: string
}

/**
 * Defines an attribute, or changes what was defined. `version` is that of the definition one has
 * seen, 0 for none. A name that becomes sensitive has its stored values sealed by a job.
 * @throws 409 edited_meanwhile; 409 sealed_values_exist when sensitive values would come out
 */
export function saveDefinition(
  ctx: Ctx,
  given: AttributeDefinition & { version: number },
): Promise<StoredDefinition> {
  if (given.type === 'choice' && given.choices.length === 0)
    throw invalid('choices_missing', 'A choice needs values to choose from')
  return inTx(ctx, async (ctx) => {
    const handlings = await loadHandlings(ctx)
    if (handlings.isComputed(given.name)) throw attributeComputed()
    const before = handlings.of(given.name)
    const { version, ...definition } = given
    const values = sql`${definition.label}, ${definition.labelEn}, ${definition.type}, ${definition.choices}::text[],
      ${JSON.stringify(definition.valueLabels)}::jsonb, ${definition.group},
      ${definition.dataClass}, ${definition.isMasked}, ${definition.sourcePriority}::text[], ${definition.description},
      ${definition.isArchived}, ${ctx.now()}, ${`${ctx.actor.kind}:${ctx.actor.id}`}`
    const { rows } = await sql<Row>`
      insert into attribute_definition as d (tenant_id, name, label, label_en, type, choices, value_labels,
        group_name, data_class, is_masked, source_priority, description, is_archived, updated_at, updated_by)
      values (${ctx.tenantId}, ${definition.name}, ${values})
      on conflict (tenant_id, name) do update set (label, label_en, type, choices, value_labels, group_name, data_class, is_masked,
          source_priority, description, is_archived, updated_at, updated_by) = (${values}), version = d.version + 1
        where d.version = ${version}
      returning ${COLUMNS}`.execute(ctx.pg)
    const saved = rows[0]
    if (!saved || saved.version !== version + 1) {
      const present = (await listDefinitions(ctx)).find((d) => d.name === given.name)
      throw conflict('edited_meanwhile', 'Somebody changed this definition meanwhile', {
        version: present?.version ?? 0,
      })
    }
    if (definition.dataClass !== before.dataClass || definition.isMasked !== before.isMasked)
      await raiseHandlings(ctx)
    if (before.dataClass === 'sensitive' && definition.dataClass !== 'sensitive')
      await refuseIfSealed(ctx, definition.name)
    if (before.dataClass !== 'sensitive' && definition.dataClass === 'sensitive') {
      const { rows: now } = await sql<{
        id: string
      }>`select pg_current_xact_id()::text as id`.execute(ctx.pg)
      await ctx.jobs.send(ctx.pg, SEAL_QUEUE, {
        tenantId: ctx.tenantId,
        name: definition.name,
        since: now[0]?.id ?? '0',
      } satisfies SealJob)
    }
    await audit(
      ctx,
      'attribute_definition.saved',
      { kind: 'attribute_definition', id: definition.name },
      { ...definition },
    )
    return { ...saved, isBuiltIn: BUILT_IN_BY_NAME.has(saved.name) }
  })
}

export const attributeComputed = () =>
  conflict('attribute_computed', 'This attribute is reckoned; change its formula')

async function refuseIfSealed(ctx: Ctx, name: string): Promise<void> {
  const { rows } = await sql<{ name: string }>`select name from sealed_attribute
    where tenant_id = ${ctx.tenantId} and sealed is not null
      and lower(regexp_replace(name, '^(.*\\.)?\\$?', '')) = ${nameKey(name)} limit 1`.execute(
    ctx.pg,
  )
  if (rows.length > 0)
    throw conflict(
      'sealed_values_exist',
      'Values of it are sealed; they do not come out by changing the class',
    )
}
