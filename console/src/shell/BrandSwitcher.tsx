import { DownOutlined, PlusOutlined } from '@ant-design/icons'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { Button, Dropdown, type MenuProps } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { rememberTenant } from '../session/enter.ts'
import { useMay, useSession, useTenant } from '../session/session.ts'
import styles from './BrandSwitcher.module.css'
import { useClouds } from './pages.ts'

const NEW = 'new'

/** Which brand is on the page. Switching keeps the list one is on, without its filters. */
export function BrandSwitcher() {
  const t = useTexts()
  const navigate = useNavigate()
  const { tenants } = useSession()
  const tenant = useTenant()
  const clouds = useClouds()
  const mayMake = useMay('tenants:manage')
  const pathname = useRouterState({ select: (state) => state.location.pathname })

  const items: MenuProps['items'] = tenants.map(({ id, name }) => ({ key: id, label: name }))
  if (mayMake) {
    items.push({ type: 'divider' }, { key: NEW, icon: <PlusOutlined />, label: t('brand.new') })
  }

  const choose = (key: string) => {
    if (key === NEW) {
      void navigate({ to: '/new-brand' })
      return
    }
    rememberTenant(key)
    const pages = clouds.flatMap((cloud) => cloud.pages)
    const here = pages.find((page) => page.to === pathname)
    void navigate({ to: here?.to ?? '/', search: { brand: key } })
  }

  return (
    <Dropdown
      trigger={['click']}
      menu={{ items, selectedKeys: [tenant.id], onClick: ({ key }) => choose(key) }}
    >
      <Button
        type="text"
        className={styles.brand}
        aria-label={t('brand.switch', { name: tenant.name })}
      >
        <span className={styles.name}>{tenant.name}</span>
        <DownOutlined className={styles.arrow} />
      </Button>
    </Dropdown>
  )
}
