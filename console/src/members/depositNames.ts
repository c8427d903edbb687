import { useQuery } from '@tanstack/react-query'
import { useTexts } from '../i18n/texts.ts'
import { plansQuery } from '../stored-value/api.ts'

/** By what depositors hold benefits: any plan of stored value, or one. */
export function useDepositNames(): ReadonlyMap<string, string> {
  const t = useTexts()
  const plans = useQuery(plansQuery)
  return new Map([
    ['any', t('members.depositors')],
    ...(plans.data?.items ?? []).map(
      ({ id, name }) => [id, t('members.depositors_of', { name })] as const,
    ),
  ])
}
