import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { readDays } from '../../format/days.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useDays } from '../../shell/days.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Panel } from '../../ui/Page.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { InsightFrame } from '../InsightFrame.tsx'
import { type BoardRole, boardQuery, defaultBoardQuery } from './api.ts'
import { BoardView, type Shown } from './BoardView.tsx'

const route = getRouteApi('/app/insight/boards')
const DEFAULT = /^role:(owner|operator|store_manager|guide)$/
const UUID = /^[0-9a-f-]{36}$/

/** A board: the one of one's role, another role's, or one that somebody made. */
export function BoardPage() {
  const t = useTexts()
  const { board: chosen } = route.useSearch()
  const role = DEFAULT.exec(chosen ?? '')?.[1] as BoardRole | undefined
  const id = chosen !== undefined && UUID.test(chosen) ? chosen : undefined
  const saved = useQuery({ ...boardQuery(id ?? ''), enabled: id !== undefined })
  const begun = useQuery({ ...defaultBoardQuery(role), enabled: id === undefined })
  const shown: Shown | undefined =
    id === undefined
      ? begun.data && { name: t(`board_role.${begun.data.board_role}`), board: begun.data }
      : saved.data && { name: saved.data.name, board: saved.data, saved: saved.data }
  const { error, refetch } = id === undefined ? begun : saved
  return (
    <InsightFrame code="boards">
      {shown ? (
        <Dated key={id ?? role ?? 'own'} shown={shown} />
      ) : error ? (
        <Panel>
          <ErrorPanel error={error} onRetry={() => void refetch()} />
        </Panel>
      ) : (
        <Panel>
          <SkeletonLines lines={12} />
        </Panel>
      )}
    </InsightFrame>
  )
}

/** Over the days chosen, or those the board begins with. */
function Dated(props: { shown: Shown }) {
  const { days: chosen, today } = useDays('last_90')
  const given = route.useSearch({ select: ({ days }) => days })
  const days = given === undefined ? readDays(props.shown.board.days, today, 'last_90') : chosen
  return <BoardView shown={props.shown} days={days} />
}
