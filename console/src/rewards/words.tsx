import { useLanguage, useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import type { Reward } from './api.ts'

const TONES = { draft: 'plain', live: 'good', stopped: 'warning' } as const

export function useRewardName(): (reward: { name: string; name_en: string }) => string {
  const language = useLanguage()
  return (reward) => (language === 'en' ? reward.name_en : reward.name)
}

export function StateChip(props: { state: Reward['state'] }) {
  const t = useTexts()
  return <Chip tone={TONES[props.state]}>{t(`rewards.state_${props.state}`)}</Chip>
}

/** Points, and money beside them. */
export function Cost(props: { of: { points: number; cash_fen: number } }) {
  const t = useTexts()
  return (
    <span>
      <Count value={props.of.points} /> {t('rewards.points')}
      {props.of.cash_fen > 0 && (
        <>
          {' + '}
          <Money fen={props.of.cash_fen} />
        </>
      )}
    </span>
  )
}

/** How many are gone, of how many. */
export function Taken(props: { reward: Pick<Reward, 'taken' | 'stock'> }) {
  return (
    <span>
      <Count value={props.reward.taken} />
      {props.reward.stock !== null && (
        <>
          {' / '}
          <Count value={props.reward.stock} />
        </>
      )}
    </span>
  )
}
