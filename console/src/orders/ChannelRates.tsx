import { useQuery } from '@tanstack/react-query'
import { App, AutoComplete, Button, DatePicker, Form, InputNumber, Modal, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import { percent } from '../format/number.ts'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { StaffPicker, StorePicker } from '../org/pickers.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { SureButton } from '../ui/SureButton.tsx'
import { storefrontsQuery } from './api.ts'
import {
  CHANNEL_KINDS,
  type ChannelKind,
  type ChannelRate,
  ratesQuery,
  removeRate,
  stateRate,
  useRatesChanged,
} from './channelApi.ts'
import styles from './Orders.module.css'

const PLATFORMS = [
  'tmall',
  'taobao',
  'jd',
  'pdd',
  'douyin',
  'kuaishou',
  'youzan',
  'weimob',
] as const

/** What each channel keeps, from which day to which. */
export function ChannelRates(props: { onClose: () => void }) {
  const t = useTexts()
  const known = useKnownText()
  const changed = useRatesChanged()
  const found = useQuery(ratesQuery)
  const fronts = useQuery(storefrontsQuery)
  const [adding, setAdding] = useState<Partial<ChannelRate>>()
  const nameOf = ({ kind, code }: ChannelRate) => {
    if (code === '') return t('sales_channel.all_of', { kind: t(`sales_channel.kind_${kind}`) })
    const front = fronts.data?.items.find((one) => kind === 'shop' && one.code === code)
    return front?.name ?? (kind === 'platform' ? known(`platform.${code}`) : undefined) ?? code
  }
  return (
    <Modal
      open
      width={680}
      title={t('sales_channel.rates')}
      footer={<Button onClick={props.onClose}>{t('sales_channel.close')}</Button>}
      onCancel={props.onClose}
    >
      <p>{t('sales_channel.rates_words')}</p>
      <p className={styles.actions}>
        <Button type="primary" onClick={() => setAdding({})}>
          {t('sales_channel.state')}
        </Button>
      </p>
      {found.error ? (
        <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />
      ) : !found.data ? (
        <SkeletonLines lines={6} />
      ) : found.data.items.length === 0 ? (
        <EmptyState compact title={t('sales_channel.no_rates')} />
      ) : (
        <ul className={styles.rates}>
          {found.data.items.map((rate) => (
            <li key={`${rate.kind} ${rate.code} ${rate.from_on}`}>
              <span className={styles.two}>
                <span>
                  {nameOf(rate)}
                  {rate.code !== '' && ` · ${t(`sales_channel.kind_${rate.kind}`)}`}
                </span>
                <span className={styles.quiet}>
                  {rate.from_on} – {rate.to_on ?? t('sales_channel.on')}
                </span>
              </span>
              <strong>{rate.bp === null ? t('sales_channel.ended') : percentOf(rate.bp)}</strong>
              <span className={styles.acts}>
                <Button onClick={() => setAdding(rate)}>{t('sales_channel.change')}</Button>
                <SureButton
                  label={t('sales_channel.remove')}
                  title={t('sales_channel.remove')}
                  words={t('sales_channel.remove_words', {
                    name: nameOf(rate),
                    from: rate.from_on,
                  })}
                  danger
                  run={async () => {
                    const { kind, code, from_on } = rate
                    await removeRate({ kind, code, from_on })
                    return t('sales_channel.removed')
                  }}
                  onDone={changed}
                />
              </span>
            </li>
          ))}
        </ul>
      )}
      {adding && <RateForm from={adding} onClose={() => setAdding(undefined)} />}
    </Modal>
  )
}

/** A hundredth of a percent is seen. */
const percentOf = (bp: number) => (bp % 10 === 0 ? percent(bp / 10_000) : `${bp / 100}%`)

interface Fields {
  kind: ChannelKind
  code?: string | null
  from_on: Dayjs
  percent?: number | null
}

/** What a channel keeps from a day on; without a figure none of its own is agreed from then on. */
function RateForm(props: { from: Partial<ChannelRate>; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useRatesChanged()
  const known = useKnownText()
  const [form] = Form.useForm<Fields>()
  const kind = Form.useWatch('kind', form) ?? 'platform'
  const fronts = useQuery(storefrontsQuery)
  const { from } = props
  const all = t('sales_channel.all_of', { kind: t(`sales_channel.kind_${kind}`) })
  return (
    <FormDialog<Fields>
      title={t('sales_channel.state')}
      okText={t('action.save')}
      form={form}
      initial={{
        ...{ kind: from.kind ?? 'platform', code: from.code || undefined },
        ...{ from_on: dayjs(from.from_on), percent: from.bp == null ? null : from.bp / 100 },
      }}
      save={({ kind, code, from_on, percent }) =>
        stateRate({
          ...{ kind, code: code?.trim() ?? '', from_on: from_on.format('YYYY-MM-DD') },
          bp: percent == null ? null : Math.round(percent * 100),
        })
      }
      onSaved={async () => {
        void message.success(t('sales_channel.saved'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item name="kind" label={t('sales_channel.kind')}>
        <Select
          options={CHANNEL_KINDS.map((value) => ({
            value,
            label: t(`sales_channel.kind_${value}`),
          }))}
          onChange={() => form.setFieldValue('code', undefined)}
        />
      </Form.Item>
      <Form.Item
        name="code"
        label={t('sales_channel.channel')}
        extra={t('sales_channel.code_hint')}
      >
        {kind === 'guide' ? (
          <StaffPicker placeholder={all} />
        ) : kind === 'till' ? (
          <StorePicker placeholder={all} />
        ) : kind === 'shop' ? (
          <Select
            allowClear
            placeholder={all}
            options={fronts.data?.items.map((one) => ({ value: one.code, label: one.name }))}
          />
        ) : (
          <AutoComplete
            allowClear
            maxLength={255}
            placeholder={all}
            options={
              kind === 'platform'
                ? PLATFORMS.map((value) => ({
                    value,
                    label: `${known(`platform.${value}`) ?? value} ${value}`,
                  }))
                : []
            }
          />
        )}
      </Form.Item>
      <Form.Item
        name="from_on"
        label={t('sales_channel.from')}
        rules={[{ required: true, message: t('own_orders.needed') }]}
      >
        <DatePicker allowClear={false} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item
        name="percent"
        label={t('sales_channel.percent')}
        extra={t('sales_channel.percent_hint')}
      >
        <InputNumber min={0} max={100} precision={2} suffix="%" style={{ width: '100%' }} />
      </Form.Item>
    </FormDialog>
  )
}
