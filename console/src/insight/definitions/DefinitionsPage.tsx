import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { BuildingProvider } from '../../audiences/building.tsx'
import { eventText } from '../../audiences/say.ts'
import { useVocabulary } from '../../audiences/vocabulary.ts'
import { useTexts } from '../../i18n/texts.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { InsightFrame } from '../InsightFrame.tsx'
import { asPattern } from '../pattern.ts'
import {
  type DerivedProperty,
  derivedQuery,
  KINDS,
  type Kind,
  metricsQuery,
  type OwnMetric,
  type VirtualEvent,
  virtualQuery,
} from './api.ts'
import { DefinitionList } from './DefinitionList.tsx'
import styles from './Definitions.module.css'
import { DerivedEditor } from './DerivedEditor.tsx'
import { type Expression, said } from './expression.ts'
import { MetricEditor } from './MetricEditor.tsx'
import { VirtualEditor } from './VirtualEditor.tsx'

const route = getRouteApi('/app/insight/definitions')

type Edited<One> = { one?: One; isCopy: boolean }
type Open =
  | ({ kind: 'metrics' } & Edited<OwnMetric>)
  | ({ kind: 'virtual' } & Edited<VirtualEvent>)
  | ({ kind: 'derived' } & Edited<DerivedProperty>)

/** What a brand defines over its events: metrics, events and properties of its own. */
export function DefinitionsPage() {
  const t = useTexts()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { query, choices, sayer } = useVocabulary()
  const [open, setOpen] = useState<Open>()
  const kind: Kind = KINDS.find((one) => one === search.kind) ?? 'virtual'
  const metrics = useQuery({ ...metricsQuery, enabled: kind === 'metrics' })
  const virtual = useQuery({ ...virtualQuery, enabled: kind === 'virtual' })
  const derived = useQuery({ ...derivedQuery, enabled: kind === 'derived' })
  const close = () => setOpen(undefined)
  const event = (pattern: VirtualEvent['pattern']) => eventText(asPattern(pattern), sayer)
  return (
    <InsightFrame code="definitions">
      <BuildingProvider building={{ choices, sayer }}>
        <div className={styles.bar}>
          <Segmented<Kind>
            value={kind}
            options={KINDS.map((value) => ({ value, label: t(`definitions_kind.${value}`) }))}
            onChange={(next) =>
              void navigate({ search: (old) => ({ ...old, kind: next }), replace: true })
            }
          />
          <Button type="primary" onClick={() => setOpen({ kind, isCopy: false } as Open)}>
            {t(`definitions.add_${kind}`)}
          </Button>
        </div>
        <p className={styles.words}>{t(`definitions_words.${kind}`)}</p>
        {query.error && <ErrorNote error={query.error} />}
        {kind === 'metrics' && (
          <DefinitionList<OwnMetric>
            kind={kind}
            list={metrics}
            about={({ name, definition }) => ({ name, description: definition })}
            what={({ of, by }) =>
              [of, by]
                .flatMap((one) =>
                  one ? `${t(`insight_of.${one.measure?.kind ?? 'count'}`)} ${event(one.of)}` : [],
                )
                .join(' ÷ ')
            }
            onOpen={(one, isCopy) => setOpen({ kind, one, isCopy })}
          />
        )}
        {kind === 'virtual' && (
          <DefinitionList<VirtualEvent>
            kind={kind}
            list={virtual}
            about={(one) => one}
            what={({ pattern }) => event(pattern)}
            onOpen={(one, isCopy) => setOpen({ kind, one, isCopy })}
          />
        )}
        {kind === 'derived' && (
          <DefinitionList<DerivedProperty>
            kind={kind}
            list={derived}
            about={(one) => one}
            what={({ expression, type }) =>
              `${t(`derived_type.${type}`)} · ${said(expression as Expression, sayer.labels.property)}`
            }
            onOpen={(one, isCopy) => setOpen({ kind, one, isCopy })}
          />
        )}
        {open?.kind === 'metrics' && (
          <BuildingProvider building={{ choices, sayer, asksCustomers: true }}>
            <MetricEditor start={open.one} isCopy={open.isCopy} onClose={close} />
          </BuildingProvider>
        )}
        {open?.kind === 'virtual' && (
          <VirtualEditor start={open.one} isCopy={open.isCopy} onClose={close} />
        )}
        {open?.kind === 'derived' && (
          <DerivedEditor start={open.one} isCopy={open.isCopy} onClose={close} />
        )}
      </BuildingProvider>
    </InsightFrame>
  )
}
