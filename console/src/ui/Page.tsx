import { Link, useRouterState } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { docOf } from '../help/docs.ts'
import { useTexts } from '../i18n/texts.ts'
import { useCompact } from './compact.ts'
import styles from './Page.module.css'

/** A page: its title, one line on what it is for, its actions on the right, its content below. */
export function Page(props: {
  title: string
  purpose?: string
  /** In place of a purpose: what is known about the one thing that the page shows. */
  facts?: ReactNode
  actions?: ReactNode
  children: ReactNode
}) {
  useTitle(props.title)
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div className={styles.words}>
          <h1 className={styles.title}>{props.title}</h1>
          {props.purpose && (
            <p className={styles.purpose}>
              {props.purpose}
              <MoreAbout title={props.title} />
            </p>
          )}
          {props.facts}
        </div>
        {props.actions && <div className={styles.actions}>{props.actions}</div>}
      </header>
      {props.children}
    </div>
  )
}

/** To the document that tells of this page, where there is one. */
function MoreAbout(props: { title: string }) {
  const t = useTexts()
  const doc = docOf(useRouterState({ select: (state) => state.location.pathname }))
  if (!doc) return null
  return (
    <Link
      to="/help/$doc"
      params={{ doc }}
      className={styles.more}
      aria-label={t('help.about', { title: props.title })}
    >
      {t('help.more')}
    </Link>
  )
}

/** Names the browser's tab. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Homefield`
  }, [title])
}

/** A row of filters above a list. */
export function Filters(props: { children: ReactNode }) {
  return <div className={styles.filters}>{props.children}</div>
}

/** White paper on the page's ground. */
export function Panel(props: {
  title?: ReactNode
  extra?: ReactNode
  flush?: boolean
  children: ReactNode
}) {
  const compact = useCompact()
  if (compact)
    return (
      <section className={styles.bare}>
        {props.title && (
          <div className={styles.bareHead}>
            <h3 className={styles.bareTitle}>{props.title}</h3>
            {props.extra}
          </div>
        )}
        {props.children}
      </section>
    )
  return (
    <section className={styles.panel}>
      {props.title && (
        <div className={styles.panelHead}>
          <h2 className={styles.panelTitle}>{props.title}</h2>
          {props.extra}
        </div>
      )}
      <div className={props.flush ? styles.flush : styles.panelBody}>{props.children}</div>
    </section>
  )
}
