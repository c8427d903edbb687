import { useQuery } from '@tanstack/react-query'
import type { TableColumnsType } from 'antd'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { When } from '../ui/When.tsx'
import { historyQuery, type Version } from './api.ts'
import styles from './tracking.module.css'

interface Line extends Version {
  before: Version | undefined
}

/** Every version of the event and its properties: who said what, and what was said before. */
export function EventHistory(props: { name: string }) {
  const t = useTexts()
  const history = useQuery(historyQuery(props.name))
  const columns = useColumns()
  const lines = history.data?.map((version) => ({
    ...version,
    before: history.data.find(
      (older) => older.property === version.property && older.version === version.version - 1,
    ),
  }))
  return (
    <PageTable<Line>
      label={t('tracking.history')}
      list={{ ...history, data: lines }}
      columns={columns}
      rowKey={(line) => `${line.property} ${line.version}`}
      minWidth={680}
      skeletonRows={4}
      empty={<EmptyState title={t('tracking.no_history')} />}
    />
  )
}

function useColumns(): TableColumnsType<Line> {
  const t = useTexts()
  const known = useKnownText()
  const fieldName = (field: string) => known(`tracking.field_${field}`) ?? field
  return [
    {
      key: 'at',
      title: t('tracking.when'),
      width: 130,
      render: (_, line) => <When at={line.at} />,
    },
    { key: 'who', title: t('tracking.who'), width: 130, render: (_, line) => line.actor_name },
    {
      key: 'what',
      title: t('tracking.what'),
      width: 170,
      render: (_, line) => (line.property ? <code>{line.property}</code> : t('tracking.the_event')),
    },
    {
      key: 'changes',
      title: t('tracking.changes'),
      render: (_, line) => (
        <span className={styles.samples}>
          {line.content === null
            ? t('tracking.was_unplanned')
            : changesOf(line).map(({ field, from, to }) => (
                <span key={field}>
                  {fieldName(field)}
                  {': '}
                  {from !== '' && <del>{from}</del>} {to || '—'}
                </span>
              ))}
        </span>
      ),
    },
  ]
}

function changesOf(line: Line): { field: string; from: string; to: string }[] {
  const now = line.content ?? {}
  const before = line.before?.content ?? {}
  return Object.keys(now).flatMap((field) => {
    const from = written(before[field])
    const to = written(now[field])
    return from === to ? [] : [{ field, from, to }]
  })
}

function written(value: unknown): string {
  if (value === null || value === undefined || value === false) return ''
  if (Array.isArray(value)) return value.join(', ')
  return value === true ? '✓' : String(value)
}
