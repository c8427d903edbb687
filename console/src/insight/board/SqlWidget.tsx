import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { toApiError } from '../../api/error.ts'
import { useTexts } from '../../i18n/texts.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { useAsOf } from '../AsOf.tsx'
import { savedAnswerQuery } from '../sql/api.ts'
import { type Drawn, figuresOf, Picture, Rows } from '../sql/SqlAnswerView.tsx'
import type { Widget } from './api.ts'
import styles from './Board.module.css'
import { useBoardAsked } from './boardAsked.ts'

type Asked = Extract<Widget, { kind: 'sql' }>

function useAnswer({ saved_sql_id }: Asked) {
  const { from, to } = useBoardAsked()
  const [day] = useAsOf()
  return {
    ...savedAnswerQuery(saved_sql_id, { date_from: from, date_to: to }),
    // A statement says itself what it reads: there is no past of it.
    enabled: day === undefined,
  }
}

/** A kept statement under the rights of who looks at the board, over its days. */
export function SqlWidget({ widget, height }: { widget: Asked; height: number }) {
  const t = useTexts()
  const { who } = useBoardAsked()
  const [day] = useAsOf()
  const [chosen, setDrawn] = useState<Drawn>()
  const asked = useQuery(useAnswer(widget))
  if (day !== undefined)
    return <EmptyState title={t('board_sql.no_past')}>{t('board_sql.no_past_words')}</EmptyState>
  if (asked.error && !asked.data) {
    const { code, status } = toApiError(asked.error)
    if (status === 403)
      return <EmptyState title={t('board.not_yours')}>{t('board_sql.not_yours_words')}</EmptyState>
    if (code === 'saved_sql_not_found')
      return <EmptyState title={t('board_sql.gone')}>{t('board_sql.gone_words')}</EmptyState>
    return <ErrorPanel error={asked.error} onRetry={() => void asked.refetch()} />
  }
  if (!asked.data) return <SkeletonLines lines={widget.height * 4} />
  const { data } = asked
  const figures = figuresOf(data)
  const drawn: Drawn = chosen ?? (data.chart as Drawn | null) ?? { kind: 'table' }
  const said = [
    ...(data.is_cut ? [t('sql.cut')] : []),
    ...(data.has_days ? [] : [t('board_sql.no_days')]),
    ...(who ? [t('board_sql.everybody')] : []),
  ]
  return (
    <>
      <div className={styles.head} style={{ padding: '0 0 8px' }}>
        <h2>{widget.title || data.name}</h2>
        <Link to="/insight/sql">{t('board_sql.open')}</Link>
      </div>
      {said.map((words) => (
        <p key={words} className={styles.text}>
          {words}
        </p>
      ))}
      {data.rows.length === 0 ? (
        <EmptyState compact title={t('sql.empty')} />
      ) : drawn.kind === 'table' || figures.length === 0 ? (
        <Rows answer={data} />
      ) : (
        <Picture
          answer={data}
          figures={figures}
          drawn={drawn}
          height={Math.max(160, height - 60)}
          onDraw={setDrawn}
        />
      )}
    </>
  )
}
