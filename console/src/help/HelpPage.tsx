import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useLanguage, useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Page, Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { allDocs } from './files.ts'
import styles from './HelpPage.module.css'
import { Markdown } from './Markdown.tsx'
import { docQuery, titleOf, titlesQuery } from './parsed.ts'

const route = getRouteApi('/app/help/$doc')

/** A document of the product, in the reader's language, beside the list of them all. */
export function HelpPage() {
  const t = useTexts()
  const language = useLanguage()
  const { doc } = route.useParams()
  const read = useQuery(docQuery(doc, language))
  const blocks = read.data ?? undefined
  useEffect(() => {
    const anchor = decodeURIComponent(location.hash.slice(1))
    if (blocks && anchor) document.getElementById(anchor)?.scrollIntoView()
  }, [blocks])

  return (
    <Page title={blocks ? titleOf(blocks, doc) : t('help.title')}>
      <div className={styles.columns}>
        <Panel>
          {read.error ? (
            <ErrorPanel error={read.error} onRetry={() => read.refetch()} />
          ) : read.isLoading ? (
            <SkeletonLines lines={14} />
          ) : blocks ? (
            <Markdown blocks={blocks.slice(1)} />
          ) : (
            <EmptyState title={t('help.missing')}>{t('help.missing_words')}</EmptyState>
          )}
        </Panel>
        <Contents current={doc} />
      </div>
    </Page>
  )
}

function Contents(props: { current: string }) {
  const t = useTexts()
  const language = useLanguage()
  const titles = useQuery(titlesQuery(language))
  return (
    <nav className={styles.contents} aria-label={t('help.contents')}>
      <h2 className={styles.contentsTitle}>{t('help.contents')}</h2>
      <ul>
        {allDocs().map((doc) => (
          <li key={doc}>
            <Link
              to="/help/$doc"
              params={{ doc }}
              className={doc === props.current ? styles.here : styles.there}
            >
              {titles.data?.[doc] ?? doc}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
