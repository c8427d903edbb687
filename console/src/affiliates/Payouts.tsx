import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { App, Button, Form, Input, type TableColumnsType } from 'antd'
import { useRef, useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { Filters } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { When } from '../ui/When.tsx'
import { makePayout, type Payout, payoutsQuery, useAffiliatesChanged } from './api.ts'
import { PayoutDrawer } from './PayoutDrawer.tsx'

const route = getRouteApi('/app/affiliates')
const PAGE = 50
const SUMS = ['fen', 'paying_fen', 'paid_fen', 'failed_fen'] as const

/** Batches in which what is due is paid; each opens whom it pays. */
export function Payouts() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const mayPay = useMay('payments:manage')
  const [isMaking, setMaking] = useState(false)
  const list = useQuery({
    ...payoutsQuery({ cursor: search.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const open = (payout: string | undefined) =>
    void navigate({ to: '/affiliates', search: (before) => ({ ...before, payout }) })
  const make = mayPay && (
    <Button type="primary" onClick={() => setMaking(true)}>
      {t('payouts.make')}
    </Button>
  )
  const columns: TableColumnsType<Payout> = [
    {
      key: 'at',
      title: t('payouts.made_at'),
      width: 140,
      render: (_, { made_at }) => <When at={made_at} />,
    },
    { key: 'note', title: t('payouts.note'), render: (_, { note }) => note },
    {
      key: 'payees',
      title: t('payouts.payees'),
      width: 90,
      align: 'right',
      render: (_, { payees }) => <Count value={payees} />,
    },
    ...SUMS.map((key) => ({
      key,
      title: t(`payouts.${key}`),
      width: 130,
      align: 'right' as const,
      render: (_: unknown, payout: Payout) => <Money fen={payout[key]} />,
    })),
    {
      key: 'actions',
      title: '',
      width: 90,
      align: 'right',
      render: (_, { id }) => (
        <Button type="link" size="small" onClick={() => open(id)}>
          {t('payouts.open')}
        </Button>
      ),
    },
  ]
  return (
    <>
      {make && <Filters>{make}</Filters>}
      <PageTable<Payout>
        label={t('affiliates.tab_payouts')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={({ id }) => id}
        minWidth={960}
        onOpen={({ id }) => open(id)}
        empty={
          <EmptyState title={t('payouts.empty')}>
            <p>{t('payouts.words')}</p>
          </EmptyState>
        }
        foot={<Pager cursor={search.cursor} next={list.data?.next_cursor} />}
      />
      {isMaking && <MakeForm onMade={open} onClose={() => setMaking(false)} />}
      {search.payout && <PayoutDrawer id={search.payout} onClose={() => open(undefined)} />}
    </>
  )
}

function MakeForm(props: { onMade: (id: string) => void; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useAffiliatesChanged()
  // One key an attempt, so that a tap that seemed lost makes no second batch.
  const key = useRef(crypto.randomUUID())
  return (
    <FormDialog<{ note?: string }, Payout>
      title={t('payouts.make')}
      okText={t('payouts.make')}
      words={t('payouts.words')}
      save={({ note }) => makePayout({ key: key.current, note: note?.trim() ?? '' })}
      onSaved={async ({ id }) => {
        void message.success(t('payouts.made'))
        props.onClose()
        props.onMade(id)
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item name="note" label={t('payouts.note')}>
        <Input maxLength={500} />
      </Form.Item>
    </FormDialog>
  )
}
