import { DeleteOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { AutoComplete, Button } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { writeKeysQuery } from '../keys/api.ts'
import { useMay } from '../session/session.ts'
import { Reorder } from '../ui/Reorder.tsx'
import styles from './Tags.module.css'
import { useSourceName } from './words.ts'

/** Sources in the order in which their word counts. */
export function SourceOrder(props: { value?: string[]; onChange?: (order: string[]) => void }) {
  const t = useTexts()
  const sourceName = useSourceName()
  const mayKeys = useMay('keys:manage')
  const keys = useQuery({ ...writeKeysQuery, enabled: mayKeys })
  const [typed, setTyped] = useState('')
  const order = props.value ?? []
  const set = (next: string[]) => props.onChange?.(next)
  const add = (source: string) => {
    const words = source.trim()
    setTyped('')
    if (words !== '' && !order.includes(words)) set([...order, words])
  }
  const known = ['operator', 'import', ...(keys.data?.items ?? []).map((k) => k.name)]
  return (
    <div className={styles.order}>
      <Reorder
        label={t('attributes_page.priority')}
        items={order}
        keyOf={(source) => source}
        nameOf={sourceName}
        onMove={set}
      >
        {(source, place) => (
          <>
            <span className={styles.orderName}>
              {place + 1}. {sourceName(source)}
            </span>
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={t('source_order.remove', { source: sourceName(source) })}
              onClick={() => set(order.filter((one) => one !== source))}
            />
          </>
        )}
      </Reorder>
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
