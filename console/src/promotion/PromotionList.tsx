import { PlusOutlined } from '@ant-design/icons'
import { Button, type TableColumnsType } from 'antd'
import { type ComponentProps, type ReactNode, useState } from 'react'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay, useSession } from '../session/session.ts'
import { type Selection, useSelection } from '../ui/BatchBar.tsx'
import { ChoiceFilter } from '../ui/ChoiceFilter.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'

const STATES = ['draft', 'live', 'paused', 'ended'] as const
export const TONES = { draft: 'plain', live: 'good', paused: 'warning', ended: 'plain' } as const
export const promotionState = (text: string | undefined) => STATES.find((one) => one === text)
export const PAGE = 50

/** Whether the reader may make and change what promotion lists. */
export const useMayPromote = (): boolean => {
  const { scope } = useSession()
  return useMay('promotion:write') && scope.kind === 'all'
}

type Loaded<Row> = Omit<ComponentProps<typeof PageTable<Row & object>>['list'], 'data'> & {
  data: { items: Row[]; next_cursor: string | null } | undefined
}

/** A page with one list of promotion: search, states, export, the rows or why there are none, and a new one. */
export function PromotionList<Row extends { id: string }>(props: {
  words: Record<
    'title' | 'purpose' | 'make' | 'search' | 'noMatch' | 'empty' | 'emptyWords',
    string
  >
  /** What is exported, by the same filters. */
  exports: string
  /** As the list was asked for; anything in it narrows it. */
  asked: { q: string | undefined; state: string | undefined } & Record<string, string | undefined>
  cursor: string | undefined
  states: readonly { value: string; label: string }[]
  change: (next: { q?: string | undefined; state?: string | undefined }) => void
  /** More of them, after the state. */
  filters?: ReactNode
  list: Loaded<Row>
  columns: TableColumnsType<Row>
  minWidth: number
  /** Beside the button for a new one. */
  actions?: ReactNode
  /** For a new one. */
  form: (close: () => void) => ReactNode
  /** Rows can be chosen, and this stands at the foot while some are. */
  batch?: (selection: Selection) => ReactNode
  /** What a row's box is called. */
  nameOf?: (row: Row) => string
  /** Below the list. */
  children?: ReactNode
}) {
  const t = useTexts()
  const mayWrite = useMayPromote()
  const [isNew, setNew] = useState(false)
  const { words, asked, list, batch, nameOf = ({ id }) => id } = props
  const selection = useSelection()
  const create = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setNew(true)}>
      {words.make}
    </Button>
  )
  return (
    <Page
      title={words.title}
      purpose={words.purpose}
      actions={
        <>
          {props.actions}
          {create}
        </>
      }
    >
      <Filters>
        <SearchText value={asked.q} label={words.search} onChange={(q) => props.change({ q })} />
        <ChoiceFilter
          label={t('offers.state')}
          value={asked.state}
          onChange={(state) => props.change({ state })}
          options={[...props.states]}
        />
        {props.filters}
        <ExportButton atEnd kind={props.exports} params={asked} />
      </Filters>
      <PageTable<Row>
        label={words.title}
        list={{ ...list, data: list.data?.items }}
        columns={props.columns}
        rowKey={({ id }) => id}
        {...(batch && mayWrite && { selection: { ...selection, nameOf } })}
        minWidth={props.minWidth}
        skeletonLines={2}
        empty={
          Object.values(asked).some(Boolean) ? (
            <EmptyState compact title={words.noMatch} />
          ) : (
            <EmptyState title={words.empty} action={create}>
              <p>{words.emptyWords}</p>
            </EmptyState>
          )
        }
        foot={<Pager cursor={props.cursor} next={list.data?.next_cursor} />}
      />
      {mayWrite && batch?.(selection)}
      {props.children}
      {isNew && props.form(() => setNew(false))}
    </Page>
  )
}

/** The states of what an activity holds, with their words. */
export function useActivityStates() {
  const t = useTexts()
  return STATES.map((value) => ({ value, label: t(`activity_state.${value}`) }))
}
