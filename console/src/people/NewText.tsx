import { useQueryClient } from '@tanstack/react-query'
import { App, Form, Input } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { addText, type Purpose } from './api.ts'
import { usePurposeName } from './words.ts'

/** A new version; those that customers agreed to stay as they were. */
export function NewText(props: { purpose: Purpose; onClose: () => void }) {
  const { purpose } = props
  const t = useTexts()
  const nameOf = usePurposeName()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  return (
    <FormDialog
      title={t('purpose.text_title', { purpose: nameOf(purpose.purpose) })}
      okText={t('purpose.add_text')}
      initial={{ text: purpose.texts[0]?.text }}
      save={(body: { version: string; text: string }) => addText(purpose.purpose, body)}
      onSaved={async () => {
        void message.success(t('purpose.text_added'))
        props.onClose()
        await queryClient.invalidateQueries({ queryKey: ['consent-purposes'] })
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="version"
        label={t('consent.version')}
        extra={t('purpose.version_words')}
        rules={[{ required: true, whitespace: true, message: t('purpose.version_needed') }]}
      >
        <Input maxLength={50} autoFocus />
      </Form.Item>
      <Form.Item
        name="text"
        label={t('purpose.text')}
        rules={[{ required: true, whitespace: true, message: t('purpose.text_needed') }]}
      >
        <Input.TextArea rows={8} maxLength={20_000} />
      </Form.Item>
    </FormDialog>
  )
}
