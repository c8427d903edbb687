import { Form, Input, Radio } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { RegionPicker, StorePicker } from './pickers.tsx'

type Where = 'store' | 'region' | 'headquarters'

export interface PlaceValues {
  where?: Where
  store_id?: string | null
  region_id?: string | null
  title?: string
}

/** Where somebody works and as what: a store, a region, or headquarters. */
export function PlaceFields(props: {
  storeName?: string | undefined
  /** What an empty title means here. */
  titleHint?: string
}) {
  const t = useTexts()
  const where = Form.useWatch<Where | undefined>('where') ?? 'store'
  const wheres: readonly Where[] = ['store', 'region', 'headquarters']
  return (
    <>
      <Form.Item name="where" label={t('org.works_at')} initialValue="store">
        <Radio.Group
          optionType="button"
          options={wheres.map((value) => ({ value, label: t(`org.at_${value}`) }))}
        />
      </Form.Item>
      {where === 'store' && (
        <Form.Item
          name="store_id"
          label={t('org.store')}
          rules={[{ required: true, message: t('org.store_needed') }]}
        >
          <StorePicker by="id" placeholder={t('org.pick_store')} valueName={props.storeName} />
        </Form.Item>
      )}
      {where === 'region' && (
        <Form.Item
          name="region_id"
          label={t('org.region')}
          rules={[{ required: true, message: t('org.region_needed') }]}
        >
          <RegionPicker placeholder={t('org.pick_region')} />
        </Form.Item>
      )}
      <Form.Item name="title" label={t('org.post')} extra={props.titleHint}>
        <Input maxLength={50} placeholder={t('org.post_example')} />
      </Form.Item>
    </>
  )
}

/** What the API takes: one place, and nothing left over from another choice. */
export const placeOf = ({ where = 'store', store_id, region_id, title }: PlaceValues) => ({
  store_id: where === 'store' ? (store_id ?? null) : null,
  region_id: where === 'region' ? (region_id ?? null) : null,
  title: title?.trim() ?? '',
})
