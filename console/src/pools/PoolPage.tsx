// A private pool: what it says of itself, how it stands, and what it lacks before it goes live.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { App, Form } from 'antd'
import { useEffect, useState } from 'react'
import { toApiError } from '../api/error.ts'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { LeaveGuard } from '../ui/LeaveGuard.tsx'
import { Page, Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import { editPool, POOLS, type Pool, poolQuery, setPoolState, standingQuery } from './api.ts'
import { changesOf, formOf, type PoolForm } from './content.ts'
import styles from './Pool.module.css'
import { PoolActions } from './PoolActions.tsx'
import { PoolFieldset } from './PoolFieldset.tsx'
import { PoolFigures, ProgressPanel, ReadinessPanel } from './Standing.tsx'
import { PoolStateChip, useFieldName } from './words.tsx'

const route = getRouteApi('/app/pools/$poolId')

export function PoolPage() {
  const t = useTexts()
  const { poolId } = route.useParams()
  const pool = useQuery(poolQuery(poolId))
  if (pool.data) return <PoolBench key={poolId} pool={pool.data} />
  return (
    <Page title={t('pools.title')}>
      <Panel>
        {pool.error ? (
          <ErrorPanel error={pool.error} onRetry={() => void pool.refetch()} />
        ) : (
          <SkeletonLines lines={14} />
        )}
      </Panel>
    </Page>
  )
}

/** What is missing, when that is why it cannot go live. */
function missingOf(error: unknown): string[] {
  const { code, details } = toApiError(error)
  if (code !== 'pool_incomplete' || typeof details !== 'object' || details === null) return []
  return 'missing' in details && Array.isArray(details.missing) ? details.missing.map(String) : []
}

function PoolBench({ pool }: { pool: Pool }) {
  const t = useTexts()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const fieldName = useFieldName()
  const mayWrite = useMay('audiences:write')
  const [form] = Form.useForm<PoolForm>()
  const [isChanged, setChanged] = useState(false)
  const standing = useQuery(standingQuery(pool.id))

  // What a colleague saved meanwhile shows; what is being typed here stays.
  useEffect(() => {
    const values = formOf(pool)
    for (const name of Object.keys(values) as (keyof PoolForm)[])
      if (!form.isFieldsTouched([name], true) && !isObjectiveTouched(form, name))
        form.setFieldValue(name, values[name])
  }, [pool, form])

  const reload = () => queryClient.invalidateQueries({ queryKey: POOLS })
  const focus = (field: string) => {
    const name = field.endsWith('_objective') ? [field, 'text'] : field
    form.scrollToField(name, { block: 'center', focus: true })
    const id = typeof name === 'string' ? name : name.join('_')
    document.getElementById(id)?.focus()
  }
  const saving = useMutation({
    mutationFn: async (state: Pool['state'] | undefined) => {
      const values = await form.validateFields()
      const changes = changesOf(pool, values)
      if (Object.keys(changes).length > 0) {
        const saved = await editPool(pool.id, { ...changes, revision: pool.revision })
        queryClient.setQueryData(poolQuery(pool.id).queryKey, saved)
        form.resetFields()
        form.setFieldsValue(formOf(saved))
        setChanged(false)
      }
      if (state) await setPoolState(pool.id, state)
      return state
    },
    onSuccess: async (state) => {
      const said = state === 'live' ? 'live_now' : state ? 'changed_state' : 'saved'
      void message.success(t(`pool_page.${said}`))
      await reload()
    },
    onError: async (thrown) => {
      if ('errorFields' in thrown) {
        // The form says at its fields what is wrong; the first is brought into sight.
        const wrong = form.getFieldsError().find(({ errors }) => errors.length > 0)
        if (wrong) form.scrollToField(wrong.name, { block: 'center', focus: true })
        return
      }
      const [first] = missingOf(thrown)
      if (toApiError(thrown).code === 'edited_meanwhile') await reload()
      if (first) focus(first)
    },
  })
  const isRefused = saving.error !== null && !('errorFields' in saving.error)
  const isReadOnly = !mayWrite || pool.state === 'archived'
  const figures = standing.data?.figures
  return (
    <Page
      title={pool.name}
      facts={
        <div className={styles.facts}>
          <PoolStateChip state={pool.state} />
          <span>
            {t('pool_page.updated')} <When at={pool.updated_at} />
          </span>
          {isChanged && <Chip tone="info">{t('pool_page.unsaved')}</Chip>}
        </div>
      }
      actions={
        mayWrite && (
          <PoolActions
            pool={pool}
            isChanged={isChanged}
            pending={saving.isPending ? (saving.variables ?? 'saved') : undefined}
            onSave={(state) => saving.mutate(state)}
          />
        )
      }
    >
      <LeaveGuard isChanged={isChanged} />
      {isRefused && (
        <div>
          <ErrorNote error={saving.error} />
          {pool.state !== 'draft' && missingOf(saving.error).length > 0 && (
            <p className={styles.missing}>
              {t('pool_page.missing')}
              {missingOf(saving.error).map((field) => (
                <button
                  key={field}
                  type="button"
                  className={styles.missingField}
                  onClick={() => focus(field)}
                >
                  {fieldName(field)}
                </button>
              ))}
            </p>
          )}
        </div>
      )}
      {standing.error ? (
        <Panel title={t('pool_page.figures')}>
          <ErrorPanel error={standing.error} onRetry={() => void standing.refetch()} />
        </Panel>
      ) : figures ? (
        <PoolFigures figures={figures} />
      ) : (
        <Panel title={t('pool_page.figures')}>
          {standing.data ? (
            <p className={styles.quiet}>{t('pool_page.no_figures')}</p>
          ) : (
            <SkeletonLines lines={3} />
          )}
        </Panel>
      )}
      <div className={styles.columns}>
        <Form<PoolForm>
          form={form}
          layout="vertical"
          requiredMark={false}
          disabled={isReadOnly}
          initialValues={formOf(pool)}
          onValuesChange={() => {
            const values = form.getFieldsValue(true) as PoolForm
            setChanged(Object.keys(changesOf(pool, values)).length > 0)
          }}
        >
          <PoolFieldset isReadOnly={isReadOnly} />
        </Form>
        <div className={styles.column}>
          {pool.state === 'draft' && (
            <Panel title={t('pool_list.missing')}>
              {pool.missing.length === 0 ? (
                <p>{t('pool_page.missing_none')}</p>
              ) : (
                <p className={styles.missing}>
                  {t('pool_page.missing')}
                  {pool.missing.map((field) => (
                    <button
                      key={field}
                      type="button"
                      className={styles.missingField}
                      onClick={() => focus(field)}
                    >
                      {fieldName(field)}
                    </button>
                  ))}
                </p>
              )}
            </Panel>
          )}
          <ProgressPanel
            objectives={standing.data?.objectives}
            isShortAtCost={standing.data?.short_at_cost ?? false}
          />
          <ReadinessPanel readiness={standing.data?.readiness} />
        </div>
      </div>
    </Page>
  )
}

type TouchableForm = ReturnType<typeof Form.useForm<PoolForm>>[0]
const isObjectiveTouched = (form: TouchableForm, name: keyof PoolForm) =>
  (name === 'short_objective' || name === 'long_objective') &&
  (['text', 'measure', 'target', 'until'] as const).some((part) =>
    form.isFieldTouched([name, part]),
  )
