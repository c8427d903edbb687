import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Select, TreeSelect } from 'antd'
import { useMemo, useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useSettled } from '../ui/settled.ts'
import { type Region, regionsQuery, staffListQuery, storesQuery } from './api.ts'
import styles from './pickers.module.css'
import { treeOf } from './tree.ts'

interface PickerProps {
  /** Given by a form. */
  id?: string
  value?: string | null | undefined
  onChange?: (value: string | null) => void
  placeholder: string
  /** What the value is: the code that data carries, or the id of the row. */
  by?: 'code' | 'id'
  /** Its name while it is not among those found. */
  valueName?: string | null | undefined
  except?: string | undefined
  disabled?: boolean
}

/** Finds a store by a part of its code or name. */
export function StorePicker(props: PickerProps) {
  const [text, setText] = useState('')
  const q = useSettled(text.trim(), 200)
  const found = useQuery({
    ...storesQuery({ q: q || undefined, open: 'true', limit: 50 }),
    placeholderData: keepPreviousData,
  })
  return (
    <CodedPicker
      {...props}
      rows={found.data?.items ?? []}
      isLoading={found.isFetching}
      onSearch={setText}
      words={(store) => store.region?.name}
    />
  )
}

/** Finds a staff member who has not left by a part of their code or name. */
export function StaffPicker(props: PickerProps) {
  const [text, setText] = useState('')
  const q = useSettled(text.trim(), 200)
  const found = useQuery({
    ...staffListQuery({ q: q || undefined, state: 'active', limit: 50 }),
    placeholderData: keepPreviousData,
  })
  return (
    <CodedPicker
      {...props}
      rows={found.data?.items ?? []}
      isLoading={found.isFetching}
      onSearch={setText}
      words={(staff) => staff.post?.store?.name ?? staff.post?.region?.name}
    />
  )
}

interface Coded {
  id: string
  code: string
  name: string
}

function CodedPicker<Row extends Coded>(
  props: PickerProps & {
    rows: readonly Row[]
    isLoading: boolean
    onSearch: (text: string) => void
    words: (row: Row) => string | undefined
  },
) {
  const t = useTexts()
  const { value, by = 'code' } = props
  const rows = props.rows.filter((row) => row[by] !== props.except)
  const options = rows.map((row) => ({
    value: row[by],
    name: row.name,
    label: (
      <span className={styles.option}>
        <span>{row.name}</span>
        <span className={styles.quiet}>
          {[row.code, props.words(row)].filter(Boolean).join(' · ')}
        </span>
      </span>
    ),
  }))
  const isFound = !value || rows.some((row) => row[by] === value)
  return (
    <Select<string>
      id={props.id}
      style={{ width: '100%' }}
      placeholder={props.placeholder}
      aria-label={props.placeholder}
      allowClear
      disabled={props.disabled}
      value={value ?? undefined}
      onChange={(next) => props.onChange?.(next ?? null)}
      showSearch={{ filterOption: false, onSearch: props.onSearch }}
      optionLabelProp="name"
      loading={props.isLoading}
      notFoundContent={props.isLoading ? t('org.searching') : t('org.nothing_found')}
      options={
        isFound || !value
          ? options
          : [{ value, name: props.valueName ?? value, label: props.valueName ?? value }, ...options]
      }
    />
  )
}

/** One region of the tree; nothing chosen is headquarters. */
export function RegionPicker(props: PickerProps & { without?: string | undefined }) {
  const regions = useQuery(regionsQuery)
  const rows = regions.data?.items
  const nodes = useMemo(() => optionsOf(rows ?? [], props.without), [rows, props.without])
  return (
    <TreeSelect<string>
      id={props.id}
      style={{ width: '100%' }}
      placeholder={props.placeholder}
      aria-label={props.placeholder}
      allowClear
      treeDefaultExpandAll
      showSearch={{ treeNodeFilterProp: 'title' }}
      loading={regions.isLoading}
      value={props.value ?? undefined}
      onChange={(next) => props.onChange?.(next ?? null)}
      treeData={nodes}
    />
  )
}

interface Option {
  value: string
  title: string
  children: Option[]
}

/** A region cannot be hung below itself: it and what is below it are left out. */
function optionsOf(regions: readonly Region[], without: string | undefined): Option[] {
  const say = (nodes: ReturnType<typeof treeOf>): Option[] =>
    nodes
      .filter(({ region }) => region.id !== without)
      .map(({ region, below }) => ({
        value: region.id,
        title: region.name,
        children: say(below),
      }))
  return say(treeOf(regions))
}
