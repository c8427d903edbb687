import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTexts } from '../i18n/texts.ts'
import { Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { type Customer, customersQuery } from './api.ts'
import { CustomerFilters } from './CustomerFilters.tsx'
import { useCustomerColumns } from './columns.tsx'
import { NoCustomers, NoMatch } from './NoCustomers.tsx'

const route = getRouteApi('/app/customers')
const PAGE = 50

export function CustomersPage() {
  const t = useTexts()
  const { q, namespace, tag, cursor } = route.useSearch()
  const navigate = useNavigate()
  const columns = useCustomerColumns()

  // With a kind of identifier chosen, the words are the exact value of one.
  const sought = namespace ? { namespace, value: q } : { q }
  const list = useQuery({
    ...customersQuery({ ...sought, tag, cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const isFiltered = Boolean(q || namespace || tag)

  return (
    <Page title={t('customers.title')} purpose={t('customers.purpose')}>
      <CustomerFilters />
      <PageTable<Customer>
        label={t('customers.title')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(customer) => String(customer.id)}
        minWidth={980}
        skeletonLines={2}
        empty={isFiltered ? <NoMatch /> : <NoCustomers />}
        foot={<Pager cursor={cursor} next={list.data?.next_cursor} />}
        onOpen={(customer) =>
          void navigate({
            to: '/customers/$customerId',
            params: { customerId: String(customer.id) },
          })
        }
      />
    </Page>
  )
}
