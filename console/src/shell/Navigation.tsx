import { MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons'
import { Link, useRouterState } from '@tanstack/react-router'
import { Button, Tooltip } from 'antd'
import { useEffect, useRef } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { ProductName } from '../session/Gate.tsx'
import { useSession } from '../session/session.ts'
import styles from './Navigation.module.css'
import { HOME, maySeeHome, type PageEntry, useClouds } from './pages.ts'

export function Navigation(props: {
  /** Only icons, their names on hover. */
  isFolded?: boolean
  onFold?: () => void
  onChosen?: () => void
}) {
  const t = useTexts()
  const clouds = useClouds()
  const session = useSession()
  const { isFolded = false, onChosen } = props
  const place = useRef<HTMLElement>(null)
  const at = useRouterState({ select: (state) => state.location.pathname })
  // On a low screen the page that is open may stand below the edge.
  useEffect(() => {
    if (at)
      place.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest' })
  }, [at])
  const fold = isFolded ? t('nav.unfold') : t('nav.fold')
  return (
    <nav
      ref={place}
      className={isFolded ? `${styles.navigation} ${styles.folded}` : styles.navigation}
      aria-label={t('nav.label')}
    >
      <Link to="/" className={styles.home} onClick={onChosen} aria-label={t('product.name')}>
        <img src={`${import.meta.env.BASE_URL}mark.svg`} width={24} height={24} alt="" />
        {!isFolded && <ProductName />}
      </Link>
      {maySeeHome(session) && (
        <ul>
          <Entry page={HOME} isFolded={isFolded} onChosen={onChosen} />
        </ul>
      )}
      {clouds.map((cloud) => (
        <div key={cloud.title}>
          <h2 className={isFolded ? styles.rule : styles.cloudTitle}>
            <span className={isFolded ? styles.unseen : undefined}>{t(cloud.title)}</span>
          </h2>
          <ul>
            {cloud.pages.map((page) => (
              <Entry key={page.to} page={page} isFolded={isFolded} onChosen={onChosen} />
            ))}
          </ul>
        </div>
      ))}
      {props.onFold && (
        <Tooltip title={isFolded ? fold : ''} placement="right">
          <Button
            type="text"
            className={styles.fold}
            icon={isFolded ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
            aria-label={fold}
            aria-expanded={!isFolded}
            onClick={props.onFold}
          >
            {isFolded ? null : fold}
          </Button>
        </Tooltip>
      )}
    </nav>
  )
}

function Entry(props: {
  page: Pick<PageEntry, 'to' | 'title' | 'icon' | 'exact'>
  isFolded: boolean
  onChosen: (() => void) | undefined
}) {
  const t = useTexts()
  const { page, isFolded } = props
  return (
    <li>
      <Tooltip title={isFolded ? t(page.title) : ''} placement="right">
        <Link
          to={page.to}
          className={styles.page}
          activeProps={{ className: `${styles.page} ${styles.here}` }}
          activeOptions={{ exact: page.exact ?? false, includeSearch: false }}
          aria-label={isFolded ? t(page.title) : undefined}
          onClick={props.onChosen}
        >
          <page.icon aria-hidden />
          {!isFolded && <span className={styles.pageTitle}>{t(page.title)}</span>}
        </Link>
      </Tooltip>
    </li>
  )
}
