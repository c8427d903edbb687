import { FunctionOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Popover } from 'antd'
import { useTexts } from '../../i18n/texts.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Money } from '../../ui/Figures.tsx'
import { JsonValue } from '../../ui/JsonValue.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { Freshness } from '../words.tsx'
import { computedListQuery } from './api.ts'
import styles from './Computed.module.css'
import { useDefinitionText } from './words.ts'

/** All of the brand's: asked for once however many stand on a page. */
const useAll = () => useQuery({ ...computedListQuery({}), refetchInterval: false })

/** Behind a value that is reckoned: from what, as of when, and where that is changed. */
export function ComputedNote(props: { name: string; label: string }) {
  const t = useTexts()
  const { label } = props
  return (
    <Popover
      trigger="click"
      placement="leftTop"
      title={label}
      destroyOnHidden
      content={<About name={props.name} />}
    >
      <Button
        type="text"
        size="small"
        icon={<FunctionOutlined />}
        aria-label={t('computed.note_of', { label })}
        title={t('computed.note_of', { label })}
      />
    </Popover>
  )
}

function About(props: { name: string }) {
  const t = useTexts()
  const definitionText = useDefinitionText()
  const all = useAll()
  const one = all.data?.items.find(({ name }) => name === props.name)
  if (all.error) return <ErrorNote error={all.error} />
  if (!all.data) return <SkeletonLines lines={2} />
  if (!one) return <p className={styles.hint}>{t('computed.gone')}</p>
  return (
    <div className={styles.note}>
      <p>{definitionText(one)}</p>
      <p className={styles.hint}>
        {t('audience_list.fresh')} <Freshness of={one} at={one.as_of} />
      </p>
      <Link to="/computed-attributes/$computedId" params={{ computedId: one.id }}>
        {t('computed.open')}
      </Link>
    </div>
  )
}

/** A value as it is read: a sum of money in the brand's currency, anything else as it stands. */
export function ComputedValue(props: { name: string; value: unknown; isMoney: boolean }) {
  const all = useAll()
  const { name, value, isMoney } = props
  if (isMoney && typeof value === 'number') return <Money fen={value} />
  const one = all.data?.items.find((computed) => computed.name === name)
  if (one && typeof value === 'number' && one.money) return <Money fen={value} />
  return <JsonValue value={value} />
}
