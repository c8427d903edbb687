import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Modal, Space } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useSession } from '../session/session.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { SecretOnce } from '../ui/SecretOnce.tsx'
import { changeMember, inviteAgain, type Member } from './team.ts'

/** What can be done with somebody of the team now. */
export function MemberActions(props: { member: Member; onChange: () => void; onCopy: () => void }) {
  const { member } = props
  const t = useTexts()
  const { user } = useSession()
  const [dialog, setDialog] = useState<'disable' | 'invite'>()
  const isDisabled = member.state === 'disabled'
  return (
    <Space size={0}>
      {member.state === 'invited' && (
        <Button type="link" size="small" onClick={() => setDialog('invite')}>
          {t('team.link_again')}
        </Button>
      )}
      <Button type="link" size="small" onClick={props.onChange}>
        {t('team.change')}
      </Button>
      <Button type="link" size="small" onClick={props.onCopy}>
        {t('action.duplicate')}
      </Button>
      {member.id !== user.id && (
        <Button type="link" size="small" danger={!isDisabled} onClick={() => setDialog('disable')}>
          {isDisabled ? t('team.enable') : t('team.disable')}
        </Button>
      )}
      {dialog === 'disable' && <Disable member={member} onClose={() => setDialog(undefined)} />}
      {dialog === 'invite' && <Link member={member} onClose={() => setDialog(undefined)} />}
    </Space>
  )
}

function Disable(props: { member: Member; onClose: () => void }) {
  const { member } = props
  const t = useTexts()
  const queryClient = useQueryClient()
  const isDisabled = member.state === 'disabled'
  const changing = useMutation({
    mutationFn: () => changeMember(member.id, { disabled: !isDisabled }),
    onSuccess: async () => {
      props.onClose()
      await queryClient.invalidateQueries({ queryKey: ['team'] })
    },
  })
  const { name } = member
  return (
    <Modal
      open
      title={isDisabled ? t('team.enable_title', { name }) : t('team.disable_title', { name })}
      okText={isDisabled ? t('team.enable') : t('team.disable')}
      okButtonProps={{ danger: !isDisabled }}
      cancelText={t('action.cancel')}
      confirmLoading={changing.isPending}
      onCancel={props.onClose}
      onOk={() => changing.mutate()}
    >
      {changing.error && <ErrorNote error={changing.error} />}
      <p>{isDisabled ? t('team.enable_words') : t('team.disable_words')}</p>
    </Modal>
  )
}

/** A new link for who has not joined; the old one ends, so it is asked first. */
function Link(props: { member: Member; onClose: () => void }) {
  const { member } = props
  const t = useTexts()
  const making = useMutation({ mutationFn: () => inviteAgain(member.id) })
  return (
    <Modal
      open
      title={t('team.link_title', { name: member.name })}
      okText={making.data ? t('org.close') : t('team.make_link')}
      cancelText={t('action.cancel')}
      cancelButtonProps={making.data ? { style: { display: 'none' } } : undefined}
      mask={{ closable: !making.data }}
      confirmLoading={making.isPending}
      onCancel={props.onClose}
      onOk={making.data ? props.onClose : () => making.mutate()}
    >
      {making.error && <ErrorNote error={making.error} />}
      {making.data ? (
        <SecretOnce
          label={t('team.link')}
          hint={t('team.link_words')}
          secret={making.data.invite_link}
        />
      ) : (
        <p>{t('team.link_again_words')}</p>
      )}
    </Modal>
  )
}
