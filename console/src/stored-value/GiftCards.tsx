import { PlusOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Form, Input, InputNumber, Switch, type TableColumnsType } from 'antd'
import { useRef, useState } from 'react'
import { CustomerName } from '../customers/CustomerName.tsx'
import { CustomerPicker } from '../customers/CustomerPicker.tsx'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { shopQuery } from '../shop/api.ts'
import { useSelection } from '../ui/BatchBar.tsx'
import { Chip } from '../ui/Chip.tsx'
import { ChoiceFilter } from '../ui/ChoiceFilter.tsx'
import { CopyButton } from '../ui/Copy.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Money } from '../ui/Figures.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { Filters } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { ReasonField } from '../ui/ReasonField.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { GiftCardBatch } from './GiftCardBatch.tsx'
import { GIFTS, type GiftCard, giftCardsQuery, refundGiftCard, sellGiftCard } from './giftApi.ts'

const route = getRouteApi('/app/stored-value')
const PAGE = 50
const STATES = ['waiting', 'claimed', 'refunded'] as const
const TONES = { waiting: 'info', claimed: 'good', refunded: 'plain' } as const

/** Gift cards that were sold: who holds a code may claim it, and until then its money can go back. */
export function GiftCards() {
  const t = useTexts()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const mayWrite = useMay('membership:write')
  const search = route.useSearch()
  const [open, setOpen] = useState<'sell' | GiftCard>()
  const selection = useSelection()
  const state = STATES.find((one) => one === search.state)
  const asked = { q: search.q, state }
  const list = useQuery({
    ...giftCardsQuery({ ...asked, cursor: search.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const change = (next: { q?: string | undefined; state?: string | undefined }) =>
    void navigate({
      to: '/stored-value',
      search: (before) => ({ ...before, ...next, cursor: undefined }),
      replace: true,
    })
  const saved = async () => {
    setOpen(undefined)
    await queryClient.invalidateQueries({ queryKey: GIFTS })
  }
  const sell = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen('sell')}>
      {t('gift_cards.sell')}
    </Button>
  )
  return (
    <>
      <Filters>
        <SearchText
          value={search.q}
          label={t('gift_cards.search')}
          onChange={(q) => change({ q })}
        />
        <ChoiceFilter
          label={t('gift_cards.state')}
          value={state}
          onChange={(next) => change({ state: next })}
          options={STATES.map((value) => ({ value, label: t(`gift_card_state.${value}`) }))}
        />
        <ExportButton atEnd kind="gift_cards" params={asked} />
        {sell}
      </Filters>
      <PageTable<GiftCard>
        label={t('stored_value.tab_gifts')}
        list={{ ...list, data: list.data?.items }}
        columns={useColumns(mayWrite, setOpen)}
        rowKey={({ id }) => id}
        {...(mayWrite && { selection: { ...selection, nameOf: ({ code, id }) => code ?? id } })}
        minWidth={1000}
        empty={
          Object.values(asked).some(Boolean) ? (
            <EmptyState compact title={t('gift_cards.no_match')} />
          ) : (
            <EmptyState title={t('gift_cards.empty')} action={sell}>
              <p>{t('gift_cards.empty_words')}</p>
            </EmptyState>
          )
        }
        foot={<Pager cursor={search.cursor} next={list.data?.next_cursor} />}
      />
      <GiftCardBatch selection={selection} rows={list.data?.items} />
      {open === 'sell' && <Sell onSaved={saved} onClose={() => setOpen(undefined)} />}
      {typeof open === 'object' && (
        <FormDialog<{ reason: string }>
          danger
          title={t('gift_cards.refund')}
          okText={t('gift_cards.refund')}
          words={t('gift_cards.refund_words')}
          save={({ reason }) => refundGiftCard(open.id, reason)}
          onSaved={saved}
          onClose={() => setOpen(undefined)}
        >
          <ReasonField label={t('gift_cards.reason')} needed={t('gift_cards.needed')} />
        </FormDialog>
      )}
    </>
  )
}

function useColumns(mayWrite: boolean, open: (card: GiftCard) => void): TableColumnsType<GiftCard> {
  const t = useTexts()
  const customer = (customer_id: number | null, name: string | null, phone: string | null) =>
    customer_id === null ? (
      <Nothing />
    ) : (
      <CustomerName withPhone row={{ customer_id, name, phone }} />
    )
  return [
    {
      key: 'code',
      title: t('gift_cards.code'),
      render: (_, { code }) => (code === null ? <Nothing /> : <GiftLink code={code} />),
    },
    {
      key: 'fen',
      title: t('gift_cards.fen'),
      width: 110,
      align: 'right',
      render: (_, { fen }) => <Money fen={fen} />,
    },
    {
      key: 'state',
      title: t('gift_cards.state'),
      width: 110,
      render: (_, { state }) => <Chip tone={TONES[state]}>{t(`gift_card_state.${state}`)}</Chip>,
    },
    {
      key: 'buyer',
      title: t('gift_cards.buyer'),
      width: 180,
      render: (_, card) => customer(card.buyer_id, card.buyer_name, card.buyer_phone),
    },
    {
      key: 'claimer',
      title: t('gift_cards.claimer'),
      width: 180,
      render: (_, card) => customer(card.claimer_id, card.claimer_name, card.claimer_phone),
    },
    {
      key: 'sold',
      title: t('gift_cards.sold_at'),
      width: 130,
      render: (_, { sold_at }) => <When at={sold_at} />,
    },
    {
      key: 'actions',
      title: '',
      width: 100,
      render: (_, card) =>
        mayWrite &&
        card.state === 'waiting' && (
          <Button size="small" danger onClick={() => open(card)}>
            {t('gift_cards.refund')}
          </Button>
        ),
    },
  ]
}

/** The link that is sent to whoever it is for; without an open shop only its code. */
function GiftLink({ code }: { code: string }) {
  const shop = useQuery(shopQuery)
  const slug = shop.data?.shop?.is_open ? shop.data.shop.slug : undefined
  const link = slug === undefined ? code : `${window.location.origin}/m/${slug}/gift/${code}`
  return (
    <span style={{ display: 'inline-flex', gap: 8, alignItems: 'center' }}>
      <code>{code}</code>
      <CopyButton text={link} />
    </span>
  )
}

interface SaleFields {
  yuan: number
  customer?: number
  greeting?: string
  is_real_name?: boolean
}

function Sell(props: { onSaved: () => Promise<void>; onClose: () => void }) {
  const t = useTexts()
  // One key an attempt, so that a tap that seemed lost sells nothing twice.
  const key = useRef(crypto.randomUUID())
  return (
    <FormDialog<SaleFields>
      title={t('gift_cards.sell')}
      okText={t('gift_cards.sell')}
      words={t('gift_cards.sell_words')}
      save={({ yuan, customer, greeting, is_real_name }) =>
        sellGiftCard({
          ...{ key: key.current, fen: Math.round(yuan * 100), greeting: greeting?.trim() ?? '' },
          ...(customer !== undefined && { customer_id: customer }),
          is_real_name: is_real_name ?? false,
        })
      }
      onSaved={props.onSaved}
      onClose={props.onClose}
    >
      <Form.Item
        name="yuan"
        label={t('gift_cards.paid')}
        rules={[{ required: true, message: t('gift_cards.needed') }]}
      >
        <InputNumber min={0.01} max={1_000} precision={2} prefix="¥" style={{ width: 180 }} />
      </Form.Item>
      <Form.Item name="customer" label={t('gift_cards.buyer')} tooltip={t('gift_cards.buyer_hint')}>
        <Buyer />
      </Form.Item>
      <Form.Item name="greeting" label={t('gift_cards.greeting')}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item
        name="is_real_name"
        label={t('gift_cards.is_real_name')}
        tooltip={t('gift_cards.is_real_name_hint')}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
    </FormDialog>
  )
}

/** Its form item gives it the value. */
function Buyer(props: { value?: number; onChange?: (id: number | undefined) => void }) {
  const t = useTexts()
  return (
    <CustomerPicker
      value={props.value}
      onChange={(id) => props.onChange?.(id)}
      width="100%"
      placeholder={t('stored_value.find_customer')}
    />
  )
}
