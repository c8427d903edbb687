import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Drawer } from 'antd'
import { useTexts } from '../../i18n/texts.ts'
import { UseList } from '../../ui/UseList.tsx'
import { type Kind, type Use, usesQuery } from './api.ts'
import styles from './Definitions.module.css'

/** Where a definition is used. */
export function UsesDrawer(props: {
  kind: Kind
  of: { id: string; name: string }
  onClose: () => void
}) {
  const t = useTexts()
  const uses = useQuery(usesQuery(props.kind, props.of.id))
  return (
    <Drawer
      open
      size={420}
      title={t('definitions.uses_of', { name: props.of.name })}
      onClose={props.onClose}
    >
      <UseList
        uses={uses}
        none={{ title: t('definitions.unused'), words: t('definitions.unused_words') }}
        kindOf={(use) => t(`definitions_use.${use.kind}`)}
        link={(use) => <UseLink use={use} />}
      />
    </Drawer>
  )
}

function UseLink({ use: { kind, id, name } }: { use: Use }) {
  const t = useTexts()
  if (name === null) return <span className={styles.words}>{t('definitions.not_yours')}</span>
  switch (kind) {
    case 'audience':
      return (
        <Link to="/audiences/$audienceId" params={{ audienceId: id }}>
          {name}
        </Link>
      )
    case 'board':
      return (
        <Link to="/insight/boards" search={{ board: id }}>
          {name}
        </Link>
      )
    case 'question':
      return (
        <Link to="/insight/questions" search={{ q: name }}>
          {name}
        </Link>
      )
    case 'alert':
    case 'report':
      return <Link to="/insight/alerts">{name}</Link>
    default:
      return <span>{name}</span>
  }
}
