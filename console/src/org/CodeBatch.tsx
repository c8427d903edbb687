import { Button, Form } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { BatchBar, type Selection } from '../ui/BatchBar.tsx'
import { BatchDialog } from '../ui/BatchDialog.tsx'
import { useBatch } from '../ui/batchRun.tsx'
import {
  declareStaff,
  declareStores,
  type StoreKind,
  type UnknownCode,
  useOrgChanged,
} from './api.ts'
import { PlaceFields, type PlaceValues, placeOf } from './PlaceFields.tsx'
import { RegionPicker } from './pickers.tsx'
import { StoreKindField } from './StoreKindField.tsx'

interface Fields extends PlaceValues {
  region_id?: string | null
  kind?: StoreKind
}

/** Makes stores or staff of the chosen codes, in one place. */
export function CodeBatch(props: {
  kind: 'store' | 'staff'
  selection: Selection
  rows: readonly UnknownCode[] | undefined
}) {
  const { kind, selection } = props
  const t = useTexts()
  const [isAsking, setAsking] = useState(false)
  const run = useBatch({
    selection,
    rows: props.rows,
    keyOf: (row) => row.code,
    nameOf: (row) => row.code,
    changed: useOrgChanged(),
  })
  const declare = (fields: Fields) =>
    run((codes) =>
      kind === 'store'
        ? declareStores({
            codes,
            set: { region_id: fields.region_id ?? null, kind: fields.kind },
          })
        : declareStaff({ codes, set: placeOf(fields) }),
    )
  return (
    <>
      <BatchBar selection={selection}>
        <Button type="primary" onClick={() => setAsking(true)}>
          {t('org.declare')}
        </Button>
      </BatchBar>
      {isAsking && (
        <BatchDialog<Fields>
          title={t(`org.batch_declare_${kind}_title`, { count: selection.keys.length })}
          words={t('org.batch_declare_words')}
          okText={t('org.declare')}
          initial={{ kind: 'direct' }}
          onRun={declare}
          onClose={() => setAsking(false)}
        >
          {kind === 'store' ? (
            <>
              <StoreKindField />
              <Form.Item name="region_id" label={t('org.region')}>
                <RegionPicker placeholder={t('org.headquarters')} />
              </Form.Item>
            </>
          ) : (
            <PlaceFields />
          )}
        </BatchDialog>
      )}
    </>
  )
}
