import { App, Segmented } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { useErrorWords } from '../ui/ErrorPanel.tsx'
import { Page, Panel } from '../ui/Page.tsx'
import { useBrandLanguage, useOwnLanguage } from './language.ts'
import { useMay, useSession, useTenant } from './session.ts'

const LANGUAGES = ['zh-CN', 'en'] as const

/** In which language she reads, and in which the brand speaks to whoever has not chosen. */
export function PreferencesPage() {
  const t = useTexts()
  const { user } = useSession()
  const tenant = useTenant()
  const mayManage = useMay('settings:manage')
  const { message } = App.useApp()
  const words = useErrorWords()
  const own = useOwnLanguage(tenant)
  const brand = useBrandLanguage(tenant)
  const told = {
    onSuccess: () => void message.success(t('preferences.saved')),
    onError: (error: Error) => void message.error(words(error).title),
  }
  const named = LANGUAGES.map((value) => ({ value, label: t(`preferences_language.${value}`) }))
  return (
    <Page title={t('preferences.title')} purpose={t('preferences.purpose')}>
      <Panel title={t('preferences.own')}>
        <Segmented<'zh-CN' | 'en' | 'brand'>
          aria-label={t('preferences.own')}
          disabled={own.isPending}
          value={user.language ?? 'brand'}
          options={[
            {
              value: 'brand',
              label: t('preferences.as_brand', {
                language: t(`preferences_language.${tenant.language}`),
              }),
            },
            ...named,
          ]}
          onChange={(value) => own.mutate(value === 'brand' ? null : value, told)}
        />
        <p style={{ margin: '8px 0 0' }}>{t('preferences.own_words')}</p>
      </Panel>
      {mayManage && (
        <Panel title={t('preferences.brand', { brand: tenant.name })}>
          <Segmented<'zh-CN' | 'en'>
            aria-label={t('preferences.brand', { brand: tenant.name })}
            disabled={brand.isPending}
            value={tenant.language}
            options={named}
            onChange={(value) => brand.mutate(value, told)}
          />
          <p style={{ margin: '8px 0 0' }}>{t('preferences.brand_words')}</p>
        </Panel>
      )}
    </Page>
  )
}
