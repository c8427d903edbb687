import { EllipsisOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button, Dropdown } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { useErrorWords } from '../ui/ErrorPanel.tsx'
import { AudienceSettings, TagSync } from './AudienceSettings.tsx'
import { AUDIENCES, type Audience, archiveAudience, copyAudience, takeStep } from './api.ts'
import { ExportInside } from './ExportInside.tsx'
import { FillList } from './FillList.tsx'

/** What can be done with an audience as it stands. */
export function AudienceActions(props: { audience: Audience }) {
  const { audience } = props
  const t = useTexts()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { message, modal } = App.useApp()
  const errorWords = useErrorWords()
  const [open, setOpen] = useState<'export' | 'settings' | 'tag' | 'fill'>()
  const close = () => setOpen(undefined)
  const mayWrite = useMay('audiences:write')
  const mayTag = useMay('customers:write')
  const mayExport = useMay('customers:export')
  const doing = useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: AUDIENCES }),
    onError: (error) => {
      const { title, code } = errorWords(error)
      void message.error(`${title} (${code})`)
    },
  })
  const step = (wanted: 'go-live' | 'pause' | 'resume' | 'take-back') =>
    doing.mutate(() => takeStep(audience.id, wanted))
  const copy = () =>
    doing.mutate(async () => {
      const made = await copyAudience(
        audience.id,
        t('audience_page.copy_name', { name: audience.name }),
      )
      await navigate({ to: '/audiences/$audienceId', params: { audienceId: made.id } })
    })
  const archive = () =>
    modal.confirm({
      title: t('audience_list.archive_title', { count: 1 }),
      content: t('audience_list.archive_words'),
      okText: t('audience_step.archive'),
      okButtonProps: { danger: true },
      cancelText: t('action.cancel'),
      onOk: () => doing.mutate(() => archiveAudience(audience.id)),
    })
  const { state } = audience
  const items = [
    ...(mayExport && audience.version > 0
      ? [{ key: 'export', label: t('audience_page.export') }]
      : []),
    ...(mayWrite && state !== 'archived'
      ? [{ key: 'settings', label: t('audience_settings.title') }]
      : []),
    ...(mayWrite && mayTag && state !== 'archived'
      ? [{ key: 'tag', label: t('audience_settings.tag_sync') }]
      : []),
    ...(mayWrite ? [{ key: 'copy', label: t('action.duplicate') }] : []),
    ...(mayWrite && state === 'live' ? [{ key: 'pause', label: t('audience_step.pause') }] : []),
    ...(mayWrite && state !== 'archived'
      ? [{ key: 'archive', label: t('audience_step.archive'), danger: true }]
      : []),
  ]
  const choose = (key: string) => {
    if (key === 'export' || key === 'settings' || key === 'tag') setOpen(key)
    else if (key === 'copy') copy()
    else if (key === 'pause') step('pause')
    else archive()
  }
  const next = { draft: 'go-live', paused: 'resume', archived: 'take-back' } as const
  const words = { draft: 'go_live', paused: 'resume', archived: 'take_back' } as const
  return (
    <>
      {items.length > 0 && (
        <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => choose(key) }}>
          <Button icon={<EllipsisOutlined />} aria-label={t('audience_build.more_tools')} />
        </Dropdown>
      )}
      {mayWrite && audience.kind === 'rule' && state !== 'archived' && (
        <ButtonLink
          to="/audiences/$audienceId/rule"
          params={{ audienceId: audience.id }}
          color={state === 'live' ? 'primary' : 'default'}
          variant={state === 'live' ? 'solid' : 'outlined'}
        >
          {t('audience_page.edit_rule')}
        </ButtonLink>
      )}
      {mayWrite && audience.kind === 'static' && state !== 'archived' && (
        <Button type="primary" onClick={() => setOpen('fill')}>
          {t('audience_fill.open')}
        </Button>
      )}
      {mayWrite && state !== 'live' && (
        <Button type="primary" loading={doing.isPending} onClick={() => step(next[state])}>
          {t(`audience_step.${words[state]}`)}
        </Button>
      )}
      {open === 'export' && (
        <ExportInside
          kind="audience_customers"
          of={{ audience_id: audience.id }}
          title={t('audience_page.export_title', { name: audience.name })}
          onClose={close}
        />
      )}
      {open === 'settings' && <AudienceSettings audience={audience} onClose={close} />}
      {open === 'tag' && <TagSync audience={audience} onClose={close} />}
      {open === 'fill' && <FillList audience={audience} onClose={close} />}
    </>
  )
}
