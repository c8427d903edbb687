import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Input, Select, Space } from 'antd'
import { useEffect, useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { namespacesQuery } from '../identity/api.ts'
import { Filters } from '../ui/Page.tsx'
import { useNamespaceName } from './words.ts'

const route = getRouteApi('/app/customers')
const ANY = ''

/** Words to look for, in any identifier or in one kind; and a tag. The address keeps them. */
export function CustomerFilters() {
  const t = useTexts()
  const { q, namespace, tag } = route.useSearch()
  const navigate = useNavigate()
  const nameOf = useNamespaceName()
  const namespaces = useQuery(namespacesQuery)

  const filter = (changed: { q?: string; namespace?: string; tag?: string }) =>
    void navigate({
      to: '/customers',
      search: { q, namespace, tag, ...changed, cursor: undefined },
    })

  const kinds = [...(namespaces.data ?? []).map((kind) => kind.namespace)]
  if (namespace && !kinds.includes(namespace)) kinds.push(namespace)

  return (
    <Filters>
      <Space.Compact style={{ flex: '1 1 320px', maxWidth: 520 }}>
        <Select
          style={{ width: 136, flex: 'none' }}
          aria-label={t('customers.filter_namespace')}
          popupMatchSelectWidth={false}
          value={namespace ?? ANY}
          onChange={(value) => filter({ namespace: value === ANY ? undefined : value })}
          options={[
            { value: ANY, label: t('customers.any_identifier') },
            ...kinds.map((value) => ({ value, label: nameOf(value) })),
          ]}
        />
        <SearchBox
          value={q ?? ''}
          onSearch={(text) => filter({ q: text })}
          placeholder={namespace ? t('customers.search_exact') : t('customers.search_any')}
        />
      </Space.Compact>
      <TagBox value={tag ?? ''} onChange={(text) => filter({ tag: text })} />
      {(q || namespace || tag) && (
        <Button
          type="text"
          onClick={() => filter({ q: undefined, namespace: undefined, tag: undefined })}
        >
          {t('filter.clear')}
        </Button>
      )}
    </Filters>
  )
}

function SearchBox(props: {
  value: string
  placeholder: string
  onSearch: (text: string | undefined) => void
}) {
  const t = useTexts()
  const [text, setText] = useFollowing(props.value)
  return (
    <Input.Search
      aria-label={t('customers.search_label')}
      placeholder={props.placeholder}
      allowClear
      value={text}
      onChange={(event) => setText(event.target.value)}
      onSearch={(value) => props.onSearch(value.trim() || undefined)}
    />
  )
}

function TagBox(props: { value: string; onChange: (text: string | undefined) => void }) {
  const t = useTexts()
  const [text, setText] = useFollowing(props.value)
  const commit = () => {
    if (text.trim() !== props.value) props.onChange(text.trim() || undefined)
  }
  return (
    <Input
      style={{ width: 168 }}
      aria-label={t('customers.filter_tag')}
      placeholder={t('customers.filter_tag')}
      allowClear
      value={text}
      onChange={(event) => setText(event.target.value)}
      onClear={() => props.onChange(undefined)}
      onPressEnter={commit}
      onBlur={commit}
    />
  )
}

/** What is being typed, following the address when that changes. */
function useFollowing(value: string) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  return [text, setText] as const
}
