// Found on public platforms and brought by lists: who came over to the brand's own, with her tags.
import { useQuery } from '@tanstack/react-query'
import { useNamespaceName } from '../../customers/words.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useMay } from '../../session/session.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { Chip, Chips } from '../../ui/Chip.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Panel } from '../../ui/Page.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { Opening } from '../Behind.tsx'
import { FigureTable } from '../FigureTable.tsx'
import { outsideQuery } from './api.ts'
import styles from './Koc.module.css'

const CELLS = ['outside', 'outside_strong', 'outside_converted', 'outside_super'] as const

export function OutsidePanel() {
  const t = useTexts()
  const platform = useNamespaceName()
  const mayImport = useMay('imports:run')
  const query = useQuery(outsideQuery)
  if (query.error && !query.data)
    return <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data)
    return (
      <Panel title={t('koc.outside')}>
        <SkeletonLines lines={3} />
      </Panel>
    )
  const { platforms, tags, at_least } = query.data
  const bring = mayImport && <ButtonLink to="/imports/new">{t('koc.import')}</ButtonLink>
  if (platforms.length === 0)
    return (
      <Panel title={t('koc.outside')}>
        <EmptyState compact title={t('koc.nobody_outside')} action={bring}>
          {t('koc.outside_words', { score: at_least })}
        </EmptyState>
      </Panel>
    )
  return (
    <>
      <FigureTable
        title={t('koc.outside')}
        extra={bring}
        columns={[
          { title: t('koc.platform'), kind: 'words' },
          { title: t('koc.found_there'), kind: 'count' },
          {
            title: t('koc.strong'),
            kind: 'count',
            help: t('koc.strong_words', { score: at_least }),
          },
          { title: t('koc.converted'), kind: 'count', help: t('koc.converted_words') },
          { title: t('koc.converted_share'), kind: 'share' },
          { title: t('koc.with_tags'), kind: 'count' },
          { title: t('koc.became_super'), kind: 'count' },
        ]}
        rows={platforms.map((one) => ({
          key: one.platform,
          cells: [
            platform(one.platform),
            one.found,
            one.strong,
            one.converted,
            one.found === 0 ? null : one.converted / one.found,
            one.converted_tagged,
            one.super_users,
          ],
        }))}
      />
      <Panel>
        <ul className={styles.links}>
          {CELLS.map((is) => (
            <li key={is}>
              <Opening
                figure={{ analysis: 'super_users', question: {}, cell: { is } }}
                title={t(`koc_outside.${is}`)}
              >
                {t(`koc_outside.${is}`)}
              </Opening>
            </li>
          ))}
        </ul>
        {tags.length > 0 && (
          <>
            <p className={styles.quiet}>{t('koc.tags_along')}</p>
            <Chips>
              {tags.map(({ tag, converted }) => (
                <Chip key={tag}>
                  {tag} {converted}
                </Chip>
              ))}
            </Chips>
          </>
        )}
        <p className={styles.quiet}>{t('koc.outside_words', { score: at_least })}</p>
      </Panel>
    </>
  )
}
