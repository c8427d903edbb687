import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { useTexts } from '../i18n/texts.ts'

/** Days chosen one by one. Loaded when it is opened: a calendar is a tenth of the first load. */
export function OwnDays(props: {
  from: string
  to: string
  today: string
  onChoose: (from: string, to: string) => void
}) {
  const t = useTexts()
  return (
    <DatePicker.RangePicker
      aria-label={t('days.own')}
      value={[dayjs(props.from), dayjs(props.to)]}
      maxDate={dayjs(props.today)}
      allowClear={false}
      onChange={(chosen) => {
        const [from, to] = chosen ?? []
        if (from && to) props.onChoose(from.format('YYYY-MM-DD'), to.format('YYYY-MM-DD'))
      }}
    />
  )
}
