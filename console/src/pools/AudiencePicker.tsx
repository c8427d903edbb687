import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Select } from 'antd'
import { useState } from 'react'
import { audienceQuery, audiencesQuery } from '../audiences/api.ts'
import { exactNumber } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { useSettled } from '../ui/settled.ts'
import styles from './Pool.module.css'

/** Finds an audience by a part of its name; says when the chosen one is not live. */
export function AudiencePicker(props: {
  id?: string
  value?: string | null
  disabled?: boolean
  onChange?: (value: string | null) => void
}) {
  const t = useTexts()
  const [text, setText] = useState('')
  const q = useSettled(text.trim(), 200)
  const { value } = props
  const found = useQuery({
    ...audiencesQuery({ q: q || undefined, limit: 50 }),
    placeholderData: keepPreviousData,
  })
  const held = useQuery({ ...audienceQuery(value ?? ''), enabled: !!value })
  const rows = found.data?.items ?? []
  const isFound = !value || rows.some((row) => row.id === value)
  const options = (isFound || !held.data ? rows : [held.data, ...rows]).map((row) => ({
    value: row.id,
    name: row.name,
    label: `${row.name} · ${exactNumber(row.size)}`,
  }))
  return (
    <>
      <Select<string>
        id={props.id}
        allowClear
        disabled={props.disabled}
        placeholder={t('pool_page.choose_audience')}
        value={value ?? undefined}
        onChange={(next) => props.onChange?.(next ?? null)}
        showSearch={{ filterOption: false, onSearch: setText }}
        optionLabelProp="name"
        loading={found.isFetching}
        options={options}
      />
      <div className={styles.under}>
        {value ? (
          <Link to="/audiences/$audienceId" params={{ audienceId: value }}>
            {t('pool_page.open_audience')}
          </Link>
        ) : (
          <Link to="/audiences/templates">{t('pool_page.new_audience')}</Link>
        )}
      </div>
      {held.data && held.data.state !== 'live' && (
        <div className={styles.warning}>{t('pool_page.audience_not_live')}</div>
      )}
    </>
  )
}
