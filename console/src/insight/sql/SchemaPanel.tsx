// Beside the editor: what can be read, what was kept, what was asked lately.
import { DeleteOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Segmented } from 'antd'
import { type ReactNode, useState } from 'react'
import { useKnownText, useTexts } from '../../i18n/texts.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Panel } from '../../ui/Page.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { When } from '../../ui/When.tsx'
import { historyQuery, removeSql, type SavedSql, savedQuery, viewsQuery } from './api.ts'
import styles from './Sql.module.css'

type Tab = 'views' | 'saved' | 'history'

export function SchemaPanel(props: {
  onInsert: (text: string) => void
  onOpen: (text: string, saved?: SavedSql) => void
}) {
  const t = useTexts()
  const [tab, setTab] = useState<Tab>('views')
  return (
    <Panel>
      <Segmented<Tab>
        block
        size="small"
        value={tab}
        onChange={setTab}
        options={[
          { value: 'views', label: t('sql.views') },
          { value: 'saved', label: t('sql.saved') },
          { value: 'history', label: t('sql.history') },
        ]}
      />
      <div style={{ marginTop: 10 }}>
        {tab === 'views' && <Views onInsert={props.onInsert} />}
        {tab === 'saved' && <Saved onOpen={props.onOpen} />}
        {tab === 'history' && <Lately onOpen={props.onOpen} />}
      </div>
    </Panel>
  )
}

function Views(props: { onInsert: (text: string) => void }) {
  const t = useTexts()
  const known = useKnownText()
  const views = useQuery(viewsQuery)
  const [open, setOpen] = useState<string>()
  if (views.error) return <ErrorPanel error={views.error} onRetry={() => void views.refetch()} />
  if (!views.data) return <SkeletonLines lines={8} />
  return (
    <ul className={styles.list}>
      {views.data.items.map(({ name, columns }) => (
        <li key={name}>
          <div className={styles.entry}>
            <button
              type="button"
              className={styles.pick}
              aria-expanded={open === name}
              onClick={() => setOpen(open === name ? undefined : name)}
            >
              <span className={styles.name}>{name}</span>
              <span className={styles.quiet}>{known(`sql_view.${name}`)}</span>
            </button>
            <Button
              size="small"
              type="text"
              aria-label={t('sql.insert', { name })}
              onClick={() => props.onInsert(name)}
            >
              +
            </Button>
          </div>
          {open === name && (
            <ul className={`${styles.list} ${styles.nested}`} aria-label={t('sql.columns')}>
              {columns.map((column) => (
                <li key={column.name} className={styles.entry}>
                  <button
                    type="button"
                    className={styles.pick}
                    title={column.type}
                    onClick={() => props.onInsert(column.name)}
                  >
                    <span className={styles.name}>{column.name}</span>{' '}
                    <span className={styles.quiet}>{column.type}</span>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
      {views.data.audiences.length > 0 && (
        <li>
          <ul className={`${styles.list} ${styles.nested}`}>
            {views.data.audiences.map(({ id, name }) => (
              <li key={id} className={styles.entry}>
                <button
                  type="button"
                  className={styles.pick}
                  title={id}
                  onClick={() => props.onInsert(`'${id}'`)}
                >
                  {name} <span className={styles.quiet}>{id}</span>
                </button>
              </li>
            ))}
          </ul>
        </li>
      )}
    </ul>
  )
}

function Saved(props: { onOpen: (text: string, saved: SavedSql) => void }) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const { message, modal } = App.useApp()
  const saved = useQuery(savedQuery)
  if (saved.error) return <ErrorPanel error={saved.error} onRetry={() => void saved.refetch()} />
  if (!saved.data) return <SkeletonLines lines={5} />
  if (saved.data.items.length === 0)
    return (
      <EmptyState compact title={t('sql.no_saved')}>
        {t('sql.no_saved_words')}
      </EmptyState>
    )
  const remove = ({ id, name }: SavedSql) =>
    modal.confirm({
      title: t('sql.remove', { name }),
      content: t('sql.remove_words'),
      okButtonProps: { danger: true },
      onOk: async () => {
        await removeSql(id)
        await queryClient.invalidateQueries(savedQuery)
        void message.success(t('sql.removed'))
      },
    })
  return (
    <ul className={styles.list}>
      {saved.data.items.map((one) => (
        <Entry
          key={one.id}
          title={one.name}
          onOpen={() => props.onOpen(one.text, one)}
          action={
            <Button
              size="small"
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t('sql.remove', { name: one.name })}
              onClick={() => remove(one)}
            />
          }
        >
          {one.text}
        </Entry>
      ))}
    </ul>
  )
}

function Lately(props: { onOpen: (text: string) => void }) {
  const t = useTexts()
  const history = useQuery(historyQuery)
  if (history.error)
    return <ErrorPanel error={history.error} onRetry={() => void history.refetch()} />
  if (!history.data) return <SkeletonLines lines={5} />
  if (history.data.items.length === 0)
    return (
      <EmptyState compact title={t('sql.no_history')}>
        {t('sql.no_history_words')}
      </EmptyState>
    )
  return (
    <ul className={styles.list}>
      {history.data.items.map((one) => (
        <Entry key={one.id} title={one.text} onOpen={() => props.onOpen(one.text)}>
          <When at={one.asked_at} /> ·{' '}
          {one.error === null ? t('sql.rows', { count: one.rows ?? 0 }) : t('sql.refused')}
        </Entry>
      ))}
    </ul>
  )
}

function Entry(props: {
  title: string
  onOpen: () => void
  action?: ReactNode
  children: ReactNode
}) {
  return (
    <li className={styles.entry}>
      <button type="button" className={styles.pick} title={props.title} onClick={props.onOpen}>
        {props.title}
        <span className={styles.quiet}>{props.children}</span>
      </button>
      {props.action}
    </li>
  )
}
