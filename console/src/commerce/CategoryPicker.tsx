import { useQuery } from '@tanstack/react-query'
import { Cascader } from 'antd'
import { useMemo } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { type Category, categoriesQuery } from './api.ts'

interface Option {
  value: string
  label: string
  children?: Option[]
}

/** A category by its path; the list comes in order, each before what is below it. */
function optionsOf(categories: readonly Category[]): Option[] {
  const top: Option[] = []
  const byPath = new Map<string, Option>()
  for (const { path } of categories) {
    const name = path.at(-1) ?? ''
    const option: Option = { value: name, label: name }
    byPath.set(path.join('\n'), option)
    const above = byPath.get(path.slice(0, -1).join('\n'))
    if (above) above.children = [...(above.children ?? []), option]
    else top.push(option)
  }
  return top
}

/** Several, by their paths; what lies below one belongs to it. */
export function CategoriesPicker(props: {
  id?: string
  value?: string[][] | undefined
  onChange?: (paths: string[][]) => void
}) {
  const t = useTexts()
  const found = useQuery(categoriesQuery)
  const options = useMemo(() => optionsOf(found.data?.items ?? []), [found.data])
  return (
    <Cascader<Option>
      id={props.id}
      style={{ width: '100%' }}
      aria-label={t('products.categories')}
      placeholder={t('products.category')}
      multiple
      allowClear
      showSearch
      showCheckedStrategy={Cascader.SHOW_PARENT}
      loading={found.isLoading}
      options={options}
      value={props.value ?? []}
      // With several it gives paths, which its types leave open.
      onChange={(paths) =>
        props.onChange?.((paths as (string | number)[][]).map((path) => path.map(String)))
      }
    />
  )
}

export function CategoryPicker(props: {
  id?: string
  value?: string[] | undefined
  onChange?: (path: string[] | undefined) => void
}) {
  const t = useTexts()
  const found = useQuery(categoriesQuery)
  const options = useMemo(() => optionsOf(found.data?.items ?? []), [found.data])
  return (
    <Cascader<Option>
      id={props.id}
      style={{ width: '100%' }}
      aria-label={t('products.category')}
      placeholder={t('products.category')}
      changeOnSelect
      allowClear
      showSearch
      loading={found.isLoading}
      options={options}
      value={props.value ?? []}
      onChange={(path) => props.onChange?.(path?.map(String))}
    />
  )
}
