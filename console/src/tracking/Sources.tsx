import { Link } from '@tanstack/react-router'
import type { TableColumnsType } from 'antd'
import { usePlatformName } from '../customers/words.ts'
import { exactNumber, percent } from '../format/number.ts'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count } from '../ui/Figures.tsx'
import { Panel } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { Nothing } from '../ui/When.tsx'
import type { Quality, QualityDay } from './qualityApi.ts'
import { Section } from './Section.tsx'
import styles from './tracking.module.css'

interface Line {
  source: string
  week: QualityDay[]
}

/** The last week of each source: what lowered its measures, and the rows behind it. */
export function Sources(props: { quality: Quality }) {
  const t = useTexts()
  const columns = useColumns()
  const first = props.quality.days.at(-7)?.day ?? ''
  const lines = props.quality.sources.map(({ source, days }) => ({
    source,
    week: days.filter(({ day }) => day >= first),
  }))
  return (
    <>
      <Section title={t('quality.by_source')} words={t('quality.last_week')}>
        <PageTable<Line>
          label={t('quality.by_source')}
          list={{ data: lines, error: null, refetch: () => undefined }}
          columns={columns}
          rowKey={(line) => line.source}
          minWidth={900}
          empty={<EmptyState compact title={t('quality.empty')} />}
        />
      </Section>
      <Compared days={props.quality.days} />
    </>
  )
}

const sum = (line: Line, of: (figures: QualityDay['figures']) => number) =>
  line.week.reduce((total, { figures }) => total + of(figures), 0)

function useColumns(): TableColumnsType<Line> {
  const t = useTexts()
  const platformName = usePlatformName()
  const share = (part: number, whole: number) =>
    whole === 0 ? <Nothing /> : <span title={exactNumber(part)}>{percent(part / whole)}</span>
  return [
    {
      key: 'source',
      title: t('filter.source'),
      render: (_, line) => (
        <Link to="/tracking/quality" search={{ source: line.source }} className={styles.open}>
          {platformName(line.source)}
        </Link>
      ),
    },
    {
      key: 'events',
      title: t('quality.events'),
      width: 100,
      align: 'right',
      render: (_, line) => (
        <Link to="/events" search={{ source: line.source }}>
          <Count value={sum(line, (f) => f.events)} />
        </Link>
      ),
    },
    {
      key: 'present',
      title: t('quality.present'),
      width: 130,
      align: 'right',
      render: (_, line) =>
        share(
          sum(line, (f) => f.present),
          sum(line, (f) => f.expected),
        ),
    },
    {
      key: 'somebody',
      title: t('quality.somebody'),
      width: 120,
      align: 'right',
      render: (_, line) =>
        share(
          sum(line, (f) => f.of_somebody),
          sum(line, (f) => f.events),
        ),
    },
    {
      key: 'named',
      title: t('quality.named'),
      width: 120,
      align: 'right',
      render: (_, line) =>
        share(
          sum(line, (f) => f.named),
          sum(line, (f) => f.events),
        ),
    },
    {
      key: 'dead',
      title: t('quality.dead'),
      width: 110,
      align: 'right',
      render: (_, line) => {
        const dead = sum(line, (f) => f.dead)
        if (dead === 0) return <Count value={0} />
        return (
          <Link to="/dead-letters" search={{ source: line.source }}>
            <Count value={dead} />
          </Link>
        )
      },
    },
    {
      key: 'broken',
      title: t('quality.broken'),
      width: 100,
      align: 'right',
      render: (_, line) => <Count value={sum(line, (f) => f.broken)} />,
    },
    {
      key: 'mended',
      title: t('quality.mended'),
      width: 130,
      align: 'right',
      render: (_, line) => <Count value={sum(line, (f) => f.mended)} />,
    },
  ]
}

/** What both stores were asked on the last day that was compared. */
function Compared(props: { days: QualityDay[] }) {
  const t = useTexts()
  const known = useKnownText()
  const day = props.days.findLast(({ figures }) => (figures.compared?.length ?? 0) > 0)
  if (!day?.figures.compared) return null
  return (
    <Panel title={t('quality.compared')} extra={<span className={styles.quiet}>{day.day}</span>}>
      <ul className={styles.list}>
        {day.figures.compared.map(({ name, in_postgresql, in_clickhouse }) => (
          <li key={name} className={styles.item}>
            <span>{known(`quality_compared.${name}`) ?? name}</span>
            <span className={styles.facts}>
              {t('quality.both_stores', {
                postgresql: exactNumber(in_postgresql),
                clickhouse: exactNumber(in_clickhouse),
              })}
              <Chip tone={in_postgresql === in_clickhouse ? 'good' : 'bad'}>
                {in_postgresql === in_clickhouse ? t('quality.agree') : t('quality.differ')}
              </Chip>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
