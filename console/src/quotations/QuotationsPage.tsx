import { PlusOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { CustomerName } from '../customers/CustomerName.tsx'
import { ExportButton } from '../desk/ExportButton.tsx'
import { percent } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { StaffPicker } from '../org/pickers.tsx'
import { useMay } from '../session/session.ts'
import { useSelection } from '../ui/BatchBar.tsx'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { Chip } from '../ui/Chip.tsx'
import { ChoiceFilter } from '../ui/ChoiceFilter.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Money } from '../ui/Figures.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { When } from '../ui/When.tsx'
import { QUOTATION_STATES, type QuotationRow, quotationsQuery, TONES } from './api.ts'
import { QuotationBatch } from './QuotationBatch.tsx'
import styles from './Quotations.module.css'
import { SettingForm } from './SettingForm.tsx'

const route = getRouteApi('/app/quotations')
const PAGE = 50

/** What was offered to customers at prices of their own, and what became of it. */
export function QuotationsPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const mayWrite = useMay('orders:write')
  const maySet = useMay('settings:manage')
  const [isSetting, setSetting] = useState(false)
  const selection = useSelection()
  const state = QUOTATION_STATES.find((one) => one === search.state)
  const filter = { q: search.q, state, staff_id: search.staff }
  const list = useQuery({
    ...quotationsQuery({ ...filter, cursor: search.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const change = (next: Partial<typeof search>) =>
    void navigate({
      to: '/quotations',
      search: (before) => ({ ...before, ...next, cursor: undefined }),
      replace: true,
    })
  const create = mayWrite && (
    <ButtonLink to="/quotations/new" color="primary" variant="solid" icon={<PlusOutlined />}>
      {t('quotations.new')}
    </ButtonLink>
  )
  return (
    <Page
      title={t('quotations.title')}
      purpose={t('quotations.purpose')}
      actions={
        <>
          {maySet && <Button onClick={() => setSetting(true)}>{t('quotations.setting')}</Button>}
          {create}
        </>
      }
    >
      <Filters>
        <SearchText
          value={search.q}
          label={t('quotations.search')}
          onChange={(q) => change({ q })}
        />
        <ChoiceFilter
          label={t('quotations.state')}
          value={state}
          onChange={(next) => change({ state: next })}
          options={QUOTATION_STATES.map((value) => ({
            value,
            label: t(`quotation_state.${value}`),
          }))}
        />
        <div className={styles.picker}>
          <StaffPicker
            value={search.staff}
            onChange={(code) => change({ staff: code ?? undefined })}
            placeholder={t('quotations.staff')}
          />
        </div>
        <ExportButton atEnd kind="quotations" params={filter} />
      </Filters>
      <PageTable<QuotationRow>
        label={t('quotations.title')}
        list={{ ...list, data: list.data?.items }}
        columns={useColumns()}
        rowKey={({ id }) => id}
        {...(mayWrite && { selection: { ...selection, nameOf: ({ number }) => number } })}
        minWidth={980}
        skeletonLines={2}
        empty={
          Object.values(filter).some(Boolean) ? (
            <EmptyState compact title={t('quotations.no_match')} />
          ) : (
            <EmptyState title={t('quotations.empty')} action={create}>
              <p>{t('quotations.empty_words')}</p>
            </EmptyState>
          )
        }
        foot={<Pager cursor={search.cursor} next={list.data?.next_cursor} />}
      />
      <QuotationBatch selection={selection} rows={list.data?.items} />
      {isSetting && <SettingForm onClose={() => setSetting(false)} />}
    </Page>
  )
}

function useColumns(): TableColumnsType<QuotationRow> {
  const t = useTexts()
  return [
    {
      key: 'number',
      title: t('quotations.number'),
      width: 200,
      render: (_, { id, number, version }) => (
        <div className={styles.two}>
          <Link to="/quotations/$quotationId" params={{ quotationId: id }}>
            {number}
          </Link>
          <span className={styles.quiet}>{t('quotations.version', { version })}</span>
        </div>
      ),
    },
    {
      key: 'customer',
      title: t('quotations.customer'),
      render: (_, quotation) => <CustomerName row={quotation} />,
    },
    {
      key: 'state',
      title: t('quotations.state'),
      width: 170,
      render: (_, { state, order }) => (
        <div className={styles.two}>
          <span>
            <Chip tone={TONES[state]}>{t(`quotation_state.${state}`)}</Chip>
          </span>
          {order && (
            <Link to="/own-orders" search={{ order: order.id }} className={styles.quiet}>
              {order.number}
            </Link>
          )}
        </div>
      ),
    },
    {
      key: 'total',
      title: t('quotations.total'),
      width: 150,
      align: 'right',
      render: (_, { total_fen, currency, deepest_bp }) => (
        <div className={styles.two}>
          <Money fen={total_fen} currency={currency} />
          <span className={styles.quiet}>
            {deepest_bp > 0 && t('quotations.off', { percent: percent(deepest_bp / 10_000) })}
          </span>
        </div>
      ),
    },
    {
      key: 'guide',
      title: t('quotations.staff'),
      width: 150,
      render: (_, { staff, store }) => (
        <div className={styles.two}>
          <span>{staff?.name ?? t('quotations.nobody')}</span>
          <span className={styles.quiet}>{store.name}</span>
        </div>
      ),
    },
    {
      key: 'valid',
      title: t('quotations.valid_until'),
      width: 130,
      render: (_, { valid_until }) => <When at={valid_until} />,
    },
    {
      key: 'made',
      title: t('quotations.made_at'),
      width: 130,
      render: (_, { created_at }) => <When at={created_at} />,
    },
  ]
}
