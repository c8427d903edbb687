// The private chain: eight links from public fans to layered customers, a rate at each.
import { useVocabulary } from '../../audiences/vocabulary.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useDays } from '../../shell/days.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { TrendChart } from '../../ui/Chart.tsx'
import { Panel } from '../../ui/Page.tsx'
import { AnswerPanel } from '../AnswerPanel.tsx'
import { useAsked } from '../asked.ts'
import { FigureTable } from '../FigureTable.tsx'
import { type FigureColumn, fileTable, isFew, type TableRow } from '../figures.ts'
import styles from '../Insight.module.css'
import { InsightPage } from '../InsightPage.tsx'
import { WhoField } from '../QuestionFields.tsx'
import { askChain, type ChainAnswer, type ChainQuestion } from './api.ts'
import { ModeLine } from './ModeLine.tsx'
import own from './Operating.module.css'
import { readWho, type WhoDraft } from './whoDraft.ts'

export function ChainPage() {
  const { days } = useDays('last_30')
  const vocabulary = useVocabulary()
  const [draft, put] = useAsked<WhoDraft>(readWho)
  const question: ChainQuestion = {
    date_from: days.from,
    date_to: days.to,
    ...(draft.who && { who: draft.who as ChainQuestion['who'] }),
  }
  return (
    <InsightPage
      analysis="chain"
      vocabulary={vocabulary}
      question={
        <div className={styles.fields}>
          <WhoField who={draft.who} onChange={(who) => put(who ? { who } : {})} />
        </div>
      }
    >
      <AnswerPanel
        analysis="chain"
        question={question}
        ask={askChain}
        examples={[]}
        onExample={put}
      >
        {(answer, asked) => <Links answer={answer} question={asked} />}
      </AnswerPanel>
    </InsightPage>
  )
}

function Links({ answer, question }: { answer: ChainAnswer; question: ChainQuestion }) {
  const t = useTexts()
  const columns: FigureColumn[] = [
    { title: t('operating_chain.link'), kind: 'words' },
    { title: t('operating_chain.rate'), help: t('operating_chain.rate_help'), kind: 'share' },
    { title: t('operating_chain.came'), help: t('operating_chain.came_help'), kind: 'count' },
    { title: t('operating_chain.base'), help: t('operating_chain.base_help'), kind: 'count' },
    { title: t('operating_chain.meaning'), kind: 'words' },
  ]
  const rows = answer.links.map(({ link, base, came, rate }, i): TableRow => {
    const cell = (of: 'base' | 'came') =>
      ({ analysis: 'chain', question, cell: { link, of } }) as const
    return {
      key: link,
      cells: [
        `${i + 1} ${t(`operating_link.${link}`)}`,
        rate,
        rate === null ? null : came,
        base,
        t(`operating_link.${link}_help`),
      ],
      behind: [undefined, undefined, cell('came'), cell('base')],
      isSmall: rate !== null && isFew(base),
    }
  })
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
          labels={answer.links.map((_, i) => `${i + 1}`)}
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
