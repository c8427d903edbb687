import { InputNumber, Select } from 'antd'
import { useId } from 'react'
import type { Choices } from '../audiences/vocabulary.ts'
import { exactNumber } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import type { Parameter } from './api.ts'
import styles from './Templates.module.css'
import { isAllowed } from './values.ts'
import { useTemplateWords } from './words.ts'

/** A number with its unit, or the events that are meant. */
export function ParameterField(props: {
  template: string
  parameter: Parameter
  value: number | string[] | undefined
  choices: Choices
  onChange: (value: number | string[]) => void
}) {
  const t = useTexts()
  const id = useId()
  const words = useTemplateWords()
  const { parameter, value, choices } = props
  const isWrong = !isAllowed(parameter, value)
  const label = words.parameter(props.template, parameter.name)
  const status = isWrong ? ('error' as const) : undefined
  return (
    <div className={parameter.kind === 'events' ? styles.eventsField : styles.field}>
      <label htmlFor={id}>{label}</label>
      {parameter.kind === 'events' ? (
        <Select
          id={id}
          mode="tags"
          size="small"
          status={status}
          maxCount={20}
          value={Array.isArray(value) ? value : []}
          showSearch={{ optionFilterProp: 'label' }}
          options={optionsOf(choices, Array.isArray(value) ? value : [])}
          onChange={(events: string[]) => props.onChange(events)}
        />
      ) : (
        <span className={styles.number}>
          <InputNumber
            id={id}
            size="small"
            status={status}
            precision={0}
            value={typeof value === 'number' ? value : null}
            // What is empty is not a number, and said to be wrong until it is one.
            onChange={(next) => props.onChange(next ?? Number.NaN)}
          />
          <span className={styles.unit}>{words.unit(parameter)}</span>
        </span>
      )}
      {isWrong && (
        <span className={styles.wrong} role="alert">
          {parameter.kind === 'events'
            ? t('template_page.need_events')
            : t('template_page.bounds', {
                min: exactNumber(parameter.min ?? 1),
                max: exactNumber(parameter.max ?? Number.MAX_SAFE_INTEGER),
              })}
        </span>
      )}
    </div>
  )
}

/** The brand's own events, and those of the template that it does not have. */
function optionsOf({ events }: Choices, chosen: readonly string[]) {
  const known = new Set(events.map(({ value }) => value))
  return [
    ...events.map(({ value, label }) => ({ value, label })),
    ...chosen.filter((event) => !known.has(event)).map((event) => ({ value: event, label: event })),
  ]
}
