import { Select } from 'antd'
import { useState } from 'react'
import { useLocale } from '../format/locale.tsx'
import { exactNumber, shortNumber } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import styles from './Builder.module.css'
import { useStatus } from './building.tsx'
import type { Choice } from './labels.ts'

interface Option {
  value: string
  label: string
  choice: Choice
}

const found = (sought: string, option: { choice?: Choice } | undefined) => {
  const { choice } = option ?? {}
  if (!choice) return false
  const words = [choice.value, choice.label, choice.group ?? '', ...(choice.samples ?? [])]
  return words.join('\n').toLowerCase().includes(sought.trim().toLowerCase())
}

function optionsOf(choices: readonly Choice[]): Option[] {
  return choices.map((choice) => ({ value: choice.value, label: choice.label, choice }))
}

/** One of many by its label, found by label, name or sample; a name nobody sent yet can be typed. */
export function Pick(props: {
  label: string
  value: string
  choices: readonly Choice[]
  onChange: (value: string) => void
  /** Also what is not among the choices. */
  isFree?: boolean
  /** What a name that is not among the choices is called. */
  nameOf?: (value: string) => string
}) {
  const [sought, setSought] = useState('')
  const status = useStatus()
  const { choices, value, isFree = false } = props
  const typed = sought.trim()
  const extra = [value, isFree ? typed : ''].filter(
    (name, at, all) =>
      name !== '' && all.indexOf(name) === at && !choices.some((one) => one.value === name),
  )
  return (
    <Select<string, Option>
      variant="filled"
      className={styles.pick}
      status={status}
      aria-label={props.label}
      placeholder={props.label}
      popupMatchSelectWidth={false}
      showSearch={{ filterOption: found, onSearch: setSought }}
      value={value === '' ? undefined : value}
      onChange={(next) => props.onChange(next)}
      options={[
        ...optionsOf(choices),
        ...optionsOf(extra.map((one) => ({ value: one, label: props.nameOf?.(one) ?? one }))),
      ]}
      optionRender={({ data }) => <Line choice={data.choice} />}
    />
  )
}

/** Several of many. */
export function PickMany(props: {
  label: string
  values: readonly string[]
  choices: readonly Choice[]
  onChange: (values: string[]) => void
  isFree?: boolean
  onSearch?: (text: string) => void
  loading?: boolean
}) {
  const status = useStatus()
  const known = new Map(props.choices.map((one) => [one.value, one]))
  const extra = props.values.filter((value) => !known.has(value))
  return (
    <Select<string[], Option>
      mode={props.isFree ? 'tags' : 'multiple'}
      variant="filled"
      className={styles.pickMany}
      status={status}
      aria-label={props.label}
      placeholder={props.label}
      popupMatchSelectWidth={false}
      maxTagCount={12}
      tokenSeparators={['\n', '\t', ',', '，', '、']}
      loading={props.loading}
      showSearch={{ filterOption: found, ...(props.onSearch && { onSearch: props.onSearch }) }}
      value={[...props.values]}
      onChange={(next) => props.onChange(next.map((one) => one.trim()).filter(Boolean))}
      options={optionsOf([...props.choices, ...extra.map((one) => ({ value: one, label: one }))])}
      optionRender={({ data }) =>
        data.choice ? <Line choice={data.choice} /> : <span>{String(data.label)}</span>
      }
    />
  )
}

/** Its label, its name as sent, and how often it happens. */
function Line(props: { choice: Choice }) {
  const t = useTexts()
  const { language } = useLocale()
  const { label, value, volume, samples, group } = props.choice
  const aside = [label === value ? '' : value, group ?? '', samples?.slice(0, 2).join(', ') ?? '']
  return (
    <span className={styles.line}>
      <span className={styles.lineLabel}>{label}</span>
      <span className={styles.lineAside}>{aside.filter(Boolean).join(' · ')}</span>
      {volume !== undefined && (
        <span className={styles.lineVolume} title={exactNumber(volume)}>
          {t('audience_build.volume', { n: shortNumber(volume, language) })}
        </span>
      )}
    </span>
  )
}

/** One of few, each with its word. */
export function Choose<Value extends string>(props: {
  label: string
  value: Value
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
}) {
  const status = useStatus()
  return (
    <Select<Value>
      variant="filled"
      className={styles.choose}
      status={status}
      aria-label={props.label}
      popupMatchSelectWidth={false}
      value={props.value}
      onChange={(next) => props.onChange(next)}
      options={[...props.options]}
    />
  )
}
