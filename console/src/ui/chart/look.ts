import { theme } from 'antd'
import { useMemo } from 'react'
import { useAppearance, useMotion } from '../../appearance.ts'
import { PALETTE } from './palette.ts'

/** What a chart is drawn with: the house's colours and type in the reader's appearance. */
export interface Look {
  series: readonly string[]
  text: string
  quiet: string
  line: string
  paper: string
  raised: string
  font: string
  motion: boolean
}

export function useLook(): Look {
  const appearance = useAppearance()
  const motion = useMotion()
  const { token } = theme.useToken()
  return useMemo(
    () => ({
      series: PALETTE[appearance],
      text: token.colorText,
      quiet: token.colorTextTertiary,
      line: token.colorBorderSecondary,
      paper: token.colorBgContainer,
      raised: token.colorBgElevated,
      font: token.fontFamily,
      motion,
    }),
    [appearance, motion, token],
  )
}
