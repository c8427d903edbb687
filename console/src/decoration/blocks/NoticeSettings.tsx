import { useTexts } from '../../i18n/texts.ts'
import { LinkField } from '../LinkField.tsx'
import { TextField } from '../TextField.tsx'
import type { SettingsProps } from './settings.ts'

export function NoticeSettings({ settings, change }: SettingsProps<'notice'>) {
  const t = useTexts()
  return (
    <>
      <TextField
        label={t('decoration.text')}
        most={200}
        rows={3}
        value={settings.text}
        onChange={(text) => change({ text }, 'text')}
      />
      <LinkField value={settings.link} onChange={(link) => change({ link })} />
    </>
  )
}
