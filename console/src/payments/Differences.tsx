import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Money } from '../ui/Figures.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { noteDifference, type Statement, statementsKey } from './api.ts'
import styles from './Payments.module.css'

type Difference = Statement['differences'][number]

/** What a day's bill and our books do not agree on: what to do about each, its order, and what was found out. */
export function Differences(props: { of: Statement }) {
  const t = useTexts()
  const mayNote = useMay('refunds:decide')
  const [noting, setNoting] = useState<Difference>()
  const fen = (value: number | null) => (value === null ? <Nothing /> : <Money fen={value} />)
  return (
    <>
      <ul className={styles.differences}>
        {props.of.differences.map((one) => (
          <li key={`${one.kind} ${one.id}`}>
            <p>
              {t(`statement_kind.${one.kind}`)}
              {one.order_id && (
                <>
                  {' · '}
                  <Link to="/own-orders" search={{ order: one.order_id }}>
                    {one.order_number}
                  </Link>
                </>
              )}{' '}
              · <strong>{t(`difference.${one.code}`)}</strong> · {t('statements.ours')}{' '}
              {fen(one.our_fen)} · {t('statements.theirs')} {fen(one.their_fen)}
            </p>
            <p className={styles.words}>
              {t(`difference_advice.${one.code}`)} <code>{one.id}</code>
            </p>
            {one.note && (
              <p>
                {one.note.words}{' '}
                <span className={styles.words}>
                  {one.note.by} <When at={one.note.at} />
                </span>
              </p>
            )}
            {mayNote && (
              <Button size="small" onClick={() => setNoting(one)}>
                {t(one.note ? 'statements.note_again' : 'statements.note')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {noting && (
        <NoteForm of={props.of} difference={noting} onClose={() => setNoting(undefined)} />
      )}
    </>
  )
}

function NoteForm(props: { of: Statement; difference: Difference; onClose: () => void }) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const { kind, id, code, note } = props.difference
  const { provider, day } = props.of
  const noting = useMutation({
    mutationFn: (words: string) => noteDifference({ provider, day, kind, id, code, words }),
    onSuccess: () => queryClient.invalidateQueries(statementsKey),
  })
  return (
    <FormDialog<{ words: string }>
      title={t('statements.note')}
      okText={t('action.save')}
      words={t('statements.note_words')}
      initial={{ words: note?.words ?? '' }}
      save={({ words }) => noting.mutateAsync(words.trim())}
      onSaved={props.onClose}
      onClose={props.onClose}
    >
      <Form.Item
        name="words"
        label={t('statements.found_out')}
        rules={[{ required: true, whitespace: true, message: t('statements.note_needed') }]}
      >
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
    </FormDialog>
  )
}
