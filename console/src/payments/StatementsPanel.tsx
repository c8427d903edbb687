import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, DatePicker, Select, type TableColumnsType } from 'antd'
import type { Dayjs } from 'dayjs'
import { useMemo, useState } from 'react'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { Panel } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { When } from '../ui/When.tsx'
import {
  compareDay,
  providersQuery,
  type Statement,
  statementsKey,
  statementsQuery,
} from './api.ts'
import { Differences } from './Differences.tsx'
import styles from './Payments.module.css'

const PAGE = 31

/** Each day's bill of the provider beside our own books. */
export function StatementsPanel() {
  const t = useTexts()
  const known = useKnownText()
  const mayCompare = useMay('refunds:decide')
  const list = useQuery(statementsQuery(PAGE))
  const columns = useMemo<TableColumnsType<Statement>>(
    () => [
      { key: 'day', title: t('statements.day'), render: (_, row) => row.day },
      {
        key: 'provider',
        title: t('statements.provider'),
        render: (_, row) => known(`payment_provider.${row.provider}`) ?? row.provider,
      },
      {
        key: 'lines',
        title: t('statements.lines'),
        align: 'right',
        render: (_, row) => <Count value={row.lines} />,
      },
      {
        key: 'amount',
        title: t('statements.amount'),
        align: 'right',
        render: (_, row) => <Money fen={row.amount_fen} />,
      },
      {
        key: 'fee',
        title: t('statements.fee'),
        align: 'right',
        render: (_, row) => <Money fen={row.fee_fen} />,
      },
      {
        key: 'differences',
        title: t('statements.differences'),
        render: (_, row) =>
          row.differences.length === 0 ? (
            <Chip tone="good">{t('statements.agrees')}</Chip>
          ) : row.open === 0 ? (
            <Chip>{t('statements.all_noted', { count: row.differences.length })}</Chip>
          ) : (
            <Chip tone="bad">{t('statements.differ', { count: row.open })}</Chip>
          ),
      },
      {
        key: 'compared',
        title: t('statements.compared_at'),
        render: (_, row) => <When at={row.compared_at} />,
      },
    ],
    [t, known],
  )
  return (
    <Panel title={t('statements.title')} extra={mayCompare && <CompareDay />}>
      <PageTable
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(row) => `${row.provider} ${row.day}`}
        label={t('statements.title')}
        minWidth={720}
        expandable={{
          rowExpandable: (row) => row.differences.length > 0,
          expandedRowRender: (row) => <Differences of={row} />,
        }}
        empty={
          <EmptyState compact title={t('statements.none')}>
            {t('statements.none_words')}
          </EmptyState>
        }
      />
    </Panel>
  )
}

function CompareDay() {
  const t = useTexts()
  const queryClient = useQueryClient()
  const known = useKnownText()
  const ways = useQuery(providersQuery)
  const on = (ways.data?.items ?? []).filter((way) => way.is_on && way.is_ready)
  const [chosen, choose] = useState<string>()
  const provider = chosen ?? on[0]?.provider
  const [day, setDay] = useState<Dayjs | null>(null)
  const comparing = useMutation({
    mutationFn: (of: { provider: string; day: Dayjs }) =>
      compareDay({ provider: of.provider, day: of.day.format('YYYY-MM-DD') }),
    onSuccess: () => queryClient.invalidateQueries(statementsKey),
  })
  return (
    <span className={styles.run}>
      {on.length > 1 && (
        <Select
          aria-label={t('statements.provider')}
          value={provider}
          onChange={choose}
          options={on.map((way) => ({
            value: way.provider,
            label: known(`payment_provider.${way.provider}`) ?? way.provider,
          }))}
        />
      )}
      <DatePicker
        value={day}
        onChange={setDay}
        aria-label={t('statements.day')}
        disabledDate={(date) => date.isAfter(new Date(), 'day')}
      />
      <Button
        disabled={!day || !provider}
        loading={comparing.isPending}
        onClick={() => day && provider && comparing.mutate({ provider, day })}
      >
        {t('statements.compare')}
      </Button>
      {comparing.error && <ErrorNote error={comparing.error} />}
    </span>
  )
}
