import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { createWriteKey, type WriteKey, type WriteKeyKind } from '../keys/api.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { SecretOnce } from '../ui/SecretOnce.tsx'
import styles from './Sdk.module.css'

interface Chosen {
  id: string | undefined
  /** The whole key, as far as somebody still has it: the server does not. */
  secret: string
}

/** A key that is there (its text pasted by whoever kept it), or a new one. */
export function KeyChoice(props: {
  keys: readonly WriteKey[]
  kind: WriteKeyKind
  chosen: Chosen
  onChoose: (chosen: Chosen) => void
}) {
  const t = useTexts()
  const { chosen, kind } = props
  const [created, setCreated] = useState<string>()
  const keys = props.keys.filter((key) => key.kind === kind && !key.revoked_at)
  const key = keys.find(({ id }) => id === chosen.id)
  const isWrong = key !== undefined && chosen.secret !== '' && !chosen.secret.startsWith(key.prefix)
  return (
    <div className={styles.keys}>
      {keys.length > 0 && (
        <Form layout="vertical">
          <div className={styles.pair}>
            <Form.Item label={t('sdk.key')} htmlFor="sdk-key">
              <Select
                id="sdk-key"
                value={key?.id}
                placeholder={t('sdk.choose_key')}
                onChange={(id) => props.onChoose({ id, secret: '' })}
                options={keys.map(({ id, name, prefix }) => ({
                  value: id,
                  label: `${name} · ${prefix}…`,
                }))}
              />
            </Form.Item>
            {key && created !== chosen.secret && (
              <Form.Item
                label={t('sdk.key_text')}
                htmlFor="sdk-key-text"
                extra={t('sdk.key_text_hint')}
                validateStatus={isWrong ? 'error' : ''}
                help={isWrong ? t('sdk.key_text_wrong', { prefix: key.prefix }) : undefined}
              >
                <Input
                  id="sdk-key-text"
                  value={chosen.secret}
                  placeholder={`${key.prefix}…`}
                  autoComplete="off"
                  onChange={(event) =>
                    props.onChoose({ id: key.id, secret: event.target.value.trim() })
                  }
                />
              </Form.Item>
            )}
          </div>
        </Form>
      )}
      {created !== undefined && created === chosen.secret && (
        <SecretOnce label={t(`key.${kind}_key`)} hint={t('key.once')} secret={created} />
      )}
      <NewKey
        kind={kind}
        isFirst={keys.length === 0}
        onCreated={(id, secret) => {
          setCreated(secret)
          props.onChoose({ id, secret })
        }}
      />
    </div>
  )
}

function NewKey(props: {
  kind: WriteKeyKind
  isFirst: boolean
  onCreated: (id: string, secret: string) => void
}) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<{ name: string }>()
  const creating = useMutation({
    mutationFn: createWriteKey,
    onSuccess: async (key) => {
      await queryClient.invalidateQueries({ queryKey: ['write-keys'] })
      props.onCreated(key.id, key.key)
      form.resetFields()
    },
  })
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      onFinish={({ name }) => creating.mutate({ name, kind: props.kind })}
    >
      {creating.error && <ErrorNote error={creating.error} />}
      <Form.Item
        label={t(props.isFirst ? 'sdk.first_key' : 'sdk.another_key')}
        extra={t('key.write_name_hint')}
      >
        <div className={styles.newKey}>
          <Form.Item
            name="name"
            noStyle
            rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
          >
            <Input aria-label={t('key.name')} placeholder={t('key.name')} maxLength={60} />
          </Form.Item>
          <Button
            htmlType="submit"
            type={props.isFirst ? 'primary' : 'default'}
            loading={creating.isPending}
          >
            {t('keys.create_write')}
          </Button>
        </div>
      </Form.Item>
    </Form>
  )
}
