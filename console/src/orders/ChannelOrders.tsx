import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Button, type TableColumnsType, Tooltip } from 'antd'
import { ExportButton } from '../desk/ExportButton.tsx'
import { percent } from '../format/number.ts'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Money } from '../ui/Figures.tsx'
import { Filters } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { When } from '../ui/When.tsx'
import { type ChannelKind, type ChannelOrder, channelOrdersQuery } from './channelApi.ts'
import styles from './Orders.module.css'

const route = getRouteApi('/app/own-orders')
const PAGE = 50

/** The orders behind a channel's figures, each reckoned as it counts there. */
export function ChannelOrders(props: {
  asked: { from: string; to: string; kind?: ChannelKind; code?: string }
  name: string
  onBack: () => void
  onOpen: (order: string) => void
}) {
  const t = useTexts()
  const known = useKnownText()
  const { cursor } = route.useSearch()
  const list = useQuery({
    ...channelOrdersQuery({ ...props.asked, cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const figure = (
    key: 'gross' | 'discount' | 'shipping' | 'refunded' | 'net' | 'goods' | 'margin',
  ) => ({
    key,
    title: <Tooltip title={t(`sales_channel.${key}_means`)}>{t(`sales_channel.${key}`)}</Tooltip>,
    width: 120,
    align: 'right' as const,
    render: (_: unknown, order: ChannelOrder) => (
      <span className={styles.together}>
        {key === 'goods' && order.is_goods_estimated && '≈ '}
        <Money fen={order[`${key}_fen`]} />
      </span>
    ),
  })
  const columns: TableColumnsType<ChannelOrder> = [
    {
      key: 'order',
      title: t('own_orders.number'),
      width: 210,
      fixed: 'left',
      render: (_, o) => (
        <span className={styles.two}>
          {o.external_id}
          <span className={styles.quiet}>{known(`platform.${o.source}`) ?? o.source}</span>
        </span>
      ),
    },
    {
      key: 'paid',
      title: t('sales_channel.paid_at'),
      width: 130,
      render: (_, o) => <When at={o.paid_at} />,
    },
    figure('net'),
    figure('gross'),
    figure('discount'),
    figure('shipping'),
    figure('refunded'),
    {
      key: 'commission',
      title: (
        <Tooltip title={t('sales_channel.commission_means')}>
          {t('sales_channel.commission')}
        </Tooltip>
      ),
      width: 150,
      align: 'right',
      render: (_, o) => (
        <span className={styles.two}>
          <Money fen={o.commission_fen} />
          <span className={styles.quiet}>
            {t(`sales_channel.by_${o.commission_by}`)}
            {o.commission_by !== 'told' && ` ${percent(o.commission_bp / 10_000)}`}
          </span>
        </span>
      ),
    },
    figure('goods'),
    figure('margin'),
    {
      key: 'actions',
      title: '',
      width: 80,
      align: 'right',
      render: (_, o) =>
        o.is_own && (
          <Button type="link" size="small" onClick={() => props.onOpen(o.id)}>
            {t('own_orders.open')}
          </Button>
        ),
    },
  ]
  return (
    <>
      <Filters>
        <Button onClick={props.onBack}>{t('sales_channel.back')}</Button>
        <strong>{props.name}</strong>
        <span>
          {props.asked.from} – {props.asked.to}
        </span>
        <ExportButton atEnd kind="channel_orders" params={props.asked} />
      </Filters>
      <PageTable<ChannelOrder>
        label={t('sales_channel.orders_of', { name: props.name })}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(o) => o.id}
        minWidth={1420}
        empty={<EmptyState compact title={t('sales_channel.empty')} />}
        foot={<Pager cursor={cursor} next={list.data?.next_cursor} />}
      />
    </>
  )
}
