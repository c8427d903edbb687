import { Tooltip } from 'antd'
import type { CSSProperties } from 'react'
import { useLocale } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { exactNumber, shortNumber } from '../format/number.ts'

/** No space before 万. */
const together: CSSProperties = { textAutospace: 'no-autospace', whiteSpace: 'nowrap' }

/** A count: short when it is big, then with every digit on hover. */
export function Count(props: { value: number }) {
  const { language } = useLocale()
  const exact = exactNumber(props.value)
  const shown = shortNumber(props.value, language)
  if (shown === exact) return <span>{exact}</span>
  return (
    <Tooltip title={exact} mouseEnterDelay={0.2}>
      <span style={together}>{shown}</span>
    </Tooltip>
  )
}

/** An amount in fen of its own currency, else the brand's. */
export function Money(props: { fen: number; currency?: string | null }) {
  const locale = useLocale()
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      {money(props.fen, props.currency ?? locale.currency, locale.language)}
    </span>
  )
}
