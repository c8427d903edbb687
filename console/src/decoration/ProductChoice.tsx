import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { productsQuery } from '../commerce/api.ts'
import { useTexts } from '../i18n/texts.ts'
import { useSettled } from '../ui/settled.ts'

/** Products by name or SKU, in the order they were chosen. */
export function ProductChoice(props: {
  id?: string
  value: string[]
  single?: boolean
  onChange: (skus: string[]) => void
}) {
  const t = useTexts()
  const [text, setText] = useState('')
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map())
  const q = useSettled(text.trim(), 200)
  const found = useQuery({
    ...productsQuery({ q: q || undefined, retired: 'false', limit: 50 }),
    placeholderData: keepPreviousData,
  })
  const options = (found.data?.items ?? []).map(({ sku, name }) => ({ value: sku, label: name }))
  const nameOf = (sku: string) =>
    options.find(({ value }) => value === sku)?.label ?? names.get(sku) ?? sku
  const remember = (skus: string[]) => {
    setNames(new Map(skus.map((sku) => [sku, nameOf(sku)])))
    props.onChange(skus)
  }
  const common = {
    ...(props.id ? { id: props.id } : { 'aria-label': t('decoration.choose_products') }),
    style: { width: '100%' },
    placeholder: t('decoration.choose_products'),
    showSearch: { filterOption: false, onSearch: setText },
    notFoundContent: t('org.nothing_found'),
    options,
    labelRender: ({ value }: { value: string | number }) => nameOf(String(value)),
  }
  if (props.single)
    return (
      <Select<string>
        {...common}
        allowClear
        {...(props.value[0] && { value: props.value[0] })}
        onChange={(sku) => remember(sku ? [sku] : [])}
      />
    )
  return <Select<string[]> {...common} mode="multiple" value={props.value} onChange={remember} />
}
