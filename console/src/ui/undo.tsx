import { App, Button } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { useErrorWords } from './ErrorPanel.tsx'

const SECONDS = 8

/** Says what was done and offers to take it back: in place of asking first, where taking back is whole. */
export function useUndo(): (done: string, takeBack: () => Promise<unknown>) => void {
  const t = useTexts()
  const words = useErrorWords()
  const { message } = App.useApp()
  return (done, takeBack) => {
    const key = crypto.randomUUID()
    const undo = async () => {
      message.destroy(key)
      await takeBack().then(
        () => message.success(t('undo.undone')),
        (thrown) => message.error(`${words(thrown).title} (${words(thrown).code})`),
      )
    }
    void message.open({
      key,
      type: 'success',
      duration: SECONDS,
      content: (
        <span>
          {done}
          <Button type="link" size="small" onClick={() => void undo()}>
            {t('undo.action')}
          </Button>
        </span>
      ),
    })
  }
}
