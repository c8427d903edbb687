import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, type TableColumnsType, Tooltip } from 'antd'
import { type ReactNode, useState } from 'react'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { useDays } from '../shell/days.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { Filters } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { ChannelOrders } from './ChannelOrders.tsx'
import { ChannelRates } from './ChannelRates.tsx'
import {
  CHANNEL_KINDS,
  type ChannelKind,
  type ChannelRow,
  type RevenueReport,
  revenueQuery,
} from './channelApi.ts'
import styles from './Orders.module.css'

const route = getRouteApi('/app/own-orders')
/** All channels in one row, over the others. */
type Row = Omit<ChannelRow, 'kind'> & { kind: ChannelKind | 'all' }

/** A platform by its name, the others by theirs; what has no name by its code. */
export function useChannelName() {
  const t = useTexts()
  const known = useKnownText()
  return ({ kind, code, name }: { kind: ChannelKind; code: string; name?: string | null }) => {
    if (code === '') return t('sales_channel.no_code')
    return name ?? (kind === 'platform' ? known(`platform.${code}`) : undefined) ?? code
  }
}

/** What was sold through each channel in the days of the header, and what stays of it. */
export function ChannelRevenue(props: { onOpen: (order: string) => void }) {
  const t = useTexts()
  const navigate = useNavigate()
  const { kind, subject } = route.useSearch()
  const { days } = useDays('last_30')
  const nameOf = useChannelName()
  const maySet = useMay('settings:manage')
  const [setting, setSetting] = useState(false)
  const asked = { from: days.from, to: days.to }
  const list = useQuery({ ...revenueQuery(asked), placeholderData: keepPreviousData })
  const report = list.data
  const money = (fen: number) => <Money fen={fen} currency={report?.currency} />
  const chosen = CHANNEL_KINDS.find((one) => one === kind)
  const isOpen = chosen !== undefined || kind === 'all'
  const show = (row?: Row) =>
    void navigate({
      to: '/own-orders',
      search: (before) => ({
        ...before,
        ...{ kind: row?.kind, subject: row?.kind === 'all' ? undefined : row?.code },
        cursor: undefined,
      }),
    })
  const figure = (
    key: 'gross' | 'discount' | 'shipping' | 'refunded' | 'commission' | 'net' | 'goods' | 'margin',
  ) => ({
    key,
    title: <Tooltip title={t(`sales_channel.${key}_means`)}>{t(`sales_channel.${key}`)}</Tooltip>,
    width: 132,
    align: 'right' as const,
    render: (_: unknown, row: Row) => {
      const about =
        key === 'commission' && row.commission_unknown > 0
          ? t('sales_channel.commission_about', { count: row.commission_unknown })
          : key === 'goods' && row.goods_estimated > 0
            ? t('sales_channel.goods_about', { count: row.goods_estimated })
            : undefined
      const written = money(row[`${key}_fen`])
      if (!about) return key === 'net' ? <strong>{written}</strong> : written
      return (
        <Tooltip title={about}>
          <span className={styles.together}>≈ {written}</span>
        </Tooltip>
      )
    },
  })
  const columns: TableColumnsType<Row> = [
    {
      key: 'channel',
      title: t('sales_channel.channel'),
      width: 230,
      fixed: 'left',
      render: (_, row) =>
        row.kind === 'all' ? (
          <strong>{t('sales_channel.all')}</strong>
        ) : (
          <>
            {nameOf({ ...row, kind: row.kind })} <Chip>{t(`sales_channel.kind_${row.kind}`)}</Chip>
          </>
        ),
    },
    {
      key: 'orders',
      title: t('credit.orders'),
      width: 90,
      align: 'right',
      render: (_, row) => <Count value={row.orders} />,
    },
    figure('net'),
    figure('gross'),
    figure('discount'),
    figure('shipping'),
    figure('refunded'),
    figure('commission'),
    figure('goods'),
    figure('margin'),
    {
      key: 'actions',
      title: '',
      width: 90,
      align: 'right',
      render: (_, row) => (
        <Button type="link" size="small" onClick={() => show(row)}>
          {t('credit.open')}
        </Button>
      ),
    },
  ]
  const rows: Row[] | undefined = report && [
    ...(report.channels.length > 0
      ? [{ kind: 'all' as const, code: '', name: null, ...report.total }]
      : []),
    ...report.channels,
  ]
  if (isOpen) {
    const row = report?.channels.find((one) => one.kind === chosen && one.code === subject)
    const name = chosen
      ? nameOf({ kind: chosen, code: subject ?? '', name: row?.name ?? null })
      : t('sales_channel.all')
    return (
      <ChannelOrders
        asked={{ ...asked, ...(chosen && { kind: chosen, code: subject ?? '' }) }}
        name={name}
        onBack={() => show()}
        onOpen={props.onOpen}
      />
    )
  }
  return (
    <>
      <Filters>
        <span>
          {days.from} – {days.to}
        </span>
        {maySet && <Button onClick={() => setSetting(true)}>{t('sales_channel.rates')}</Button>}
        <ExportButton atEnd kind="channel_revenue" params={asked} />
      </Filters>
      <p>{t('sales_channel.words')}</p>
      <PageTable<Row>
        label={t('sales_channel.title')}
        list={{ ...list, data: rows }}
        columns={columns}
        rowKey={(row) => `${row.kind} ${row.code}`}
        minWidth={1470}
        onOpen={show}
        empty={
          <EmptyState compact title={t('sales_channel.empty')}>
            <p>{t('sales_channel.empty_words')}</p>
          </EmptyState>
        }
      />
      {report && <Beside report={report} money={money} />}
      {setting && <ChannelRates onClose={() => setSetting(false)} />}
    </>
  )
}

/** What stands beside the table so that nothing is missing from it unsaid. */
function Beside(props: { report: RevenueReport; money: (fen: number) => ReactNode }) {
  const t = useTexts()
  const { total, others, loose_refunds: loose } = props.report
  return (
    <div className={styles.quiet}>
      {total.prepaid_fen > 0 && (
        <p>
          {t('sales_channel.prepaid')} {props.money(total.prepaid_fen)}
        </p>
      )}
      {loose.refunds > 0 && (
        <p>
          {t('sales_channel.loose', { count: loose.refunds })} {props.money(loose.fen)}
        </p>
      )}
      {others.map(({ currency, orders }) => (
        <p key={currency}>{t('sales_channel.other', { currency, count: orders })}</p>
      ))}
    </div>
  )
}
