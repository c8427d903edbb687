import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, InputNumber } from 'antd'
import { useState } from 'react'
import { ProductPicker } from '../commerce/ProductPicker.tsx'
import { CustomerPicker } from '../customers/CustomerPicker.tsx'
import { useLocale } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Money } from '../ui/Figures.tsx'
import { useSettled } from '../ui/settled.ts'
import { dryRunQuery, type Offer, type DryRun as Tried } from './api.ts'
import styles from './Promotion.module.css'

interface Line {
  key: number
  sku?: string
  quantity: number
}

/** A basket, and what it would cost with the offer as it stands in the form beside all live ones. */
export function DryRun(props: {
  offer?: Offer | undefined
  source: 'offer' | 'coupon'
  name: string
  terms: Record<string, unknown> | undefined
}) {
  const t = useTexts()
  const [lines, setLines] = useState<Line[]>([{ key: 0, quantity: 1 }])
  const [customer, setCustomer] = useState<number>()
  const [shipping, setShipping] = useState<number | null>(null)
  const id = props.offer?.id ?? 'draft'
  const asked = useSettled(
    JSON.stringify({
      lines: lines.flatMap(({ sku, quantity }) => (sku ? [{ sku, quantity }] : [])),
      ...(customer !== undefined && { customer_id: customer }),
      ...(shipping !== null && { shipping_fen: Math.round(shipping * 100) }),
      ...(props.terms && {
        draft: { id, name: props.name.slice(0, 200), source: props.source, terms: props.terms },
      }),
    }),
    400,
  )
  const body = JSON.parse(asked) as Parameters<typeof dryRunQuery>[0]
  const skus = body.lines.map((line) => line.sku)
  const isReady = skus.length > 0 && new Set(skus).size === skus.length
  const tried = useQuery({ ...dryRunQuery(body), enabled: isReady, placeholderData: (old) => old })
  const change = (key: number, next: Partial<Line>) =>
    setLines((old) => old.map((line) => (line.key === key ? { ...line, ...next } : line)))
  return (
    <section className={styles.tried} aria-label={t('offers.try')}>
      <h2 className={styles.part}>{t('offers.try')}</h2>
      <p className={styles.quiet}>{t('offers.try_words')}</p>
      {lines.map((line) => (
        <div
          key={line.key}
          style={{
            display: 'grid',
            gridTemplateColumns: '1fr 110px 32px',
            gap: 8,
            marginBottom: 8,
          }}
        >
          <ProductPicker
            {...(line.sku !== undefined && { value: line.sku })}
            onChange={(sku) => change(line.key, { sku })}
          />
          <InputNumber
            min={1}
            max={100_000}
            precision={0}
            aria-label={t('offers.quantity')}
            value={line.quantity}
            onChange={(quantity) => change(line.key, { quantity: quantity ?? 1 })}
          />
          <Button
            type="text"
            aria-label={t('offers.remove_row')}
            icon={<DeleteOutlined />}
            disabled={lines.length === 1}
            onClick={() => setLines((old) => old.filter(({ key }) => key !== line.key))}
          />
        </div>
      ))}
      <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap', marginBottom: 12 }}>
        <Button
          icon={<PlusOutlined />}
          onClick={() =>
            setLines((old) => [
              ...old,
              { key: Math.max(...old.map(({ key }) => key)) + 1, quantity: 1 },
            ])
          }
        >
          {t('offers.add_row')}
        </Button>
        <CustomerPicker
          value={customer}
          onChange={setCustomer}
          width={220}
          placeholder={t('offers.try_customer')}
        />
        <InputNumber
          min={0}
          precision={2}
          placeholder={t('offers.try_shipping')}
          aria-label={t('offers.try_shipping')}
          suffix={t('offers.yuan')}
          value={shipping}
          onChange={setShipping}
        />
      </div>
      {tried.error ? (
        <ErrorNote error={tried.error} />
      ) : tried.data && isReady ? (
        <Outcome tried={tried.data} own={id} />
      ) : (
        <p className={styles.quiet}>{t('offers.try_choose')}</p>
      )}
    </section>
  )
}

function Outcome(props: { tried: Tried; own: string }) {
  const t = useTexts()
  const words = useReason()
  const { tried } = props
  const nameOf = (id: string) => (id === props.own ? t('offers.this_offer') : tried.names[id] || id)
  return (
    <>
      <p>
        {t('offers.try_total')} <strong>{<Money fen={tried.total_fen} />}</strong>
        {tried.off_fen > 0 && (
          <>
            {' '}
            <span className={styles.quiet}>
              {t('offers.try_off')} <Money fen={tried.off_fen} />
            </span>
          </>
        )}
        {!tried.search.proven && <Chip tone="warning">{t('offers.not_proven')}</Chip>}
      </p>
      <ul className={styles.told}>
        {tried.told.map((told) => (
          <li key={told.offer}>
            <span>{nameOf(told.offer)}</span>
            {told.applied ? (
              <Chip tone="good">
                {t('offers.applied')} <Money fen={told.worth_fen ?? 0} />
              </Chip>
            ) : (
              <span className={styles.quiet}>{words(told.reason, nameOf)}</span>
            )}
          </li>
        ))}
        {tried.refused.map(({ id, code }) => (
          <li key={id}>
            <span>{id}</span>
            <span className={styles.quiet}>{words({ code }, nameOf)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

const REASONS = [
  ...(['not_started', 'ended', 'other_day', 'other_hour', 'other_storefront'] as const),
  ...(['other_channel', 'sign_in', 'not_in_audience', 'in_excluded_audience'] as const),
  ...(['other_level', 'not_new', 'window_over', 'no_goods', 'uses_spent', 'below_amount'] as const),
  ...(['below_pieces', 'goods_missing', 'nothing_to_take_off', 'budget_spent'] as const),
  ...(['excluded_by', 'group_chose', 'too_many', 'other_combination', 'not_proven'] as const),
  ...(['coupon_unknown', 'coupon_of_another', 'coupon_used', 'coupon_held'] as const),
  ...(['coupon_void', 'coupon_closed'] as const),
] as const

type Reason = NonNullable<Tried['told'][number]['reason']>

/** Why an offer does not count, in words with its numbers. */
export function useReason() {
  const t = useTexts()
  const { currency, language } = useLocale()
  return (reason: Reason | undefined, nameOf: (id: string) => string): string => {
    const code = REASONS.find((one) => one === reason?.code)
    if (!reason || !code) return reason?.code ?? ''
    const isMoney = code === 'below_amount' || code === 'budget_spent'
    const shown = (n: number | undefined) =>
      isMoney ? money(n ?? 0, currency, language) : String(n ?? 0)
    return t(`offer_reason.${code}`, {
      needed: shown(reason.needed),
      have: shown(reason.have),
      missing: shown((reason.needed ?? 0) - (reason.have ?? 0)),
      offer: reason.offer === undefined ? '' : nameOf(reason.offer),
    })
  }
}
