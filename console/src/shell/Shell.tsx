import { MenuOutlined } from '@ant-design/icons'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { Button, Drawer } from 'antd'
import { Suspense, useState } from 'react'
import { Bell } from '../desk/Bell.tsx'
import { BrandLocaleProvider } from '../format/locale.tsx'
import { HelpButton } from '../help/HelpButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { AppearanceButton, LanguageButton } from '../session/Gate.tsx'
import { useOwnLanguage } from '../session/language.ts'
import { useTenant } from '../session/session.ts'
import { useRemembered } from '../ui/remembered.ts'
import { BrandSwitcher } from './BrandSwitcher.tsx'
import { DateRange } from './DateRange.tsx'
import { Navigation } from './Navigation.tsx'
import { Notices } from './Notices.tsx'
import { useKeepRecent } from './recent.ts'
import { Search } from './Search.tsx'
import styles from './Shell.module.css'
import { Shortcuts } from './Shortcuts.tsx'
import { UserMenu } from './UserMenu.tsx'
import { Waiting } from './Waiting.tsx'

export function Shell() {
  const t = useTexts()
  const tenant = useTenant()
  const [opened, setOpened] = useState(false)
  const [folded, setFolded] = useRemembered('navigation', 'open')
  const isFolded = folded === 'folded'
  const isMoving = useRouterState({ select: (state) => state.isLoading })
  const fold = () => setFolded(isFolded ? 'open' : 'folded')
  useKeepRecent(tenant.id)

  return (
    <BrandLocaleProvider timeZone={tenant.timezone} currency={tenant.currency}>
      <a className={styles.skip} href="#content">
        {t('shell.skip')}
      </a>
      <div className={styles.shell}>
        <div className={isFolded ? `${styles.side} ${styles.folded}` : styles.side}>
          <Navigation isFolded={isFolded} onFold={fold} />
        </div>
        <div className={styles.body}>
          <header className={styles.top}>
            <Button
              className={styles.burger}
              type="text"
              icon={<MenuOutlined />}
              aria-label={t('nav.open')}
              onClick={() => setOpened(true)}
            />
            <BrandSwitcher />
            <Search />
            <DateRange />
            <div className={styles.tools}>
              <Bell />
              <HelpButton />
              <span className={styles.looks}>
                <OwnLanguageButton />
                <AppearanceButton />
              </span>
              <UserMenu />
            </div>
            {isMoving && <div className={styles.moving} />}
          </header>
          <Notices />
          <main id="content" className={styles.content} tabIndex={-1}>
            <Suspense fallback={<Waiting />}>
              {/* Another brand is another place: nothing of a page's state goes along. */}
              <Outlet key={tenant.id} />
            </Suspense>
          </main>
        </div>
      </div>
      <Drawer
        open={opened}
        onClose={() => setOpened(false)}
        placement="left"
        size={240}
        title={t('nav.label')}
        styles={{ body: { padding: 0 }, header: { display: 'none' } }}
      >
        <Navigation onChosen={() => setOpened(false)} />
        <div className={styles.drawerLooks}>
          <OwnLanguageButton />
          <AppearanceButton />
        </div>
      </Drawer>
      <Shortcuts onFold={fold} />
    </BrandLocaleProvider>
  )
}

/** What is chosen here is hers everywhere. */
function OwnLanguageButton() {
  const own = useOwnLanguage(useTenant())
  return <LanguageButton choose={own.mutate} />
}
