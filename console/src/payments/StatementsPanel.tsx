import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, DatePicker, type TableColumnsType } from 'antd'
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
import { Nothing, When } from '../ui/When.tsx'
import { compareDay, type Statement, statementsKey, statementsQuery } from './api.ts'
import styles from './Payments.module.css'

const PAGE = 31
/** The provider whose bills are compared by hand. */
const PROVIDER = 'wechat_pay'

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
          ) : (
            <Chip tone="bad">{t('statements.differ', { count: row.differences.length })}</Chip>
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

function Differences(props: { of: Statement }) {
  const t = useTexts()
  const fen = (value: number | null) => (value === null ? <Nothing /> : <Money fen={value} />)
  return (
    <ul className={styles.differences}>
      {props.of.differences.map((one) => (
        <li key={`${one.kind} ${one.id}`}>
          {t(`statement_kind.${one.kind}`)} <code>{one.id}</code> · {t(`difference.${one.code}`)} ·{' '}
          {t('statements.ours')} {fen(one.our_fen)} · {t('statements.theirs')} {fen(one.their_fen)}
        </li>
      ))}
    </ul>
  )
}

function CompareDay() {
  const t = useTexts()
  const queryClient = useQueryClient()
  const [day, setDay] = useState<Dayjs | null>(null)
  const comparing = useMutation({
    mutationFn: (of: Dayjs) => compareDay({ provider: PROVIDER, day: of.format('YYYY-MM-DD') }),
    onSuccess: () => queryClient.invalidateQueries(statementsKey),
  })
  return (
    <span className={styles.run}>
      <DatePicker
        value={day}
        onChange={setDay}
        aria-label={t('statements.day')}
        disabledDate={(date) => date.isAfter(new Date(), 'day')}
      />
      <Button
        disabled={!day}
        loading={comparing.isPending}
        onClick={() => day && comparing.mutate(day)}
      >
        {t('statements.compare')}
      </Button>
      {comparing.error && <ErrorNote error={comparing.error} />}
    </span>
  )
}
