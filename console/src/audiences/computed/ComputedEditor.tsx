// Where a computed attribute is made or changed: its parts on the left, what they give beside them.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { App, Button, ConfigProvider, Input, Select } from 'antd'
import { useMemo, useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { useMay } from '../../session/session.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { LeaveGuard } from '../../ui/LeaveGuard.tsx'
import { Page, Panel } from '../../ui/Page.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { useSettled } from '../../ui/settled.ts'
import { BuildingProvider, ProblemsProvider, ProblemWords } from '../building.tsx'
import pageStyles from '../RulePage.module.css'
import { useVocabulary } from '../vocabulary.ts'
import {
  AUDIENCES_AND_COMPUTED,
  type Computed,
  checkDefinitionQuery,
  computedPreviewQuery,
  computedQuery,
  createComputed,
  type Definition,
  editComputed,
} from './api.ts'
import { blankDefinition, DEFINITION_KINDS, isFilled } from './blank.ts'
import styles from './Computed.module.css'
import { DefinitionFields } from './DefinitionFields.tsx'
import { Field } from './Field.tsx'
import { PreviewPanel } from './PreviewPanel.tsx'

const route = getRouteApi('/app/computed-attributes/$computedId/edit')
const REST_MS = 400

export function NewComputedPage() {
  return <Bench computed={undefined} />
}

export function EditComputedPage() {
  const t = useTexts()
  const { computedId } = route.useParams()
  const computed = useQuery({ ...computedQuery(computedId), staleTime: Number.POSITIVE_INFINITY })
  if (computed.data) return <Bench key={computed.data.version} computed={computed.data} />
  return (
    <Page title={t('computed.title')}>
      <Panel>
        {computed.error ? (
          <ErrorPanel error={computed.error} onRetry={() => void computed.refetch()} />
        ) : (
          <SkeletonLines lines={12} />
        )}
      </Panel>
    </Page>
  )
}

function Bench({ computed }: { computed: Computed | undefined }) {
  const t = useTexts()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { message } = App.useApp()
  const mayWrite = useMay('audiences:write')
  const { query, choices, sayer } = useVocabulary()
  const [name, setName] = useState(computed?.name ?? '')
  const [label, setLabel] = useState(computed?.label ?? '')
  const [description, setDescription] = useState(computed?.description ?? '')
  const [definition, setDefinition] = useState<Definition>(
    computed?.definition ?? blankDefinition('order_figure'),
  )
  const [note, setNote] = useState('')
  const [isDone, setDone] = useState(false)
  const text = JSON.stringify(definition)
  const isChanged =
    text !== JSON.stringify(computed?.definition ?? blankDefinition('order_figure')) ||
    label !== (computed?.label ?? '') ||
    description !== (computed?.description ?? '')
  const settledText = useSettled(text, REST_MS)
  const settled = useMemo<Definition>(() => JSON.parse(settledText), [settledText])
  const isReady = isFilled(settled)
  const check = useQuery({ ...checkDefinitionQuery(name, settled), enabled: isReady, retry: false })
  const isSound = isReady && check.data?.problems.length === 0
  const preview = useQuery({
    ...computedPreviewQuery(name, settled),
    enabled: isSound,
    placeholderData: keepPreviousData,
    retry: false,
  })
  const problems = isReady && settledText === text ? (check.data?.problems ?? []) : []
  const saving = useMutation({
    mutationFn: () =>
      computed
        ? editComputed(computed.id, {
            version: computed.version,
            ...{ label: label.trim(), description: description.trim(), definition, note },
          })
        : createComputed({
            ...{ name: name.trim(), label: label.trim(), description: description.trim() },
            definition,
          }),
    onSuccess: async ({ id }) => {
      void message.success(t('computed.saved'))
      setDone(true)
      await queryClient.invalidateQueries({ queryKey: AUDIENCES_AND_COMPUTED })
      // After the guard has seen that nothing is left to lose.
      setTimeout(
        () => void navigate({ to: '/computed-attributes/$computedId', params: { computedId: id } }),
        0,
      )
    },
  })
  const canSave = isFilled(definition) && problems.length === 0 && label.trim() && name.trim()
  return (
    <Page
      title={computed ? t('computed.edit', { name: computed.label }) : t('computed.create')}
      actions={
        mayWrite && (
          <Button
            type="primary"
            disabled={!canSave || !isChanged}
            loading={saving.isPending}
            onClick={() => saving.mutate()}
          >
            {t(computed ? 'action.save' : 'computed.go_live')}
          </Button>
        )
      }
    >
      {saving.error && <ErrorNote error={saving.error} />}
      {query.error && <ErrorNote error={query.error} />}
      <BuildingProvider building={{ choices, sayer }}>
        <ProblemsProvider problems={problems}>
          <div className={pageStyles.columns}>
            <div className={pageStyles.main}>
              <Panel>
                <div className={styles.fields}>
                  <Field label={t('computed_field.label_of')}>
                    <Input
                      aria-label={t('computed_field.label_of')}
                      placeholder={t('computed_field.label_example')}
                      maxLength={60}
                      value={label}
                      onChange={(event) => setLabel(event.target.value)}
                    />
                  </Field>
                  <Field label={t('computed_field.name')}>
                    <Input
                      aria-label={t('computed_field.name')}
                      placeholder="spent_90d"
                      maxLength={100}
                      disabled={computed !== undefined}
                      value={name}
                      onChange={(event) => setName(event.target.value.replace(/[\s/?#%`]/g, '_'))}
                    />
                    <span className={styles.hint}>{t('computed_field.name_hint')}</span>
                  </Field>
                  <Field label={t('audience_page.description')}>
                    <Input
                      aria-label={t('audience_page.description')}
                      maxLength={500}
                      value={description}
                      onChange={(event) => setDescription(event.target.value)}
                    />
                  </Field>
                  {computed && (
                    <Field label={t('computed_field.note')}>
                      <Input
                        aria-label={t('computed_field.note')}
                        placeholder={t('computed_field.note_hint')}
                        maxLength={500}
                        value={note}
                        onChange={(event) => setNote(event.target.value)}
                      />
                    </Field>
                  )}
                  <Field label={t('computed_field.kind')}>
                    <Select
                      aria-label={t('computed_field.kind')}
                      value={definition.kind}
                      onChange={(kind) => setDefinition(blankDefinition(kind))}
                      options={DEFINITION_KINDS.map((kind) => ({
                        value: kind,
                        label: t(`computed_kind.${kind}`),
                      }))}
                    />
                    <span className={styles.hint}>{t(`computed_hint.${definition.kind}`)}</span>
                  </Field>
                </div>
              </Panel>
              <Panel>
                {query.data ? (
                  <ConfigProvider componentSize="small">
                    <DefinitionFields
                      key={definition.kind}
                      definition={definition}
                      formulaText={computed?.formula_text ?? null}
                      money={computed?.money ?? false}
                      onChange={setDefinition}
                    />
                    <ProblemWords problems={problems.filter(({ path }) => path.length === 0)} />
                  </ConfigProvider>
                ) : (
                  <SkeletonLines lines={6} />
                )}
              </Panel>
            </div>
            <aside className={pageStyles.side}>
              <PreviewPanel
                preview={isReady ? preview.data : undefined}
                isOld={!isSound || preview.isFetching || preview.isPlaceholderData}
                error={check.error ?? (isSound ? preview.error : undefined)}
              />
            </aside>
          </div>
        </ProblemsProvider>
      </BuildingProvider>
      <LeaveGuard isChanged={isChanged && !isDone} />
    </Page>
  )
}
