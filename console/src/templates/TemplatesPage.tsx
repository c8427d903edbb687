// The grading kit: what most brands need, ready to be changed; one opens the builder, several become drafts.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { useState } from 'react'
import { toApiError } from '../api/error.ts'
import { AUDIENCES, createAudience, type Vocabulary } from '../audiences/api.ts'
import { useVocabulary } from '../audiences/vocabulary.ts'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { BatchBar, useSelection } from '../ui/BatchBar.tsx'
import { BatchAction, type BatchDone, useBatch } from '../ui/batchRun.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Filters, Page, Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { type Template, templateRuleQuery, templatesQuery, type Values } from './api.ts'
import { TemplateCard } from './TemplateCard.tsx'
import styles from './Templates.module.css'
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
  const navigate = useNavigate()
  const words = useTemplateWords()
  const { templates, vocabulary } = props
  const { group: wanted } = route.useSearch()
  const mayWrite = useMay('audiences:write')
  const [values, setValues] = useState<Record<string, Values>>(() => {
    const known = new Set(vocabulary.events.map(({ name }) => name))
    return Object.fromEntries(templates.map((one) => [one.id, usualValues(one, known)]))
  })
  const selection = useSelection()
  const createDrafts = useDrafts(selection, templates, values)
  const groups = [...new Set(templates.map(({ group }) => group))]
  const shown = groups.filter((group) => !groups.includes(wanted ?? '') || group === wanted)
  const choose = (id: string, isChosen: boolean) => {
    const others = selection.keys.filter((key) => key !== id)
    selection.set(isChosen ? [...others, id] : others)
  }
  if (templates.length === 0) return <EmptyState title={t('template_page.none')} />
  return (
    <>
      <Filters>
        <Segmented
          className={styles.groups}
          aria-label={t('template_page.title')}
          value={shown.length === 1 ? (wanted ?? 'all') : 'all'}
          onChange={(value) =>
            void navigate({
              to: '/audiences/templates',
              search: { group: value === 'all' ? undefined : value },
              replace: true,
            })
          }
          options={[
            { value: 'all', label: t('template_page.all') },
            ...groups.map((value) => ({ value, label: words.group(value) })),
          ]}
        />
      </Filters>
      {shown.map((group) => (
        <section key={group} className={styles.group}>
          <h2 className={styles.groupTitle}>{words.group(group)}</h2>
          <p className={styles.groupAbout}>{words.aboutGroup(group)}</p>
          <div className={styles.grid}>
            {templates
              .filter((template) => template.group === group)
              .map((template) => (
                <TemplateCard
                  key={template.id}
                  template={template}
                  values={values[template.id] ?? {}}
                  isChosen={selection.keys.includes(template.id)}
                  mayWrite={mayWrite}
                  vocabulary={vocabulary}
                  choices={props.choices}
                  sayer={props.sayer}
                  onChange={(next) => setValues({ ...values, [template.id]: next })}
                  onChoose={(isChosen) => choose(template.id, isChosen)}
                />
              ))}
          </div>
        </section>
      ))}
      <BatchBar selection={selection}>
        <BatchAction label={t('template_page.create')} type="primary" onRun={createDrafts} />
      </BatchBar>
    </>
  )
}

/** Makes a draft of each chosen template; those that are refused stay chosen, with the reason. */
function useDrafts(
  selection: ReturnType<typeof useSelection>,
  templates: readonly Template[],
  values: Readonly<Record<string, Values>>,
) {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const words = useTemplateWords()
  const run = useBatch({
    selection,
    rows: templates,
    keyOf: ({ id }) => id,
    nameOf: ({ id }) => words.name(id),
    changed: () => queryClient.invalidateQueries({ queryKey: AUDIENCES }),
  })
  const create = async (id: string): Promise<string | undefined> => {
    try {
      const rule = await queryClient.fetchQuery(templateRuleQuery(id, values[id] ?? {}))
      await createAudience({ name: words.name(id), description: words.finds(id), rule })
      return undefined
    } catch (thrown) {
      const error = toApiError(thrown)
      // A refusal is of this one; anything else stops them all.
      if (error.status < 400 || error.status >= 500 || error.status === 401) throw thrown
      return error.code
    }
  }
  return async () => {
    let isAllMade = false
    await run(async (ids): Promise<BatchDone> => {
      const refused: { id: string; code: string }[] = []
      for (const id of ids) {
        const code = await create(id)
        if (code !== undefined) refused.push({ id, code })
      }
      isAllMade = refused.length === 0
      return { changed: ids.length - refused.length, refused }
    })
    if (isAllMade) await navigate({ to: '/audiences', search: { state: 'draft' } })
  }
}
