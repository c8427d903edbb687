import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Checkbox, Input, Modal } from 'antd'
import { useEffect, useState } from 'react'
import { exactNumber } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { AUDIENCES, type Audience, createAudience, editAudience, takeStep } from './api.ts'
import type { Rule } from './rule.ts'

/** Saves as a draft, goes live, or changes what is live, saying first what that does. */
export function SaveActions(props: {
  audience: Audience | undefined
  name: string
  description: string
  rule: Rule
  size: number | undefined
  /** Not known while the rule is being checked. */
  isSound: boolean | undefined
  isChanged: boolean
  /** Something has to be filled in first. */
  onRefused: () => void
  onSaved: (id: string) => void
}) {
  const t = useTexts()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const { audience, name, description, rule, isSound } = props
  const [isAsking, setAsking] = useState(false)
  const [note, setNote] = useState('')
  const [isTold, setTold] = useState(false)
  /** What was asked for before the check had answered. */
  const [awaited, setAwaited] = useState<{ isLive: boolean }>()
  const saving = useMutation({
    mutationFn: async (wanted: { isLive: boolean }) => {
      const saved = audience
        ? await editAudience(audience.id, {
            revision: audience.revision,
            ...{ name, description, rule, note, tell: isTold },
          })
        : await createAudience({ name, description, rule })
      if (wanted.isLive) await takeStep(saved.id, 'go-live')
      return saved
    },
    onSuccess: async (saved, { isLive }) => {
      setAsking(false)
      void message.success(t(isLive ? 'audience_page.live_now' : 'audience_page.saved'))
      await queryClient.invalidateQueries({ queryKey: AUDIENCES })
      props.onSaved(saved.id)
    },
  })
  const isDraft = !audience || audience.state === 'draft'
  const save = (isLive: boolean) => {
    setAwaited(undefined)
    if (name === '' || isSound === false) props.onRefused()
    else if (isSound === undefined) setAwaited({ isLive })
    else if (isDraft) saving.mutate({ isLive })
    else setAsking(true)
  }
  useEffect(() => {
    if (awaited && isSound !== undefined) save(awaited.isLive)
  })
  const isWaitingFor = (isLive: boolean) =>
    awaited ? awaited.isLive === isLive : saving.isPending && saving.variables?.isLive === isLive
  return (
    <>
      {saving.error && !isAsking && <ErrorNote error={saving.error} />}
      {isDraft && (
        <Button
          loading={isWaitingFor(false)}
          disabled={!props.isChanged}
          onClick={() => save(false)}
        >
          {t('audience_page.save_draft')}
        </Button>
      )}
      <Button
        type="primary"
        loading={isWaitingFor(isDraft)}
        disabled={!isDraft && !props.isChanged}
        onClick={() => save(isDraft)}
      >
        {t(isDraft ? 'audience_page.go_live' : 'audience_page.save')}
      </Button>
      {audience && (
        <Modal
          open={isAsking}
          title={t('audience_page.change_title')}
          okText={t('audience_page.save')}
          cancelText={t('action.cancel')}
          confirmLoading={saving.isPending}
          onCancel={() => setAsking(false)}
          onOk={() => saving.mutate({ isLive: false })}
        >
          {saving.error && <ErrorNote error={saving.error} />}
          <p>
            {t('audience_page.change_words')}{' '}
            {props.size !== undefined &&
              t('audience_page.change_size', {
                before: exactNumber(audience.size),
                after: exactNumber(props.size),
              })}
          </p>
          <Input.TextArea
            style={{ margin: '12px 0' }}
            aria-label={t('audience_page.note')}
            placeholder={t('audience_page.note')}
            maxLength={500}
            autoSize={{ minRows: 2 }}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
          <Checkbox checked={isTold} onChange={(event) => setTold(event.target.checked)}>
            {t('audience_page.tell')}
          </Checkbox>
          <p style={{ color: 'var(--ant-color-text-tertiary)', paddingLeft: 24 }}>
            {t('audience_page.tell_hint')}
          </p>
        </Modal>
      )}
    </>
  )
}
