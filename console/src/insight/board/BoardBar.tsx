import {
  DownOutlined,
  EditOutlined,
  EllipsisOutlined,
  FlagOutlined,
  FullscreenOutlined,
  PlusOutlined,
  TeamOutlined,
} from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { App, Button, Dropdown, type MenuProps } from 'antd'
import { type RefObject, useState } from 'react'
import { type Days, writeDays } from '../../format/days.ts'
import { useLocale } from '../../format/locale.tsx'
import { exactTime } from '../../format/time.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useErrorWords } from '../../ui/ErrorPanel.tsx'
import { saveFile } from '../../ui/save.ts'
import { useUndo } from '../../ui/undo.tsx'
import {
  BOARDS,
  type BoardRole,
  boardsQuery,
  freshnessQuery,
  type NewBoard,
  removeBoard,
  restoreBoard,
} from './api.ts'
import styles from './Board.module.css'
import { BoardDialog } from './BoardDialog.tsx'
import type { Shown } from './BoardView.tsx'
import { NotesDrawer } from './NotesDrawer.tsx'
import { pictureOf } from './picture.ts'

const route = getRouteApi('/app/insight/boards')
const ROLES: readonly BoardRole[] = ['owner', 'operator', 'store_manager', 'guide']

/** Which board is shown, and what can be done with it. */
export function BoardBar(props: {
  shown: Shown
  days: Days
  page: RefObject<HTMLDivElement | null>
  isEdited: boolean
}) {
  const t = useTexts()
  const { message } = App.useApp()
  const words = useErrorWords()
  const navigate = route.useNavigate()
  const [dialog, setDialog] = useState<'new' | 'copy' | 'words'>()
  const [isNoting, setNoting] = useState(false)
  const { timeZone } = useLocale()
  const freshness = useQuery(freshnessQuery)
  const { shown, days, page } = props
  const { saved } = shown
  const go = (board: string | undefined, edit?: string) =>
    void navigate({ search: (search) => ({ ...search, board, edit }) })
  const remove = useRemoving(shown, () => go(undefined), go)
  const copied: NewBoard = {
    name: t('board.copy_of', { name: shown.name }),
    ...{ widgets: shown.board.widgets, days: writeDays(days), who: shown.board.who },
  }
  const menu: MenuProps['items'] = [
    { key: 'copy', label: t('board.copy') },
    ...(saved?.may_change
      ? [
          { key: 'words', label: t('board.rename') },
          { key: 'remove', label: t('board.remove'), danger: true },
        ]
      : []),
    { type: 'divider' },
    { key: 'png', label: t('board.png') },
  ]
  const newest = freshness.data?.last_received_at
  const lines = [
    [
      `${t('insight_told.days')} ${days.from} – ${days.to}`,
      ...(newest
        ? [`${t('board.fresh')} ${exactTime(new Date(newest), timeZone)} (${timeZone})`]
        : []),
    ].join(' · '),
  ]
  const act = async (key: string) => {
    if (key === 'remove') return remove()
    if (key !== 'png') return setDialog(key as 'copy' | 'words')
    try {
      if (page.current)
        saveFile(`${shown.name}.png`, await pictureOf(page.current, { title: shown.name, lines }))
    } catch (thrown) {
      void message.error(words(thrown).title)
    }
  }
  return (
    <div className={styles.bar}>
      <Chooser shown={shown} onChoose={go} />
      {saved?.sharing !== undefined && saved.sharing !== 'private' && (
        <span className={styles.fresh}>
          <TeamOutlined />{' '}
          {saved.sharing === 'role'
            ? t(`role.${saved.role ?? 'owner'}`)
            : t('board_sharing.everyone')}
          {saved.owner && ` · ${saved.owner.name}`}
        </span>
      )}
      <span className={styles.grow} />
      <Button icon={<FlagOutlined />} onClick={() => setNoting(true)}>
        {t('time_notes.title')}
      </Button>
      <Button
        icon={<FullscreenOutlined />}
        aria-label={t('board.full')}
        title={t('board.full')}
        onClick={() => void page.current?.requestFullscreen()}
      />
      {saved?.may_change && !props.isEdited && (
        <Button icon={<EditOutlined />} onClick={() => go(saved.id, '1')}>
          {t('action.edit')}
        </Button>
      )}
      <Dropdown trigger={['click']} menu={{ items: menu, onClick: ({ key }) => void act(key) }}>
        <Button icon={<EllipsisOutlined />} aria-label={t('board.menu', { name: shown.name })} />
      </Dropdown>
      <Button type="primary" icon={<PlusOutlined />} onClick={() => setDialog('new')}>
        {t('board.new')}
      </Button>
      {dialog && (
        <BoardDialog
          from={dialog === 'copy' ? copied : undefined}
          board={dialog === 'words' ? saved : undefined}
          days={writeDays(days)}
          onSaved={(id) => {
            setDialog(undefined)
            go(id, dialog === 'words' ? undefined : '1')
          }}
          onClose={() => setDialog(undefined)}
        />
      )}
      {isNoting && <NotesDrawer onClose={() => setNoting(false)} />}
    </div>
  )
}

function Chooser(props: { shown: Shown; onChoose: (board: string) => void }) {
  const t = useTexts()
  const boards = useQuery(boardsQuery)
  const items: MenuProps['items'] = [
    {
      key: 'defaults',
      type: 'group',
      label: t('board.by_role'),
      children: ROLES.map((role) => ({ key: `role:${role}`, label: t(`board_role.${role}`) })),
    },
    {
      key: 'saved',
      type: 'group',
      label: t('board.own'),
      children: (boards.data?.items ?? []).map(({ id, name, sharing }) => ({
        key: id,
        label: name,
        ...(sharing !== 'private' && { icon: <TeamOutlined /> }),
      })),
    },
  ]
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items,
        style: { maxHeight: '60vh', overflow: 'auto' },
        onClick: ({ key }) => props.onChoose(key),
      }}
    >
      <Button aria-label={t('board.choose', { name: props.shown.name })}>
        <strong>{props.shown.name}</strong> <DownOutlined />
      </Button>
    </Dropdown>
  )
}

/** Taken away at once; it can be put back. */
function useRemoving(
  { saved, name }: Shown,
  onRemoved: () => void,
  go: (board: string) => void,
): () => Promise<void> {
  const t = useTexts()
  const { message } = App.useApp()
  const words = useErrorWords()
  const offerUndo = useUndo()
  const queryClient = useQueryClient()
  return async () => {
    if (!saved) return
    try {
      await removeBoard(saved.id)
      onRemoved()
      await queryClient.invalidateQueries({ queryKey: [...BOARDS, 'list'] })
      offerUndo(t('board.removed', { name }), async () => {
        await restoreBoard(saved.id)
        await queryClient.invalidateQueries({ queryKey: BOARDS })
        go(saved.id)
      })
    } catch (thrown) {
      void message.error(words(thrown).title)
    }
  }
}
