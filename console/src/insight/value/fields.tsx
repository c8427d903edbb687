// Fields that several questions of value have.
import { Num } from '../../audiences/Pieces.tsx'
import type { Rule } from '../../audiences/rule.ts'
import { Field, WhoField } from '../QuestionFields.tsx'

/** A number with its name and what it means. */
export function NumberField(props: {
  label: string
  hint?: string
  value: number
  min: number
  max: number
  suffix?: string
  onChange: (value: number) => void
}) {
  const { label, hint, ...rest } = props
  return (
    <Field label={label} hint={hint}>
      <Num {...rest} label={label} precision={0} />
    </Field>
  )
}

export function Whose<Draft extends { who?: Rule }>(props: {
  draft: Draft
  onChange: (draft: Draft) => void
}) {
  const { draft, onChange } = props
  return (
    <WhoField
      who={draft.who}
      onChange={(who) => {
        const { who: _, ...rest } = draft
        onChange((who ? { ...rest, who } : rest) as Draft)
      }}
    />
  )
}

export const isCount = (value: unknown) => Number.isInteger(value) && (value as number) > 0
