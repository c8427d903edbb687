import { Link } from '@tanstack/react-router'
import { useTexts } from '../i18n/texts.ts'
import { ProductName } from '../session/Gate.tsx'
import styles from './Navigation.module.css'
import { useClouds } from './pages.ts'

export function Navigation(props: { onChosen?: () => void }) {
  const t = useTexts()
  const clouds = useClouds()
  return (
    <nav className={styles.navigation} aria-label={t('nav.label')}>
      <Link to="/customers" className={styles.home} onClick={props.onChosen}>
        <img src={`${import.meta.env.BASE_URL}mark.svg`} width={24} height={24} alt="" />
        <ProductName />
      </Link>
      {clouds.map((cloud) => (
        <div key={cloud.title} className={styles.cloud}>
          <h2 className={styles.cloudTitle}>{t(cloud.title)}</h2>
          <ul>
            {cloud.pages.map((page) => (
              <li key={page.to}>
                <Link
                  to={page.to}
                  className={styles.page}
                  activeProps={{ className: `${styles.page} ${styles.here}` }}
                  activeOptions={{ exact: page.exact ?? false, includeSearch: false }}
                  onClick={props.onChosen}
                >
                  <page.icon aria-hidden />
                  <span>{t(page.title)}</span>
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}
