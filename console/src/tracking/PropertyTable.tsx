import { EditOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Switch, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { ExportButton } from '../desk/ExportButton.tsx'
import { percent } from '../format/number.ts'
import { useKnownText, useLanguage, useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { useSelection } from '../ui/BatchBar.tsx'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count } from '../ui/Figures.tsx'
import { Filters } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { Nothing } from '../ui/When.tsx'
import type { TrackedDetail, TrackedProperty } from './api.ts'
import { PropertyBatch } from './PropertyBatch.tsx'
import { PropertyForm } from './PropertyForm.tsx'
import styles from './tracking.module.css'

/** What an event carries: how often, of what type, what it looks like, what it should be. */
export function PropertyTable(props: { event: TrackedDetail }) {
  const t = useTexts()
  const { event } = props
  const mayManage = useMay('events:manage')
  const [withPresets, setWithPresets] = useState(false)
  const [editing, setEditing] = useState<TrackedProperty | 'new'>()
  const selection = useSelection()
  const columns = useColumns(event, mayManage ? setEditing : undefined)
  const presets = event.property_items.filter((property) => property.is_preset).length
  const shown = event.property_items.filter((property) => withPresets || !property.is_preset)
  return (
    <div className={styles.stack}>
      <Filters>
        {presets > 0 && (
          // biome-ignore lint/a11y/noLabelWithoutControl: the switch is inside
          <label className={styles.buttons}>
            <Switch size="small" checked={withPresets} onChange={setWithPresets} />
            {t('tracking.show_presets', { count: presets })}
          </label>
        )}
        {mayManage && (
          <Button icon={<PlusOutlined />} onClick={() => setEditing('new')}>
            {t('tracking.plan_property')}
          </Button>
        )}
        <ExportButton
          atEnd
          kind="event_properties"
          params={{ event: event.name, with_presets: withPresets }}
        />
      </Filters>
      <PageTable<TrackedProperty>
        label={t('event.properties')}
        list={{ data: shown, error: null, refetch: () => undefined }}
        columns={columns}
        rowKey={(property) => property.name}
        minWidth={900}
        selection={mayManage ? { ...selection, nameOf: (property) => property.name } : undefined}
        onOpen={mayManage ? setEditing : undefined}
        empty={<EmptyState title={t('event.no_properties')} />}
      />
      <PropertyBatch selection={selection} event={event} />
      <PropertyForm
        open={editing !== undefined}
        event={event}
        property={editing === 'new' ? undefined : editing}
        onClose={() => setEditing(undefined)}
      />
    </div>
  )
}

const classTones = { public: 'plain', personal: 'warning', sensitive: 'bad' } as const

function useColumns(
  event: TrackedDetail,
  edit: ((property: TrackedProperty) => void) | undefined,
): TableColumnsType<TrackedProperty> {
  const t = useTexts()
  const known = useKnownText()
  const language = useLanguage()
  const typeName = (type: string) => known(`property_type.${type}`) ?? type
  return [
    {
      key: 'name',
      title: t('property.name'),
      render: (_, property) => {
        const label = language === 'en' ? property.label_en || property.label : property.label
        return (
          <span className={styles.named}>
            {label && <span>{label}</span>}
            <code className={label ? styles.raw : undefined}>{property.name}</code>
            {property.description && <span className={styles.quiet}>{property.description}</span>}
          </span>
        )
      },
    },
    {
      key: 'type',
      title: t('property.type'),
      width: 150,
      render: (_, property) => {
        const { type, planned_type: planned } = property
        const differs = type !== null && planned !== null && type !== planned
        return (
          <span className={styles.chips}>
            {(type ?? planned) && <Chip>{typeName(type ?? planned ?? '')}</Chip>}
            {property.unit && <Chip>{property.unit}</Chip>}
            {differs && (
              <Chip tone="warning" title={t('tracking.type_differs_words')}>
                {t('tracking.type_differs', { type: typeName(planned) })}
              </Chip>
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
        )
      },
    },
    {
      key: 'class',
      title: t('tracking.column_class'),
      width: 104,
      render: (_, property) => (
        <Chip tone={classTones[property.data_class]} title={t('tracking.class_words')}>
          {t(`tracking.class_${property.data_class}`)}
        </Chip>
      ),
    },
    {
      key: 'share',
      title: t('tracking.column_share'),
      width: 130,
      align: 'right',
      render: (_, property) => (
        <span className={styles.named}>
          <span title={t('tracking.share_words')}>
            {event.property_events > 0 ? (
              percent(property.count / event.property_events)
            ) : (
              <Nothing />
            )}
          </span>
          {property.is_expected && (
            <span className={styles.quiet}>{t('tracking.is_expected')}</span>
          )}
        </span>
      ),
    },
    {
      key: 'samples',
      title: t('property.samples'),
      width: 240,
      render: (_, property) =>
        property.data_class === 'sensitive' ? (
          <span className={styles.quiet}>{t('tracking.sensitive_hidden')}</span>
        ) : property.samples.length > 0 ? (
          <span className={styles.samples}>
            {property.samples.map((sample) => (
              <code key={sample}>{sample.length > 60 ? `${sample.slice(0, 60)}…` : sample}</code>
            ))}
          </span>
        ) : (
          <Nothing />
        ),
    },
    ...(edit
      ? [
          {
            key: 'edit',
            title: '',
            width: 48,
            render: (_: unknown, property: TrackedProperty) => (
              <Button
                type="text"
                size="small"
                icon={<EditOutlined />}
                aria-label={t('tracking.edit_property', { name: property.name })}
                onClick={() => edit(property)}
              />
            ),
          },
        ]
      : []),
  ]
}
