import { useTexts } from '../../i18n/texts.ts'
import { LinkField } from '../LinkField.tsx'
import { TextField } from '../TextField.tsx'
import type { SettingsProps } from './settings.ts'

export function HeadlineSettings({ settings, change }: SettingsProps<'headline'>) {
  const t = useTexts()
  return (
    <>
      <TextField
        label={t('decoration.title_field')}
        most={40}
        value={settings.title}
        onChange={(title) => change({ title }, 'title')}
      />
      <TextField
        label={t('decoration.words')}
        most={80}
        value={settings.words}
        onChange={(words) => change({ words }, 'words')}
      />
      <LinkField value={settings.link} onChange={(link) => change({ link })} />
    </>
  )
}
