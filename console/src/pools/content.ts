// What a pool says, as its form holds it and as it is sent. Pure.
import type { Pool, PoolFields } from './api.ts'
import { draftOfObjective, type ObjectiveDraft, objectiveOf } from './objective.ts'

const NAMES = [
  'name',
  'description',
  'audience_id',
  'carriers',
  'owner_id',
  'why_come',
  'why_stay',
  'behaviour',
  'behaviour_text',
  'short_objective',
  'long_objective',
] as const satisfies readonly (keyof PoolFields)[]
type Content = Required<Pick<PoolFields, (typeof NAMES)[number]>>

/** What is copied to a pool that begins like this one, and what an edit may change. */
export const contentOf = (pool: Pool): Content =>
  Object.fromEntries(NAMES.map((name) => [name, pool[name]])) as Content

export type PoolForm = Omit<Content, 'short_objective' | 'long_objective'> & {
  short_objective: ObjectiveDraft
  long_objective: ObjectiveDraft
}

export const formOf = (pool: Pool): PoolForm => ({
  ...contentOf(pool),
  short_objective: draftOfObjective(pool.short_objective),
  long_objective: draftOfObjective(pool.long_objective),
})

/** What the form says otherwise than the pool; nothing where both say the same. */
export function changesOf(pool: Pool, form: PoolForm): Partial<Content> {
  const said = {
    ...form,
    short_objective: objectiveOf(form.short_objective),
    long_objective: objectiveOf(form.long_objective),
  }
  const changed = NAMES.filter((name) => written(said[name]) !== written(pool[name]))
  return Object.fromEntries(changed.map((name) => [name, said[name]]))
}

/** The same words for the same content, however the names in it are ordered. */
function written(value: unknown): string {
  const isPlain = (one: unknown): one is Record<string, unknown> =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
  return JSON.stringify(value ?? null, (_, one: unknown) =>
    isPlain(one)
      ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  )
}
