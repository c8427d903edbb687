import { useMutation, useQuery } from '@tanstack/react-query'
import { App, Button, Input, InputNumber, Select } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { answer, client } from '../api/client.ts'
import type { Answer } from '../api/shapes.ts'
import { fenOf } from '../commerce/price.ts'
import { useTexts } from '../i18n/texts.ts'
import { storesQuery } from '../org/api.ts'
import { Chip } from '../ui/Chip.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Money } from '../ui/Figures.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { Page, Panel } from '../ui/Page.tsx'
import { useRemembered } from '../ui/remembered.ts'
import { When } from '../ui/When.tsx'
import { useOrdersChanged } from './api.ts'
import { Decide, type Deciding } from './Decide.tsx'
import styles from './Redeem.module.css'
import { OneAppointment } from './RedeemAppointment.tsx'
import { OneCard } from './RedeemCard.tsx'

type Redeemable = Answer<'/api/v1/desk-codes/{code}'>
type PickUp = Extract<Redeemable, { kind: 'pick_up' }>
type Coupon = Extract<Redeemable, { kind: 'coupon' }>

const at = (code: string) => ({ path: { code } })
const find = (code: string) => answer(client.GET('/api/v1/desk-codes/{code}', { params: at(code) }))
const handOver = (code: string) =>
  answer(client.POST('/api/v1/desk-codes/{code}/hand-over', { params: at(code) }))
const takeIn = (code: string, body: { key: string; store: string; fen: number }) =>
  answer(client.POST('/api/v1/desk-codes/{code}/take-in', { params: at(code), body }))

/** For a phone behind the counter: a code is typed or scanned, shown for what it is, and counts once. */
export function RedeemPage() {
  const t = useTexts()
  const [code, setCode] = useState('')
  const [done, setDone] = useState<string>()
  const field = useRef<HTMLInputElement>(null)
  const look = useMutation({ mutationFn: find })
  const again = () => {
    look.reset()
    setCode('')
    field.current?.focus()
  }
  const finish = (words: string) => {
    setDone(words)
    again()
  }
  const search = () => {
    const given = code.trim()
    if (given === '') return
    setDone(undefined)
    look.mutate(given)
  }
  return (
    <Page title={t('redeem.title')} purpose={t('redeem.purpose')}>
      <div className={styles.desk}>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            search()
          }}
          className={styles.search}
        >
          <Input
            ref={(input) => {
              field.current = input?.input ?? null
            }}
            size="large"
            autoFocus
            allowClear
            autoComplete="off"
            maxLength={100}
            aria-label={t('redeem.code')}
            placeholder={t('redeem.code')}
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
          <Button size="large" type="primary" htmlType="submit" loading={look.isPending}>
            {t('redeem.look')}
          </Button>
        </form>
        <div aria-live="polite">
          {done && <p className={styles.done}>{done}</p>}
          {look.error && <ErrorNote error={look.error} />}
        </div>
        {look.data?.kind === 'pick_up' && (
          <Goods code={code.trim()} waiting={look.data} onDone={finish} onDrop={again} />
        )}
        {look.data?.kind === 'appointment' && (
          <OneAppointment appointment={look.data.appointment} onDone={finish} onDrop={again} />
        )}
        {look.data?.kind === 'session_card' && (
          <OneCard card={look.data} onDone={finish} onDrop={again} />
        )}
        {look.data?.kind === 'coupon' && (
          <OneCoupon coupon={look.data} onDone={finish} onDrop={again} />
        )}
      </div>
    </Page>
  )
}

function Goods({ code, waiting, onDone, onDrop }: Deciding & { code: string; waiting: PickUp }) {
  const t = useTexts()
  const changed = useOrdersChanged()
  const act = useMutation({
    mutationFn: () => handOver(code),
    onSuccess: async () => {
      onDone(t('redeem.handed_over', { number: waiting.number }))
      await changed()
    },
  })
  const waits = waiting.state === 'to_pick_up' && waiting.kept_back === null
  return (
    <Panel
      title={t('redeem.pick_up')}
      extra={
        <Chip tone={waits ? 'good' : 'warning'}>{t(`own_orders.state_${waiting.state}`)}</Chip>
      }
    >
      <KeyValues
        rows={[
          ...waiting.goods.map(({ sku, name, quantity }) => ({
            ...{ key: sku, label: name, value: `× ${quantity}` },
          })),
          { key: 'number', label: t('own_orders.number'), value: waiting.number },
          {
            ...{ key: 'placed_at', label: t('own_orders.placed_at') },
            value: <When at={waiting.placed_at} />,
          },
          ...(waiting.note
            ? [{ key: 'note', label: t('own_orders.note'), value: waiting.note }]
            : []),
        ]}
      />
      {waiting.kept_back !== null && <p className={styles.why}>{t('redeem.kept_back')}</p>}
      {act.error && <ErrorNote error={act.error} />}
      <Decide
        may={waits}
        isBusy={act.isPending}
        words={t('redeem.hand_over')}
        onAct={() => act.mutate()}
        onDrop={onDrop}
      />
    </Panel>
  )
}

function OneCoupon({ coupon, onDone, onDrop }: Deciding & { coupon: Coupon }) {
  const t = useTexts()
  const { message } = App.useApp()
  const [store, setStore] = useRemembered('redeem.store', '')
  const stores = useQuery(storesQuery({ open: 'true', limit: 100 })).data?.items ?? []
  const [off, setOff] = useState<number | null>(worthOf(coupon))
  // One look is one request, however often its button is pressed.
  const [key, setKey] = useState(() => crypto.randomUUID())
  useEffect(() => {
    setKey(crypto.randomUUID())
    setOff(worthOf(coupon))
  }, [coupon])
  const act = useMutation({
    mutationFn: () => takeIn(coupon.code, { key, store, fen: fenOf(off ?? 0) ?? 0 }),
    onSuccess: () => onDone(t('redeem.taken_in', { name: coupon.name })),
  })
  const { needs } = coupon.terms as { needs?: { fen?: number; pieces?: number } }
  const may = coupon.state === 'taken' || coupon.state === 'free'
  const decide = () => {
    if (!stores.some(({ code }) => code === store)) void message.warning(t('redeem.choose_store'))
    else act.mutate()
  }
  return (
    <Panel
      title={coupon.name}
      extra={<Chip tone={may ? 'good' : 'warning'}>{t(`redeem.coupon_${coupon.state}`)}</Chip>}
    >
      <KeyValues
        rows={[
          { key: 'offer', label: t('redeem.offer'), value: coupon.offer_name },
          ...(needs?.fen === undefined
            ? []
            : [{ key: 'fen', label: t('redeem.from'), value: <Money fen={needs.fen} /> }]),
          ...(needs?.pieces === undefined
            ? []
            : [{ key: 'pieces', label: t('redeem.from_pieces'), value: needs.pieces }]),
          ...(coupon.valid_to === null
            ? []
            : [{ key: 'to', label: t('redeem.until'), value: <When at={coupon.valid_to} /> }]),
        ]}
      />
      {may && (
        <div className={styles.fields}>
          <Select
            size="large"
            aria-label={t('redeem.store')}
            placeholder={t('redeem.store')}
            value={stores.some(({ code }) => code === store) ? store : undefined}
            onChange={setStore}
            options={stores.map(({ code, name }) => ({ value: code, label: name }))}
            showSearch={{ optionFilterProp: 'label' }}
          />
          <InputNumber<number>
            style={{ width: '100%' }}
            aria-label={t('redeem.off')}
            prefix={t('redeem.off')}
            size="large"
            min={0}
            max={10_000_000}
            precision={2}
            inputMode="decimal"
            value={off}
            onChange={setOff}
          />
        </div>
      )}
      {act.error && <ErrorNote error={act.error} />}
      <Decide
        may={may}
        isBusy={act.isPending}
        words={t('redeem.take_in')}
        onAct={decide}
        onDrop={onDrop}
      />
    </Panel>
  )
}

/** What it takes off, in yuan, where it is always the same. */
function worthOf({ offer_kind, terms }: Coupon): number | null {
  const { off_fen } = (terms.args ?? {}) as { off_fen?: number }
  return offer_kind === 'amount' && typeof off_fen === 'number' ? off_fen / 100 : null
}
