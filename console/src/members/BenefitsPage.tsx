import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useLanguage, useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { Page, Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { type Benefit, benefitsQuery, type CardPlan, liftsQuery, plansQuery } from './api.ts'
import { BenefitForm } from './BenefitForm.tsx'
import { BenefitLift } from './BenefitLift.tsx'
import { Differences } from './Differences.tsx'
import { useDepositNames } from './depositNames.ts'
import styles from './Members.module.css'
import { PlanForm } from './PlanForm.tsx'
import { useLevelNames } from './words.tsx'

/** What each level and card gives: the matrix of differences, the benefits, the cards. */
export function BenefitsPage() {
  const t = useTexts()
  const language = useLanguage()
  const mayWrite = useMay('membership:write')
  const benefits = useQuery(benefitsQuery)
  const plans = useQuery(plansQuery)
  const lifts = useQuery({ ...liftsQuery, enabled: useMay('promotion:read') })
  const deposits = useDepositNames()
  const [editing, setEditing] = useState<Benefit | 'new'>()
  const [plan, setPlan] = useState<CardPlan | 'new'>()
  const { nameOf } = useLevelNames('growth')
  const fans = useLevelNames('fan')
  const named = (one: { name: string; name_en: string }) =>
    language === 'en' ? one.name_en : one.name
  const make = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing('new')}>
      {t('members.new_benefit')}
    </Button>
  )
  const items = benefits.data?.items
  return (
    <Page title={t('members.benefits')} purpose={t('members.benefits_purpose')} actions={make}>
      {benefits.error && (
        <ErrorPanel error={benefits.error} onRetry={() => void benefits.refetch()} />
      )}
      {lifts.error && <ErrorPanel error={lifts.error} onRetry={() => void lifts.refetch()} />}
      {!items && !benefits.error && <SkeletonLines lines={8} />}
      <Differences />
      {items?.length === 0 && (
        <EmptyState title={t('members.no_benefits')} action={make}>
          <p>{t('members.no_benefits_words')}</p>
        </EmptyState>
      )}
      {items && items.length > 0 && (
        <Panel title={t('members.all_benefits')}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by the keyboard */}
          <section className={styles.wide} aria-label={t('members.all_benefits')} tabIndex={0}>
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">{t('members.benefit')}</th>
                  <th scope="col">{t('members.kind')}</th>
                  <th scope="col">{t('members.holders')}</th>
                  <th scope="col">{t('members.behaviour')}</th>
                  <th scope="col" data-kind="number">
                    {t('members.used')}
                  </th>
                  <th scope="col">{t('members.actions')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((one) => (
                  <tr key={one.code}>
                    <td>
                      {named(one)} {one.is_retired && <Chip>{t('members.retired')}</Chip>}
                      {one.tried_by !== null && <Chip tone="warning">{t('members.is_tried')}</Chip>}
                      <div className={styles.quiet}>{one.code}</div>
                    </td>
                    <td>{t(`members.kind_${one.kind}`)}</td>
                    <td>
                      {one.holders
                        .map(({ holder, holder_code }) => {
                          if (holder === 'level') return nameOf(holder_code)
                          if (holder === 'fan') return fans.nameOf(holder_code)
                          const card = plans.data?.items.find(({ code }) => code === holder_code)
                          if (holder === 'card' && card) return named(card)
                          return (
                            (holder === 'stored_value' && deposits.get(holder_code)) || holder_code
                          )
                        })
                        .join(t('members.comma'))}
                    </td>
                    <td>
                      <BenefitLift
                        benefit={one}
                        lift={lifts.data?.items.find(({ benefit }) => benefit === one.code)}
                      />
                    </td>
                    <td data-kind="number">
                      <Count value={one.used} />
                      {one.uses_limit !== null && (
                        <>
                          {' / '}
                          <Count value={one.uses_limit} />
                        </>
                      )}
                    </td>
                    <td>
                      {mayWrite && one.tried_by === null && (
                        <Button type="link" size="small" onClick={() => setEditing(one)}>
                          {t('members.change')}
                        </Button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </Panel>
      )}
      <Panel
        title={t('members.plans')}
        extra={mayWrite && <Button onClick={() => setPlan('new')}>{t('members.new_plan')}</Button>}
      >
        {plans.error && <ErrorPanel error={plans.error} onRetry={() => void plans.refetch()} />}
        {plans.data?.items.length === 0 && <p className={styles.quiet}>{t('members.no_plans')}</p>}
        {plans.data && plans.data.items.length > 0 && (
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('members.plan')}</th>
                <th scope="col" data-kind="number">
                  {t('members.price')}
                </th>
                <th scope="col" data-kind="number">
                  {t('members.days')}
                </th>
                <th scope="col" data-kind="number">
                  {t('members.trial_days')}
                </th>
                <th scope="col">{t('members.actions')}</th>
              </tr>
            </thead>
            <tbody>
              {plans.data.items.map((one) => (
                <tr key={one.code}>
                  <td>
                    {named(one)} {one.is_retired && <Chip>{t('members.retired')}</Chip>}
                    <div className={styles.quiet}>{one.code}</div>
                  </td>
                  <td data-kind="number">
                    <Money fen={one.price_fen} />
                  </td>
                  <td data-kind="number">{one.days}</td>
                  <td data-kind="number">{one.trial_days}</td>
                  <td>
                    {mayWrite && (
                      <Button type="link" size="small" onClick={() => setPlan(one)}>
                        {t('members.change')}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Panel>
      {editing && (
        <BenefitForm
          benefit={editing === 'new' ? null : editing}
          plans={plans.data?.items ?? []}
          onClose={() => setEditing(undefined)}
        />
      )}
      {plan && <PlanForm plan={plan === 'new' ? null : plan} onClose={() => setPlan(undefined)} />}
    </Page>
  )
}
