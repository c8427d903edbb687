import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { TableColumnsType } from 'antd'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count } from '../ui/Figures.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { When } from '../ui/When.tsx'
import { type PrivacyRequest, privacyRequestsQuery } from './api.ts'
import styles from './people.module.css'

const PAGE = 50
const TONES = { waiting: 'warning', refused: 'plain', erased: 'info', done: 'good' } as const

/** Copies and erasures that were asked for. */
export function RequestList(props: { cursor: string | undefined }) {
  const t = useTexts()
  const list = useQuery({
    ...privacyRequestsQuery({ cursor: props.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const columns: TableColumnsType<PrivacyRequest> = [
    {
      key: 'what',
      title: t('privacy.column_what'),
      width: 240,
      render: (_, request) => (
        <span className={styles.line}>
          <span className={styles.name}>{t(`privacy.kind_${request.kind}`)}</span>
          <span className={styles.quiet}>#{request.customer_id}</span>
          <Chip tone={TONES[request.state]}>
            {t(
              request.kind === 'export' ? 'privacy.state_handed' : `privacy.state_${request.state}`,
            )}
          </Chip>
        </span>
      ),
    },
    {
      key: 'reason',
      title: t('people.reason'),
      render: (_, request) => request.reason,
    },
    {
      key: 'who',
      title: t('privacy.column_who'),
      width: 160,
      render: (_, request) => request.requested_by_name,
    },
    {
      key: 'at',
      title: t('privacy.column_at'),
      width: 130,
      render: (_, request) => <When at={request.requested_at} />,
    },
  ]
  return (
    <PageTable<PrivacyRequest>
      label={t('privacy.requests')}
      list={{ ...list, data: list.data?.items }}
      columns={columns}
      rowKey={(request) => request.id}
      minWidth={720}
      expandable={{
        rowExpandable: ({ kind, state }) => kind === 'erase' && state !== 'waiting',
        expandedRowRender: (request) => <Report request={request} />,
      }}
      empty={
        <EmptyState title={t('privacy.no_requests')}>
          <p>{t('privacy.no_requests_words')}</p>
        </EmptyState>
      }
      foot={<Pager cursor={props.cursor} next={list.data?.next_cursor} />}
    />
  )
}

function Report(props: { request: PrivacyRequest }) {
  const { request } = props
  const t = useTexts()
  const known = useKnownText()
  return (
    <KeyValues
      rows={[
        ...Object.entries(request.report).map(([name, rows]) => ({
          key: name,
          label: known(`personal_data.${name}`) ?? name,
          value: <Count value={rows} />,
        })),
        ...(request.consent_proof
          ? [
              {
                key: 'proof',
                label: t('privacy.proof', { count: request.consent_entries ?? 0 }),
                value: <code className={styles.proof}>{request.consent_proof}</code>,
              },
            ]
          : []),
      ]}
    />
  )
}
