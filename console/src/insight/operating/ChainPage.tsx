// The private chain: eight links from public fans to layered customers, a rate at each.
import { Alert } from 'antd'
import { useTexts } from '../../i18n/texts.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { TrendChart } from '../../ui/Chart.tsx'
import { Panel } from '../../ui/Page.tsx'
import { type Analysis, AnalysisPage, type Answer } from '../AnalysisPage.tsx'
import { noExamples } from '../examples.ts'
import { FigureTable } from '../FigureTable.tsx'
import { type FigureColumn, fileTable, isFew, type TableRow } from '../figures.ts'
import styles from '../Insight.module.css'
import { WhoField } from '../QuestionFields.tsx'
import { askChain, type ChainAnswer, type ChainQuestion } from './api.ts'
import { ModeLine } from './ModeLine.tsx'
import own from './Operating.module.css'
import { readWho, type WhoDraft } from './whoDraft.ts'

export const chainAnalysis: Analysis<WhoDraft, ChainQuestion, ChainAnswer> = {
  code: 'chain',
  since: 'last_30',
  read: readWho,
  question: ({ who }, { from, to }) => ({
    ...{ date_from: from, date_to: to },
    ...(who && { who: who as ChainQuestion['who'] }),
  }),
  ask: askChain,
  Fields: ({ draft, onChange }) => (
    <div className={styles.fields}>
      <WhoField who={draft.who} onChange={(who) => onChange(who ? { who } : {})} />
    </div>
  ),
  useExamples: noExamples,
  Answer: Links,
}

export function ChainPage() {
  return <AnalysisPage {...chainAnalysis} />
}

function Links({ answer, question }: Answer<WhoDraft, ChainQuestion, ChainAnswer>) {
  const t = useTexts()
  const columns: FigureColumn[] = [
    { title: t('operating_chain.link'), kind: 'words' },
    { title: t('operating_chain.rate'), help: t('operating_chain.rate_help'), kind: 'share' },
    { title: t('operating_chain.came'), help: t('operating_chain.came_help'), kind: 'count' },
    { title: t('operating_chain.base'), help: t('operating_chain.base_help'), kind: 'count' },
    { title: t('operating_chain.meaning'), kind: 'words' },
  ]
  const rows = answer.links.map(({ link, base, came, rate, has_past }, i): TableRow => {
    const cell = (of: 'base' | 'came') =>
      ({ analysis: 'chain', question, cell: { link, of } }) as const
    return {
      key: link,
      cells: [
        `${i + 1} ${t(`operating_link.${link}`)}`,
        rate,
        rate === null ? null : came,
        has_past ? base : null,
        t(`operating_link.${link}_help`),
      ],
      behind: has_past ? [undefined, undefined, cell('came'), cell('base')] : [],
      isSmall: rate !== null && isFew(base),
    }
  })
  const pastless = answer.links.filter(({ has_past }) => !has_past)
  const untold = answer.links.filter(({ missing }) => missing !== null)
  return (
    <>
      <ModeLine mode={answer.mode} />
      <Panel>
        <TrendChart
          title={t('operating_chain.chart')}
          definition={t('operating_chain.chart_words')}
          kind="bar"
          height={280}
          unit="percent"
          axis={t('operating_chain.link')}
          labels={answer.links.map(({ link }) => t(`operating_link.${link}`))}
          series={[
            {
              key: 'rate',
              name: t('operating_chain.rate'),
              values: answer.links.map(({ rate }) => rate),
            },
          ]}
          table={fileTable(columns, rows)}
        />
      </Panel>
      <FigureTable title={t('operating_chain.table')} columns={columns} rows={rows} />
      {pastless.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('operating_chain.no_past')}
          description={pastless.map(({ link }) => t(`operating_link.${link}`)).join(' · ')}
        />
      )}
      {untold.length > 0 && (
        <Panel
          title={t('operating_chain.missing')}
          extra={<ButtonLink to="/sdk">{t('insight.send_events')}</ButtonLink>}
        >
          <ul className={own.reasons}>
            {untold.map(({ link, missing }) => (
              <li key={link}>
                <span>
                  <b>{t(`operating_link.${link}`)}</b> {t('operating_chain.send')}{' '}
                  {missing?.map((name) => (
                    <code key={name} className={own.code}>
                      {name}
                    </code>
                  ))}
                </span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  )
}
