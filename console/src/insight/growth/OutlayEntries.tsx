// What was spent, newest first; entered by hand, or brought by a file.
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Button, DatePicker, Form, Input, InputNumber, Segmented, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import { useBuilding } from '../../audiences/building.tsx'
import { useLocale } from '../../format/locale.tsx'
import { money } from '../../format/money.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useMay } from '../../session/session.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { More } from '../../ui/More.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { SureButton } from '../../ui/SureButton.tsx'
import { type NewOutlay, OUTLAYS, outlaysQuery, recordOutlay, removeOutlay } from './api.ts'
import { CodeField } from './CodeField.tsx'
import styles from './Growth.module.css'

const KINDS = ['media', 'incentive', 'staff', 'tool', 'goods', 'platform_commission'] as const

function useChanged() {
  const queryClient = useQueryClient()
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: OUTLAYS }),
      queryClient.invalidateQueries({ queryKey: ['insight'] }),
    ])
}

export function OutlayEntries() {
  const t = useTexts()
  const { language, currency } = useLocale()
  const mayWrite = useMay('imports:run')
  const { labels } = useBuilding().sayer
  const changed = useChanged()
  const [isEntering, setEntering] = useState(false)
  const list = useInfiniteQuery(outlaysQuery)
  if (list.error && !list.data)
    return <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />
  if (!list.data) return <SkeletonLines lines={10} />
  const items = list.data.pages.flatMap((page) => page.items)
  return (
    <>
      <p className={styles.words}>{t('outlay.entries_words')}</p>
      {mayWrite && (
        <div className={styles.tools}>
          <Button type="primary" onClick={() => setEntering(true)}>
            {t('outlay.enter')}
          </Button>
        </div>
      )}
      {items.length === 0 ? (
        <EmptyState compact title={t('outlay.no_entries')} />
      ) : (
        <table className={styles.list}>
          <thead>
            <tr>
              <th scope="col">{t('outlay.day')}</th>
              <th scope="col">{t('outlay.kind')}</th>
              <th scope="col" data-kind="number">
                {t('outlay.amount')}
              </th>
              <th scope="col">{t('outlay.for_what')}</th>
              <th scope="col">
                <span className={styles.quiet}>{t('outlay.source')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((one) => (
              <tr key={one.id}>
                <td>{one.spent_on}</td>
                <td>{t(`acquisition.kind_${one.kind}`)}</td>
                <td data-kind="number">
                  {money(one.fen, currency, language)}
                  {one.hours !== null && (
                    <div className={styles.quiet}>
                      {t('outlay.worked', {
                        hours: one.hours,
                        rate: money(one.hour_rate_fen ?? 0, currency, language),
                      })}
                    </div>
                  )}
                </td>
                <td>
                  {[
                    one.channel_id && labels.channel(one.channel_id),
                    one.activity_id && labels.code('activity', one.activity_id),
                    one.staff_id && labels.guide(one.staff_id),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                  <div className={styles.quiet}>{one.note}</div>
                </td>
                <td>
                  {one.by_hand && mayWrite ? (
                    <SureButton
                      label={t('outlay.delete')}
                      title={t('outlay.remove')}
                      words={t('outlay.remove_words')}
                      danger
                      run={async () => {
                        await removeOutlay(one.id)
                        return t('outlay.removed')
                      }}
                      onDone={changed}
                    />
                  ) : (
                    <span className={styles.quiet}>{one.source}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <More list={list} />
      {isEntering && <EntryDialog onClose={() => setEntering(false)} />}
    </>
  )
}

interface Fields {
  spent_on: Dayjs
  kind: NewOutlay['kind']
  way: 'amount' | 'hours'
  amount?: number
  hours?: number
  rate?: number | null
  channel_id?: string
  activity_id?: string
  staff_id?: string
  note?: string
}

function EntryDialog(props: { onClose: () => void }) {
  const t = useTexts()
  const changed = useChanged()
  const [form] = Form.useForm<Fields>()
  const { choices } = useBuilding()
  const way = Form.useWatch('way', form) ?? 'amount'
  const text = (value: string | undefined) => value?.trim() || undefined
  return (
    <FormDialog<Fields>
      title={t('outlay.enter')}
      okText={t('action.save')}
      form={form}
      initial={{ spent_on: dayjs(), kind: 'media', way: 'amount' }}
      save={(fields) => {
        const named = {
          channel_id: text(fields.channel_id),
          activity_id: text(fields.activity_id),
          staff_id: text(fields.staff_id),
        }
        return recordOutlay({
          spent_on: fields.spent_on.format('YYYY-MM-DD'),
          kind: fields.kind,
          note: fields.note ?? '',
          ...named,
          ...(fields.way === 'amount'
            ? { fen: Math.round((fields.amount ?? 0) * 100) }
            : {
                hours: fields.hours,
                ...(fields.rate != null && { hour_rate_fen: Math.round(fields.rate * 100) }),
              }),
        })
      }}
      onSaved={async () => {
        await changed()
        props.onClose()
      }}
      onClose={props.onClose}
    >
      <div className={styles.halves}>
        <Form.Item
          name="spent_on"
          label={t('outlay.day')}
          rules={[{ required: true, message: t('outlay.day') }]}
        >
          <DatePicker allowClear={false} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="kind" label={t('outlay.kind')}>
          <Select
            options={KINDS.map((value) => ({ value, label: t(`acquisition.kind_${value}`) }))}
          />
        </Form.Item>
      </div>
      <Form.Item name="way">
        <Segmented
          options={(['amount', 'hours'] as const).map((value) => ({
            value,
            label: t(`outlay.way_${value}`),
          }))}
        />
      </Form.Item>
      {way === 'amount' ? (
        <Form.Item
          name="amount"
          label={t('outlay.amount')}
          extra={t('outlay.amount_words')}
          rules={[{ required: true, message: t('outlay.amount') }]}
        >
          <InputNumber style={{ width: '100%' }} />
        </Form.Item>
      ) : (
        <div className={styles.halves}>
          <Form.Item
            name="hours"
            label={t('outlay.hours')}
            rules={[{ required: true, message: t('outlay.hours') }]}
          >
            <InputNumber min={0.01} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="rate" label={t('outlay.rate')} extra={t('outlay.rate_words')}>
            <InputNumber min={0} style={{ width: '100%' }} />
          </Form.Item>
        </div>
      )}
      <div className={styles.halves}>
        {(['channel', 'activity', 'guide'] as const).map((by) => (
          <Form.Item
            key={by}
            name={{ channel: 'channel_id', activity: 'activity_id', guide: 'staff_id' }[by]}
            label={t(`outlay.by_${by}`)}
          >
            {by === 'activity' ? (
              <Input maxLength={200} />
            ) : (
              <CodeField options={by === 'channel' ? choices.channels : choices.guides} />
            )}
          </Form.Item>
        ))}
      </div>
      <Form.Item name="note" label={t('outlay.note')}>
        <Input maxLength={500} />
      </Form.Item>
    </FormDialog>
  )
}
