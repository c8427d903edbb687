import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTexts } from '../i18n/texts.ts'

/** The first of a list, and all of it when asked: nothing is left out silently. */
export function Fewer<T>(props: {
  rows: readonly T[]
  shown: number
  children: (row: T) => ReactNode
}) {
  const t = useTexts()
  const [isOpen, setIsOpen] = useState(false)
  const { rows, shown } = props
  return (
    <>
      {(isOpen ? rows : rows.slice(0, shown)).map(props.children)}
      {rows.length > shown && (
        <Button type="link" size="small" style={{ padding: 0 }} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? t('list.fewer') : t('list.all', { count: rows.length })}
        </Button>
      )}
    </>
  )
}
