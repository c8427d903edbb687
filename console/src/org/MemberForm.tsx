import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, Modal, Select } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import type { Role } from '../session/api.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
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
  const [form] = Form.useForm<Fields>()
  const queryClient = useQueryClient()
  const inviting = useMutation({
    mutationFn: (fields: Fields) =>
      invite({ name: fields.name, email: fields.email, role: fields.role, scope: scopeOf(fields) }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['team'] }),
  })
  const invited = inviting.data
  return (
    <Modal
      open
      title={
        invited
          ? t('team.invited', { name: invited.user.name })
          : copied
            ? t('team.invite_like', { name: copied.name })
            : t('team.invite')
      }
      okText={invited ? t('org.close') : t('team.make_link')}
      cancelText={t('action.cancel')}
      cancelButtonProps={invited ? { style: { display: 'none' } } : undefined}
      // The link is shown once: a slip beside the dialog must not lose it.
      mask={{ closable: !invited }}
      confirmLoading={inviting.isPending}
      onCancel={props.onClose}
      onOk={invited ? props.onClose : form.submit}
    >
      {inviting.error && <ErrorNote error={inviting.error} />}
      {invited ? (
        <SecretOnce
          label={t('team.link')}
          hint={t('team.link_words')}
          secret={invited.invite_link}
        />
      ) : (
        <Form<Fields>
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={
            copied
              ? {
                  role: copied.role,
                  scope_kind: copied.scope.kind,
                  scope_ids: copied.scope.ids,
                }
              : { role: 'operator', scope_kind: 'all' }
          }
          onFinish={(values) => inviting.mutate(values)}
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
        </Form>
      )}
    </Modal>
  )
}

/** Another role or data scope for somebody of the team. */
export function ChangeMember(props: { member: Member; onClose: () => void }) {
  const { member } = props
  const t = useTexts()
  const [form] = Form.useForm<Fields>()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const changing = useMutation({
    mutationFn: (fields: Fields) =>
      changeMember(member.id, { role: fields.role, scope: scopeOf(fields) }),
    onSuccess: async () => {
      void message.success(t('org.saved'))
      props.onClose()
      await queryClient.invalidateQueries({ queryKey: ['team'] })
    },
  })
  return (
    <Modal
      open
      title={t('team.change_title', { name: member.name })}
      okText={t('org.save')}
      cancelText={t('action.cancel')}
      confirmLoading={changing.isPending}
      onCancel={props.onClose}
      onOk={form.submit}
    >
      {changing.error && <ErrorNote error={changing.error} />}
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          role: member.role,
          scope_kind: member.scope.kind,
          scope_ids: member.scope.ids,
        }}
        onFinish={(values) => changing.mutate(values)}
      >
        <RoleAndScope />
      </Form>
    </Modal>
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
