import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { TrendChart } from '../ui/Chart.tsx'
import { Panel } from '../ui/Page.tsx'
import type { Home } from './api.ts'
import styles from './HomePage.module.css'

/** The days chosen in the header, one chart a figure; a click opens that day. */
export function Trends(props: { home: Home; isStale: boolean }) {
  const t = useTexts()
  const navigate = useNavigate()
  const { trend, day, other_currencies: others } = props.home
  const labels = useMemo(() => trend.map((one) => one.day.slice(5)), [trend])
  const series = useMemo(
    () => ({
      events: [{ key: 'events', name: t('home.events'), values: trend.map((one) => one.events) }],
      arrivals: [
        { key: 'known', name: t('home.known'), values: trend.map((one) => one.new_known) },
        {
          key: 'anonymous',
          name: t('home.anonymous'),
          values: trend.map((one) => one.new_customers - one.new_known),
          colour: 4,
        },
      ],
      orders: [{ key: 'orders', name: t('home.orders'), values: trend.map((one) => one.orders) }],
      money: [{ key: 'net', name: t('home.net_revenue'), values: trend.map((one) => one.net_fen) }],
    }),
    [trend, t],
  )
  const openEvents = (name?: string) => (point: { at: number }) => {
    const chosen = trend[point.at]?.day
    if (chosen) void navigate({ to: '/events', search: { name, from: chosen, to: chosen } })
  }
  const shared = { axis: t('home.day'), labels, unfinished: trend.at(-1)?.day === day }

  return (
    <Panel title={t('home.trends')} extra={<Legend isOpen={shared.unfinished} />}>
      <div className={props.isStale ? `${styles.charts} ${styles.stale}` : styles.charts}>
        <TrendChart
          {...shared}
          title={t('home.net_revenue')}
          kind="bar"
          unit="money"
          series={series.money}
          onOpen={openEvents('order_paid')}
        />
        <TrendChart
          {...shared}
          title={t('home.orders')}
          kind="bar"
          series={series.orders}
          onOpen={openEvents('order_paid')}
        />
        <TrendChart
          {...shared}
          title={t('home.new_customers')}
          kind="bar"
          stacked
          series={series.arrivals}
        />
        <TrendChart
          {...shared}
          title={t('home.events')}
          kind="bar"
          series={series.events}
          onOpen={openEvents()}
        />
      </div>
      {others.length > 0 && (
        <p className={styles.note}>
          {t('home.other_currencies', { currencies: others.join(' ') })}
        </p>
      )}
    </Panel>
  )
}

function Legend(props: { isOpen: boolean }) {
  const t = useTexts()
  return props.isOpen ? <span className={styles.aside}>{t('home.unfinished')}</span> : null
}
