import { CopyOutlined } from '@ant-design/icons'
import { Select } from 'antd'
import { useTexts } from '../i18n/texts.ts'

/**
 * Above a form that makes something new: begins with what an existing one has. Names are left to the
 * maker, so that no two things are called the same.
 */
export function CopyFrom<T>(props: {
  from: readonly T[] | undefined
  nameOf: (one: T) => string
  keyOf: (one: T) => string
  onCopy: (one: T) => void
}) {
  const t = useTexts()
  const { from = [], keyOf, nameOf } = props
  if (from.length === 0) return null
  return (
    <Select
      style={{ width: '100%', marginBottom: 16 }}
      aria-label={t('copy_from.label')}
      placeholder={t('copy_from.label')}
      prefix={<CopyOutlined />}
      showSearch={{ optionFilterProp: 'label' }}
      options={from.map((one) => ({ value: keyOf(one), label: nameOf(one) }))}
      onChange={(key) => {
        const one = from.find((candidate) => keyOf(candidate) === key)
        if (one) props.onCopy(one)
      }}
    />
  )
}
