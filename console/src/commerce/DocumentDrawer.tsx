import { useQuery } from '@tanstack/react-query'
import { App, Button, Drawer, Form, Input } from 'antd'
import { useState } from 'react'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { documentQuery, reverseDocument, type StockDetail, useGoodsChanged } from './api.ts'
import styles from './Commerce.module.css'

/** A document with its entries, and its opposite where it was wrong. */
export function DocumentDrawer(props: { id: string | undefined; onClose: () => void }) {
  const t = useTexts()
  const mayWrite = useMay('goods:write')
  const [isReversing, setReversing] = useState(false)
  const found = useQuery({ ...documentQuery(props.id ?? ''), enabled: props.id !== undefined })
  const document = found.data
  const mayReverse =
    mayWrite && document && !document.reverses && !document.reversed_by && !document.order_id
  return (
    <Drawer
      open={props.id !== undefined}
      size={640}
      title={document ? t(`stock.kind_${document.kind}`) : t('stock.documents')}
      extra={
        mayReverse && <Button onClick={() => setReversing(true)}>{t('stock.take_back')}</Button>
      }
      onClose={props.onClose}
    >
      {found.error ? (
        <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />
      ) : document ? (
        <Entries document={document} />
      ) : (
        <SkeletonLines lines={6} />
      )}
      {isReversing && document && (
        <ReverseForm id={document.id} onClose={() => setReversing(false)} />
      )}
    </Drawer>
  )
}

function Entries(props: { document: StockDetail }) {
  const t = useTexts()
  const known = useKnownText()
  const place = (text: string) =>
    text.startsWith('store:') ? text.slice(6) : (known(`stock.place_${text}`) ?? text)
  const { at, note, entries, reverses, reversed_by } = props.document
  return (
    <>
      <p className={styles.words}>
        <When at={at} /> {note}
        {reverses && <> · {t('stock.reverses')}</>}
        {reversed_by && <> · {t('stock.reversed')}</>}
      </p>
      {entries.length === 0 ? (
        <p className={styles.words}>{t('stock.nothing_moved')}</p>
      ) : (
        <table className={styles.list}>
          <thead>
            <tr>
              <th scope="col">{t('stock.product')}</th>
              <th scope="col">{t('stock.from_to')}</th>
              <th scope="col" data-kind="number">
                {t('stock.quantity')}
              </th>
              <th scope="col" data-kind="number">
                {t('stock.unit_cost')}
              </th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.sku}>
                <td>
                  {entry.name ?? entry.sku}
                  <div className={styles.quiet}>{entry.sku}</div>
                </td>
                <td>
                  {place(entry.from_place)} → {place(entry.to_place)}
                </td>
                <td data-kind="number">
                  <Count value={entry.quantity} />
                </td>
                <td data-kind="number">
                  {entry.unit_cost_fen === null ? <Nothing /> : <Money fen={entry.unit_cost_fen} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}

function ReverseForm(props: { id: string; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useGoodsChanged()
  return (
    <FormDialog<{ note: string }>
      title={t('stock.take_back')}
      okText={t('stock.take_back')}
      words={t('stock.take_back_words')}
      save={({ note }) => reverseDocument(props.id, note.trim())}
      onSaved={async () => {
        void message.success(t('stock.taken_back'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="note"
        label={t('stock.why')}
        rules={[{ required: true, whitespace: true, message: t('stock.why_needed') }]}
      >
        <Input maxLength={500} />
      </Form.Item>
    </FormDialog>
  )
}
