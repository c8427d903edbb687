import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Button, Checkbox, Space, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { ChoiceFilter } from '../ui/ChoiceFilter.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Money } from '../ui/Figures.tsx'
import { Filters } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { invoicesQuery, type ListedInvoice } from './api.ts'
import { DecideInvoiceForm } from './InvoiceForms.tsx'
import styles from './Orders.module.css'

const route = getRouteApi('/app/own-orders')
const PAGE = 50
const STATES = ['requested', 'issued', 'refused'] as const

/** Invoices that buyers asked for: issued elsewhere, noted here with their number. */
export function Invoices(props: {
  change: (next: { q?: string; state?: string; kind?: string }) => void
  onOpen: (order: string) => void
}) {
  const t = useTexts()
  const mayWrite = useMay('orders:write')
  const search = route.useSearch()
  const [decided, decide] = useState<{ order: string; state: 'issued' | 'refused' }>()
  const state = STATES.find((one) => one === search.state)
  const toRedden = search.kind === 'to_redden'
  const asked = { q: search.q, state, ...(toRedden && { to_redden: true }) }
  const list = useQuery({
    ...invoicesQuery({
      ...{ q: search.q, state, cursor: search.cursor, limit: PAGE },
      ...(toRedden && { to_redden: 'true' }),
    }),
    placeholderData: keepPreviousData,
  })
  const columns: TableColumnsType<ListedInvoice> = [
    { key: 'order', title: t('own_orders.number'), render: (_, i) => i.order_number },
    {
      key: 'state',
      title: t('invoices.state'),
      width: 190,
      render: (_, i) => (
        <>
          <Chip tone={i.state === 'requested' ? 'warning' : 'plain'}>
            {t(`invoices.state_${i.state}`)}
          </Chip>
          {i.back_since_fen > 0 && (
            <Chip tone="bad">
              {t('invoices.to_redden')} <Money fen={i.back_since_fen} currency={i.currency} />
            </Chip>
          )}
        </>
      ),
    },
    {
      key: 'title',
      title: t('invoices.for'),
      render: (_, i) => (
        <span className={styles.two}>
          {i.title}
          <span className={styles.quiet}>
            {t(`invoices.kind_${i.kind}`)} {i.tax_number} {i.email}
          </span>
        </span>
      ),
    },
    {
      key: 'amount',
      title: <span title={t('invoices.amount_words')}>{t('invoices.amount')}</span>,
      width: 130,
      align: 'right',
      render: (_, i) => <Money fen={i.amount_fen} currency={i.currency} />,
    },
    { key: 'answer', title: t('invoices.answer'), render: (_, i) => i.answer || <Nothing /> },
    {
      key: 'at',
      title: t('invoices.requested_at'),
      width: 140,
      render: (_, i) => <When at={i.requested_at} />,
    },
  ]
  if (mayWrite)
    columns.push({
      key: 'acts',
      title: '',
      width: 190,
      align: 'right',
      render: (_, i) =>
        i.state === 'requested' && (
          <Space onClick={(event) => event.stopPropagation()}>
            <Button size="small" onClick={() => decide({ order: i.order_id, state: 'issued' })}>
              {t('invoices.issue')}
            </Button>
            <Button
              size="small"
              danger
              onClick={() => decide({ order: i.order_id, state: 'refused' })}
            >
              {t('invoices.refuse')}
            </Button>
          </Space>
        ),
    })
  return (
    <>
      <Filters>
        <SearchText
          value={search.q}
          label={t('invoices.search')}
          onChange={(q) => props.change({ q })}
        />
        <ChoiceFilter
          label={t('invoices.state')}
          value={state}
          onChange={(next) => props.change({ state: next })}
          options={STATES.map((value) => ({ value, label: t(`invoices.state_${value}`) }))}
        />
        <Checkbox
          checked={toRedden}
          onChange={({ target }) =>
            props.change({ kind: target.checked ? 'to_redden' : undefined })
          }
        >
          {t('invoices.to_redden')}
        </Checkbox>
        <ExportButton atEnd kind="invoices" params={asked} />
      </Filters>
      <PageTable<ListedInvoice>
        label={t('invoices.title')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(i) => i.order_id}
        minWidth={1100}
        onOpen={(i) => props.onOpen(i.order_id)}
        empty={
          <EmptyState
            compact
            title={t(search.q || state || toRedden ? 'invoices.no_match' : 'invoices.none')}
          />
        }
        foot={<Pager cursor={search.cursor} next={list.data?.next_cursor} />}
      />
      {decided && <DecideInvoiceForm {...decided} onClose={() => decide(undefined)} />}
    </>
  )
}

/** Of one order, in its drawer. */
export function OrderInvoice(props: {
  order: string
  invoice: Pick<ListedInvoice, 'kind' | 'title' | 'tax_number' | 'email' | 'state' | 'answer'>
}) {
  const t = useTexts()
  const mayWrite = useMay('orders:write')
  const [deciding, decide] = useState<'issued' | 'refused'>()
  const { invoice } = props
  return (
    <>
      <h3 className={styles.heading}>{t('invoices.title')}</h3>
      <p className={styles.line}>
        <span>
          <Chip tone={invoice.state === 'requested' ? 'warning' : 'plain'}>
            {t(`invoices.state_${invoice.state}`)}
          </Chip>{' '}
          {t(`invoices.kind_${invoice.kind}`)} · {invoice.title} {invoice.tax_number}{' '}
          {invoice.email}
        </span>
        <span>{invoice.answer}</span>
      </p>
      {mayWrite && invoice.state === 'requested' && (
        <Space>
          <Button size="small" onClick={() => decide('issued')}>
            {t('invoices.issue')}
          </Button>
          <Button size="small" danger onClick={() => decide('refused')}>
            {t('invoices.refuse')}
          </Button>
        </Space>
      )}
      {deciding && (
        <DecideInvoiceForm order={props.order} state={deciding} onClose={() => decide(undefined)} />
      )}
    </>
  )
}
