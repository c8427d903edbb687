// Customers by what is expected of them, each with the way to her page.
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { useState } from 'react'
import { CustomerLine } from '../../customers/CustomerLine.tsx'
import { percent } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useSession } from '../../session/session.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { More } from '../../ui/More.tsx'
import { Panel } from '../../ui/Page.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import table from '../FigureTable.module.css'
import { Meaning, useWriting } from '../FigureTable.tsx'
import { type OutlookQuestion, scoredQuery } from './api.ts'

const BY = ['value', 'at_risk'] as const

export function ClvCustomers(props: { question: OutlookQuestion; fit: string }) {
  const t = useTexts()
  const { permissions } = useSession()
  const [by, setBy] = useState<(typeof BY)[number]>('value')
  if (!permissions.includes('customers:read')) return null
  return (
    <Panel
      flush
      title={<Meaning title={t(`clv.by_${by}`)} help={t(`clv.by_${by}_help`)} />}
      extra={
        <Segmented<(typeof BY)[number]>
          size="small"
          value={by}
          onChange={setBy}
          aria-label={t('clv.sorted')}
          options={BY.map((value) => ({ value, label: t(`clv.by_${value}`) }))}
        />
      }
    >
      <List {...props} by={by} />
    </Panel>
  )
}

function List(props: { question: OutlookQuestion; fit: string; by: (typeof BY)[number] }) {
  const t = useTexts()
  const write = useWriting()
  const list = useInfiniteQuery(scoredQuery(props.question, props.by, props.fit))
  if (list.error && !list.data)
    return <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />
  if (!list.data) return <SkeletonLines lines={10} />
  const items = list.data.pages.flatMap((page) => page.items)
  const money = (fen: number | null) => (fen === null ? '—' : write('money', fen))
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must be able to scroll it */}
      <section className={table.wide} aria-label={t(`clv.by_${props.by}`)} tabIndex={0}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t('clv.customer')}</th>
              <th scope="col">
                <Meaning title={t('clv.bought')} help={t('clv.bought_help')} />
              </th>
              <th scope="col">{t('clv.last')}</th>
              <th scope="col">
                <Meaning title="P(alive)" help={t('clv.p_alive_help')} />
              </th>
              <th scope="col">
                <Meaning title={t('clv.order_value')} help={t('clv.order_value_help')} />
              </th>
              {[30, 90, 365].map((days) => (
                <th key={days} scope="col">
                  <Meaning
                    title={t('clv.in_days', { count: days })}
                    help={t('clv.in_days_help', { count: days })}
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.customer.id}>
                <th scope="row">
                  <Link
                    to="/customers/$customerId"
                    params={{ customerId: String(item.customer.id) }}
                  >
                    <CustomerLine customer={item.customer} />
                  </Link>
                </th>
                <td>{write('count', item.purchases)}</td>
                <td>{t('clv.days_ago', { count: item.last_days_ago })}</td>
                <td>{percent(item.alive)}</td>
                <td>{money(item.order_value_fen)}</td>
                {item.horizons.map(({ days, orders, value_fen }) => (
                  <td key={days}>
                    {money(value_fen)} · {write('number', orders)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <More list={list} />
    </>
  )
}
