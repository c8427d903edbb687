import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ListedCustomer } from '../customers/api.ts'
import { useCustomerColumns, useShownColumns } from '../customers/columns.tsx'
import { useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { More } from '../ui/More.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { type Audience, hasMembership, insideQuery } from './api.ts'
import { Explained } from './Explained.tsx'

/** Who is inside now; a row opens why she is. */
export function InsideTab(props: { audience: Audience }) {
  const t = useTexts()
  const navigate = useNavigate()
  const { audience } = props
  const list = useInfiniteQuery(insideQuery(audience.id))
  const shown = useShownColumns(undefined)
  const columns = useCustomerColumns(shown)
  return (
    <PageTable<ListedCustomer>
      label={t('audience_tab.inside')}
      list={{ ...list, data: list.data?.pages.flatMap(({ items }) => items) }}
      columns={columns}
      rowKey={(customer) => String(customer.id)}
      minWidth={900}
      skeletonLines={2}
      expandable={{
        expandedRowRender: (customer) => <Explained audience={audience} customer={customer.id} />,
      }}
      onOpen={(customer) =>
        void navigate({
          to: '/customers/$customerId',
          params: { customerId: String(customer.id) },
        })
      }
      empty={
        <EmptyState
          compact
          title={t(hasMembership(audience) ? 'audience_preview.nobody' : 'audience_page.not_built')}
        />
      }
      foot={<More list={list} />}
    />
  )
}
