import { useTexts } from '../../i18n/texts.ts'
import { TextField } from '../TextField.tsx'
import type { SettingsProps } from './settings.ts'

export function MemberCardSettings({ settings, change }: SettingsProps<'member_card'>) {
  const t = useTexts()
  return (
    <TextField
      label={t('decoration.invitation')}
      hint={t('decoration.invitation_hint')}
      most={60}
      value={settings.invitation}
      onChange={(invitation) => change({ invitation }, 'invitation')}
    />
  )
}
