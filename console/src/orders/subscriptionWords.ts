import { useTexts } from '../i18n/texts.ts'
import type { Subscription } from './subscriptionApi.ts'

export const SUBSCRIPTION_TONES = {
  starting: 'info',
  active: 'good',
  paused: 'warning',
  cancelled: 'plain',
  lapsed: 'plain',
} as const satisfies Record<Subscription['state'], string>

/** Every month, every 2 weeks. */
export function useRhythm() {
  const t = useTexts()
  return ({ unit, every }: Pick<Subscription, 'unit' | 'every'>) =>
    t(`subscriptions.every_${unit}`, { count: every })
}
