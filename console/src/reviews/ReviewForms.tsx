import { useQuery } from '@tanstack/react-query'
import { App, Form, Input, InputNumber, Radio, Switch } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import {
  type Hiding,
  hideReview,
  type Review,
  type ReviewSetting,
  replyToReview,
  reviewSettingQuery,
  saveReviewSetting,
  useReviewsChanged,
} from './api.ts'

export const REASONS = ['unlawful', 'insult', 'privacy', 'advertising', 'unrelated'] as const

/** A reason out of the list, and what it means for the average. */
export function HideForm(props: { review: Review; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useReviewsChanged()
  return (
    <FormDialog<Pick<Hiding, 'reason' | 'note'>>
      title={t('reviews.hide')}
      okText={t('reviews.hide')}
      danger
      words={t('reviews.hide_words')}
      save={({ reason, note }) => hideReview(props.review, { reason, note: note?.trim() ?? '' })}
      onSaved={async () => {
        void message.success(t('reviews.hidden_now'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="reason"
        label={t('reviews.reason')}
        rules={[{ required: true, message: t('reviews.needed') }]}
      >
        <Radio.Group
          vertical
          options={REASONS.map((value) => ({ value, label: t(`reviews.reason_${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="note" label={t('reviews.note')}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </FormDialog>
  )
}

/** What customers read below the review. */
export function ReplyForm(props: { review: Review; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useReviewsChanged()
  return (
    <FormDialog<{ text: string }>
      title={t('reviews.reply')}
      okText={t('reviews.reply_save')}
      words={t('reviews.reply_words')}
      initial={{ text: props.review.reply }}
      save={({ text }) => replyToReview(props.review, text.trim())}
      onSaved={async () => {
        void message.success(t('reviews.saved'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item name="text" label={t('reviews.reply')}>
        <Input.TextArea rows={4} maxLength={1000} showCount />
      </Form.Item>
    </FormDialog>
  )
}

/** Whether reviews wait to be read, and for how long buyers may write them. */
export function SettingForm(props: { onClose: () => void }) {
  const found = useQuery(reviewSettingQuery)
  if (found.error) return <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />
  return found.data ? <Setting setting={found.data} onClose={props.onClose} /> : null
}

function Setting(props: { setting: ReviewSetting; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useReviewsChanged()
  const { revision, ...setting } = props.setting
  return (
    <FormDialog<Omit<ReviewSetting, 'revision'>>
      title={t('reviews.setting')}
      okText={t('action.save')}
      initial={setting}
      save={(fields) => saveReviewSetting({ ...fields, revision })}
      onSaved={async () => {
        void message.success(t('reviews.saved'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="needs_approval"
        label={t('reviews.needs_approval')}
        extra={t('reviews.needs_approval_words')}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
      <Form.Item
        name="within_days"
        label={t('reviews.within_days')}
        rules={[{ required: true, message: t('reviews.needed') }]}
      >
        <InputNumber min={1} max={365} precision={0} />
      </Form.Item>
    </FormDialog>
  )
}
