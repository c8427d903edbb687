import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { TableColumnsType } from 'antd'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useLocale } from '../format/locale.tsx'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { JsonValue } from '../ui/JsonValue.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { AuditFilters, filterOf } from './AuditFilters.tsx'
import styles from './AuditPage.module.css'
import { type AuditEntry, auditQuery } from './api.ts'

const route = getRouteApi('/app/audit')
const PAGE = 50

/** Who changed or exported what, and when. */
export function AuditPage() {
  const t = useTexts()
  const { action, actor, subject, subject_id, from, to, cursor } = route.useSearch()
  const asked = { action, actor, subject, subject_id, from, to }
  const { timeZone } = useLocale()
  const filter = filterOf(asked, timeZone)
  const columns = useColumns()
  const list = useQuery({
    ...auditQuery({ ...filter, cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const isFiltered = Object.values(filter).some((value) => value !== undefined)
  return (
    <Page
      title={t('audit.title')}
      purpose={t('audit.purpose')}
      actions={<ExportButton kind="audit_log" params={filter} />}
    >
      <AuditFilters asked={asked} />
      <PageTable<AuditEntry>
        label={t('audit.title')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(entry) => entry.id}
        minWidth={760}
        skeletonLines={2}
        expandable={{
          rowExpandable: ({ details, ip }) => Object.keys(details ?? {}).length > 0 || ip !== null,
          expandedRowRender: (entry) => <Details entry={entry} />,
        }}
        empty={
          <EmptyState title={t(isFiltered ? 'audit.no_match' : 'audit.empty')}>
            <p>{t('audit.empty_words')}</p>
          </EmptyState>
        }
        foot={<Pager cursor={cursor} next={list.data?.next_cursor} />}
      />
    </Page>
  )
}

function useColumns(): TableColumnsType<AuditEntry> {
  const t = useTexts()
  const known = useKnownText()
  return [
    {
      key: 'at',
      title: t('audit.column_at'),
      width: 124,
      render: (_, entry) => <When at={entry.at} />,
    },
    {
      key: 'actor',
      title: t('audit.column_actor'),
      width: 190,
      render: (_, { actor }) => (
        <div className={styles.actor}>
          {actor.type !== 'system' && (
            <Link
              to="/audit"
              search={{ actor: actor.id ?? undefined }}
              title={t('audit.only_actor')}
            >
              {actor.name || actor.id}
            </Link>
          )}
          <span className={actor.type === 'system' ? undefined : styles.quiet}>
            {known(`actor.${actor.type}`) ?? actor.type}
          </span>
        </div>
      ),
    },
    {
      key: 'action',
      title: t('audit.column_action'),
      render: (_, entry) => {
        const words = known(`audit_action.${entry.action}`)
        return (
          <span className={styles.action}>
            {words && <span>{words}</span>}
            <code className={words ? styles.quiet : undefined}>{entry.action}</code>
          </span>
        )
      },
    },
    {
      key: 'subject',
      title: t('audit.column_subject'),
      width: 300,
      render: (_, entry) => <Subject entry={entry} />,
    },
  ]
}

function Subject(props: { entry: AuditEntry }) {
  const { subject_type, subject_id } = props.entry
  const known = useKnownText()
  if (!subject_id) return <Nothing />
  const kind = known(`subject.${subject_type}`) ?? subject_type
  return (
    <span className={styles.subject}>
      <span className={styles.quiet}>{kind}</span>
      {subject_type === 'customer' ? (
        <Link to="/customers/$customerId" params={{ customerId: subject_id }}>
          #{subject_id}
        </Link>
      ) : (
        <code>{subject_id}</code>
      )}
    </span>
  )
}

function Details(props: { entry: AuditEntry }) {
  const { details, ip } = props.entry
  const facts = { ...details, ...(ip === null ? {} : { ip }) }
  return (
    <KeyValues
      rows={Object.entries(facts).map(([name, value]) => ({
        key: name,
        label: <code>{name}</code>,
        value: <JsonValue value={value} />,
      }))}
    />
  )
}
