import {
  ApiOutlined,
  BgColorsOutlined,
  CloudUploadOutlined,
  FunnelPlotOutlined,
  KeyOutlined,
  QuestionCircleOutlined,
  TagOutlined,
  TranslationOutlined,
} from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { chooseAppearance, useAppearance } from '../appearance.ts'
import { type TextKey, useLanguage, useTexts } from '../i18n/texts.ts'
import type { Permission } from '../session/api.ts'
import { useOwnLanguage } from '../session/language.ts'
import { useSession, useTenant } from '../session/session.ts'
import { OPEN_SHORTCUTS } from './keys.ts'

export interface Action {
  key: string
  label: string
  icon: ComponentType<{ 'aria-hidden'?: boolean }>
  run: () => void
}

interface Start {
  to: '/keys' | '/imports/new' | '/tags' | '/audiences/new'
  search: Record<string, string>
  title: TextKey
  icon: Action['icon']
  needs: Permission
}

/** What can be started from anywhere: the page that does it, opened where it begins. */
const starts: Start[] = [
  {
    to: '/imports/new',
    search: {},
    title: 'action.import',
    icon: CloudUploadOutlined,
    needs: 'imports:run',
  },
  {
    to: '/tags',
    search: { create: 'tag' },
    title: 'tags_page.create_tags',
    icon: TagOutlined,
    needs: 'customers:write',
  },
  {
    to: '/audiences/new',
    search: {},
    title: 'audiences.create',
    icon: FunnelPlotOutlined,
    needs: 'audiences:write',
  },
  {
    to: '/keys',
    search: { create: 'write' },
    title: 'keys.create_write',
    icon: KeyOutlined,
    needs: 'keys:manage',
  },
  {
    to: '/keys',
    search: { kind: 'api', create: 'api' },
    title: 'keys.create_api',
    icon: ApiOutlined,
    needs: 'keys:manage',
  },
]

/** Everything the palette can do, for this user. */
export function useActions(): Action[] {
  const t = useTexts()
  const navigate = useNavigate()
  const language = useLanguage()
  const appearance = useAppearance()
  const { permissions } = useSession()
  const own = useOwnLanguage(useTenant())
  const begun = starts
    .filter((start) => permissions.includes(start.needs))
    .map((start) => ({
      key: start.title,
      label: t(start.title),
      icon: start.icon,
      run: () => void navigate({ to: start.to, search: start.search }),
    }))
  return [
    ...begun,
    {
      key: 'language',
      label: t('language.switch'),
      icon: TranslationOutlined,
      run: () => own.mutate(language === 'en' ? 'zh-CN' : 'en'),
    },
    {
      key: 'appearance',
      label: t(appearance === 'dark' ? 'appearance.to_light' : 'appearance.to_dark'),
      icon: BgColorsOutlined,
      run: () => chooseAppearance(appearance === 'dark' ? 'light' : 'dark'),
    },
    {
      key: 'shortcuts',
      label: t('shortcuts.title'),
      icon: QuestionCircleOutlined,
      run: () => dispatchEvent(new Event(OPEN_SHORTCUTS)),
    },
  ]
}
