import { Button } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import styles from './Redeem.module.css'

export interface Deciding {
  onDone: (words: string) => void
  onDrop: () => void
}

/** What is done with a code, and the way to another one. */
export function Decide(props: {
  may: boolean
  isBusy: boolean
  words: string
  onAct: () => void
  onDrop: () => void
}) {
  const t = useTexts()
  return (
    <div className={styles.decide}>
      {props.may && (
        <Button block size="large" type="primary" loading={props.isBusy} onClick={props.onAct}>
          {props.words}
        </Button>
      )}
      <Button block size="large" onClick={props.onDrop}>
        {t('redeem.another')}
      </Button>
    </div>
  )
}
