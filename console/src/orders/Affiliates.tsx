import { useMutation, useQuery } from '@tanstack/react-query'
import { App, Button, Form, Input, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { CustomerPicker } from '../customers/CustomerPicker.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { shopQuery } from '../shop/api.ts'
import { Chip } from '../ui/Chip.tsx'
import { CopyButton } from '../ui/Copy.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { Filters } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { When } from '../ui/When.tsx'
import {
  type Affiliate,
  affiliatesQuery,
  endAffiliate,
  makeAffiliate,
  useOrdersChanged,
} from './api.ts'
import styles from './Orders.module.css'

const PAGE = 50

/** Who shares for the brand, and the link that says so. */
export function Affiliates() {
  const t = useTexts()
  const mayWrite = useMay('orders:write')
  const changed = useOrdersChanged()
  const [isMaking, setMaking] = useState(false)
  const [q, setQ] = useState<string>()
  const [cursor, setCursor] = useState<string>()
  const list = useQuery(affiliatesQuery({ q, cursor, limit: PAGE }))
  const slug = useQuery(shopQuery).data?.shop?.slug
  const ending = useMutation({ mutationFn: endAffiliate, onSettled: () => changed() })
  const columns: TableColumnsType<Affiliate> = [
    {
      key: 'code',
      title: t('affiliates.code'),
      render: (_, a) => (
        <>
          {a.code}{' '}
          {slug && <CopyButton text={`${window.location.origin}/m/${slug}/?affiliate=${a.code}`} />}
        </>
      ),
    },
    {
      key: 'customer',
      title: t('affiliates.customer'),
      width: 120,
      render: (_, a) => a.customer_id ?? t('affiliates.erased'),
    },
    {
      key: 'state',
      title: t('own_orders.state'),
      width: 110,
      render: (_, a) => (
        <Chip tone={a.state === 'active' ? 'good' : 'plain'}>
          {t(`affiliates.state_${a.state}`)}
        </Chip>
      ),
    },
    {
      key: 'at',
      title: t('affiliates.made_at'),
      width: 140,
      render: (_, a) => <When at={a.made_at} />,
    },
    {
      key: 'actions',
      title: '',
      width: 100,
      align: 'right',
      render: (_, a) =>
        mayWrite &&
        a.state === 'active' && (
          <Button
            type="link"
            size="small"
            danger
            loading={ending.isPending && ending.variables === a.code}
            onClick={() => ending.mutate(a.code)}
          >
            {t('affiliates.end')}
          </Button>
        ),
    },
  ]
  const next = list.data?.next_cursor ?? undefined
  return (
    <>
      <h2 className={styles.heading}>{t('affiliates.title')}</h2>
      <p>{t('affiliates.words')}</p>
      {ending.error && <ErrorNote error={ending.error} />}
      <Filters>
        <SearchText
          value={q}
          label={t('affiliates.code')}
          onChange={(text) => {
            setQ(text)
            setCursor(undefined)
          }}
        />
        {mayWrite && <Button onClick={() => setMaking(true)}>{t('affiliates.make')}</Button>}
      </Filters>
      <PageTable<Affiliate>
        label={t('affiliates.title')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(a) => a.code}
        minWidth={620}
        empty={<EmptyState compact title={t(q ? 'credit.no_match' : 'affiliates.empty')} />}
        foot={
          (cursor || next) && (
            <>
              {cursor && (
                <Button onClick={() => setCursor(undefined)}>{t('affiliates.first')}</Button>
              )}
              {next && <Button onClick={() => setCursor(next)}>{t('affiliates.more')}</Button>}
            </>
          )
        }
      />
      {isMaking && <MakeForm onClose={() => setMaking(false)} />}
    </>
  )
}

interface Fields {
  customer?: number
  code?: string
}

function MakeForm(props: { onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useOrdersChanged()
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
