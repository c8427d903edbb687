import { useQueryClient } from '@tanstack/react-query'
import { App, Checkbox, Form, Input, Radio } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { type Purpose, savePurpose } from './api.ts'
import { usePurposeName } from './words.ts'

interface Fields {
  purpose: string
  name: string
  description: string
  mustBeGiven: boolean
  retired: boolean
}

/** Adds a purpose, or changes what one is called and when it may be acted on. */
export function PurposeForm(props: {
  purpose: Purpose | undefined
  copied?: Purpose
  onClose: () => void
}) {
  const { purpose, copied } = props
  const start = purpose ?? copied
  const t = useTexts()
  const nameOf = usePurposeName()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  return (
    <FormDialog<Fields>
      title={
        purpose
          ? nameOf(purpose.purpose)
          : copied
            ? t('copy_from.title', { name: nameOf(copied.purpose) })
            : t('purpose.add')
      }
      okText={t('purpose.save')}
      initial={{
        purpose: '',
        name: purpose ? nameOf(purpose.purpose) : '',
        description: start?.description ?? '',
        mustBeGiven: start?.must_be_given ?? true,
        retired: purpose?.retired ?? false,
      }}
      save={(fields: Fields) =>
        savePurpose(purpose?.purpose ?? fields.purpose, {
          name: fields.name,
          description: fields.description,
          must_be_given: fields.mustBeGiven,
          retired: fields.retired,
        })
      }
      onSaved={async () => {
        void message.success(t('purpose.saved'))
        props.onClose()
        await queryClient.invalidateQueries({ queryKey: ['consent-purposes'] })
      }}
      onClose={props.onClose}
    >
      {!purpose && (
        <Form.Item
          name="purpose"
          label={t('purpose.code')}
          extra={t('purpose.code_words')}
          rules={[
            { required: true, pattern: /^[a-z][a-z0-9_]{0,49}$/, message: t('purpose.code_bad') },
          ]}
        >
          <Input maxLength={50} autoFocus />
        </Form.Item>
      )}
      <Form.Item
        name="name"
        label={t('purpose.name')}
        rules={[{ required: true, whitespace: true, message: t('purpose.name_needed') }]}
      >
        <Input maxLength={50} />
      </Form.Item>
      <Form.Item name="description" label={t('purpose.description')}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
      <Form.Item name="mustBeGiven" label={t('purpose.rule')}>
        <Radio.Group
          options={[
            { value: true, label: t('purpose.must_be_given') },
            { value: false, label: t('purpose.until_withdrawn') },
          ]}
        />
      </Form.Item>
      {purpose && (
        <Form.Item name="retired" valuePropName="checked" extra={t('purpose.retire_words')}>
          <Checkbox>{t('purpose.retire')}</Checkbox>
        </Form.Item>
      )}
    </FormDialog>
  )
}
