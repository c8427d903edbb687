import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Drawer, Input } from 'antd'
import type { ReactNode } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { READERS } from './api.ts'
import styles from './Definitions.module.css'

/** A definition beside its preview: what is refused is said over the fields, and they stay. */
export function Editor(props: {
  title: string
  isWhole: boolean
  save: () => Promise<unknown>
  onClose: () => void
  preview: ReactNode
  children: ReactNode
}) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const saving = useMutation({
    mutationFn: props.save,
    onSuccess: async () => {
      await Promise.all(READERS.map((queryKey) => queryClient.invalidateQueries({ queryKey })))
      props.onClose()
    },
  })
  return (
    <Drawer
      open
      size={820}
      title={props.title}
      onClose={props.onClose}
      footer={
        <div className={styles.foot}>
          <Button
            type="primary"
            disabled={!props.isWhole}
            loading={saving.isPending}
            onClick={() => saving.mutate()}
          >
            {t('definitions.save')}
          </Button>
          <Button onClick={props.onClose}>{t('action.cancel')}</Button>
        </div>
      }
    >
      <div className={styles.form}>
        {saving.error && <ErrorNote error={saving.error} />}
        {props.children}
        <section className={styles.preview} aria-label={t('definitions.preview')}>
          {props.preview}
        </section>
      </div>
    </Drawer>
  )
}

export function Labelled(props: { label: string; hint?: string; children: ReactNode }) {
  return (
    <div className={styles.field}>
      <span className={styles.label}>{props.label}</span>
      {props.children}
      {props.hint && <span className={styles.words}>{props.hint}</span>}
    </div>
  )
}

/** What it is called, and what it means. */
export function Words(props: {
  name: string
  description: string
  onName: (name: string) => void
  onDescription: (description: string) => void
}) {
  const t = useTexts()
  return (
    <>
      <Labelled label={t('definitions.name')}>
        <Input
          aria-label={t('definitions.name')}
          maxLength={60}
          value={props.name}
          onChange={({ target }) => props.onName(target.value)}
        />
      </Labelled>
      <Labelled label={t('definitions.description')}>
        <Input.TextArea
          aria-label={t('definitions.description')}
          autoSize={{ minRows: 2, maxRows: 5 }}
          maxLength={1_000}
          value={props.description}
          onChange={({ target }) => props.onDescription(target.value)}
        />
      </Labelled>
    </>
  )
}
