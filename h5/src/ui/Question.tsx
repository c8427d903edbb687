import type { Answer, Question as Asked } from '../forms.ts'
import { nameOf } from '../member.ts'
import { t } from '../texts.ts'

export const choicesOf = ({ type, choices }: Asked) =>
  type === 'boolean'
    ? [
        { value: 'true', label: t('form.yes') },
        { value: 'false', label: t('form.no') },
      ]
    : choices.map((choice) => ({
        value: choice.value,
        label: nameOf({ name: choice.label, name_en: choice.label_en }),
      }))

/** An answer in words. */
export function wordsOf(question: Asked, answer: Answer): string {
  if (answer === null) return t('form.not_said')
  const names = new Map(choicesOf(question).map(({ value, label }) => [value, label]))
  return [answer]
    .flat()
    .map((one) => names.get(String(one)) ?? String(one))
    .join('、')
}

const kindOf = ({ type, attribute }: Asked) => {
  if (type === 'date') return { type: 'date' as const }
  if (type === 'number') return { type: 'number' as const }
  return attribute === 'email' ? { type: 'email' as const } : { type: 'text' as const }
}

/** One question with its reason, and the field that its kind wants. */
export function Question(props: {
  question: Asked
  value: Answer
  onChange: (value: Answer) => void
}) {
  const { question, value, onChange } = props
  const { attribute, label, reason, required, type } = question
  const choices = choicesOf(question)
  const title = required ? label : t('form.optional', { label })
  if (choices.length > 0) {
    const chosen = [value].flat().map(String)
    const choose = (one: string, isOn: boolean) => {
      if (type === 'boolean') onChange(one === 'true')
      else if (type !== 'list') onChange(one)
      else {
        const others = (Array.isArray(value) ? value : []).filter((other) => other !== one)
        onChange(isOn ? [...others, one] : others)
      }
    }
    return (
      <fieldset class="asked">
        <legend>{title}</legend>
        <small>{reason}</small>
        {choices.map((choice) => (
          <label key={choice.value} class="check">
            <input
              type={type === 'list' ? 'checkbox' : 'radio'}
              name={attribute}
              checked={value !== null && chosen.includes(choice.value)}
              onChange={(event) => choose(choice.value, event.currentTarget.checked)}
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </fieldset>
    )
  }
  return (
    <label class="asked">
      {title}
      <small>{reason}</small>
      <input
        {...kindOf(question)}
        step="any"
        maxLength={2000}
        value={value === null ? '' : String(value)}
        onInput={({ currentTarget: { value: said } }) =>
          onChange(said === '' ? null : type === 'number' ? Number(said) : said)
        }
      />
    </label>
  )
}
