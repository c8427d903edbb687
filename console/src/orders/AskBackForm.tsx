import { useQuery } from '@tanstack/react-query'
import { App, Form, InputNumber, Radio } from 'antd'
import { useMemo } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { ReasonField } from '../ui/ReasonField.tsx'
import { askBack, exchangeableQuery, type OwnOrderDetail, useOrdersChanged } from './api.ts'

interface Fields {
  kind: 'money' | 'return'
  reason: string
  /** By what is asked back: a line, or what the buyer has for it. */
  pieces?: Record<string, number | null>
}
interface Piece {
  key: string
  sku: string
  held_sku?: string
  name: string
  left: number
}

/** Pieces of an order that are asked back; what they cost is worked out by the server. */
export function AskBackForm(props: { order: OwnOrderDetail; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useOrdersChanged()
  const held = useQuery(exchangeableQuery(props.order.id))
  // One dialog is one request, however often its button is pressed.
  const key = useMemo(() => crypto.randomUUID(), [])
  const lines = props.order.lines
    .map(({ sku, name, quantity, refunded_quantity, exchanging_quantity }): Piece => {
      const left = quantity - refunded_quantity - exchanging_quantity
      return { key: `money ${sku}`, sku, name, left }
    })
    .filter((line) => line.left > 0)
  // What comes back is what the buyer has, which is another SKU where it was exchanged before.
  const goods = (held.data?.items ?? []).map(({ sku, held_sku, name, quantity }): Piece => {
    return { key: `return ${sku} ${held_sku}`, sku, held_sku, name, left: quantity }
  })
  const piecesOf = (kind: Fields['kind']) => (kind === 'return' ? goods : lines)
  return (
    <FormDialog<Fields>
      title={t('after_sale.ask')}
      okText={t('after_sale.ask')}
      initial={{ kind: 'money' }}
      save={({ kind, reason, pieces = {} }) =>
        askBack(props.order.id, {
          ...{ kind, reason, key },
          lines: piecesOf(kind).flatMap(({ key, sku, held_sku }) => {
            const quantity = pieces[key] ?? 0
            return quantity > 0 ? [{ sku, quantity, ...(held_sku && { held_sku }) }] : []
          }),
        })
      }
      onSaved={async () => {
        void message.success(t('after_sale.asked'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      {held.error && <ErrorNote error={held.error} />}
      <Form.Item name="kind" label={t('after_sale.kind')}>
        <Radio.Group
          options={(['money', 'return'] as const).map((value) => ({
            value,
            label: t(`after_sale.kind_${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item noStyle dependencies={['kind']}>
        {({ getFieldValue }) =>
          piecesOf(getFieldValue('kind') as Fields['kind']).map((piece) => (
            <Form.Item
              key={piece.key}
              name={['pieces', piece.key]}
              label={t('after_sale.pieces', { name: piece.name, count: piece.left })}
            >
              <InputNumber min={0} max={piece.left} precision={0} />
            </Form.Item>
          ))
        }
      </Form.Item>
      <ReasonField label={t('after_sale.reason')} needed={t('own_orders.needed')} />
    </FormDialog>
  )
}
