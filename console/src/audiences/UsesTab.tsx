import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTexts } from '../i18n/texts.ts'
import { useTemplateWords } from '../templates/words.ts'
import { Panel } from '../ui/Page.tsx'
import { UseList } from '../ui/UseList.tsx'
import { type Audience, usesQuery } from './api.ts'

interface Use {
  kind: 'audience' | 'computed_attribute' | 'pool' | 'tag' | 'template'
  id: string
  name: string
}

/** What would feel a change of this audience. */
export function UsesTab(props: { audience: Audience }) {
  const t = useTexts()
  const uses = useQuery(usesQuery(props.audience.id))
  return <Uses uses={uses} none={t('audience_uses.none_words')} />
}

export function Uses(props: {
  uses: UseQueryResult<{ items: readonly Use[] }>
  /** What would stand here. */
  none: string
}) {
  const t = useTexts()
  return (
    <Panel title={t('audience_tab.uses')}>
      <UseList
        uses={props.uses}
        none={{ title: t('audience_uses.none'), words: props.none }}
        kindOf={(use) => t(`audience_uses.${use.kind}`)}
        link={(use) => <UseLink use={use} />}
      />
    </Panel>
  )
}

function UseLink({ use: { kind, id, name } }: { use: Use }) {
  const words = useTemplateWords()
  switch (kind) {
    case 'audience':
      return (
        <Link to="/audiences/$audienceId" params={{ audienceId: id }}>
          {name}
        </Link>
      )
    case 'computed_attribute':
      return (
        <Link to="/computed-attributes/$computedId" params={{ computedId: id }}>
          {name}
        </Link>
      )
    case 'tag':
      return (
        <Link to="/customers" search={{ tag: name }}>
          {name}
        </Link>
      )
    case 'pool':
      return (
        <Link to="/pools/$poolId" params={{ poolId: id }}>
          {name}
        </Link>
      )
    case 'template':
      return (
        <Link to="/audiences/templates" search={{ group: 'rfm' }}>
          {words.name(id)}
        </Link>
      )
  }
}
