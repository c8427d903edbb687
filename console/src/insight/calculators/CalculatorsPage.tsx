import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Segmented } from 'antd'
import type { ComponentType } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { Page } from '../../ui/Page.tsx'
import { Attribution } from './Attribution.tsx'
import styles from './Calculators.module.css'
import { Clv } from './Clv.tsx'
import { Experiment } from './Experiment.tsx'
import { Gini } from './Gini.tsx'
import { Gmv } from './Gmv.tsx'
import { KFactor } from './KFactor.tsx'
import { Nps } from './Nps.tsx'
import { Rfm } from './Rfm.tsx'

const route = getRouteApi('/app/calculators')
const NAMES = ['gmv', 'attribution', 'experiment', 'nps', 'clv', 'rfm', 'gini', 'kfactor'] as const
type Name = (typeof NAMES)[number]
const CALCULATORS: Record<Name, ComponentType> = {
  gmv: Gmv,
  attribution: Attribution,
  experiment: Experiment,
  nps: Nps,
  clv: Clv,
  rfm: Rfm,
  gini: Gini,
  kfactor: KFactor,
}

/** The formulas that figures are made with, for numbers of one's own. The address says which. */
export function CalculatorsPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const { calculator } = route.useSearch()
  const name = NAMES.find((one) => one === calculator) ?? 'gmv'
  const Chosen = CALCULATORS[name]
  return (
    <Page title={t('calculators.title')} purpose={t('calculators.purpose')}>
      <div className={styles.tabs}>
        <Segmented<Name>
          aria-label={t('calculators.choose')}
          value={name}
          onChange={(next) =>
            void navigate({
              to: '/calculators',
              search: { calculator: next },
              replace: true,
            })
          }
          options={NAMES.map((value) => ({ value, label: t(`calc_name.${value}`) }))}
        />
      </div>
      <Chosen key={name} />
    </Page>
  )
}
