import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { App, Button, Form, Input, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { CustomerName } from '../customers/CustomerName.tsx'
import { CustomerPicker } from '../customers/CustomerPicker.tsx'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { shopQuery } from '../shop/api.ts'
import { Chip } from '../ui/Chip.tsx'
import { CopyButton } from '../ui/Copy.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Money } from '../ui/Figures.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { Filters } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import {
  type Account,
  accountsQuery,
  endAffiliate,
  makeAffiliate,
  useAffiliatesChanged,
} from './api.ts'

const route = getRouteApi('/app/affiliates')
const PAGE = 50
const SUMS = ['pending_fen', 'due_fen', 'paying_fen', 'paid_fen'] as const

/** Who shares for the brand, the link that says so, and what each of them has. */
export function Accounts() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const mayWrite = useMay('orders:write')
  const changed = useAffiliatesChanged()
  const [isMaking, setMaking] = useState(false)
  const slug = useQuery(shopQuery).data?.shop?.slug
  const list = useQuery({
    ...accountsQuery({ q: search.q, cursor: search.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const ending = useMutation({ mutationFn: endAffiliate, onSettled: () => changed() })
  const make = mayWrite && (
    <Button type="primary" onClick={() => setMaking(true)}>
      {t('affiliates.make')}
    </Button>
  )
  const columns: TableColumnsType<Account> = [
    {
      key: 'code',
      title: t('affiliates.code'),
      render: (_, { code }) => (
        <>
          {code}{' '}
          {slug && <CopyButton text={`${window.location.origin}/m/${slug}/?affiliate=${code}`} />}
        </>
      ),
    },
    {
      key: 'customer',
      title: t('affiliates.customer'),
      render: (_, account) => <CustomerName row={account} />,
    },
    {
      key: 'state',
      title: t('affiliates.state'),
      width: 100,
      render: (_, { state }) => (
        <Chip tone={state === 'active' ? 'good' : 'plain'}>{t(`affiliates.state_${state}`)}</Chip>
      ),
    },
    ...SUMS.map((key) => ({
      key,
      title: t(`affiliates.${key}`),
      width: 120,
      align: 'right' as const,
      render: (_: unknown, account: Account) => <Money fen={account[key]} />,
    })),
    {
      key: 'actions',
      title: '',
      width: 90,
      align: 'right',
      render: (_, { code, state }) =>
        mayWrite &&
        state === 'active' && (
          <Button
            type="link"
            size="small"
            danger
            loading={ending.isPending && ending.variables === code}
            onClick={() => ending.mutate(code)}
          >
            {t('affiliates.end')}
          </Button>
        ),
    },
  ]
  return (
    <>
      {ending.error && <ErrorNote error={ending.error} />}
      <Filters>
        <SearchText
          value={search.q}
          label={t('affiliates.search')}
          onChange={(q) =>
            void navigate({ to: '/affiliates', search: q ? { q } : {}, replace: true })
          }
        />
        <ExportButton atEnd kind="commission_accounts" params={{ q: search.q }} />
        {make}
      </Filters>
      <PageTable<Account>
        label={t('affiliates.title')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={({ code }) => code}
        minWidth={1_000}
        empty={
          search.q ? (
            <EmptyState compact title={t('affiliates.no_match')} />
          ) : (
            <EmptyState title={t('affiliates.empty')} action={make}>
              <p>{t('affiliates.words')}</p>
            </EmptyState>
          )
        }
        foot={<Pager cursor={search.cursor} next={list.data?.next_cursor} />}
      />
      {isMaking && <MakeForm onClose={() => setMaking(false)} />}
    </>
  )
}

interface Fields {
  code?: string
}

function MakeForm(props: { onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useAffiliatesChanged()
  const [customer, setCustomer] = useState<number>()
  return (
    <FormDialog<Fields>
      title={t('affiliates.make')}
      okText={t('action.save')}
      isIncomplete={customer === undefined}
      save={({ code }) =>
        makeAffiliate({ customer_id: customer ?? 0, ...(code && { code: code.trim() }) })
      }
      onSaved={async () => {
        void message.success(t('affiliates.made'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item label={t('affiliates.customer')}>
        <CustomerPicker
          value={customer}
          width="100%"
          placeholder={t('affiliates.customer')}
          onChange={setCustomer}
        />
      </Form.Item>
      <Form.Item
        name="code"
        label={t('affiliates.code')}
        extra={t('affiliates.code_hint')}
        rules={[{ pattern: /^[a-z0-9][a-z0-9_-]{0,39}$/, message: t('affiliates.code_hint') }]}
      >
        <Input maxLength={40} />
      </Form.Item>
    </FormDialog>
  )
}
