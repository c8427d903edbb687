// The grading kit: what most brands need, ready to be changed; one opens the builder, several become drafts.
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useLocation } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Vocabulary } from '../audiences/api.ts'
import { useVocabulary } from '../audiences/vocabulary.ts'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { BatchBar, useSelection } from '../ui/BatchBar.tsx'
import { BatchAction } from '../ui/batchRun.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Page, Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { type Template, templatesQuery, type Values } from './api.ts'
import { RfmKit } from './RfmKit.tsx'
import { TemplateCard } from './TemplateCard.tsx'
import { placeOf, TemplateIndex } from './TemplateIndex.tsx'
import styles from './Templates.module.css'
import { isOfRfm, useTaking } from './useTaking.ts'
import { usualValues } from './values.ts'
import { useTemplateWords } from './words.ts'

const route = getRouteApi('/app/audiences/templates')

export function TemplatesPage() {
  const t = useTexts()
  const templates = useQuery(templatesQuery)
  const { query, choices, sayer } = useVocabulary()
  const error = templates.error ?? query.error
  const retry = () => void Promise.all([templates.refetch(), query.refetch()])
  return (
    <Page title={t('template_page.title')} purpose={t('template_page.purpose')}>
      {templates.data && query.data ? (
        <Gallery
          templates={templates.data.items}
          vocabulary={query.data}
          choices={choices}
          sayer={sayer}
        />
      ) : (
        <Panel>
          {error ? <ErrorPanel error={error} onRetry={retry} /> : <SkeletonLines lines={16} />}
        </Panel>
      )}
    </Page>
  )
}

function Gallery(props: {
  templates: readonly Template[]
  vocabulary: Vocabulary
  choices: ReturnType<typeof useVocabulary>['choices']
  sayer: ReturnType<typeof useVocabulary>['sayer']
}) {
  const t = useTexts()
  const words = useTemplateWords()
  const { templates, vocabulary } = props
  const { group: wanted } = route.useSearch()
  const mayWrite = useMay('audiences:write')
  const [values, setValues] = useState<Record<string, Values>>(() => {
    const known = new Set(vocabulary.events.map(({ name }) => name))
    return Object.fromEntries(templates.map((one) => [one.id, usualValues(one, known)]))
  })
  const selection = useSelection()
  const taking = useTaking(selection, templates, values)
  const [sought, setSought] = useState('')
  const place = useLocation({ select: ({ hash }) => hash })
  // Of an address that was opened: what it leads to stands on the page only now.
  useEffect(() => {
    if (place !== '') document.getElementById(place)?.scrollIntoView()
  }, [place])
  const found = [...Map.groupBy(templates, ({ group }) => group)].flatMap(([group, ofGroup]) => {
    const isMeant = words.group(group).toLowerCase().includes(sought.trim().toLowerCase())
    const fitting = isMeant ? ofGroup : ofGroup.filter(({ id }) => words.isAbout(id, sought))
    return fitting.length > 0 ? [{ group, templates: fitting }] : []
  })
  // A link may lead to one group alone; the index leads on to the others.
  const isAlone = templates.some(({ group }) => group === wanted) && sought.trim() === ''
  const shown = isAlone ? found.filter(({ group }) => group === wanted) : found
  const choose = (id: string, isChosen: boolean) => {
    const others = selection.keys.filter((key) => key !== id)
    selection.set(isChosen ? [...others, id] : others)
  }
  if (templates.length === 0) return <EmptyState title={t('template_page.none')} />
  return (
    <>
      <div className={styles.layout}>
        <TemplateIndex groups={found} sought={sought} onSeek={setSought} />
        <div className={styles.sections}>
          {found.length === 0 && <EmptyState title={t('template_page.none_found')} />}
          {shown.map(({ group, templates }) => (
            <section key={group} id={placeOf(group)} className={styles.group}>
              <h2 className={styles.groupTitle}>{words.group(group)}</h2>
              <p className={styles.groupAbout}>{words.aboutGroup(group)}</p>
              {group === 'rfm' && (
                <div className={styles.kit}>
                  <RfmKit
                    rfm={taking.rfm}
                    choice={taking.choice}
                    onChoose={taking.setChoice}
                    mayWrite={mayWrite}
                    isTaking={taking.isTaking}
                    onTake={(withAudiences) => void taking.takeRfm(withAudiences)}
                  />
                </div>
              )}
              <div className={styles.grid}>
                {templates.map((template) => (
                  <TemplateCard
                    key={template.id}
                    template={template}
                    values={values[template.id] ?? {}}
                    isChosen={selection.keys.includes(template.id)}
                    mayWrite={mayWrite}
                    vocabulary={vocabulary}
                    choices={props.choices}
                    sayer={props.sayer}
                    rfm={isOfRfm(template) ? taking.rfm.data : undefined}
                    onMake={() => taking.takeRfm(false)}
                    onChange={(next) => setValues({ ...values, [template.id]: next })}
                    onChoose={(isChosen) => choose(template.id, isChosen)}
                  />
                ))}
              </div>
            </section>
          ))}
        </div>
      </div>
      <BatchBar selection={selection}>
        <BatchAction
          label={t('template_page.create')}
          type="primary"
          onRun={() => taking.createDrafts()}
        />
      </BatchBar>
    </>
  )
}
