import { PlusOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { App, Button, Drawer, Switch } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { LeaveGuard } from '../ui/LeaveGuard.tsx'
import { Reorder } from '../ui/Reorder.tsx'
import { When } from '../ui/When.tsx'
import { useLeadsChanged } from './api.ts'
import { FirstOrderRule } from './FirstOrderRule.tsx'
import {
  type FirstOrderSettings,
  isWhole,
  MOST_RULES,
  newRule,
  type Rule,
  saveSettings,
} from './firstOrders.ts'
import styles from './Leads.module.css'

/** What is done when somebody buys for the first time: switched on or off, and which service for what. */
export function FirstOrderRules(props: { settings: FirstOrderSettings; onClose: () => void }) {
  const { settings } = props
  const t = useTexts()
  const { message, modal } = App.useApp()
  const mayWrite = useMay('shop:write')
  const changed = useLeadsChanged()
  const [isOn, setOn] = useState(settings.is_on)
  const [rules, setRules] = useState<Rule[]>(settings.rules)
  const [chosen, choose] = useState(settings.rules[0]?.id)
  const isChanged = isOn !== settings.is_on || rules !== settings.rules
  const saving = useMutation({
    mutationFn: () => saveSettings({ is_on: isOn, rules, revision: settings.revision }),
    onSuccess: async () => {
      await changed()
      void message.success(t('first_orders.saved'))
      props.onClose()
    },
  })
  const add = () => {
    const rule = newRule(t)
    setRules([...rules, rule])
    choose(rule.id)
  }
  const close = () => {
    if (!isChanged) return props.onClose()
    void modal.confirm({
      title: t('leave.title'),
      okText: t('leave.go'),
      cancelText: t('leave.stay'),
      onOk: props.onClose,
    })
  }
  const rule = rules.find(({ id }) => id === chosen)
  const countOf = (id: string) =>
    settings.counts.filter((one) => one.rule_id === id).reduce((sum, one) => sum + one.count, 0)
  return (
    <Drawer
      open
      size={720}
      title={t('first_orders.rules')}
      onClose={close}
      footer={
        mayWrite && (
          <Button
            type="primary"
            disabled={!isChanged || !rules.every(isWhole)}
            loading={saving.isPending}
            onClick={() => saving.mutate()}
          >
            {t('first_orders.save')}
          </Button>
        )
      }
    >
      <LeaveGuard isChanged={isChanged} />
      {saving.error && <ErrorNote error={saving.error} />}
      <p>{t('first_orders.rules_words')}</p>
      <div className={styles.switch}>
        <Switch id="first-orders-on" checked={isOn} disabled={!mayWrite} onChange={setOn} />
        <label htmlFor="first-orders-on">{t('first_orders.is_on')}</label>
        {settings.is_on && settings.since && (
          <small className={styles.quiet}>
            {t('first_orders.since')} <When at={settings.since} />
          </small>
        )}
      </div>
      {rules.length === 0 ? (
        <EmptyState compact title={t('first_orders.no_rules')} />
      ) : (
        <Reorder<Rule>
          label={t('first_orders.rules')}
          items={rules}
          keyOf={({ id }) => id}
          nameOf={({ name }) => name}
          onMove={setRules}
        >
          {(one, place) => (
            <div className={styles.row}>
              <button type="button" aria-pressed={one.id === chosen} onClick={() => choose(one.id)}>
                <strong>
                  {place + 1}. {one.name}
                </strong>
                <small>
                  {t(`service_kind.${one.kind}`)} · {scopeWords(t, one)}
                  {countOf(one.id) > 0 &&
                    ` · ${t('first_orders.started', { count: countOf(one.id) })}`}
                </small>
              </button>
              {!isWhole(one) && <Chip tone="warning">{t('lead_forms.unfinished')}</Chip>}
              {mayWrite && (
                <Button
                  type="text"
                  size="small"
                  aria-label={t('first_orders.take_out', { name: one.name })}
                  onClick={() => setRules(rules.filter(({ id }) => id !== one.id))}
                >
                  {t('lead_forms.take_out')}
                </Button>
              )}
            </div>
          )}
        </Reorder>
      )}
      {mayWrite && (
        <Button
          className={styles.add}
          icon={<PlusOutlined />}
          disabled={rules.length >= MOST_RULES}
          onClick={add}
        >
          {t('first_orders.add')}
        </Button>
      )}
      {rule && (
        <FirstOrderRule
          key={rule.id}
          rule={rule}
          mayWrite={mayWrite}
          onChange={(part) =>
            setRules(rules.map((one) => (one.id === rule.id ? { ...one, ...part } : one)))
          }
        />
      )}
    </Drawer>
  )
}

function scopeWords(t: ReturnType<typeof useTexts>, { skus, categories }: Rule): string {
  const some = [
    ...categories.map((path) => path.join(' / ')),
    ...(skus.length > 0 ? [t('first_orders.products', { count: skus.length })] : []),
  ]
  return some.length === 0 ? t('first_orders.everything') : some.join(' · ')
}
