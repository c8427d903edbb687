import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { useEffect, useMemo } from 'react'
import { useAppearance, useMotion } from './appearance.ts'
import { useLanguage } from './i18n/texts.ts'
import { queryClient } from './queries.ts'
import { router } from './router.ts'
import { houseTheme } from './theme.ts'

export function Console() {
  const language = useLanguage()
  const appearance = useAppearance()
  const motion = useMotion()
  const theme = useMemo(() => houseTheme(appearance === 'dark', motion), [appearance, motion])
  dayjs.locale(language === 'en' ? 'en' : 'zh-cn')

  useEffect(() => {
    document.documentElement.style.colorScheme = appearance
  }, [appearance])

  return (
    <ConfigProvider
      theme={theme}
      locale={language === 'en' ? enUS : zhCN}
      button={{ autoInsertSpace: false }}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ConfigProvider>
  )
}
