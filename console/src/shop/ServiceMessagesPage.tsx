import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { TableColumnsType } from 'antd'
import { CustomerOf } from '../customers/CustomerName.tsx'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { ChoiceFilter } from '../ui/ChoiceFilter.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { type MessageKind, messagesQuery, type ServiceMessage } from './api.ts'

const route = getRouteApi('/app/service-messages')
const PAGE = 50
/** Every kind there is: one that is missing here does not compile. */
const KINDS = Object.keys({
  ...{ sign_in_code: true, order_shipped: true, ready_for_pick_up: true, refunded: true },
  ...{ refund_refused: true, invoice_issued: true, invoice_refused: true },
  ...{ exchange_agreed: true, exchange_received: true, exchange_lapsed: true },
  ...{ exchange_to_pay: true, exchange_unpaid: true },
  ...{ group_complete: true, group_completed_by_shop: true, group_expired: true },
  ...{ bestie_accepted: true, bestie_earned: true, balance_due: true },
  ...{ balance_due_or_forfeit: true, quotation_ready: true, renewal_soon: true },
  ...{ delivery_soon: true, delivery_to_pay: true, delivery_postponed: true },
  ...{ delivery_price_raised: true, subscription_paused_unpaid: true },
  ...{ subscription_paused_unsold: true, back_in_stock: true, price_dropped: true },
  ...{
    service_begun: true,
    appointment_booked: true,
    appointment_moved: true,
    appointment_cancelled: true,
  },
  ...{ appointment_reminder: true, coupon_ends: true, coupon_passed_on: true, coupons_end: true },
  newcomer_ends: true,
} satisfies Record<MessageKind, true>) as MessageKind[]
const kindOf = (text: string | undefined) => KINDS.find((kind) => kind === text)

/** What customers were told about their own orders, codes and renewals. */
export function ServiceMessagesPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const kind = kindOf(search.kind)
  const list = useQuery({
    ...messagesQuery({ kind, cursor: search.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const columns: TableColumnsType<ServiceMessage> = [
    {
      key: 'kind',
      title: t('messages.kind'),
      width: 140,
      render: (_, message) => <Chip>{t(`messages.kind_${message.kind}`)}</Chip>,
    },
    { key: 'text', title: t('messages.text'), dataIndex: 'text' },
    {
      key: 'customer',
      title: t('messages.customer'),
      width: 220,
      render: (_, row) => (row.customer_id === null ? <Nothing /> : <CustomerOf row={row} />),
    },
    {
      key: 'created_at',
      title: t('messages.at'),
      width: 150,
      render: (_, { created_at }) => <When at={created_at} />,
    },
    {
      key: 'read_at',
      title: t('messages.read'),
      width: 150,
      render: (_, { read_at }) => (read_at === null ? <Nothing /> : <When at={read_at} />),
    },
  ]
  return (
    <Page title={t('messages.title')} purpose={t('messages.purpose')}>
      <Filters>
        <ChoiceFilter
          label={t('messages.kind')}
          every={t('messages.every_kind')}
          value={kind}
          onChange={(value) =>
            void navigate({
              to: '/service-messages',
              search: { kind: value },
              replace: true,
            })
          }
          options={KINDS.map((value) => ({ value, label: t(`messages.kind_${value}`) }))}
          width={180}
        />
      </Filters>
      <PageTable<ServiceMessage>
        label={t('messages.title')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(message) => message.id}
        minWidth={910}
        empty={
          kind ? (
            <EmptyState compact title={t('messages.no_match')} />
          ) : (
            <EmptyState title={t('messages.empty')}>
              <p>{t('messages.empty_words')}</p>
            </EmptyState>
          )
        }
        foot={<Pager cursor={search.cursor} next={list.data?.next_cursor} />}
      />
    </Page>
  )
}
