import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input, Modal } from 'antd'
import { useMemo, useRef, useState } from 'react'
import { toApiError } from '../../api/error.ts'
import { useKnownText, useTexts } from '../../i18n/texts.ts'
import { useDays } from '../../shell/days.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Panel } from '../../ui/Page.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { isRecord, useAsked } from '../asked.ts'
import { InsightFrame } from '../InsightFrame.tsx'
import {
  askSql,
  historyQuery,
  keepSql,
  type SavedSql,
  type SqlAsked,
  savedQuery,
  viewsQuery,
} from './api.ts'
import type { Names } from './language.ts'
import { SchemaPanel } from './SchemaPanel.tsx'
import styles from './Sql.module.css'
import { type Drawn, SqlAnswerView } from './SqlAnswerView.tsx'
import { SqlEditor, type SqlEditorHandle, type Wrong } from './SqlEditor.tsx'

const EXAMPLE = `select toDate(at) as day, name, count() as events, uniq(customer_id) as customers
from events
where at >= now() - interval 30 day
group by day, name
order by day, events desc`

interface Asked {
  sql: string
  drawn: Drawn
}

function readSql(text: string | undefined): Asked {
  const blank: Asked = { sql: '', drawn: { kind: 'table' } }
  if (text === undefined) return blank
  try {
    const read: unknown = JSON.parse(text)
    if (!isRecord(read) || typeof read.sql !== 'string') return blank
    return {
      sql: read.sql,
      drawn: isRecord(read.drawn) ? (read.drawn as unknown as Drawn) : blank.drawn,
    }
  } catch {
    // Cut off while it was copied: the page opens with nothing asked.
    return blank
  }
}

/** Whether the days chosen above stand in it. */
const namesDays = (text: string) => /\{date_(from|to)\}/.test(text)
const askedOf = ({ sql, date_from, date_to }: SqlAsked): SqlAsked => ({
  sql,
  ...(date_from && { date_from }),
  ...(date_to && { date_to }),
})

export function SqlPage() {
  const t = useTexts()
  const queryClient = useQueryClient()
  const [{ sql, drawn }, put] = useAsked(readSql)
  const { days } = useDays('last_30')
  const range = namesDays(sql) ? { date_from: days.from, date_to: days.to } : {}
  const [opened, setOpened] = useState<SavedSql>()
  const [isKeeping, setKeeping] = useState(false)
  const names = useNames()
  const editor = useRef<SqlEditorHandle>(null)
  const leave = useRef<AbortController>(undefined)
  const run = useMutation({
    mutationFn: (asked: SqlAsked & { run_long?: boolean }) => {
      leave.current?.abort()
      leave.current = new AbortController()
      return askSql(asked, leave.current.signal)
    },
    onSettled: () => queryClient.invalidateQueries(historyQuery),
  })
  const wrong = useMemo(() => wrongOf(run.error, run.variables?.sql), [run.error, run.variables])
  const write = (next: string) => put({ sql: next, drawn })
  const insert = (text: string) => editor.current?.insert(text)
  const ask = () => sql.trim() !== '' && run.mutate({ sql, ...range })
  return (
    <InsightFrame code="sql">
      <div className={styles.columns}>
        <SchemaPanel
          onInsert={insert}
          onOpen={(text, saved) => {
            setOpened(saved)
            put({ sql: text, drawn: saved?.chart ?? drawn })
          }}
        />
        <div className={styles.main}>
          <Panel title={opened?.name ?? t('sql.editor')}>
            <SqlEditor
              ref={editor}
              value={sql}
              names={names}
              example={EXAMPLE}
              wrong={wrong}
              onChange={write}
              onRun={ask}
            />
            <div className={styles.bar}>
              <Button
                type="primary"
                disabled={sql.trim() === ''}
                loading={run.isPending}
                onClick={ask}
              >
                {t('sql.run')}
              </Button>
              {run.isPending && (
                <Button onClick={() => leave.current?.abort()}>{t('sql.cancel')}</Button>
              )}
              <Button disabled={sql.trim() === ''} onClick={() => setKeeping(true)}>
                {t(opened ? 'sql.save' : 'sql.save_as')}
              </Button>
              <Button type="text" onClick={() => insert('at >= {date_from} and at < {date_to}')}>
                {t('sql.insert_days')}
              </Button>
              {namesDays(sql) && (
                <span className={styles.hint}>
                  {t('sql.days', { from: days.from, to: days.to })}
                </span>
              )}
              <span className={styles.hint}>{t('sql.hint')}</span>
            </div>
          </Panel>
          {run.isPending ? (
            <Panel title={t('sql.running')}>
              <SkeletonLines lines={8} />
            </Panel>
          ) : run.error ? (
            <Refused
              error={run.error}
              onAgain={(isLong) => run.mutate({ sql, ...range, ...(isLong && { run_long: true }) })}
            />
          ) : run.data ? (
            <SqlAnswerView
              asked={askedOf(run.variables)}
              answer={run.data}
              drawn={drawn}
              onDraw={(next) => put({ sql, drawn: next })}
            />
          ) : (
            <Panel>
              <EmptyState
                title={t('sql.nothing')}
                action={
                  sql === '' && <Button onClick={() => write(EXAMPLE)}>{t('sql.example')}</Button>
                }
              >
                {t('sql.nothing_words')}
              </EmptyState>
            </Panel>
          )}
        </div>
      </div>
      <Keep
        isOpen={isKeeping}
        opened={opened}
        sql={sql}
        drawn={drawn}
        onClose={(kept) => {
          setKeeping(false)
          if (kept) setOpened(kept)
        }}
      />
    </InsightFrame>
  )
}

/** What the editor may offer. */
function useNames(): Names | undefined {
  const t = useTexts()
  const known = useKnownText()
  const { data } = useQuery(viewsQuery)
  return useMemo(
    () =>
      data && {
        views: data.items.map(({ name, columns }) => {
          const says = known(`sql_view.${name}`)
          return { name, columns, ...(says && { says }) }
        }),
        audiences: data.audiences,
        functions: data.functions,
        days: (['date_from', 'date_to'] as const).map((name) => ({
          name,
          says: t(`sql.${name}`),
        })),
      },
    [data, known, t],
  )
}

/** Where the server says that it stumbled. */
function wrongOf(error: unknown, text: string | undefined): Wrong | undefined {
  if (!error || text === undefined) return
  const { details, message } = toApiError(error)
  const place = isRecord(details) && isRecord(details.place) ? details.place : undefined
  return place && { text, message, from: Number(place.from), to: Number(place.to) }
}

function Refused(props: { error: unknown; onAgain: (isLong: boolean) => void }) {
  const t = useTexts()
  const { error } = props
  if (error instanceof DOMException && error.name === 'AbortError')
    return (
      <Panel>
        <EmptyState title={t('insight_long.cancelled')}>
          {t('insight_long.cancelled_words')}
        </EmptyState>
      </Panel>
    )
  const { code, details, message } = toApiError(error)
  if (code === 'question_is_long' && isRecord(details))
    return (
      <Panel>
        <EmptyState
          title={t('insight_long.title', { count: Number(details.seconds) })}
          action={<Button onClick={() => props.onAgain(true)}>{t('insight_long.run')}</Button>}
        >
          {t('insight_long.words')}
        </EmptyState>
      </Panel>
    )
  return (
    <Panel>
      <ErrorPanel error={error} onRetry={() => props.onAgain(false)} />
      {code.startsWith('sql_') && <pre className={styles.wrong}>{message}</pre>}
    </Panel>
  )
}

function Keep(props: {
  isOpen: boolean
  opened: SavedSql | undefined
  sql: string
  drawn: Drawn
  onClose: (kept?: SavedSql) => void
}) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const { message } = App.useApp()
  const [name, setName] = useState<string>()
  const { drawn, opened } = props
  const called = name ?? opened?.name ?? ''
  const keeping = useMutation({
    mutationFn: () =>
      keepSql(called.trim() === opened?.name ? opened.id : undefined, {
        name: called,
        text: props.sql,
        chart:
          drawn.kind === 'table' || !drawn.x || !drawn.y
            ? null
            : { kind: drawn.kind, x: drawn.x, y: drawn.y },
      }),
    onSuccess: async (kept) => {
      await queryClient.invalidateQueries(savedQuery)
      void message.success(t('sql.saved_done'))
      setName(undefined)
      props.onClose(kept)
    },
  })
  return (
    <Modal
      open={props.isOpen}
      title={t('sql.save_as')}
      okText={t('sql.save')}
      cancelText={t('sql.cancel')}
      okButtonProps={{ disabled: called.trim() === '' }}
      confirmLoading={keeping.isPending}
      onCancel={() => props.onClose()}
      onOk={() => keeping.mutate()}
    >
      {keeping.error && <ErrorNote error={keeping.error} />}
      <Input
        aria-label={t('sql.name')}
        placeholder={t('sql.name')}
        maxLength={100}
        value={called}
        onChange={(event) => setName(event.target.value)}
      />
    </Modal>
  )
}
