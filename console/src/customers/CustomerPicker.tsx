import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useSettled } from '../ui/settled.ts'
import { customerQuery, customersQuery } from './api.ts'
import { CustomerLine } from './CustomerLine.tsx'

/** Finds one customer by name, phone or any identifier. */
export function CustomerPicker(props: {
  value: number | undefined
  onChange: (id: number | undefined) => void
  /** Not offered: the customer it is about. */
  except?: number
  width?: number | string
  placeholder: string
}) {
  const t = useTexts()
  const [text, setText] = useState('')
  const q = useSettled(text.trim(), 250)
  const search = useQuery({ ...customersQuery({ q, limit: 10 }), enabled: q !== '' })
  const chosen = useQuery({
    ...customerQuery(props.value ?? 0),
    enabled: props.value !== undefined,
  })

  const found = (q === '' ? [] : (search.data?.items ?? [])).filter(({ id }) => id !== props.except)
  const offered =
    chosen.data && !found.some(({ id }) => id === chosen.data.id) ? [chosen.data, ...found] : found

  return (
    <Select<number>
      style={{ width: props.width ?? 240 }}
      aria-label={props.placeholder}
      placeholder={props.placeholder}
      allowClear
      value={props.value}
      onChange={(id) => props.onChange(id ?? undefined)}
      showSearch={{ filterOption: false, onSearch: setText }}
      loading={search.isFetching}
      notFoundContent={
        q === ''
          ? t('picker.type')
          : search.isFetching
            ? t('picker.searching')
            : t('picker.nothing')
      }
      options={offered.map((customer) => ({
        value: customer.id,
        label: <CustomerLine customer={customer} />,
      }))}
    />
  )
}
