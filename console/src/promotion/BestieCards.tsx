import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Form, type TableColumnsType } from 'antd'
import { useRef, useState } from 'react'
import { CustomerName } from '../customers/CustomerName.tsx'
import { CustomerPicker } from '../customers/CustomerPicker.tsx'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { ChoiceFilter } from '../ui/ChoiceFilter.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { Filters } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { ReasonField } from '../ui/ReasonField.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { usePromotionChanged } from './api.ts'
import {
  type BestieCard,
  type BestiePlan,
  bestieCardsQuery,
  giveBestieCard,
  revokeBestieCard,
} from './bestieApi.ts'
import styles from './Promotion.module.css'

const route = getRouteApi('/app/bestie-cards')
const PAGE = 50
const STATES = ['promised', 'waiting', 'accepted', 'expired', 'revoked'] as const
const TONES = {
  promised: 'plain',
  released: 'plain',
  waiting: 'info',
  accepted: 'good',
  expired: 'plain',
  revoked: 'warning',
} as const

/** The cards of a plan, newest first, with who gave and who accepted them. */
export function BestieCards(props: { plan: BestiePlan; mayWrite: boolean }) {
  const t = useTexts()
  const navigate = useNavigate()
  const changed = usePromotionChanged()
  const search = route.useSearch()
  const { plan, mayWrite } = props
  const [open, setOpen] = useState<'give' | BestieCard>()
  const state = STATES.find((one) => one === search.state)
  const asked = { q: search.q, state }
  const list = useQuery({
    ...bestieCardsQuery(plan.id, { ...asked, cursor: search.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const change = (next: { q?: string | undefined; state?: string | undefined }) =>
    void navigate({
      to: '/bestie-cards',
      search: (before) => ({ ...before, ...next, cursor: undefined }),
      replace: true,
    })
  const saved = async () => {
    setOpen(undefined)
    await changed()
  }
  const give = mayWrite && plan.state === 'live' && (
    <Button onClick={() => setOpen('give')}>{t('bestie.give')}</Button>
  )
  return (
    <>
      <Filters>
        <SearchText value={search.q} label={t('bestie.search')} onChange={(q) => change({ q })} />
        <ChoiceFilter
          label={t('offers.state')}
          value={state}
          onChange={(next) => change({ state: next })}
          options={STATES.map((value) => ({ value, label: t(`bestie_card_state.${value}`) }))}
        />
        <ExportButton atEnd kind="bestie_cards" params={{ plan: plan.id, ...asked }} />
        {give}
      </Filters>
      <PageTable<BestieCard>
        label={t('bestie.cards')}
        list={{ ...list, data: list.data?.items }}
        columns={useColumns(mayWrite, setOpen)}
        rowKey={({ id }) => id}
        minWidth={900}
        empty={
          Object.values(asked).some(Boolean) ? (
            <EmptyState compact title={t('bestie.no_match')} />
          ) : (
            <EmptyState compact title={t('bestie.no_cards')} action={give} />
          )
        }
        foot={<Pager cursor={search.cursor} next={list.data?.next_cursor} />}
      />
      {open === 'give' && <Give plan={plan} onSaved={saved} onClose={() => setOpen(undefined)} />}
      {typeof open === 'object' && (
        <FormDialog<{ reason: string }>
          danger
          title={t('bestie.revoke')}
          okText={t('bestie.revoke')}
          words={t('bestie.revoke_words')}
          save={({ reason }) => revokeBestieCard(open.id, reason)}
          onSaved={saved}
          onClose={() => setOpen(undefined)}
        >
          <ReasonField label={t('bestie.reason')} needed={t('offers.needed')} />
        </FormDialog>
      )}
    </>
  )
}

function useColumns(
  mayWrite: boolean,
  open: (card: BestieCard) => void,
): TableColumnsType<BestieCard> {
  const t = useTexts()
  return [
    {
      key: 'state',
      title: t('offers.state'),
      width: 130,
      render: (_, { state, expires_at }) => (
        <div className={styles.two}>
          <span>
            <Chip tone={TONES[state]}>{t(`bestie_card_state.${state}`)}</Chip>
          </span>
          {state === 'waiting' && expires_at && (
            <span className={styles.quiet}>
              {t('bestie.until')} <When at={expires_at} />
            </span>
          )}
        </div>
      ),
    },
    {
      key: 'holder',
      title: t('bestie.holder'),
      render: (_, { holder_id, holder_name: name, holder_phone: phone }) => (
        <CustomerName row={{ customer_id: holder_id, name, phone }} withPhone />
      ),
    },
    {
      key: 'friend',
      title: t('bestie.the_friend'),
      render: (_, { friend_id, friend_name: name, friend_phone: phone }) =>
        friend_id === null ? (
          <Nothing />
        ) : (
          <CustomerName row={{ customer_id: friend_id, name, phone }} withPhone />
        ),
    },
    {
      key: 'friend_coupon',
      title: t('bestie.friend_coupon'),
      width: 120,
      render: (_, { friend_coupon_state: of }) => (of ? t(`coupon_state.${of}`) : <Nothing />),
    },
    {
      key: 'holder_coupon',
      title: t('bestie.holder_coupon'),
      width: 140,
      render: (_, { holder_coupon_state: of, holder_refused }) =>
        of ? (
          t(`coupon_state.${of}`)
        ) : holder_refused ? (
          t(`bestie_refused.${holder_refused}`)
        ) : (
          <Nothing />
        ),
    },
    {
      key: 'made',
      title: t('bestie.made_at'),
      width: 130,
      render: (_, { made_at }) => <When at={made_at} />,
    },
    {
      key: 'actions',
      title: '',
      width: 90,
      align: 'right',
      render: (_, card) =>
        mayWrite &&
        card.order_id === null &&
        (card.state === 'waiting' || card.state === 'accepted') && (
          <Button size="small" danger onClick={() => open(card)}>
            {t('bestie.revoke')}
          </Button>
        ),
    },
  ]
}

function Give(props: { plan: BestiePlan; onSaved: () => Promise<void>; onClose: () => void }) {
  const t = useTexts()
  // One key an attempt, so that a tap that seemed lost gives nothing twice.
  const key = useRef(crypto.randomUUID())
  return (
    <FormDialog<{ customer: number }>
      title={t('bestie.give')}
      okText={t('bestie.give')}
      words={t('bestie.give_words')}
      save={({ customer }) => giveBestieCard(props.plan.id, customer, key.current)}
      onSaved={props.onSaved}
      onClose={props.onClose}
    >
      <Form.Item
        name="customer"
        label={t('bestie.holder')}
        rules={[{ required: true, message: t('offers.needed') }]}
      >
        <Holder />
      </Form.Item>
    </FormDialog>
  )
}

/** Its form item gives it the value. */
function Holder(props: { value?: number; onChange?: (id: number | undefined) => void }) {
  const t = useTexts()
  return (
    <CustomerPicker
      value={props.value}
      onChange={(id) => props.onChange?.(id)}
      width="100%"
      placeholder={t('bestie.find_customer')}
    />
  )
}
