import { InputNumber, Segmented, Switch } from 'antd'
import { CategoryPicker } from '../../commerce/CategoryPicker.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { Field } from '../Field.tsx'
import { ProductChoice } from '../ProductChoice.tsx'
import { TextField } from '../TextField.tsx'
import type { SettingsProps } from './settings.ts'

export function ProductsSettings({ settings, change }: SettingsProps<'products'>) {
  const t = useTexts()
  const { source } = settings
  return (
    <>
      <TextField
        label={t('decoration.title_field')}
        most={40}
        value={settings.title}
        onChange={(title) => change({ title }, 'title')}
      />
      <Field label={t('decoration.source')}>
        {(id) => (
          <Segmented
            id={id}
            value={source.by}
            onChange={(by) =>
              change({
                source: by === 'skus' ? { by, skus: [] } : { by, path: [], most: 6 },
              })
            }
            options={(['skus', 'category'] as const).map((value) => ({
              value,
              label: t(`decoration.by_${value}`),
            }))}
          />
        )}
      </Field>
      {source.by === 'skus' ? (
        <Field label={t('decoration.products')} hint={t('decoration.products_hint')}>
          {(id) => (
            <ProductChoice
              id={id}
              value={source.skus}
              onChange={(skus) => change({ source: { by: 'skus', skus: skus.slice(0, 50) } })}
            />
          )}
        </Field>
      ) : (
        <>
          <Field label={t('decoration.category')}>
            {(id) => (
              <CategoryPicker
                id={id}
                value={source.path}
                onChange={(path) => change({ source: { ...source, path: path ?? [] } })}
              />
            )}
          </Field>
          <Field label={t('decoration.most')}>
            {(id) => (
              <InputNumber
                id={id}
                min={1}
                max={50}
                precision={0}
                value={source.most}
                onChange={(most) => change({ source: { ...source, most: most ?? 6 } }, 'most')}
              />
            )}
          </Field>
        </>
      )}
      <Field label={t('decoration.layout')}>
        {(id) => (
          <Segmented
            id={id}
            value={settings.layout}
            onChange={(layout) => change({ layout })}
            options={(['grid', 'row', 'list'] as const).map((value) => ({
              value,
              label: t(`decoration.layout_${value}`),
            }))}
          />
        )}
      </Field>
      <Field label={t('decoration.hides_sold_out')}>
        {(id) => (
          <div>
            <Switch
              id={id}
              checked={settings.hides_sold_out}
              onChange={(hides_sold_out) => change({ hides_sold_out })}
            />
          </div>
        )}
      </Field>
    </>
  )
}
