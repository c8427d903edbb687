import { useMutation } from '@tanstack/react-query'
import { App, Button, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from './ErrorNote.tsx'
import { useErrorWords } from './ErrorPanel.tsx'

/**
 * A button of a BatchBar. With `words` it says first what will happen to how many; without, it acts
 * at once, for what is as easily taken back.
 */
export function SureButton(props: {
  label: string
  icon?: ReactNode
  danger?: boolean
  title?: string
  words?: ReactNode
  /** @returns what is said when it is done; nothing when it says so itself */
  run: () => Promise<string | undefined>
  onDone?: () => unknown
}) {
  const t = useTexts()
  const { message } = App.useApp()
  const errorWords = useErrorWords()
  const [asking, setAsking] = useState(false)
  const doing = useMutation({
    mutationFn: props.run,
    onSuccess: async (said) => {
      setAsking(false)
      if (said) void message.success(said)
      await props.onDone?.()
    },
    onError: (error) => {
      if (!props.words) void message.error(errorWords(error).title)
    },
  })
  return (
    <>
      <Button
        icon={props.icon}
        danger={props.danger}
        loading={!props.words && doing.isPending}
        onClick={() => (props.words ? setAsking(true) : doing.mutate())}
      >
        {props.label}
      </Button>
      {props.words && (
        <Modal
          open={asking}
          title={props.title ?? props.label}
          okText={props.label}
          cancelText={t('action.cancel')}
          okButtonProps={{ danger: props.danger }}
          confirmLoading={doing.isPending}
          onCancel={() => setAsking(false)}
          afterClose={doing.reset}
          onOk={() => doing.mutate()}
        >
          {doing.error && <ErrorNote error={doing.error} />}
          {props.words}
        </Modal>
      )}
    </>
  )
}
