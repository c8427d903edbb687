import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Form, Input, Radio, Select } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { type ConsentState, purposesQuery, sayConsent } from './api.ts'
import { CHANNELS } from './channels.ts'
import styles from './people.module.css'
import { usePurposeName } from './words.ts'

interface Fields {
  state: 'given' | 'withdrawn'
  channel: (typeof CHANNELS)[number]
  textVersion?: string
  form?: string
  document?: string
  note?: string
}

/** Writes down what a customer said: withdrawing asks for no more than giving. */
export function SayConsent(props: {
  customerId: number
  present: ConsentState
  onClose: () => void
}) {
  const { customerId, present } = props
  const t = useTexts()
  const nameOf = usePurposeName()
  const [form] = Form.useForm<Fields>()
  const state = Form.useWatch('state', form)
  const purposes = useQuery(purposesQuery)
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const versions = purposes.data?.items.find((p) => p.purpose === present.purpose)?.texts ?? []
  return (
    <FormDialog<Fields>
      title={t('consent.say_title', { purpose: nameOf(present.purpose) })}
      okText={t('consent.say')}
      form={form}
      initial={{
        state: present.state === 'given' ? 'withdrawn' : 'given',
        channel: present.channel,
        textVersion: versions[0]?.version,
      }}
      save={(fields) =>
        sayConsent(customerId, {
          purpose: present.purpose,
          channel: fields.channel,
          state: fields.state,
          text_version: fields.state === 'given' ? (fields.textVersion ?? null) : null,
          evidence: {
            ...(fields.form && { form: fields.form }),
            ...(fields.document && { document: fields.document }),
            ...(fields.note && { note: fields.note }),
          },
        })
      }
      onSaved={async () => {
        void message.success(t('consent.said'))
        props.onClose()
        await queryClient.invalidateQueries({ queryKey: ['customer', customerId] })
      }}
      onClose={props.onClose}
    >
      <div className={styles.asked}>
        <Form.Item name="state" label={t('consent.what_said')}>
          <Radio.Group
            optionType="button"
            options={[
              { value: 'given', label: t('consent.state_given') },
              { value: 'withdrawn', label: t('consent.state_withdrawn') },
            ]}
          />
        </Form.Item>
        <Form.Item name="channel" label={t('consent.channel')}>
          <Select
            options={CHANNELS.map((channel) => ({
              value: channel,
              label: t(`channel.${channel}`),
            }))}
          />
        </Form.Item>
      </div>
      {state === 'given' && versions.length > 0 && (
        <Form.Item name="textVersion" label={t('consent.version')}>
          <Select
            allowClear
            options={versions.map(({ version }) => ({ value: version, label: version }))}
          />
        </Form.Item>
      )}
      <Form.Item name="form" label={t('consent.evidence_form')}>
        <Input maxLength={200} placeholder={t('consent.form_example')} />
      </Form.Item>
      <Form.Item name="document" label={t('consent.evidence_document')}>
        <Input maxLength={500} placeholder={t('consent.document_example')} />
      </Form.Item>
      <Form.Item name="note" label={t('consent.evidence_note')}>
        <Input.TextArea rows={2} maxLength={1000} />
      </Form.Item>
      <Alert
        type="info"
        showIcon
        title={t(state === 'withdrawn' ? 'consent.withdraw_words' : 'consent.give_words')}
      />
    </FormDialog>
  )
}
