import { Link } from '@tanstack/react-router'
import { EventName } from '../events/EventName.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMeasured } from '../promotion/experimentWords.ts'
import { Chip } from '../ui/Chip.tsx'
import { Nothing } from '../ui/When.tsx'
import type { Benefit, BenefitLift as Lift } from './api.ts'
import styles from './Members.module.css'

const TONES = {
  raises: 'good',
  lowers: 'bad',
  undecided: 'plain',
  waiting: 'plain',
  not_trusted: 'warning',
} as const

/** What a benefit is to encourage, and what it was measured to bring. */
export function BenefitLift(props: { benefit: Benefit; lift: Lift | undefined }) {
  const t = useTexts()
  const { change } = useMeasured()
  const { benefit, lift } = props
  return (
    <>
      {benefit.behaviour === null ? <Nothing /> : <EventName name={benefit.behaviour} short />}
      {lift && (
        <div className={styles.quiet}>
          <Link to="/offer-experiments" search={{ experiment: lift.experiment.id }}>
            {lift.experiment.name}
          </Link>{' '}
          <Chip tone={TONES[lift.verdict]}>{t(`members.lift_${lift.verdict}`)}</Chip>{' '}
          {lift.estimate !== null &&
            lift.interval !== null &&
            t('members.lift', {
              metric: t(`offer_experiment_metric.${lift.metric}`),
              estimate: change(lift.metric, lift.estimate),
              low: change(lift.metric, lift.interval.low),
              high: change(lift.metric, lift.interval.high),
            })}
        </div>
      )}
    </>
  )
}
