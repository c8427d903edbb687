import { useBlocker } from '@tanstack/react-router'
import { Button, Modal } from 'antd'
import { useTexts } from '../i18n/texts.ts'

/** Asks before somebody leaves a page on which something is not saved; the browser asks as well. */
export function LeaveGuard(props: {
  isChanged: boolean
  /** What becomes of it; that it is lost when absent. */
  words?: string
}) {
  const t = useTexts()
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => props.isChanged && current.pathname !== next.pathname,
    enableBeforeUnload: () => props.isChanged,
    withResolver: true,
  })
  return (
    <Modal
      open={blocker.status === 'blocked'}
      title={t('leave.title')}
      onCancel={() => blocker.reset?.()}
      footer={
        <>
          <Button autoFocus onClick={() => blocker.reset?.()}>
            {t('leave.stay')}
          </Button>
          <Button danger onClick={() => blocker.proceed?.()}>
            {t('leave.go')}
          </Button>
        </>
      }
    >
      {props.words ?? t('leave.words')}
    </Modal>
  )
}
