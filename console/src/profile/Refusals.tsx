import { useQuery } from '@tanstack/react-query'
import type { TableColumnsType } from 'antd'
import { exactNumber } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { Panel } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { type Refusal, refusalsQuery } from './api.ts'
import styles from './Tags.module.css'
import { useSourceName } from './words.ts'

/** Sensitive values that came and were not stored: shown only when there are some. */
export function Refusals() {
  const t = useTexts()
  const sourceName = useSourceName()
  const refusals = useQuery(refusalsQuery)
  if (!refusals.data?.items.length) return null
  const columns: TableColumnsType<Refusal> = [
    { key: 'name', title: t('attributes_page.attribute'), render: (_, r) => <code>{r.name}</code> },
    { key: 'source', title: t('refusals.source'), render: (_, r) => sourceName(r.source) },
    {
      key: 'reason',
      title: t('refusals.reason'),
      render: (_, r) => t(`refusal_reason.${r.reason}`),
    },
    {
      key: 'times',
      title: t('refusals.times'),
      width: 100,
      align: 'right',
      render: (_, r) => exactNumber(r.times),
    },
    { key: 'day', title: t('refusals.last_day'), width: 130, render: (_, r) => r.last_day },
  ]
  return (
    <Panel title={t('refusals.title')} flush>
      <p className={styles.refusals}>{t('refusals.words')}</p>
      <PageTable<Refusal>
        label={t('refusals.title')}
        list={{ ...refusals, data: refusals.data.items }}
        columns={columns}
        rowKey={(r) => `${r.name} ${r.source} ${r.reason}`}
        minWidth={640}
        empty={null}
      />
    </Panel>
  )
}
