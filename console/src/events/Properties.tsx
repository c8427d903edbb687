import { useQuery } from '@tanstack/react-query'
import type { TableColumnsType } from 'antd'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count } from '../ui/Figures.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { type CatalogueEvent, type PropertyCount, propertiesQuery } from './api.ts'
import styles from './Properties.module.css'

interface Property extends PropertyCount {
  samples: unknown[]
}

/** An event's properties: their type, how often they came, and what values look like. */
export function Properties(props: { event: CatalogueEvent }) {
  const t = useTexts()
  const counts = useQuery(propertiesQuery(props.event.name))
  const columns = useColumns()
  const samplesOf = new Map(props.event.properties.map(({ name, samples }) => [name, samples]))
  return (
    <PageTable<Property>
      label={t('event.properties')}
      list={{
        ...counts,
        data: counts.data?.map((property) => ({
          ...property,
          samples: samplesOf.get(property.name) ?? [property.sample],
        })),
      }}
      columns={columns}
      rowKey={(property) => property.name}
      minWidth={560}
      skeletonRows={5}
      empty={<EmptyState title={t('event.no_properties')} />}
    />
  )
}

function useColumns(): TableColumnsType<Property> {
  const t = useTexts()
  const known = useKnownText()
  return [
    {
      key: 'name',
      title: t('property.name'),
      width: 150,
      render: (_, property) => <code className={styles.name}>{property.name}</code>,
    },
    {
      key: 'type',
      title: t('property.type'),
      width: 116,
      render: (_, property) => (
        <span className={styles.type}>
          {property.type === null ? (
            <Nothing />
          ) : (
            <Chip>{known(`property_type.${property.type}`) ?? property.type}</Chip>
          )}
          {property.aside > 0 && (
            <Chip tone="warning" title={t('property.aside_hint')}>
              {t('property.aside')} <Count value={property.aside} />
            </Chip>
          )}
          {property.repaired > 0 && (
            <Chip tone="warning" title={t('property.repaired_hint')}>
              {t('property.repaired')} <Count value={property.repaired} />
            </Chip>
          )}
        </span>
      ),
    },
    {
      key: 'samples',
      title: t('property.samples'),
      render: (_, property) => (
        <span className={styles.samples}>
          {property.samples.slice(0, 5).map((sample, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: samples may repeat and never move
            <code key={place}>{shown(sample)}</code>
          ))}
        </span>
      ),
    },
    {
      key: 'count',
      title: t('catalogue.column_count'),
      width: 90,
      align: 'right',
      render: (_, property) => <Count value={property.count} />,
    },
    {
      key: 'last_seen',
      title: t('catalogue.column_last_seen'),
      width: 112,
      render: (_, property) => <When at={property.last_seen} />,
    },
  ]
}

function shown(sample: unknown): string {
  const text = typeof sample === 'string' ? sample : JSON.stringify(sample)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
