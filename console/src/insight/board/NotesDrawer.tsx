import { DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, DatePicker, Drawer, Form, Input } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import { useLocale } from '../../format/locale.tsx'
import { useNow } from '../../format/now.ts'
import { dayOf } from '../../format/time.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useMay } from '../../session/session.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorPanel, useErrorWords } from '../../ui/ErrorPanel.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { useUndo } from '../../ui/undo.tsx'
import {
  addNote,
  changeNote,
  NOTES,
  notesQuery,
  removeNote,
  restoreNote,
  type TimeNote,
} from './api.ts'
import styles from './Notes.module.css'

/** What happened on which day: every chart over time shows it. */
export function NotesDrawer(props: { onClose: () => void }) {
  const t = useTexts()
  const notes = useQuery(notesQuery)
  const mayWrite = useMay('events:read')
  const [edited, setEdited] = useState<TimeNote | 'new'>()
  const items = notes.data?.items.toReversed() ?? []
  return (
    <Drawer
      open
      title={t('time_notes.title')}
      size={420}
      onClose={props.onClose}
      extra={
        mayWrite && (
          <Button icon={<PlusOutlined />} onClick={() => setEdited('new')}>
            {t('time_notes.add')}
          </Button>
        )
      }
    >
      <p className={styles.words}>{t('time_notes.words')}</p>
      {notes.error && <ErrorPanel error={notes.error} onRetry={() => void notes.refetch()} />}
      {notes.isPending && <SkeletonLines lines={4} />}
      {notes.isSuccess && items.length === 0 && <EmptyState title={t('time_notes.empty')} />}
      <ul className={styles.list}>
        {items.map((note) => (
          <Line key={note.id} note={note} onEdit={() => setEdited(note)} />
        ))}
      </ul>
      {edited && (
        <NoteDialog
          note={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      )}
    </Drawer>
  )
}

function Line(props: { note: TimeNote; onEdit: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const words = useErrorWords()
  const offerUndo = useUndo()
  const queryClient = useQueryClient()
  const { note } = props
  const again = () => queryClient.invalidateQueries({ queryKey: NOTES })
  const remove = () =>
    removeNote(note.id).then(
      async () => {
        await again()
        offerUndo(t('time_notes.removed'), () => restoreNote(note.id).then(again))
      },
      (thrown) => message.error(words(thrown).title),
    )
  return (
    <li className={styles.note}>
      <span className={styles.day}>{note.day}</span>
      <span className={styles.text}>
        {note.text}
        {note.owner && <span className={styles.owner}>{note.owner.name}</span>}
      </span>
      {note.may_change && (
        <>
          <Button
            type="text"
            size="small"
            icon={<EditOutlined />}
            aria-label={t('time_notes.edit', { text: note.text })}
            onClick={props.onEdit}
          />
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={t('time_notes.remove', { text: note.text })}
            onClick={() => void remove()}
          />
        </>
      )}
    </li>
  )
}

interface Fields {
  day: Dayjs
  text: string
}

function NoteDialog(props: { note: TimeNote | undefined; onClose: () => void }) {
  const t = useTexts()
  const { timeZone } = useLocale()
  const queryClient = useQueryClient()
  const today = dayOf(useNow(), timeZone)
  const { note } = props
  return (
    <FormDialog<Fields>
      title={t(note ? 'time_notes.change' : 'time_notes.add')}
      okText={t('action.save')}
      initial={{ day: dayjs(note?.day ?? today), text: note?.text ?? '' }}
      save={({ day, text }) => {
        const said = { day: day.format('YYYY-MM-DD'), text: text.trim() }
        return note ? changeNote(note.id, { ...said, revision: note.revision }) : addNote(said)
      }}
      onSaved={async () => {
        await queryClient.invalidateQueries({ queryKey: NOTES })
        props.onClose()
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="day"
        label={t('time_notes.day')}
        rules={[{ required: true, message: t('time_notes.day_needed') }]}
      >
        <DatePicker allowClear={false} />
      </Form.Item>
      <Form.Item
        name="text"
        label={t('time_notes.text')}
        rules={[{ required: true, whitespace: true, message: t('time_notes.text_needed') }]}
      >
        <Input maxLength={200} placeholder={t('time_notes.example')} />
      </Form.Item>
    </FormDialog>
  )
}
