// What a draft may not say, what it still lacks, and the version it becomes.
import { storesByCode, whereStaffWork } from '../../org/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { invalid } from '../../platform/errors.ts'
import { listDefinitions, listPurposes, type StoredDefinition } from '../../profile/index.ts'
import { demandBatches } from '../../promotion/index.ts'
import {
  type Field,
  type FormContent,
  type FormDraft,
  type Owners,
  PHONE,
  type PublishedField,
} from './shapes.ts'

type Definitions = ReadonlyMap<string, StoredDefinition>
const definitionsOf = async (ctx: Ctx): Promise<Definitions> =>
  new Map((await listDefinitions(ctx)).map((d) => [d.name, d]))

/** A form asks what may be asked of anybody: what is sensitive needs a conversation and a consent of its own. */
export const mayAsk = (definition: StoredDefinition | undefined): definition is StoredDefinition =>
  definition !== undefined &&
  !definition.isArchived &&
  !definition.isComputed &&
  definition.dataClass !== 'sensitive'

/** What it names must be the brand’s. @throws 400 with the field */
export async function demandKnown(ctx: Ctx, draft: FormDraft): Promise<void> {
  const definitions = await definitionsOf(ctx)
  const names = draft.fields.map((field) => field.attribute)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined)
    throw invalid('field_twice', `${twice} is asked twice`, { attribute: twice })
  for (const field of draft.fields) demandField(definitions, field)
  await demandOwners(ctx, draft.owners)
  if (draft.reward.kind === 'coupon') await demandBatches(ctx, [draft.reward.batch_id])
  if (draft.consent === null) return
  const { purpose, version } = draft.consent
  const known = (await listPurposes(ctx)).find((p) => p.purpose === purpose)
  if (!known || known.isRetired)
    throw invalid('unknown_purpose', `There is no purpose ${purpose}; add it first`, { purpose })
  if (!known.texts.some((text) => text.version === version))
    throw invalid('unknown_consent_text', `There is no text ${version} of ${purpose}`)
}

function demandField(definitions: Definitions, { attribute, options }: Field): void {
  const details = { attribute }
  const definition = definitions.get(attribute)
  if (!definition || definition.isArchived)
    throw invalid('field_unknown', `There is no attribute ${attribute} to write to`, details)
  if (definition.isComputed)
    throw invalid('field_computed', `${attribute} is reckoned; nobody is asked for it`, details)
  if (definition.dataClass === 'sensitive')
    throw invalid(
      'field_sensitive',
      `${attribute} is sensitive; a form does not ask for it`,
      details,
    )
  if (new Set(options).size !== options.length)
    throw invalid('options_differ', 'The same option stands twice', details)
  const { type, choices } = definition
  const fits =
    attribute !== PHONE && type === 'choice'
      ? options.every((option) => choices.includes(option))
      : options.length === 0 || (attribute !== PHONE && (type === 'text' || type === 'list'))
  if (!fits) throw invalid('options_differ', `${attribute} has no such options`, details)
}

/** @throws 400 unknown_staff, unknown_store */
export async function demandOwners(ctx: Ctx, { staff_id, store_id }: Owners): Promise<void> {
  if (staff_id !== null) {
    const staff = (await whereStaffWork(ctx, [staff_id])).get(staff_id)
    if (!staff || staff.hasLeft)
      throw invalid('unknown_staff', 'Nobody who works here has this number')
  }
  if (store_id !== null && !(await storesByCode(ctx, [store_id])).get(store_id)?.isOpen)
    throw invalid('unknown_store', 'There is no open store with this number')
}

/** What it lacks before it can be published; pure but for the definitions. */
export async function gapsOf(ctx: Ctx, draft: FormDraft): Promise<string[]> {
  const definitions = await definitionsOf(ctx)
  const phone = draft.fields.find((field) => field.attribute === PHONE)
  return [
    ...(draft.title === '' ? ['title'] : []),
    ...(phone?.required ? [] : ['phone']),
    ...(draft.consent === null ? ['consent'] : []),
    ...(draft.reward.kind === 'coupon' && draft.reward.label === '' ? ['reward.label'] : []),
    ...draft.fields.flatMap((field) => [
      ...(field.label === '' ? [`label:${field.attribute}`] : []),
      ...(field.reason === '' ? [`reason:${field.attribute}`] : []),
      ...(definitions.get(field.attribute)?.type === 'list' && field.options.length === 0
        ? [`options:${field.attribute}`]
        : []),
    ]),
  ]
}

/** @throws 400 for what is not the brand’s any more, or lacking */
export async function contentOf(ctx: Ctx, draft: FormDraft): Promise<FormContent> {
  await demandKnown(ctx, draft)
  const gaps = await gapsOf(ctx, draft)
  if (gaps.length > 0)
    throw invalid('form_incomplete', `The form lacks ${gaps.join(', ')}`, { gaps })
  const definitions = await definitionsOf(ctx)
  const purposes = await listPurposes(ctx)
  const consent = draft.consent
  const text = purposes
    .find((p) => p.purpose === consent?.purpose)
    ?.texts.find((t) => t.version === consent?.version)?.text
  if (consent === null || text === undefined) throw new Error('a checked draft has no consent text')
  return {
    ...draft,
    consent: { ...consent, text },
    fields: draft.fields.map((field) => published(field, definitions.get(field.attribute))),
  }
}

function published({ options, ...field }: Field, definition?: StoredDefinition): PublishedField {
  const type = definition?.type ?? 'text'
  const values = type === 'choice' && options.length === 0 ? (definition?.choices ?? []) : options
  const labels = new Map(definition?.valueLabels.map((l) => [l.value, l]))
  return {
    ...field,
    type,
    choices: values.map((value) => ({
      value,
      label: labels.get(value)?.label || value,
      label_en: labels.get(value)?.label_en ?? '',
    })),
  }
}
