import { QuestionCircleOutlined } from '@ant-design/icons'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { Button, Dropdown } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { OPEN_SHORTCUTS } from '../shell/keys.ts'
import { docOf } from './docs.ts'

/** The page's own document, the interface's, and the keys. */
export function HelpButton() {
  const t = useTexts()
  const navigate = useNavigate()
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const choose = (key: string) => {
    if (key === 'page')
      void navigate({ to: '/help/$doc', params: { doc: docOf(pathname) ?? 'console' } })
    else if (key === 'api') open('/api/docs', '_blank', 'noreferrer')
    else dispatchEvent(new Event(OPEN_SHORTCUTS))
  }
  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      menu={{
        items: [
          { key: 'page', label: t('help.page') },
          { key: 'api', label: t('api.docs') },
          { key: 'keys', label: t('shortcuts.title'), extra: '?' },
        ],
        onClick: ({ key }) => choose(key),
      }}
    >
      <Button
        type="text"
        icon={<QuestionCircleOutlined />}
        aria-label={t('help.title')}
        title={t('help.title')}
      />
    </Dropdown>
  )
}
