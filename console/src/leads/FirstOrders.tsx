import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button, Select, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useCalled } from '../customers/CustomerName.tsx'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { StaffPicker } from '../org/pickers.tsx'
import { useMay, useSession } from '../session/session.ts'
import { useSelection } from '../ui/BatchBar.tsx'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Filters } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { FirstOrderDrawer } from './FirstOrderDrawer.tsx'
import { FirstOrderRules } from './FirstOrderRules.tsx'
import {
  assignFirstOrders,
  FIRST_ORDER_STATES,
  type FirstOrder,
  firstOrdersQuery,
  STATE_TONES,
  settingsQuery,
} from './firstOrders.ts'
import { LeadBatch } from './LeadBatch.tsx'
import styles from './Leads.module.css'

const route = getRouteApi('/app/leads')
const PAGE = 50

/** First orders, and the services they have started. */
export function FirstOrders() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const { scope } = useSession()
  const mayWrite = useMay('leads:write')
  const maySeeRules = useMay('shop:read') && scope.kind === 'all'
  const settings = useQuery({ ...settingsQuery, enabled: maySeeRules })
  const [isSetting, setSetting] = useState(false)
  const selection = useSelection()
  const state = FIRST_ORDER_STATES.find((one) => one === search.state)
  const filter = { q: search.q, state, rule_id: search.rule, staff_id: search.staff }
  const due = search.due === 'overdue' || search.due === 'unowned' ? search.due : undefined
  const list = useQuery({
    ...firstOrdersQuery({
      ...{ ...filter, ...(due && { [due]: 'true' }), cursor: search.cursor, limit: PAGE },
    }),
    placeholderData: keepPreviousData,
  })
  const change = (next: Partial<typeof search>) =>
    void navigate({
      to: '/leads',
      search: (before) => ({ ...before, ...next, cursor: undefined }),
      replace: true,
    })
  const rules = maySeeRules && (
    <Button type="primary" onClick={() => setSetting(true)}>
      {t('first_orders.rules')}
    </Button>
  )
  return (
    <>
      <Filters>
        <SearchText value={search.q} label={t('leads.search')} onChange={(q) => change({ q })} />
        <Select
          style={{ width: 140 }}
          allowClear
          aria-label={t('leads.state')}
          placeholder={t('leads.state')}
          value={state}
          onChange={(next) => change({ state: next })}
          options={FIRST_ORDER_STATES.map((value) => ({
            value,
            label: t(`first_order_state.${value}`),
          }))}
        />
        <Select
          style={{ width: 130 }}
          allowClear
          aria-label={t('leads.due')}
          placeholder={t('leads.due')}
          value={due}
          onChange={(next) => change({ due: next })}
          options={[
            { value: 'overdue', label: t('leads.overdue') },
            { value: 'unowned', label: t('first_orders.unowned') },
          ]}
        />
        {maySeeRules && (
          <Select
            style={{ width: 160 }}
            allowClear
            aria-label={t('first_orders.service')}
            placeholder={t('first_orders.service')}
            value={search.rule}
            onChange={(next) => change({ rule: next })}
            options={(settings.data?.rules ?? []).map(({ id, name }) => ({
              value: id,
              label: name,
            }))}
          />
        )}
        <div className={styles.picker}>
          <StaffPicker
            value={search.staff}
            onChange={(code) => change({ staff: code ?? undefined })}
            placeholder={t('first_orders.staff')}
          />
        </div>
        <ExportButton
          atEnd
          kind="first_orders"
          params={{ ...filter, ...(due && { [due]: true }) }}
        />
        {rules}
      </Filters>
      <PageTable<FirstOrder>
        label={t('leads.tab_first_orders')}
        list={{ ...list, data: list.data?.items }}
        columns={useColumns()}
        rowKey={({ id }) => id}
        minWidth={960}
        skeletonLines={2}
        onOpen={({ id }) => void navigate({ to: '/leads', search: { ...search, first: id } })}
        {...(mayWrite && {
          selection: { ...selection, nameOf: (row: FirstOrder) => row.name ?? row.phone ?? row.id },
        })}
        empty={
          [...Object.values(filter), due].some(Boolean) ? (
            <EmptyState compact title={t('first_orders.no_match')} />
          ) : (
            <EmptyState
              title={t(settings.data?.is_on ? 'first_orders.empty' : 'first_orders.off')}
              action={rules}
            >
              <p>{t('first_orders.empty_words')}</p>
            </EmptyState>
          )
        }
        foot={<Pager cursor={search.cursor} next={list.data?.next_cursor} />}
      />
      {mayWrite && (
        <LeadBatch
          selection={selection}
          rows={list.data?.items}
          words={t('first_orders.assign_words')}
          assign={assignFirstOrders}
        />
      )}
      {search.first && (
        <FirstOrderDrawer
          id={search.first}
          onClose={() =>
            void navigate({ to: '/leads', search: (before) => ({ ...before, first: undefined }) })
          }
        />
      )}
      {isSetting && settings.data && (
        <FirstOrderRules settings={settings.data} onClose={() => setSetting(false)} />
      )}
    </>
  )
}

function useColumns(): TableColumnsType<FirstOrder> {
  const t = useTexts()
  const called = useCalled()
  return [
    {
      key: 'customer',
      title: t('leads.customer'),
      render: (_, row) => (
        <div className={styles.two}>
          <Link to="/leads" search={(before) => ({ ...before, first: row.id })}>
            {called(row)}
          </Link>
          {row.name && <span className={styles.quiet}>{row.phone}</span>}
        </div>
      ),
    },
    {
      key: 'order',
      title: t('first_orders.order'),
      width: 210,
      render: (_, { product, order_number }) => (
        <div className={styles.two}>
          <span>{product}</span>
          <span className={styles.quiet}>{order_number}</span>
        </div>
      ),
    },
    {
      key: 'service',
      title: t('first_orders.service'),
      width: 140,
      render: (_, { service }) =>
        service ? (
          <div className={styles.two}>
            <span>{service.name}</span>
            <span className={styles.quiet}>{t(`service_kind.${service.kind}`)}</span>
          </div>
        ) : (
          <Nothing />
        ),
    },
    {
      key: 'state',
      title: t('leads.state'),
      width: 110,
      render: (_, { state }) => (
        <Chip tone={STATE_TONES[state]}>{t(`first_order_state.${state}`)}</Chip>
      ),
    },
    {
      key: 'staff',
      title: t('first_orders.staff'),
      width: 110,
      render: (_, { staff, store }) => (
        <div className={styles.two}>
          <span>{staff?.name ?? t('leads.nobody')}</span>
          <span className={styles.quiet}>{store?.name}</span>
        </div>
      ),
    },
    {
      key: 'due',
      title: t('first_orders.due_at'),
      width: 110,
      render: (_, { due_at }) => (due_at ? <When at={due_at} /> : <Nothing />),
    },
    {
      key: 'paid',
      title: t('first_orders.paid_at'),
      width: 110,
      render: (_, { paid_at }) => <When at={paid_at} />,
    },
  ]
}
