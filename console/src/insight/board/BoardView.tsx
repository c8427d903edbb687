import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useRef, useState } from 'react'
import { BuildingProvider } from '../../audiences/building.tsx'
import type { Rule } from '../../audiences/rule.ts'
import { useVocabulary } from '../../audiences/vocabulary.ts'
import { type Days, writeDays } from '../../format/days.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useMay } from '../../session/session.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { LeaveGuard } from '../../ui/LeaveGuard.tsx'
import { Panel } from '../../ui/Page.tsx'
import { When } from '../../ui/When.tsx'
import { AsOfSaid } from '../AsOf.tsx'
import { WhoField } from '../QuestionFields.tsx'
import { BOARDS, type Board, changeBoard, freshnessQuery, type Widget } from './api.ts'
import styles from './Board.module.css'
import { BoardBar } from './BoardBar.tsx'
import { BoardGrid } from './BoardGrid.tsx'
import { BoardAskedProvider } from './boardAsked.ts'
import { WidgetDialog } from './WidgetDialog.tsx'

/** A board as it stands; `saved` where it is somebody's and no role's. */
export interface Shown {
  name: string
  board: Pick<Board, 'widgets' | 'days' | 'who'>
  saved?: Board
}

interface Draft {
  widgets: Widget[]
  who: Rule | undefined
}
const ADDED = ['metrics', 'question', 'sql', 'text'] as const
const route = getRouteApi('/app/insight/boards')

export function BoardView(props: { shown: Shown; days: Days }) {
  const t = useTexts()
  const { shown, days } = props
  const { board, saved } = shown
  const mayAsk = useMay('sql:query')
  const { edit } = route.useSearch()
  const navigate = route.useNavigate()
  const stands: Draft = { widgets: board.widgets, who: board.who ?? undefined }
  // What another change made of it meanwhile is seen when this one is saved.
  const [draft, setDraft] = useState<Draft>()
  const [dialog, setDialog] = useState<{ kind: Widget['kind']; widget?: Widget }>()
  const isEdited = edit !== undefined && saved?.may_change === true
  const now = draft ?? stands
  const save = useSaving(shown, now, days, () => {
    setDraft(undefined)
    leave()
  })
  const leave = () =>
    void navigate({ search: (search) => ({ ...search, edit: undefined }), replace: true })
  const put = (widgets: Widget[]) => setDraft({ ...now, widgets })
  const page = useRef<HTMLDivElement>(null)
  const asked = {
    id: saved?.id,
    widgets: now.widgets,
    from: days.from,
    to: days.to,
    who: now.who,
  }
  return (
    <div ref={page} className={styles.board}>
      <BoardBar shown={shown} days={days} page={page} isEdited={isEdited} />
      <AsOfSaid />
      {isEdited && (
        <div className={styles.bar}>
          {ADDED.filter((kind) => kind !== 'sql' || mayAsk).map((kind) => (
            <Button key={kind} onClick={() => setDialog({ kind })}>
              {t(`board_add.${kind}`)}
            </Button>
          ))}
          <span className={styles.grow} />
          <Button
            onClick={() => {
              setDraft(undefined)
              leave()
            }}
          >
            {t('action.cancel')}
          </Button>
          <Button type="primary" loading={save.isSaving} onClick={save.now}>
            {t('action.save')}
          </Button>
        </div>
      )}
      {save.error && <ErrorNote error={save.error} />}
      {(isEdited || now.who) && (
        <Who who={now.who} onChange={isEdited ? (who) => setDraft({ ...now, who }) : undefined} />
      )}
      <BoardAskedProvider value={asked}>
        {now.widgets.length === 0 && (
          <Panel>
            <EmptyState title={t('board.empty')}>{t('board.empty_words')}</EmptyState>
          </Panel>
        )}
        <BoardGrid
          widgets={now.widgets}
          editing={
            isEdited
              ? { onChange: put, onEdit: (widget) => setDialog({ kind: widget.kind, widget }) }
              : undefined
          }
        />
        {dialog && (
          <WidgetDialog
            kind={dialog.kind}
            widget={dialog.widget}
            onDone={(done) =>
              put(
                dialog.widget
                  ? now.widgets.map((one) => (one.id === done.id ? done : one))
                  : [...now.widgets, done],
              )
            }
            onClose={() => setDialog(undefined)}
          />
        )}
      </BoardAskedProvider>
      <Foot />
      <LeaveGuard isChanged={isEdited && draft !== undefined} />
    </div>
  )
}

function useSaving(shown: Shown, draft: Draft, days: Days, onSaved: () => void) {
  const t = useTexts()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const [isSaving, setSaving] = useState(false)
  const [error, setError] = useState<Error>()
  const now = async () => {
    const { saved } = shown
    if (!saved) return
    setSaving(true)
    setError(undefined)
    try {
      const content = { widgets: draft.widgets, days: writeDays(days), who: draft.who ?? null }
      const board = await changeBoard(saved.id, { revision: saved.revision, content })
      queryClient.setQueryData([...BOARDS, saved.id], board)
      await queryClient.invalidateQueries({ queryKey: [...BOARDS, 'list'] })
      void message.success(t('board.saved'))
      onSaved()
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown : new Error(String(thrown)))
    }
    setSaving(false)
  }
  return { isSaving, error, now: () => void now() }
}

/** Only these customers, in all widgets. */
function Who(props: {
  who: Rule | undefined
  onChange: ((who: Rule | undefined) => void) | undefined
}) {
  const { query, choices, sayer } = useVocabulary()
  if (!query.data) return null
  return (
    <BuildingProvider building={{ choices, sayer }}>
      <div inert={props.onChange === undefined}>
        <WhoField who={props.who} onChange={props.onChange ?? (() => undefined)} />
      </div>
    </BuildingProvider>
  )
}

/** Until when the figures know what happened. */
function Foot() {
  const t = useTexts()
  const { data } = useQuery(freshnessQuery)
  if (!data) return null
  return (
    <p className={styles.fresh}>
      {data.last_received_at === null ? (
        t('board.no_data')
      ) : (
        <>
          {t('board.fresh')} <When at={data.last_received_at} />
        </>
      )}
    </p>
  )
}
