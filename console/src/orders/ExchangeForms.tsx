import { useQuery } from '@tanstack/react-query'
import { App, Form, Input, InputNumber, Radio, Select } from 'antd'
import { useMemo } from 'react'
import { useLocale } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { ReasonField } from '../ui/ReasonField.tsx'
import { askExchange, exchangeableQuery, sendExchange, useOrdersChanged } from './api.ts'

interface Wanted {
  piece: number
  to_sku: string
  quantity: number
  reason: string
}

/** Pieces the buyer has for another SKU of the same product. */
export function ExchangeForm(props: { id: string; onClose: () => void }) {
  const t = useTexts()
  const { currency, language } = useLocale()
  const { message } = App.useApp()
  const changed = useOrdersChanged()
  const found = useQuery(exchangeableQuery(props.id))
  // One dialog is one request, however often its button is pressed.
  const key = useMemo(() => crypto.randomUUID(), [])
  const items = found.data?.items ?? []
  const needed = [{ required: true, message: t('own_orders.needed') }]
  return (
    <FormDialog<Wanted>
      title={t('exchange.ask')}
      okText={t('exchange.ask')}
      initial={{ quantity: 1 }}
      save={async ({ piece, ...wanted }) => {
        const { sku, held_sku } = items[piece] ?? { sku: '', held_sku: '' }
        return askExchange(props.id, { ...wanted, sku, held_sku, key })
      }}
      onSaved={async () => {
        void message.success(t('after_sale.asked'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      {found.error && <ErrorNote error={found.error} />}
      <Form.Item name="piece" label={t('exchange.piece')} rules={needed}>
        <Select
          loading={found.isPending}
          notFoundContent={t('exchange.nothing')}
          options={items.map((item, value) => ({
            value,
            label: `${item.name} × ${item.quantity}`,
          }))}
        />
      </Form.Item>
      <Form.Item noStyle dependencies={['piece']}>
        {({ getFieldValue }) => {
          const item = items[Number(getFieldValue('piece'))]
          return (
            <>
              <Form.Item
                name="to_sku"
                label={t('exchange.for')}
                extra={t('exchange.for_hint')}
                rules={needed}
              >
                <Select
                  notFoundContent={t('exchange.nothing')}
                  options={item?.for.map((one) => ({
                    value: one.sku,
                    label:
                      one.less_fen > 0
                        ? t('exchange.free_less', {
                            ...{ name: one.name, count: one.free },
                            sum: money(one.less_fen, currency, language),
                          })
                        : one.more_fen > 0
                          ? t('exchange.free_more', {
                              ...{ name: one.name, count: one.free },
                              sum: money(one.more_fen, currency, language),
                            })
                          : t('exchange.free', { name: one.name, count: one.free }),
                  }))}
                />
              </Form.Item>
              <Form.Item name="quantity" label={t('exchange.quantity')} rules={needed}>
                <InputNumber min={1} max={item?.quantity ?? 1} precision={0} />
              </Form.Item>
            </>
          )
        }}
      </Form.Item>
      <ReasonField label={t('after_sale.reason')} needed={t('own_orders.needed')} />
    </FormDialog>
  )
}

interface Sent {
  way: 'parcel' | 'hand'
  carrier?: string
  number?: string
}

/** What it is exchanged for goes out: in a parcel of its own, or over the counter. */
export function SendExchangeForm(props: { id: string; ships: boolean; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useOrdersChanged()
  const needed = [{ required: true, whitespace: true, message: t('own_orders.needed') }]
  return (
    <FormDialog<Sent>
      title={t('exchange.send')}
      okText={t('exchange.send')}
      initial={{ way: props.ships ? 'parcel' : 'hand' }}
      save={({ way, carrier = '', number = '' }) =>
        sendExchange(props.id, { parcel: way === 'parcel' ? { carrier, number } : null })
      }
      onSaved={async () => {
        void message.success(t('own_orders.done'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      {props.ships && (
        <Form.Item name="way" label={t('exchange.way')}>
          <Radio.Group
            options={(['parcel', 'hand'] as const).map((value) => ({
              value,
              label: t(`exchange.way_${value}`),
            }))}
          />
        </Form.Item>
      )}
      <Form.Item noStyle dependencies={['way']}>
        {({ getFieldValue }) =>
          props.ships && getFieldValue('way') !== 'hand' ? (
            <>
              <Form.Item name="carrier" label={t('own_orders.carrier')} rules={needed}>
                <Input maxLength={100} />
              </Form.Item>
              <Form.Item name="number" label={t('own_orders.parcel')} rules={needed}>
                <Input maxLength={100} />
              </Form.Item>
            </>
          ) : (
            <p>{t('exchange.hand_words')}</p>
          )
        }
      </Form.Item>
    </FormDialog>
  )
}
