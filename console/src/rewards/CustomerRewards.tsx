import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTexts } from '../i18n/texts.ts'
import { rewardsOfQuery } from './api.ts'

/** On a customer's page: how many rewards she reaches, and what is missing to the nearest. */
export function CustomerRewards(props: { customerId: number }) {
  const t = useTexts()
  const { data } = useQuery(rewardsOfQuery(props.customerId))
  if (!data || data.rewards.length === 0) return null
  return (
    <p>
      {t('points.rewards_reached', { count: data.reached })}{' '}
      {data.nearest && (
        <Link to="/rewards/$rewardId" params={{ rewardId: data.nearest.id }}>
          {t('points.nearest_reward', { name: data.nearest.name, missing: data.nearest.missing })}
        </Link>
      )}
    </p>
  )
}
