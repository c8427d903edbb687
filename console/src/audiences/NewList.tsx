import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Form, Input } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { AUDIENCES, type Audience, createAudience } from './api.ts'

/** Names a list that is filled by hand, and opens it. */
export function NewList(props: { onClose: () => void }) {
  const t = useTexts()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  return (
    <FormDialog<{ name: string }, Audience>
      title={t('audience_fill.create')}
      okText={t('action.create')}
      words={t('audience_fill.create_words')}
      save={({ name }) => createAudience({ name: name.trim(), kind: 'static' })}
      onSaved={async ({ id }) => {
        await queryClient.invalidateQueries({ queryKey: AUDIENCES })
        await navigate({
          to: '/audiences/$audienceId',
          params: { audienceId: id },
          search: { tab: 'inside' },
        })
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="name"
        label={t('audience_page.name')}
        rules={[{ required: true, whitespace: true, message: t('audience_page.name') }]}
      >
        <Input maxLength={100} autoFocus />
      </Form.Item>
    </FormDialog>
  )
}
