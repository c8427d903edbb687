import { SettingOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Switch } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { type Analysis, AnalysisPage, type Answer } from '../AnalysisPage.tsx'
import { Opening } from '../Behind.tsx'
import { noExamples } from '../examples.ts'
import { FigureTable } from '../FigureTable.tsx'
import insight from '../Insight.module.css'
import { readWho, type WhoDraft } from '../operating/whoDraft.ts'
import { WhoField } from '../QuestionFields.tsx'
import {
  askOwnership,
  OWNERSHIP,
  type Ownership,
  type OwnershipQuestion,
  type OwnershipSettings,
  ownershipSettingsQuery,
  saveOwnershipSettings,
} from './api.ts'
import styles from './Scores.module.css'
import { EventsSetting, NumberSetting, SettingsDrawer } from './SettingsDrawer.tsx'

const LEVELS = ['owned', 'related', 'acquired', 'pseudo', 'deleted', 'exposed'] as const
type Level = (typeof LEVELS)[number]

type Shown = Answer<WhoDraft, OwnershipQuestion, Ownership>

/** Levels at the first and the last of the days looked at, and who moved between them. */
export const ownershipAnalysis: Analysis<WhoDraft, OwnershipQuestion, Ownership> = {
  code: 'ownership',
  since: 'last_30',
  read: readWho,
  question: ({ who }, { from, to }) => ({ ...{ from, date: to }, ...(who && { who }) }),
  ask: askOwnership,
  Fields,
  useExamples: noExamples,
  Answer: Found,
}

export function OwnershipPage() {
  return <AnalysisPage {...ownershipAnalysis} />
}

function Fields(props: { draft: WhoDraft; onChange: (draft: WhoDraft) => void }) {
  const t = useTexts()
  const [isSetting, setSetting] = useState(false)
  return (
    <div className={insight.fields}>
      <WhoField who={props.draft.who} onChange={(who) => props.onChange(who ? { who } : {})} />
      <Button icon={<SettingOutlined />} onClick={() => setSetting(true)}>
        {t('scores.settings')}
      </Button>
      {isSetting && <Settings onClose={() => setSetting(false)} />}
    </div>
  )
}

function Found(props: Shown) {
  const t = useTexts()
  const { answer } = props
  return (
    <div className={styles.stack}>
      <div className={styles.bar}>
        <span>{t('ownership.between', { from: answer.from, to: answer.date })}</span>
      </div>
      <Headline {...props} />
      <Levels {...props} />
      <Moves {...props} />
      {answer.producers.length > 0 && <Producers found={answer} />}
    </div>
  )
}

const countOf = (found: Ownership, level: Level) =>
  found.levels.find((l) => l.level === level) ?? { level, now: 0, before: 0 }

function Headline({ answer: found, question }: Shown) {
  const t = useTexts()
  const { promotions } = found
  const against = found.from
  const tile = (level: Level, good: 'up' | 'down') => {
    const { now, before } = countOf(found, level)
    return (
      <Figure
        title={t(`ownership_level.${level}`)}
        definition={t(`ownership_level_words.${level}`)}
        value={now}
        change={{ from: before, good, against }}
        beside={
          <Opening
            figure={now > 0 ? { analysis: 'ownership', question, cell: { level } } : undefined}
            title={t(`ownership_level.${level}`)}
          >
            {t('scores.customers')}
          </Opening>
        }
      />
    )
  }
  return (
    <FigureRow label={t('ownership.headline')}>
      {tile('owned', 'up')}
      {tile('related', 'up')}
      {tile('pseudo', 'down')}
      <Figure
        title={t('ownership.promotions')}
        definition={t('ownership.promotions_words')}
        value={promotions.customers}
        beside={t('ownership.demotions', { count: promotions.demotions })}
      />
      <Figure
        title={t('ownership.cost_each')}
        definition={t('ownership.cost_each_words')}
        value={promotions.cost_each_fen === null ? null : Math.round(promotions.cost_each_fen)}
        unit="money"
        beside={promotions.cost_fen === null ? t('ownership.no_cost') : undefined}
      />
    </FigureRow>
  )
}

function Levels({ answer: found, question }: Shown) {
  const t = useTexts()
  const all = found.levels.reduce((sum, l) => sum + l.now, 0)
  return (
    <FigureTable
      title={t('ownership.levels')}
      columns={[
        { title: t('ownership.level'), kind: 'words' },
        { title: found.date, kind: 'count' },
        { title: t('ownership.share'), kind: 'share' },
        { title: found.from, kind: 'count' },
        { title: t('ownership.expected'), kind: 'number', help: t('ownership.expected_words') },
      ]}
      rows={LEVELS.map((level) => {
        const { now, before } = countOf(found, level)
        const expected = found.forecast.find((f) => f.level === level)?.expected ?? 0
        return {
          key: level,
          cells: [
            t(`ownership_level.${level}`),
            now,
            all === 0 ? null : now / all,
            before,
            Math.round(expected),
          ],
          behind: [undefined, { analysis: 'ownership', question, cell: { level } }],
        }
      })}
    />
  )
}

/** Who stood where before, and where they stand now: what nobody did is empty. */
function Moves({ answer: found, question }: Shown) {
  const t = useTexts()
  const before = [...LEVELS, 'none'] as const
  const name = (level: Level | 'none') =>
    level === 'none' ? t('ownership.none') : t(`ownership_level.${level}`)
  const moved = (from: Level | 'none', level: Level) =>
    found.moves.find((m) => m.before === from && m.now === level)?.customers ?? null
  return (
    <FigureTable
      title={t('ownership.moves')}
      columns={[
        { title: t('ownership.from_to'), kind: 'words', help: t('ownership.moves_words') },
        ...LEVELS.map((level) => ({ title: name(level), kind: 'count' as const })),
      ]}
      rows={before.map((from) => ({
        key: from,
        cells: [name(from), ...LEVELS.map((level) => moved(from, level))],
        behind: [
          undefined,
          ...LEVELS.map((level) =>
            moved(from, level) === null
              ? undefined
              : { analysis: 'ownership' as const, question, cell: { level, before: from } },
          ),
        ],
      }))}
    />
  )
}

function Producers({ found }: { found: Ownership }) {
  const t = useTexts()
  return (
    <FigureTable
      title={t('ownership.producers')}
      columns={[
        { title: t('ownership.producer'), kind: 'words', help: t('ownership.producers_words') },
        { title: t('ownership.kind'), kind: 'words' },
        { title: t('ownership.pulled'), kind: 'number', help: t('ownership.pulled_words') },
        { title: t('ownership.promoted'), kind: 'number' },
        { title: t('ownership.answers'), kind: 'count' },
      ]}
      rows={found.producers.map((p) => ({
        key: `${p.kind} ${p.code}`,
        cells: [
          p.name ?? p.code,
          t(`ownership_producer.${p.kind}`),
          Math.round(p.customers * 10) / 10,
          Math.round(p.promoted * 10) / 10,
          p.answers,
        ],
      }))}
      extra={
        found.further_producers > 0
          ? t('ownership.further', { count: found.further_producers })
          : undefined
      }
    />
  )
}

type Fields = OwnershipSettings['settings']

function Settings(props: { onClose: () => void }) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const set = useQuery(ownershipSettingsQuery)
  if (!set.data) return null
  const { settings, house, version, at, by_name } = set.data
  return (
    <SettingsDrawer<Fields>
      title={t('ownership_settings.title')}
      words={t('ownership_settings.words')}
      initial={settings}
      version={version}
      at={at}
      byName={by_name}
      save={(fields) => saveOwnershipSettings({ version, settings: { ...settings, ...fields } })}
      onSaved={() => queryClient.invalidateQueries({ queryKey: OWNERSHIP })}
      onClose={props.onClose}
    >
      <div className={styles.halves}>
        <NumberSetting
          name="window_days"
          label={t('ownership_settings.window')}
          min={1}
          max={730}
          words={t('ownership_settings.window_words')}
        />
        <NumberSetting
          name="responses_needed"
          label={t('ownership_settings.needed')}
          min={1}
          max={100}
          words={t('ownership_settings.needed_words')}
        />
        <NumberSetting
          name="grace_days"
          label={t('ownership_settings.grace')}
          min={0}
          max={60}
          words={t('ownership_settings.grace_words')}
        />
        <NumberSetting
          name="silent_days"
          label={t('ownership_settings.silent')}
          min={1}
          max={730}
          words={t('ownership_settings.silent_words')}
        />
      </div>
      <Form.Item
        name="needs_producer"
        label={t('ownership_settings.producer')}
        extra={t('ownership_settings.producer_words')}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
      <EventsSetting
        name="responses"
        label={t('ownership_settings.responses')}
        house={house.responses}
      />
      <EventsSetting
        name="services"
        label={t('ownership_settings.services')}
        house={house.services}
      />
      <EventsSetting
        name="locks"
        label={t('ownership_settings.locks')}
        words={t('ownership_settings.locks_words')}
        house={house.locks}
      />
    </SettingsDrawer>
  )
}
