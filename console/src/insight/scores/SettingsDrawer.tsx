import { useMutation } from '@tanstack/react-query'
import { Button, Drawer, Form, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import { useVocabulary } from '../../audiences/vocabulary.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useMay } from '../../session/session.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { When } from '../../ui/When.tsx'
import { missingOf } from './house.ts'
import styles from './Scores.module.css'

/** Settings with versions: what is set, since when and by whom. */
export function SettingsDrawer<Fields extends object>(props: {
  title: string
  words: string
  initial: Fields
  version: number
  at: string | null
  byName: string | null
  save: (fields: Fields) => Promise<unknown>
  onSaved: () => unknown
  onClose: () => void
  children: ReactNode
}) {
  const t = useTexts()
  const [form] = Form.useForm<Fields>()
  const mayChange = useMay('settings:manage')
  const saving = useMutation({
    mutationFn: props.save,
    onSuccess: async () => {
      await props.onSaved()
      props.onClose()
    },
  })
  return (
    <Drawer
      open
      size={560}
      title={props.title}
      onClose={props.onClose}
      extra={
        mayChange && (
          <Button type="primary" loading={saving.isPending} onClick={form.submit}>
            {t('action.save')}
          </Button>
        )
      }
    >
      <p className={styles.words}>{props.words}</p>
      <p className={styles.quiet}>
        {props.version === 0 ? (
          t('scores.house')
        ) : (
          <>
            {t('scores.version', { version: props.version, name: props.byName ?? '' })}{' '}
            <When at={props.at} />
          </>
        )}
      </p>
      {saving.error && <ErrorNote error={saving.error} />}
      <Form<Fields>
        form={form}
        layout="vertical"
        disabled={!mayChange}
        initialValues={props.initial}
        onFinish={(fields) => saving.mutate(fields)}
      >
        {props.children}
      </Form>
    </Drawer>
  )
}

export function NumberSetting(props: {
  name: string | string[]
  label: string
  min: number
  max: number
  unit?: string
  words?: string
}) {
  return (
    <Form.Item
      name={props.name}
      label={props.label}
      extra={props.words}
      rules={[{ required: true, message: props.label }]}
    >
      <InputNumber
        min={props.min}
        max={props.max}
        style={{ width: 180 }}
        {...(props.unit && { suffix: props.unit })}
      />
    </Form.Item>
  )
}

/** Names of events, of those that came and any other. */
export function EventsSetting(props: {
  name: string
  label: string
  words?: string
  /** What every brand begins with: a list that was saved once does not grow with it. */
  house: readonly string[]
}) {
  const t = useTexts()
  const { choices, labels } = useVocabulary()
  const form = Form.useFormInstance()
  const chosen: string[] = Form.useWatch(props.name, form) ?? props.house
  const missing = missingOf(chosen, props.house)
  return (
    <Form.Item
      label={props.label}
      extra={
        <>
          {props.words}
          {missing.length > 0 && (
            <span>
              {t('scores.house_events', {
                events: missing.map((event) => labels.event(event)).join(t('list.comma')),
              })}{' '}
              <Button
                type="link"
                size="small"
                style={{ padding: 0, height: 'auto' }}
                onClick={() => form.setFieldValue(props.name, [...chosen, ...missing])}
              >
                {t('scores.house_events_add')}
              </Button>
            </span>
          )}
        </>
      }
    >
      <Form.Item name={props.name} noStyle>
        <Select
          mode="tags"
          aria-label={props.label}
          options={choices.events.map(({ value, label }) => ({ value, label }))}
          labelRender={({ value, label }) => label ?? labels.event(String(value))}
        />
      </Form.Item>
    </Form.Item>
  )
}
