import { DesktopOutlined, MoonOutlined, SunOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import type { ReactNode } from 'react'
import {
  type AppearanceChoice,
  chooseAppearance,
  useAppearance,
  useAppearanceChoice,
} from '../appearance.ts'
import { chooseLanguage, type Language } from '../i18n/language.ts'
import { useLanguage, useTexts } from '../i18n/texts.ts'
import { useTitle } from '../ui/Page.tsx'
import styles from './Gate.module.css'

/** The page before the console: one card on the empty pitch. */
export function Gate(props: {
  title: string
  purpose?: string
  wide?: boolean
  children: ReactNode
}) {
  useTitle(props.title)
  return (
    <div className={styles.gate}>
      <Pitch />
      <div className={styles.tools}>
        <LanguageButton />
        <AppearanceButton />
      </div>
      <main className={props.wide ? `${styles.card} ${styles.wide}` : styles.card}>
        <div className={styles.brand}>
          <img src={`${import.meta.env.BASE_URL}mark.svg`} width={28} height={28} alt="" />
          <ProductName />
        </div>
        {props.purpose && (
          <>
            <h1 className={styles.title}>{props.title}</h1>
            <p className={styles.purpose}>{props.purpose}</p>
          </>
        )}
        {props.children}
      </main>
    </div>
  )
}

export function ProductName() {
  const t = useTexts()
  return <span className={styles.name}>{t('product.name')}</span>
}

export function LanguageButton(props: { choose?: (language: Language) => void }) {
  const t = useTexts()
  const language = useLanguage()
  const other = language === 'en' ? 'zh-CN' : 'en'
  return (
    <Button
      type="text"
      aria-label={`${t('language.other_short')} ${t('language.switch')}`}
      title={t('language.switch')}
      onClick={() => (props.choose ? props.choose(other) : void chooseLanguage(other))}
    >
      {t('language.other_short')}
    </Button>
  )
}

const appearances = [
  { key: 'system', icon: <DesktopOutlined /> },
  { key: 'light', icon: <SunOutlined /> },
  { key: 'dark', icon: <MoonOutlined /> },
] as const

export function AppearanceButton() {
  const t = useTexts()
  const appearance = useAppearance()
  const choice = useAppearanceChoice()
  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      menu={{
        items: appearances.map((one) => ({ ...one, label: t(`appearance.${one.key}`) })),
        selectedKeys: [choice],
        onClick: ({ key }) => chooseAppearance(key as AppearanceChoice),
      }}
    >
      <Button
        type="text"
        aria-label={t('appearance.choose', { now: t(`appearance.${choice}`) })}
        title={t('appearance.choose', { now: t(`appearance.${choice}`) })}
        icon={appearance === 'dark' ? <MoonOutlined /> : <SunOutlined />}
      />
    </Dropdown>
  )
}

function Pitch() {
  return (
    <svg
      className={styles.pitch}
      viewBox="0 0 1200 800"
      preserveAspectRatio="xMidYMid slice"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      aria-hidden="true"
    >
      <rect x="60" y="50" width="1080" height="700" rx="6" />
      <path d="M600 50v700" />
      <circle cx="600" cy="400" r="118" />
      <path d="M60 220h170v360H60M1140 220H970v360h170" />
      <path d="M60 310h64v180H60M1140 310h-64v180h64" />
      <path d="M230 330a90 90 0 0 1 0 140M970 330a90 90 0 0 0 0 140" />
    </svg>
  )
}
