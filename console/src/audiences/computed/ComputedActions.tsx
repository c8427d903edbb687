import { EllipsisOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button, Dropdown } from 'antd'
import { useTexts } from '../../i18n/texts.ts'
import { useMay } from '../../session/session.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { useErrorWords } from '../../ui/ErrorPanel.tsx'
import { AUDIENCES_AND_COMPUTED, type Computed, deleteComputed, takeComputedStep } from './api.ts'

/** What can be done with a computed attribute as it stands. */
export function ComputedActions(props: { computed: Computed }) {
  const { computed } = props
  const t = useTexts()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { message, modal } = App.useApp()
  const errorWords = useErrorWords()
  const mayWrite = useMay('audiences:write')
  const doing = useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: AUDIENCES_AND_COMPUTED }),
    onError: (error) => {
      const { title, code } = errorWords(error)
      void message.error(`${title} (${code})`)
    },
  })
  if (!mayWrite) return null
  const remove = () =>
    modal.confirm({
      title: t('computed.delete_title', { count: 1 }),
      content: t('computed.delete_words'),
      okText: t('computed.delete'),
      okButtonProps: { danger: true },
      cancelText: t('action.cancel'),
      onOk: () =>
        doing.mutate(async () => {
          await deleteComputed(computed.id)
          await navigate({ to: '/computed-attributes' })
        }),
    })
  const isLive = computed.state === 'live'
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            ...(isLive ? [{ key: 'pause', label: t('audience_step.pause') }] : []),
            { key: 'delete', label: t('computed.delete'), danger: true },
          ],
          onClick: ({ key }) =>
            key === 'delete'
              ? remove()
              : doing.mutate(() => takeComputedStep(computed.id, 'pause')),
        }}
      >
        <Button icon={<EllipsisOutlined />} aria-label={t('audience_build.more_tools')} />
      </Dropdown>
      <ButtonLink
        to="/computed-attributes/$computedId/edit"
        params={{ computedId: computed.id }}
        color={isLive ? 'primary' : 'default'}
        variant={isLive ? 'solid' : 'outlined'}
      >
        {t('computed.edit_definition')}
      </ButtonLink>
      {!isLive && (
        <Button
          type="primary"
          loading={doing.isPending}
          onClick={() => doing.mutate(() => takeComputedStep(computed.id, 'resume'))}
        >
          {t('audience_step.resume')}
        </Button>
      )}
    </>
  )
}
