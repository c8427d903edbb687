import { useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, Select } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import type { Role } from '../session/api.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { SecretOnce } from '../ui/SecretOnce.tsx'
import { ScopeFields, type ScopeValues, scopeOf } from './ScopeFields.tsx'
import { changeMember, invite, type Member } from './team.ts'

export const ROLES: readonly Role[] = [
  'owner',
  'admin',
  'operator',
  'analyst',
  'guide',
  'developer',
]

interface Fields extends ScopeValues {
  name: string
  email: string
  role: Role
}

/** Somebody new, who gets a link; it is shown once. */
export function InviteMember(props: { copied?: Member | undefined; onClose: () => void }) {
  const { copied } = props
  const t = useTexts()
  const queryClient = useQueryClient()
  return (
    <FormDialog<Fields, Awaited<ReturnType<typeof invite>>>
      title={copied ? t('team.invite_like', { name: copied.name }) : t('team.invite')}
      okText={t('team.make_link')}
      initial={
        copied
          ? {
              role: copied.role,
              scope_kind: copied.scope.kind,
              scope_ids: copied.scope.ids,
            }
          : { role: 'operator', scope_kind: 'all' }
      }
      save={(fields) =>
        invite({
          name: fields.name,
          email: fields.email,
          role: fields.role,
          scope: scopeOf(fields),
        })
      }
      onSaved={() => queryClient.invalidateQueries({ queryKey: ['team'] })}
      once={({ user, invite_link }) => ({
        title: t('team.invited', { name: user.name }),
        okText: t('org.close'),
        content: (
          <SecretOnce label={t('team.link')} hint={t('team.link_words')} secret={invite_link} />
        ),
      })}
      onClose={props.onClose}
    >
      <Form.Item
        name="name"
        label={t('team.name')}
        rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
      >
        <Input autoFocus maxLength={100} />
      </Form.Item>
      <Form.Item
        name="email"
        label={t('team.email')}
        rules={[{ required: true, type: 'email', message: t('team.email_needed') }]}
      >
        <Input type="email" maxLength={254} />
      </Form.Item>
      <RoleAndScope />
    </FormDialog>
  )
}

/** Another role or data scope for somebody of the team. */
export function ChangeMember(props: { member: Member; onClose: () => void }) {
  const { member } = props
  const t = useTexts()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  return (
    <FormDialog<Fields>
      title={t('team.change_title', { name: member.name })}
      okText={t('org.save')}
      initial={{
        role: member.role,
        scope_kind: member.scope.kind,
        scope_ids: member.scope.ids,
      }}
      save={(fields: Fields) =>
        changeMember(member.id, { role: fields.role, scope: scopeOf(fields) })
      }
      onSaved={async () => {
        void message.success(t('org.saved'))
        props.onClose()
        await queryClient.invalidateQueries({ queryKey: ['team'] })
      }}
      onClose={props.onClose}
    >
      <RoleAndScope />
    </FormDialog>
  )
}

function RoleAndScope() {
  const t = useTexts()
  const role = Form.useWatch<Role | undefined>('role')
  return (
    <>
      <Form.Item name="role" label={t('team.role')} extra={role && t(`role.${role}_words`)}>
        <Select options={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))} />
      </Form.Item>
      {role === 'owner' ? <p>{t('team.owner_sees_all')}</p> : <ScopeFields />}
    </>
  )
}
