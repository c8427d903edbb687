import { Button } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { JsonValue } from '../ui/JsonValue.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { Personal } from './Personal.tsx'
import { isPersonal } from './personal.ts'
import { useAttributeName } from './words.ts'

const FIRST = 12

export function Attributes(props: { attributes: Record<string, unknown> }) {
  const t = useTexts()
  const nameOf = useAttributeName()
  const [all, setAll] = useState(false)
  const entries = Object.entries(props.attributes)
  if (entries.length === 0) return <EmptyState compact title={t('attributes.empty')} />
  const shown = all ? entries : entries.slice(0, FIRST)
  return (
    <>
      <KeyValues
        rows={shown.map(([name, value]) => ({
          key: name,
          label: <span title={name}>{nameOf(name)}</span>,
          value:
            isPersonal(name) && typeof value === 'string' ? (
              <Personal name={name} value={value} />
            ) : (
              <JsonValue value={value} />
            ),
        }))}
      />
      {entries.length > FIRST && (
        <Button type="link" size="small" onClick={() => setAll(!all)}>
          {all ? t('list.fewer') : t('list.all', { count: entries.length })}
        </Button>
      )}
    </>
  )
}
