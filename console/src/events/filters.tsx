import { useQuery } from '@tanstack/react-query'
import { AutoComplete, DatePicker } from 'antd'
import dayjs from 'dayjs'
import { type ReactNode, useEffect, useState } from 'react'
import { usePlatformName } from '../customers/words.ts'
import { useTexts } from '../i18n/texts.ts'
import { writeKeysQuery } from '../keys/api.ts'
import { useMay } from '../session/session.ts'
import { catalogueQuery } from './api.ts'
import { EventName } from './EventName.tsx'
import { useEventTitle } from './words.ts'

interface Suggestion {
  value: string
  label: ReactNode
  /** What else the suggestion is found by. */
  words: string
}

/** Text to filter by, with suggestions; it counts once chosen, entered or left. */
export function TextFilter(props: {
  label: string
  value: string | undefined
  suggestions: Suggestion[]
  onChange: (value: string | undefined) => void
  width: number
}) {
  const [text, setText] = useState(props.value ?? '')
  useEffect(() => setText(props.value ?? ''), [props.value])

  const commit = (value: string) => {
    const next = value.trim() === '' ? undefined : value.trim()
    if (next !== props.value) props.onChange(next)
  }

  return (
    <AutoComplete
      style={{ width: props.width }}
      aria-label={props.label}
      placeholder={props.label}
      allowClear
      value={text}
      onChange={(value) => setText(value ?? '')}
      onSelect={commit}
      onClear={() => commit('')}
      onBlur={() => commit(text)}
      onInputKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) commit(text)
      }}
      popupMatchSelectWidth={false}
      options={props.suggestions}
      showSearch={{
        filterOption: (sought, option) =>
          option?.words.toLowerCase().includes(sought.toLowerCase()) ?? false,
      }}
    />
  )
}

export function EventNameFilter(props: {
  value: string | undefined
  onChange: (value: string | undefined) => void
  width?: number
}) {
  const t = useTexts()
  const titleOf = useEventTitle()
  const catalogue = useQuery({ ...catalogueQuery, enabled: useMay('events:read') })
  const suggestions = (catalogue.data ?? []).map(({ name }) => ({
    value: name,
    label: <EventName name={name} />,
    words: `${name} ${titleOf(name) ?? ''}`,
  }))
  return (
    <TextFilter
      label={t('filter.event_name')}
      value={props.value}
      suggestions={suggestions}
      onChange={props.onChange}
      width={props.width ?? 208}
    />
  )
}

export function SourceFilter(props: {
  value: string | undefined
  /** The sources on the page: imports and our own domains have no write key. */
  seen: readonly string[]
  onChange: (value: string | undefined) => void
}) {
  const t = useTexts()
  const platformName = usePlatformName()
  const writeKeys = useQuery({ ...writeKeysQuery, enabled: useMay('keys:manage') })
  const names = [...(writeKeys.data?.items ?? []).map((key) => key.name), ...props.seen]
  const suggestions = [...new Set(names)]
    .filter((name) => name !== '')
    .map((name) => ({
      value: name,
      label: platformName(name),
      words: `${name} ${platformName(name)}`,
    }))
  return (
    <TextFilter
      label={t('filter.source')}
      value={props.value}
      suggestions={suggestions}
      onChange={props.onChange}
      width={152}
    />
  )
}

const DAY = 'YYYY-MM-DD'

/** Days in the brand's zone, both included; either end may be left open. */
export function DayRange(props: {
  from: string | undefined
  to: string | undefined
  onChange: (days: { from?: string; to?: string }) => void
}) {
  const t = useTexts()
  const day = (text: string | undefined) => {
    const parsed = text ? dayjs(text, DAY) : null
    return parsed?.isValid() ? parsed : null
  }
  return (
    <DatePicker.RangePicker
      style={{ width: 236, minWidth: 230 }}
      allowEmpty={[true, true]}
      value={[day(props.from), day(props.to)]}
      placeholder={[t('filter.from'), t('filter.to')]}
      onChange={(days) =>
        props.onChange({ from: days?.[0]?.format(DAY), to: days?.[1]?.format(DAY) })
      }
    />
  )
}
