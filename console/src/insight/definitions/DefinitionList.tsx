import { CopyOutlined, InboxOutlined, NodeIndexOutlined, UndoOutlined } from '@ant-design/icons'
import { type UseQueryResult, useQueryClient } from '@tanstack/react-query'
import { App, Button, Checkbox, Input, Tooltip } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { Chip } from '../../ui/Chip.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { useErrorWords } from '../../ui/ErrorPanel.tsx'
import { Filters } from '../../ui/Page.tsx'
import { PageTable } from '../../ui/PageTable.tsx'
import { Nothing, When } from '../../ui/When.tsx'
import { archive, type Kind, READERS, takeBack } from './api.ts'
import styles from './Definitions.module.css'
import { UsesDrawer } from './UsesDrawer.tsx'

interface Defined {
  id: string
  owner_name: string | null
  updated_at: string
  is_archived: boolean
}

/** All of one kind: found, opened, copied, archived, and where each is used. */
export function DefinitionList<One extends Defined>(props: {
  kind: Kind
  list: UseQueryResult<{ items: One[] }>
  about: (one: One) => { name: string; description: string }
  /** What it is made of, in one line. */
  what: (one: One) => string
  onOpen: (one: One, isCopy: boolean) => void
}) {
  const t = useTexts()
  const { kind, about, what, list } = props
  const [q, setQ] = useState('')
  const [isAll, setAll] = useState(false)
  const [shown, setShown] = useState<{ id: string; name: string }>()
  const act = useActs()
  const wanted = q.trim().toLowerCase()
  const items = list.data?.items.filter((one) => {
    const { name, description } = about(one)
    return (isAll || !one.is_archived) && `${name} ${description}`.toLowerCase().includes(wanted)
  })
  return (
    <>
      <Filters>
        <Input.Search
          allowClear
          style={{ width: 260 }}
          placeholder={t('definitions.search')}
          aria-label={t('definitions.search')}
          onChange={({ target }) => setQ(target.value)}
        />
        <Checkbox checked={isAll} onChange={({ target }) => setAll(target.checked)}>
          {t('definitions.with_archived')}
        </Checkbox>
      </Filters>
      <PageTable<One>
        label={t(`definitions_kind.${kind}`)}
        list={{ ...list, data: items }}
        rowKey={({ id }) => id}
        minWidth={860}
        skeletonLines={2}
        empty={
          <EmptyState title={t(wanted ? 'definitions.no_match' : 'definitions.none')}>
            {!wanted && <p>{t(`definitions_words.${kind}`)}</p>}
          </EmptyState>
        }
        columns={[
          {
            key: 'name',
            title: t('definitions.name'),
            width: 260,
            render: (_, one) => {
              const { name, description } = about(one)
              return (
                <>
                  <Button
                    type="link"
                    style={{ padding: 0, height: 'auto', whiteSpace: 'normal', textAlign: 'start' }}
                    disabled={one.is_archived}
                    onClick={() => props.onOpen(one, false)}
                  >
                    {name}
                  </Button>{' '}
                  {one.is_archived && <Chip>{t('definitions.archived')}</Chip>}
                  <div className={styles.words}>{description}</div>
                </>
              )
            },
          },
          {
            key: 'what',
            title: t('definitions.made_of'),
            render: (_, one) => <span className={styles.what}>{what(one)}</span>,
          },
          {
            key: 'owner',
            title: t('definitions.owner'),
            width: 120,
            render: (_, { owner_name }) => owner_name ?? <Nothing />,
          },
          {
            key: 'updated',
            title: t('definitions.updated'),
            width: 140,
            render: (_, { updated_at }) => <When at={updated_at} />,
          },
          {
            key: 'acts',
            title: '',
            width: 120,
            render: (_, one) => {
              const { name } = about(one)
              const said = { id: one.id, name }
              return (
                <span style={{ whiteSpace: 'nowrap' }}>
                  <Act
                    label={t('definitions.uses_of', { name })}
                    icon={<NodeIndexOutlined />}
                    onClick={() => setShown(said)}
                  />
                  <Act
                    label={t('definitions.copy', { name })}
                    icon={<CopyOutlined />}
                    onClick={() => props.onOpen(one, true)}
                  />
                  {one.is_archived ? (
                    <Act
                      label={t('definitions.take_back', { name })}
                      icon={<UndoOutlined />}
                      onClick={() => act(() => takeBack(kind, one.id))}
                    />
                  ) : (
                    <Act
                      label={t('definitions.archive', { name })}
                      icon={<InboxOutlined />}
                      onClick={() =>
                        act(
                          () => archive(kind, one.id),
                          () => setShown(said),
                        )
                      }
                    />
                  )}
                </span>
              )
            },
          },
        ]}
      />
      {shown && <UsesDrawer kind={kind} of={shown} onClose={() => setShown(undefined)} />}
    </>
  )
}

function Act(props: { label: string; icon: ReactNode; onClick: () => void }) {
  return (
    <Tooltip title={props.label}>
      <Button
        type="text"
        size="small"
        icon={props.icon}
        aria-label={props.label}
        onClick={props.onClick}
      />
    </Tooltip>
  )
}

/** @returns does it and reads the lists again; what is refused is said, and where it is in use is shown */
function useActs() {
  const queryClient = useQueryClient()
  const { message } = App.useApp()
  const words = useErrorWords()
  return (work: () => Promise<unknown>, onInUse?: () => void) => {
    const again = () =>
      Promise.all(READERS.map((queryKey) => queryClient.invalidateQueries({ queryKey })))
    void work().then(again, (thrown: unknown) => {
      void message.error(words(thrown).title)
      onInUse?.()
    })
  }
}
