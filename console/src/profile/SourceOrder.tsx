import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { AutoComplete, Button } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { writeKeysQuery } from '../keys/api.ts'
import { useMay } from '../session/session.ts'
import styles from './Tags.module.css'
import { useSourceName } from './words.ts'

/** Sources in the order in which their word counts; moved by keys and buttons alike. */
export function SourceOrder(props: { value?: string[]; onChange?: (order: string[]) => void }) {
  const t = useTexts()
  const sourceName = useSourceName()
  const mayKeys = useMay('keys:manage')
  const keys = useQuery({ ...writeKeysQuery, enabled: mayKeys })
  const [typed, setTyped] = useState('')
  const order = props.value ?? []
  const set = (next: string[]) => props.onChange?.(next)
  const move = (from: number, to: number) => {
    const next = [...order]
    const [one] = next.splice(from, 1)
    if (one !== undefined) next.splice(to, 0, one)
    set(next)
  }
  const add = (source: string) => {
    const words = source.trim()
    setTyped('')
    if (words !== '' && !order.includes(words)) set([...order, words])
  }
  const known = ['operator', 'import', ...(keys.data?.items ?? []).map((k) => k.name)]
  return (
    <div className={styles.order}>
      {order.map((source, place) => (
        <div key={source} className={styles.orderLine}>
          <span>
            {place + 1}. {sourceName(source)}
          </span>
          <span>
            <Button
              type="text"
              size="small"
              icon={<ArrowUpOutlined />}
              disabled={place === 0}
              aria-label={t('source_order.up', { source: sourceName(source) })}
              onClick={() => move(place, place - 1)}
            />
            <Button
              type="text"
              size="small"
              icon={<ArrowDownOutlined />}
              disabled={place === order.length - 1}
              aria-label={t('source_order.down', { source: sourceName(source) })}
              onClick={() => move(place, place + 1)}
            />
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={t('source_order.remove', { source: sourceName(source) })}
              onClick={() => set(order.filter((one) => one !== source))}
            />
          </span>
        </div>
      ))}
      <AutoComplete
        aria-label={t('source_order.add')}
        placeholder={t('source_order.add')}
        value={typed}
        onChange={setTyped}
        onSelect={add}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          add(typed)
        }}
        options={[...new Set(known)]
          .filter((source) => !order.includes(source))
          .map((source) => ({ value: source, label: sourceName(source) }))}
      />
    </div>
  )
}
