import { Button } from 'antd'
import { useTexts } from '../i18n/texts.ts'

/** Beside what is chosen: from the ticked rows to all that the list's filter finds, and back. */
export function ChooseAll(props: {
  /** How many are ticked. */
  chosen: number
  /** How many the filter finds; undefined while it is counted. */
  total: number | undefined
  isAll: boolean
  onChange: (isAll: boolean) => void
}) {
  const t = useTexts()
  if (props.total === undefined || props.total <= props.chosen) return null
  return (
    <Button type="link" size="small" onClick={() => props.onChange(!props.isAll)}>
      {props.isAll
        ? t('batch.only_chosen', { count: props.chosen })
        : t('batch.all_matching', { count: props.total })}
    </Button>
  )
}
