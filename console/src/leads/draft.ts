import type { useTexts } from '../i18n/texts.ts'
import type { Definition } from '../profile/api.ts'
import type { Field, FormDraft } from './api.ts'

export const PHONE = 'phone'

/** What a careful operator would begin with: who she is, and how to reach her. */
export const newDraft = (t: ReturnType<typeof useTexts>, title: string): FormDraft => ({
  ...{ title: title.slice(0, 60), intro: '', thanks: '' },
  fields: (['name', 'phone'] as const).map((attribute) => ({
    ...{ attribute, label: t(`lead_forms.usual_${attribute}`), required: true, options: [] },
    reason: t(`lead_forms.usual_${attribute}_reason`),
  })),
  consent: null,
  reward: { kind: 'none' },
  owners: { staff_id: null, store_id: null },
  due_hours: 24,
})

/** What a form may ask: nothing reckoned, archived or sensitive, and nothing twice. */
export const askable = (definitions: readonly Definition[], fields: readonly Field[]) =>
  definitions.filter(
    ({ name, archived, computed, data_class: kind }) =>
      !archived && !computed && kind !== 'sensitive' && !fields.some((f) => f.attribute === name),
  )

/** Gaps by field (`label:city`), and those of the form itself. */
export function gapsByField(gaps: readonly string[]) {
  const ofFields = new Map<string, string[]>()
  const ofForm: string[] = []
  for (const gap of gaps) {
    const [what = '', attribute] = gap.split(/:(.*)/s)
    if (attribute === undefined) ofForm.push(what)
    else ofFields.set(attribute, [...(ofFields.get(attribute) ?? []), what])
  }
  return { ofFields, ofForm }
}
