import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Select, type TableColumnsType } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { type MessageKind, messagesQuery, type ServiceMessage } from './api.ts'

const route = getRouteApi('/app/service-messages')
const PAGE = 50
const KINDS = [
  'sign_in_code',
  'order_shipped',
  'ready_for_pick_up',
  'refunded',
  'refund_refused',
  'group_complete',
  'group_completed_by_shop',
  'group_expired',
  'renewal_soon',
  'back_in_stock',
  'price_dropped',
] as const satisfies readonly MessageKind[]
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
      width: 130,
      render: (_, { customer_id }) =>
        customer_id === null ? (
          <Nothing />
        ) : (
          <Link to="/customers/$customerId" params={{ customerId: String(customer_id) }}>
            {t('messages.customer_number', { id: customer_id })}
          </Link>
        ),
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
        <Select
          style={{ width: 180 }}
          allowClear
          aria-label={t('messages.kind')}
          placeholder={t('messages.every_kind')}
          value={kind}
          onChange={(value) =>
            void navigate({
              to: '/service-messages',
              search: { kind: value },
              replace: true,
            })
          }
          options={KINDS.map((value) => ({ value, label: t(`messages.kind_${value}`) }))}
        />
      </Filters>
      <PageTable<ServiceMessage>
        label={t('messages.title')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(message) => message.id}
        minWidth={820}
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
