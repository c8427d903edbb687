import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useSettled } from '../ui/settled.ts'
import { productsQuery } from './api.ts'

/** Finds goods, or products of every kind, by a part of their name or SKU, or by their barcode. */
export function ProductPicker(props: {
  id?: string
  value?: string
  ofEveryKind?: boolean
  onChange?: (sku: string) => void
}) {
  const t = useTexts()
  const [text, setText] = useState('')
  const q = useSettled(text.trim(), 200)
  const found = useQuery({
    ...productsQuery({
      ...{ q: q || undefined, kind: props.ofEveryKind ? undefined : 'goods' },
      ...{ retired: 'false', limit: 50 },
    }),
    placeholderData: keepPreviousData,
  })
  return (
    <Select<string>
      id={props.id}
      style={{ width: '100%' }}
      placeholder={t('stock.choose_product')}
      aria-label={t('stock.choose_product')}
      value={props.value}
      onChange={props.onChange}
      showSearch={{ filterOption: false, onSearch: setText }}
      loading={found.isFetching}
      notFoundContent={t('org.nothing_found')}
      options={(found.data?.items ?? []).map((p) => ({
        value: p.sku,
        label: p.name === p.sku ? p.sku : `${p.name} · ${p.sku}`,
      }))}
    />
  )
}
