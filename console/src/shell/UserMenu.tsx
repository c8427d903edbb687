import { LogoutOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { App, Button, Dropdown } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { signOut } from '../session/api.ts'
import { useSession } from '../session/session.ts'
import { useErrorWords } from '../ui/ErrorPanel.tsx'
import styles from './UserMenu.module.css'

const SIGN_OUT = 'sign-out'

export function UserMenu() {
  const t = useTexts()
  const { user } = useSession()
  const { message } = App.useApp()
  const words = useErrorWords()
  const leaving = useMutation({
    mutationFn: signOut,
    // A fresh load: nothing of this user stays in the page's memory.
    onSuccess: () => location.assign(`${import.meta.env.BASE_URL}sign-in`),
    onError: (thrown) => void message.error(`${words(thrown).title} (${words(thrown).code})`),
  })

  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          {
            key: 'who',
            type: 'group',
            label: (
              <span className={styles.who}>
                <span className={styles.name}>{user.name}</span>
                <span>{user.email}</span>
                <span>{t(`role.${user.role}`)}</span>
              </span>
            ),
          },
          { type: 'divider' },
          { key: SIGN_OUT, icon: <LogoutOutlined />, label: t('sign_out.action') },
        ],
        onClick: ({ key }) => {
          if (key === SIGN_OUT) leaving.mutate()
        },
      }}
    >
      <Button
        type="text"
        aria-label={t('user.menu', { name: user.name })}
        className={styles.button}
      >
        <span className={styles.avatar}>{[...user.name][0]?.toUpperCase()}</span>
      </Button>
    </Dropdown>
  )
}
