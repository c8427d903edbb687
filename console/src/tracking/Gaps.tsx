import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { TableColumnsType } from 'antd'
import { usePlatformName } from '../customers/words.ts'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useLocale } from '../format/locale.tsx'
import { dayOf, wholeTime } from '../format/time.ts'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count } from '../ui/Figures.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { type Gap, gapsQuery } from './qualityApi.ts'
import { Section } from './Section.tsx'
import styles from './tracking.module.css'

/** Silence of the last week where the rhythm led to expect events. */
export function Gaps(props: { source: string | undefined }) {
  const t = useTexts()
  const gaps = useQuery(gapsQuery)
  const columns = useColumns()
  return (
    <Section
      title={t('quality.gaps')}
      words={t('quality.gaps_words')}
      extra={
        <ExportButton atEnd size="small" kind="quality_gaps" params={{ source: props.source }} />
      }
    >
      <PageTable<Gap>
        label={t('quality.gaps')}
        list={{
          ...gaps,
          data: gaps.data?.filter((gap) => !props.source || gap.source === props.source),
        }}
        columns={columns}
        rowKey={(gap) => `${gap.source} ${gap.platform} ${gap.from}`}
        minWidth={760}
        skeletonRows={3}
        empty={<EmptyState compact title={t('quality.no_gaps')} />}
      />
    </Section>
  )
}

function useColumns(): TableColumnsType<Gap> {
  const t = useTexts()
  const { timeZone } = useLocale()
  const platformName = usePlatformName()
  return [
    {
      key: 'source',
      title: t('filter.source'),
      render: (_, gap) => (
        <span className={styles.named}>
          <span>{platformName(gap.source)}</span>
          {gap.platform && <span className={styles.quiet}>{platformName(gap.platform)}</span>}
        </span>
      ),
    },
    {
      key: 'from',
      title: t('quality.gap_from'),
      width: 140,
      render: (_, gap) => wholeTime(new Date(gap.from), timeZone).slice(0, 16),
    },
    {
      key: 'to',
      title: t('quality.gap_to'),
      width: 140,
      render: (_, gap) =>
        gap.is_open ? (
          <Chip tone="bad">{t('quality.gap_open')}</Chip>
        ) : (
          wholeTime(new Date(gap.to), timeZone).slice(0, 16)
        ),
    },
    {
      key: 'hours',
      title: t('quality.gap_hours'),
      width: 90,
      align: 'right',
      render: (_, gap) => <Count value={gap.hours} />,
    },
    {
      key: 'missing',
      title: t('quality.gap_missing'),
      width: 130,
      align: 'right',
      render: (_, gap) => (
        <span title={t('quality.gap_missing_words')}>
          ≈ <Count value={gap.missing} />
        </span>
      ),
    },
    {
      key: 'rows',
      title: '',
      width: 100,
      render: (_, gap) => (
        <Link
          to="/events"
          search={{
            source: gap.source,
            from: dayOf(new Date(gap.from), timeZone),
            to: dayOf(new Date(gap.to), timeZone),
          }}
        >
          {t('catalogue.see_events')}
        </Link>
      ),
    },
  ]
}
