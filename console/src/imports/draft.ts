import type { Kind, KindFields, Preview, Use } from './api.ts'

type Document = NonNullable<Use['document']>
/** How a column is read: its name alone, or with a format, signs, a table of values. */
type Rule = string | ({ column?: unknown; constant?: unknown } & Record<string, unknown>)

/** A mapping in the making. */
export interface Draft {
  kind: Kind
  source: string
  /** Our field → its rule; a column may feed one field. */
  fields: Record<string, Rule>
  /** How the file is read, where it was not found out right. */
  reading: { encoding?: string; delimiter?: string; skip_lines?: number; sheet?: number }
  excelText: boolean
}

export function draftOf(preview: Preview, source: string, reading: Draft['reading']): Draft {
  const part = preview.guess.part as { fields: Record<string, Rule>; excel_text?: boolean }
  return {
    kind: preview.guess.kind,
    source,
    fields: part.fields,
    reading,
    excelText: part.excel_text ?? false,
  }
}

/** The field that a column feeds. */
export function fieldOf(draft: Draft, column: string): string | undefined {
  return Object.entries(draft.fields).find(([, rule]) => columnOf(rule) === column)?.[0]
}

const columnOf = (rule: Rule) => (typeof rule === 'string' ? rule : rule.column)

/** A column feeds another field, or none; the field's former column then feeds none. */
export function assign(
  draft: Draft,
  column: string,
  field: string | undefined,
  guessed: Preview['guess'],
): Draft {
  const kept = Object.entries(draft.fields).filter(
    ([name, rule]) => columnOf(rule) !== column && name !== field,
  )
  if (field === undefined) return { ...draft, fields: Object.fromEntries(kept) }
  const known = (guessed.part as { fields?: Record<string, Rule> }).fields?.[field]
  const rule = known !== undefined && columnOf(known) === column ? known : column
  return { ...draft, fields: Object.fromEntries([...kept, [field, rule]]) }
}

/** The same for every row, for what the file has no column for. */
export function setConstant(draft: Draft, field: string, constant: string): Draft {
  const { [field]: _, ...rest } = draft.fields
  return {
    ...draft,
    fields: constant === '' ? rest : { ...rest, [field]: { constant } },
  }
}

export function constantOf(draft: Draft, field: string): string {
  const rule = draft.fields[field]
  return typeof rule === 'object' && typeof rule.constant === 'string' ? rule.constant : ''
}

const ABOUT_CUSTOMERS: ReadonlySet<Kind> = new Set([
  'customers',
  'relations',
  'tags',
  'events',
  'orders',
])

/** What is still missing: fields every row needs, and somebody whom the rows are about. */
export function missingOf(
  draft: Draft,
  kind: KindFields | undefined,
): { fields: string[]; identifier: boolean } {
  const named = Object.keys(draft.fields)
  return {
    fields: (kind?.fields ?? [])
      .filter((f) => f.required && !named.includes(f.name))
      .map((f) => f.name),
    identifier:
      ABOUT_CUSTOMERS.has(draft.kind) && !named.some((field) => field.startsWith('identifiers.')),
  }
}

export function documentOf(draft: Draft, brand: { timezone: string; currency: string }): Document {
  return {
    name: 'wizard',
    source: draft.source.trim(),
    zone: brand.timezone,
    currency: brand.currency,
    parts: [
      {
        kind: draft.kind,
        fields: draft.fields,
        ...(draft.excelText && { excel_text: true }),
        ...draft.reading,
      },
    ],
  }
}

const key = (uploadId: string) => `homefield.import.${uploadId}`

/** A draft, a saved mapping by its name, or the mapping of an earlier import. */
export type Kept = Draft | { mapping: string } | { like: string }

/** Kept in the tab, so that a reload loses nothing. */
export function keepDraft(uploadId: string, draft: Kept): void {
  sessionStorage.setItem(key(uploadId), JSON.stringify(draft))
}

export function keptDraft(uploadId: string): Kept | undefined {
  const text = sessionStorage.getItem(key(uploadId))
  return text === null ? undefined : (JSON.parse(text) as Kept)
}
