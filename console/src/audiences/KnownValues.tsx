// Values that were seen are offered while one is typed; others can be typed.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSettled } from '../ui/settled.ts'
import { knownValuesQuery } from './api.ts'
import { useBuilding } from './building.tsx'
import type { Choice } from './labels.ts'
import { Pick, PickMany } from './Pick.tsx'

export type Known =
  | { of: 'property'; event: string; name: string }
  | { of: 'attribute'; name: string }
  | { of: 'product' }
  | { of: 'category' }

function useKnownValues(
  of: Known | undefined,
  text: string,
): { choices: Choice[]; loading: boolean } {
  const { choices } = useBuilding()
  // Codes are few and are sought by what they are called, which the data does not know.
  const coded =
    (of?.of === 'attribute' && choices.attributes.find(({ value }) => value === of.name)?.values) ||
    []
  const q = useSettled(coded.length > 0 ? '' : text.trim(), 250)
  const isNamed = of !== undefined && (!('name' in of) || of.name !== '')
  const found = useQuery({
    ...knownValuesQuery({ ...(of ?? { of: 'product' }), q }),
    enabled: isNamed && (!of || !('event' in of) || of.event !== ''),
  })
  const called = new Map(coded.map(({ value, label }) => [value, label]))
  const seen = (found.data?.items ?? []).map(({ value, label, count }) => ({
    value,
    label: called.get(value) ?? label,
    volume: count,
  }))
  const unseen = coded.filter(({ value }) => !seen.some((one) => one.value === value))
  return { loading: found.isFetching, choices: [...seen, ...unseen] }
}

export function KnownOne(props: {
  label: string
  of: Known | undefined
  value: string
  onChange: (value: string) => void
}) {
  const { choices } = useKnownValues(props.of, '')
  return (
    <Pick
      label={props.label}
      value={props.value}
      choices={choices}
      isFree
      onChange={props.onChange}
    />
  )
}

export function KnownMany(props: {
  label: string
  of: Known | undefined
  values: readonly string[]
  onChange: (values: string[]) => void
}) {
  const [text, setText] = useState('')
  const { choices, loading } = useKnownValues(props.of, text)
  return (
    <PickMany
      label={props.label}
      values={props.values}
      choices={choices}
      isFree
      loading={loading}
      onSearch={setText}
      onChange={props.onChange}
    />
  )
}
