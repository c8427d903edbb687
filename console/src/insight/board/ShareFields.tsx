import { Form, Input, Radio, Select } from 'antd'
import { useTexts } from '../../i18n/texts.ts'
import type { Sharing } from './api.ts'

const ROLES = ['owner', 'admin', 'operator', 'analyst', 'guide', 'developer'] as const
export type SharedRole = (typeof ROLES)[number]

/** What a saved question and a board are called, and who sees them. */
export interface ShareValues {
  name: string
  description?: string
  sharing: Sharing
  role?: SharedRole | null
}

export function ShareFields() {
  const t = useTexts()
  const sharing = Form.useWatch<Sharing | undefined>('sharing')
  return (
    <>
      <Form.Item
        name="name"
        label={t('board_field.name')}
        rules={[{ required: true, whitespace: true, message: t('board_field.name_needed') }]}
      >
        <Input autoFocus maxLength={100} />
      </Form.Item>
      <Form.Item name="description" label={t('board_field.description')}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={2_000} />
      </Form.Item>
      <Form.Item name="sharing" label={t('board_field.sharing')}>
        <Radio.Group
          options={(['private', 'role', 'everyone'] as const).map((value) => ({
            value,
            label: t(`board_sharing.${value}`),
          }))}
        />
      </Form.Item>
      {sharing === 'role' && (
        <Form.Item
          name="role"
          label={t('board_field.role')}
          rules={[{ required: true, message: t('board_field.role_needed') }]}
        >
          <Select options={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))} />
        </Form.Item>
      )}
    </>
  )
}

export const sharedAs = ({ name, description = '', sharing, role }: ShareValues) => ({
  name: name.trim(),
  description: description.trim(),
  sharing,
  role: sharing === 'role' ? (role ?? null) : null,
})
