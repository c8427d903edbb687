import { ExportOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { useSelection } from '../ui/BatchBar.tsx'
import { Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { customersQuery, type ListedCustomer } from './api.ts'
import { ColumnChooser } from './ColumnChooser.tsx'
import { CustomerBatch } from './CustomerBatch.tsx'
import styles from './CustomersPage.module.css'
import { useCustomerColumns, useShownColumns } from './columns.tsx'
import { ExportCustomers } from './ExportCustomers.tsx'
import { FilterBar } from './FilterBar.tsx'
import { writeFilter } from './filter.ts'
import { NoCustomers, NoMatch } from './NoCustomers.tsx'
import { rememberList } from './neighbours.ts'
import { useCustomerList } from './useCustomerList.ts'
import { useCustomerName } from './words.ts'

const PAGE = 50

export function CustomersPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const { q, filter, whole, sort, cols, cursor, isFiltered, show } = useCustomerList()
  const shown = useShownColumns(cols)
  const columns = useCustomerColumns(shown)
  const nameOf = useCustomerName()
  const selection = useSelection()
  const [isExporting, setExporting] = useState(false)
  const mayWrite = useMay('customers:write')
  const mayExport = useMay('customers:export')
  const list = useQuery({
    ...customersQuery({ q, filter: writeFilter(filter), sort, cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const items = list.data?.items
  useEffect(() => {
    if (items) rememberList(items.map(({ id }) => id))
  }, [items])

  const sizes: Partial<Record<string, number>> = { identifiers: 220 }
  const minWidth = columns.reduce(
    (sum, { key, width }) => sum + (Number(width) || (sizes[String(key)] ?? 120)),
    48,
  )

  return (
    <Page
      title={t('customers.title')}
      purpose={t('customers.purpose')}
      actions={
        mayExport && items && items.length > 0 ? (
          <Button icon={<ExportOutlined />} onClick={() => setExporting(true)}>
            {t('customers.export')}
          </Button>
        ) : undefined
      }
    >
      <FilterBar>
        <Total total={list.data?.total ?? undefined} />
        <ColumnChooser shown={shown} onChange={(next) => show({ cols: next })} />
      </FilterBar>
      <PageTable<ListedCustomer>
        label={t('customers.title')}
        list={{ ...list, data: items }}
        columns={columns}
        rowKey={(customer) => String(customer.id)}
        minWidth={minWidth}
        skeletonLines={2}
        selection={mayWrite || mayExport ? { ...selection, nameOf } : undefined}
        empty={isFiltered ? <NoMatch /> : <NoCustomers />}
        foot={<Pager cursor={cursor} next={list.data?.next_cursor} />}
        onOpen={(customer) =>
          void navigate({
            to: '/customers/$customerId',
            params: { customerId: String(customer.id) },
          })
        }
      />
      <CustomerBatch selection={selection} filter={whole} />
      {isExporting && <ExportCustomers filter={whole} onClose={() => setExporting(false)} />}
    </Page>
  )
}

/** How many match; beyond what is counted at once an estimate, and it says so. */
function Total(props: { total: { value: number; exact: boolean } | undefined }) {
  const t = useTexts()
  const { total } = props
  return (
    <span className={styles.total} role="status">
      {total &&
        (total.exact
          ? t('customers.total', { count: total.value })
          : t('customers.total_about', { count: total.value }))}
    </span>
  )
}
