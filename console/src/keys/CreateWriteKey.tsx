import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Form, Input, Radio } from 'antd'
import { useEffect } from 'react'
import { firstEventCurl } from '../events/firstEvent.ts'
import { useTexts } from '../i18n/texts.ts'
import { CodeBlock } from '../ui/Copy.tsx'
import { CopyFrom } from '../ui/CopyFrom.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { SecretOnce } from '../ui/SecretOnce.tsx'
import { createWriteKey, type WriteKey, type WriteKeyKind, writeKeysQuery } from './api.ts'
import styles from './Keys.module.css'

const kinds: readonly WriteKeyKind[] = ['server', 'client']

interface Fields {
  name: string
  kind: WriteKeyKind
}

export function CreateWriteKey(props: {
  open: boolean
  /** Begins with what this one has. */
  from?: WriteKey | undefined
  onClose: () => void
}) {
  const t = useTexts()
  const [form] = Form.useForm<Fields>()
  const queryClient = useQueryClient()
  const keys = useQuery({ ...writeKeysQuery, enabled: props.open })
  const from = props.from
  useEffect(() => {
    if (props.open && from) form.setFieldsValue({ name: '', kind: from.kind })
  }, [props.open, from, form])

  return (
    <FormDialog<Fields, Awaited<ReturnType<typeof createWriteKey>>>
      open={props.open}
      title={t('keys.create_write')}
      okText={t('action.create')}
      form={form}
      initial={{ kind: 'server' }}
      save={createWriteKey}
      onSaved={() => queryClient.invalidateQueries({ queryKey: ['write-keys'] })}
      once={(created) => ({
        title: t('key.created', { name: created.name }),
        okText: t('key.saved'),
        content: (
          <>
            <SecretOnce label={t('key.one_write')} hint={t('key.once')} secret={created.key} />
            <CodeBlock label={t('first_event.curl')} code={firstEventCurl(created.key)} />
          </>
        ),
      })}
      onClose={props.onClose}
    >
      <CopyFrom
        from={keys.data?.items}
        keyOf={(key) => key.id}
        nameOf={(key) => `${key.name} · ${t(`key.kind_${key.kind}`)}`}
        onCopy={(key) => form.setFieldsValue({ kind: key.kind })}
      />
      <Form.Item
        name="name"
        label={t('key.name')}
        extra={t('key.write_name_hint')}
        rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
      >
        <Input autoFocus maxLength={60} />
      </Form.Item>
      <Form.Item name="kind" label={t('key.kind')}>
        <Radio.Group className={styles.kinds}>
          {kinds.map((kind) => (
            <Radio key={kind} value={kind} className={styles.kind}>
              <div className={styles.kindName}>{t(`key.kind_${kind}`)}</div>
              <div className={styles.kindWords}>{t(`key.kind_${kind}_words`)}</div>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
    </FormDialog>
  )
}
