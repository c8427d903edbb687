import { useQuery } from '@tanstack/react-query'
import { App, Form, InputNumber } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { saveSettings, settingsQuery, useSessionCardsChanged } from './api.ts'

/** How long a session can be taken back. */
export function SettingsForm({ onClose }: { onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useSessionCardsChanged()
  const { data, error } = useQuery(settingsQuery)
  if (error) return <ErrorNote error={error} />
  if (!data) return null
  return (
    <FormDialog<{ undo_hours: number }>
      title={t('session_cards.settings')}
      okText={t('action.save')}
      initial={{ undo_hours: data.undo_hours }}
      save={({ undo_hours }) => saveSettings({ undo_hours, revision: data.revision })}
      onSaved={async () => {
        void message.success(t('session_cards.saved'))
        onClose()
        await changed()
      }}
      onClose={onClose}
    >
      <Form.Item
        name="undo_hours"
        label={t('session_cards.undo_hours')}
        extra={t('session_cards.undo_hours_words')}
        rules={[{ required: true, message: t('session_cards.needed') }]}
      >
        <InputNumber min={0} max={720} precision={0} style={{ width: '100%' }} />
      </Form.Item>
    </FormDialog>
  )
}
