// Where a rule is made or changed: sentences on the left, what they mean beside them.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Input } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { templateRuleQuery } from '../templates/api.ts'
import { readValues } from '../templates/values.ts'
import { useTemplateWords } from '../templates/words.ts'
import { DraftNote } from '../ui/DraftNote.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { LeaveGuard } from '../ui/LeaveGuard.tsx'
import { Page, Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { useSettled } from '../ui/settled.ts'
import { type Audience, audienceQuery, checkQuery, estimateQuery } from './api.ts'
import { Builder } from './Builder.tsx'
import { draftOf, type Group, ruleOf } from './draft.ts'
import { EstimatePanel } from './EstimatePanel.tsx'
import { ExampleCards } from './ExampleCards.tsx'
import { useHistory } from './history.ts'
import { useKept } from './kept.ts'
import { PreviewPanel } from './PreviewPanel.tsx'
import { problemsOf } from './problems.ts'
import styles from './RulePage.module.css'
import { ruleText } from './ruleText.ts'
import { SaveActions } from './SaveActions.tsx'
import { useVocabulary } from './vocabulary.ts'

const newRoute = getRouteApi('/app/audiences/new')
const ruleRoute = getRouteApi('/app/audiences/$audienceId/rule')

export function NewRulePage() {
  const { template, values } = newRoute.useSearch()
  return <RuleBench audience={undefined} template={template} values={values} />
}

export function RulePage() {
  const t = useTexts()
  const { audienceId } = ruleRoute.useParams()
  const audience = useQuery({ ...audienceQuery(audienceId), staleTime: Number.POSITIVE_INFINITY })
  if (audience.data?.kind === 'rule')
    return <RuleBench key={audience.data.id} audience={audience.data} />
  return (
    <Page title={audience.data?.name ?? t('audiences.title')}>
      <Panel>
        {audience.error ? (
          <ErrorPanel error={audience.error} onRetry={() => void audience.refetch()} />
        ) : audience.data ? (
          <p>{t('audience_page.is_list')}</p>
        ) : (
          <SkeletonLines lines={12} />
        )}
      </Panel>
    </Page>
  )
}

const REST_MS = 350

function RuleBench(props: {
  audience: Audience | undefined
  /** The template to begin with, and what it is filled with. */
  template?: string | undefined
  values?: string | undefined
}) {
  const t = useTexts()
  const navigate = useNavigate()
  const { audience, template } = props
  const words = useTemplateWords()
  const { query, choices, sayer } = useVocabulary()
  const kept = useKept(audience?.id ?? 'new')
  const [start] = useState(() => ({
    root: draftOf(kept.start?.rule ?? audience?.rule ?? undefined),
    wasKept: kept.start !== undefined,
  }))
  const [name, setName] = useState(kept.start?.name ?? audience?.name ?? '')
  const [description, setDescription] = useState(
    kept.start?.description ?? audience?.description ?? '',
  )
  const [wasKept, setWasKept] = useState(start.wasKept)
  const history = useHistory<Group>(() => start.root)
  const root = history.now
  const [isStrict, setStrict] = useState(false)
  const [isSaved, setSaved] = useState(false)
  const rule = useMemo(() => ruleOf(root), [root])
  const text = JSON.stringify(rule)
  const saved = JSON.stringify(
    audience?.rule ? ruleOf(draftOf(audience.rule)) : ruleOf(draftOf(undefined)),
  )
  const isChanged =
    text !== saved ||
    name !== (audience?.name ?? '') ||
    description !== (audience?.description ?? '')

  useEffect(() => {
    if (isChanged && !isSaved) kept.keep({ name, description, rule: JSON.parse(text) })
  }, [isChanged, isSaved, kept.keep, name, description, text])

  const chosen = useQuery({
    ...templateRuleQuery(template ?? '', readValues(props.values) ?? {}),
    enabled: template !== undefined,
  })
  // Taken once: from then on it is a draft like any other, also after a reload.
  const taken = useRef<string>(undefined)
  useEffect(() => {
    if (taken.current === template) return
    if (template !== undefined && !chosen.data) return
    taken.current = template
    if (template === undefined || !chosen.data) return
    // A name that was typed before the first condition stays.
    if (name === '' || root.nodes.length > 0) setName(words.name(template))
    setDescription(words.finds(template))
    history.set(draftOf(chosen.data))
    void navigate({ to: '/audiences/new', search: {}, replace: true })
  }, [template, chosen.data, words, name, root, history.set, navigate])

  const own = useMemo(() => problemsOf(root), [root])
  const settledText = useSettled(text, REST_MS)
  const isSettled = settledText === text
  const settled = useMemo(() => JSON.parse(settledText), [settledText])
  const isWhole = own.length === 0
  const check = useQuery({
    ...checkQuery(settled, audience?.id),
    enabled: isSettled && isWhole,
  })
  const found = isSettled && isWhole ? (check.data?.problems ?? []) : []
  const isChecked = isWhole && isSettled && check.data?.problems.length === 0
  // A check that cannot be asked for stands in nobody's way: saving checks too, and says what failed.
  const isKnown = !isWhole || (isSettled && (check.isSuccess || check.isError))
  const estimate = useQuery({
    ...estimateQuery(settled, audience?.id),
    enabled: isChecked,
    placeholderData: keepPreviousData,
    retry: false,
  })
  const problems = isWhole ? found : own

  const showMissing = () => {
    setStrict(true)
    requestAnimationFrame(() =>
      document.querySelector('[role=alert]')?.scrollIntoView({ block: 'center' }),
    )
  }
  const forget = () => {
    kept.forget()
    setWasKept(false)
    history.begin(draftOf(audience?.rule ?? undefined))
    setName(audience?.name ?? '')
    setDescription(audience?.description ?? '')
  }

  return (
    <Page
      title={audience ? t('audience_page.edit', { name: audience.name }) : t('audiences.create')}
      actions={
        <SaveActions
          audience={audience}
          name={name.trim()}
          description={description.trim()}
          rule={rule}
          size={estimate.data?.size}
          isSound={isKnown ? isChecked || (isWhole && check.isError) : undefined}
          isChanged={isChanged}
          onRefused={showMissing}
          onSaved={(id) => {
            kept.forget()
            setSaved(true)
            // After the guard has seen that nothing is left to lose.
            setTimeout(
              () => void navigate({ to: '/audiences/$audienceId', params: { audienceId: id } }),
              0,
            )
          }}
        />
      }
    >
      {wasKept && <DraftNote onForget={forget} />}
      <div className={styles.columns}>
        <div className={styles.main}>
          <Panel>
            <div className={styles.names}>
              <Input
                aria-label={t('audience_page.name')}
                placeholder={`${t('audience_page.name')} · ${t('audience_page.name_example')}`}
                maxLength={100}
                size="large"
                status={isStrict && name.trim() === '' ? 'error' : undefined}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
              <Input
                aria-label={t('audience_page.description')}
                placeholder={t('audience_page.description')}
                maxLength={2_000}
                value={description}
                onChange={(event) => setDescription(event.target.value)}
              />
            </div>
          </Panel>
          <Panel>
            {query.error && <ErrorNote error={query.error} />}
            {chosen.error && <ErrorNote error={chosen.error} />}
            {query.data && !(template !== undefined && chosen.isPending) ? (
              <>
                <Builder
                  history={history}
                  problems={root.nodes.length === 0 && !isStrict ? [] : problems}
                  choices={choices}
                  sayer={sayer}
                  isStrict={isStrict}
                />
                {/* Below: when they arrive, no button moves from under the pointer. */}
                {root.nodes.length === 0 && <ExampleCards vocabulary={query.data} />}
              </>
            ) : (
              !query.error && <SkeletonLines lines={10} />
            )}
          </Panel>
        </div>
        <aside className={styles.side}>
          <EstimatePanel
            estimate={estimate.data}
            isOld={!isChecked || estimate.isFetching || estimate.isPlaceholderData}
            error={check.error ?? (isChecked ? estimate.error : undefined)}
            missing={root.nodes.length === 0 ? 0 : problems.length}
            isEmpty={root.nodes.length === 0}
            onShowMissing={showMissing}
          />
          {root.nodes.length > 0 && (
            <Panel title={t('audience_page.sentence')}>
              <p className={styles.sentence}>{ruleText(rule, sayer)}</p>
            </Panel>
          )}
          <PreviewPanel rule={isChecked ? rule : undefined} sayer={sayer} />
        </aside>
      </div>
      <LeaveGuard isChanged={isChanged && !isSaved} words={t('audience_page.leave_words')} />
    </Page>
  )
}
