import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Form, Radio, Select, TreeSelect } from 'antd'
import { useMemo, useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useSettled } from '../ui/settled.ts'
import { regionsQuery, staffListQuery, storesQuery } from './api.ts'
import styles from './pickers.module.css'
import type { Scope } from './team.ts'
import { type RegionNode, treeOf } from './tree.ts'

type Kind = Scope['kind']
const kinds: readonly Kind[] = ['all', 'region', 'store', 'own']

export interface ScopeValues {
  scope_kind?: Kind
  scope_ids?: string[]
}

/** Whose customers somebody sees; the codes of regions, stores or staff. */
export function ScopeFields() {
  const t = useTexts()
  const form = Form.useFormInstance<ScopeValues>()
  const kind = Form.useWatch<Kind | undefined>('scope_kind', form) ?? 'all'
  const Picker = kind === 'region' ? Regions : kind === 'store' ? Stores : Guides
  return (
    <>
      <Form.Item name="scope_kind" label={t('team.scope')} extra={t(`team.scope_${kind}_words`)}>
        <Radio.Group
          optionType="button"
          options={kinds.map((value) => ({ value, label: t(`team.scope_${value}`) }))}
          onChange={() => form.setFieldValue('scope_ids', [])}
        />
      </Form.Item>
      {kind !== 'all' && (
        <Form.Item
          name="scope_ids"
          rules={[{ required: true, type: 'array', min: 1, message: t('team.scope_needed') }]}
        >
          <Picker />
        </Form.Item>
      )}
    </>
  )
}

/** What the API takes. */
export const scopeOf = ({ scope_kind = 'all', scope_ids = [] }: ScopeValues): Scope => ({
  kind: scope_kind,
  ids: scope_kind === 'all' ? [] : scope_ids,
})

interface Chosen {
  id?: string
  value?: string[]
  onChange?: (codes: string[]) => void
}

function Regions(props: Chosen) {
  const t = useTexts()
  const regions = useQuery(regionsQuery)
  const rows = regions.data?.items
  const nodes = useMemo(() => treeOf(rows ?? []).map(optionOf), [rows])
  return (
    <TreeSelect<string[]>
      id={props.id}
      multiple
      allowClear
      treeDefaultExpandAll
      style={{ width: '100%' }}
      placeholder={t('org.pick_region')}
      aria-label={t('org.pick_region')}
      loading={regions.isLoading}
      showSearch={{ treeNodeFilterProp: 'title' }}
      value={props.value}
      onChange={props.onChange}
      treeData={nodes}
    />
  )
}

interface Option {
  value: string
  title: string
  children: Option[]
}
const optionOf = ({ region, below }: RegionNode): Option => ({
  value: region.code,
  title: region.name,
  children: below.map(optionOf),
})

function Stores(props: Chosen) {
  const [text, setText] = useState('')
  const q = useSettled(text.trim(), 200)
  const found = useQuery({
    ...storesQuery({ q: q || undefined, limit: 50 }),
    placeholderData: keepPreviousData,
  })
  return <Codes {...props} rows={found.data?.items ?? []} onSearch={setText} what="store" />
}

function Guides(props: Chosen) {
  const [text, setText] = useState('')
  const q = useSettled(text.trim(), 200)
  const found = useQuery({
    ...staffListQuery({ q: q || undefined, state: 'active', limit: 50 }),
    placeholderData: keepPreviousData,
  })
  return <Codes {...props} rows={found.data?.items ?? []} onSearch={setText} what="guide" />
}

/** By code, also one that nobody has declared yet: data may speak of it before the list does. */
function Codes(
  props: Chosen & {
    rows: readonly { code: string; name: string }[]
    onSearch: (text: string) => void
    what: 'store' | 'guide'
  },
) {
  const t = useTexts()
  return (
    <Select<string[]>
      id={props.id}
      mode="tags"
      style={{ width: '100%' }}
      placeholder={t(`belonging.pick_${props.what}`)}
      aria-label={t(`belonging.pick_${props.what}`)}
      value={props.value}
      onChange={props.onChange}
      showSearch={{ filterOption: false, onSearch: props.onSearch }}
      optionLabelProp="name"
      options={props.rows.map((row) => ({
        value: row.code,
        name: row.name,
        label: (
          <span className={styles.option}>
            <span>{row.name}</span>
            <span className={styles.quiet}>{row.code}</span>
          </span>
        ),
      }))}
    />
  )
}
