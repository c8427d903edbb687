import { useQuery } from '@tanstack/react-query'
import { Form, Input, Select, Switch } from 'antd'
import { useEventTitle } from '../events/words.ts'
import { useTexts } from '../i18n/texts.ts'
import { eventNamesQuery } from './api.ts'

export interface WebhookFields {
  name: string
  url: string
  events: string[]
  with_identifiers: boolean
}

/** What our own domains record, so that it can be chosen before it ever happened. */
const OWN = ['order_paid', 'order_refunded', 'order_cancelled', 'customer_merged', 'tag_added']

/** The fields of a webhook, for making and for changing one. */
export function WebhookFormFields() {
  const t = useTexts()
  const titleOf = useEventTitle()
  const seen = useQuery(eventNamesQuery)
  const names = [...new Set([...OWN, ...(seen.data ?? [])])]
  return (
    <>
      <Form.Item
        name="name"
        label={t('webhook.name')}
        extra={t('webhook.name_hint')}
        rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
      >
        <Input autoFocus maxLength={100} />
      </Form.Item>
      <Form.Item
        name="url"
        label={t('webhook.url')}
        extra={t('webhook.url_hint')}
        rules={[{ required: true, type: 'url', message: t('webhook.url_needed') }]}
      >
        <Input inputMode="url" maxLength={2000} />
      </Form.Item>
      <Form.Item
        name="events"
        label={t('webhook.events')}
        extra={t('webhook.events_hint')}
        rules={[{ required: true, message: t('webhook.events_needed') }]}
      >
        <Select
          mode="tags"
          maxCount={100}
          optionFilterProp="label"
          options={names.map((value) => {
            const words = titleOf(value)
            return { value, label: words ? `${words} ${value}` : value }
          })}
        />
      </Form.Item>
      <Form.Item
        name="with_identifiers"
        label={t('webhook.with_identifiers')}
        extra={t('webhook.with_identifiers_hint')}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
    </>
  )
}
