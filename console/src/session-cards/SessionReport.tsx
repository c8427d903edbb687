import { useQuery } from '@tanstack/react-query'
import type { TableColumnsType } from 'antd'
import { addDays } from '../format/days.ts'
import { useLocale } from '../format/locale.tsx'
import { useNow } from '../format/now.ts'
import { dayOf } from '../format/time.ts'
import { useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { Panel } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { type SessionReport as Report, sessionReportQuery } from './api.ts'

type Day = Report['days'][number]
type Owed = Report['products'][number]
const FIGURES = ['sold', 'earned', 'returned', 'expired', 'owed'] as const

/** What is owed now by product, with the ledger's word; and the last thirty days, the newest first. */
export function SessionReport() {
  const t = useTexts()
  const { timeZone } = useLocale()
  const to = dayOf(useNow(), timeZone)
  const list = useQuery(sessionReportQuery(addDays(to, -29), to))
  const days: TableColumnsType<Day> = [
    { key: 'day', title: t('session_cards.day'), width: 120, dataIndex: 'day' },
    ...FIGURES.map((figure) => ({
      key: figure,
      title: t(`session_cards.report_${figure}`),
      align: 'right' as const,
      render: (_: unknown, day: Day) => <Money fen={day[`${figure}_fen`]} />,
    })),
  ]
  const products: TableColumnsType<Owed> = [
    { key: 'name', title: t('session_cards.card'), dataIndex: 'name' },
    {
      key: 'cards',
      title: t('session_cards.cards'),
      align: 'right',
      render: (_, one) => <Count value={one.cards} />,
    },
    {
      key: 'left',
      title: t('session_cards.left'),
      align: 'right',
      render: (_, one) => <Count value={one.sessions_left} />,
    },
    {
      key: 'owed',
      title: t('session_cards.owed'),
      align: 'right',
      render: (_, one) => <Money fen={one.owed_fen} />,
    },
  ]
  return (
    <>
      <Panel
        title={t('session_cards.owed_now')}
        extra={
          list.data && (
            <span>
              {t('session_cards.ledger')} <Money fen={list.data.ledger_fen} />
            </span>
          )
        }
      >
        <PageTable
          list={{ ...list, data: list.data?.products }}
          columns={products}
          rowKey={(one) => one.sku}
          minWidth={600}
          label={t('session_cards.owed_now')}
          empty={<EmptyState compact title={t('session_cards.nothing_owed')} />}
        />
      </Panel>
      <p>{t('session_cards.report_words')}</p>
      <PageTable
        list={{ ...list, data: list.data?.days.toReversed() }}
        columns={days}
        rowKey={(day) => day.day}
        minWidth={800}
        label={t('session_cards.tab_report')}
        empty={<EmptyState title={t('session_cards.tab_report')} />}
      />
    </>
  )
}
