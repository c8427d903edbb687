import { Segmented } from 'antd'
import { useTexts } from '../../i18n/texts.ts'
import { Field } from '../Field.tsx'
import { LinkField } from '../LinkField.tsx'
import { PictureField } from '../PictureField.tsx'
import { TextField } from '../TextField.tsx'
import type { SettingsProps } from './settings.ts'

export function PictureTextSettings({ settings, change }: SettingsProps<'picture_text'>) {
  const t = useTexts()
  return (
    <>
      <Field label={t('decoration.picture')}>
        {(id) => (
          <PictureField
            id={id}
            value={settings.picture_id}
            onChange={(picture_id) => change({ picture_id })}
          />
        )}
      </Field>
      <TextField
        label={t('decoration.alt')}
        hint={t('decoration.alt_hint')}
        most={200}
        value={settings.alt}
        onChange={(alt) => change({ alt }, 'alt')}
      />
      <Field label={t('decoration.layout')}>
        {(id) => (
          <Segmented
            id={id}
            value={settings.layout}
            onChange={(layout) => change({ layout })}
            options={(['above', 'left', 'right'] as const).map((value) => ({
              value,
              label: t(`decoration.picture_${value}`),
            }))}
          />
        )}
      </Field>
      <TextField
        label={t('decoration.title_field')}
        most={60}
        value={settings.title}
        onChange={(title) => change({ title }, 'title')}
      />
      <TextField
        label={t('decoration.text')}
        most={2000}
        rows={4}
        value={settings.text}
        onChange={(text) => change({ text }, 'text')}
      />
      <LinkField value={settings.link} onChange={(link) => change({ link })} />
    </>
  )
}
