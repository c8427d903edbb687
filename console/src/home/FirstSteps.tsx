import { CheckOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link, type LinkProps } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { rememberTenant } from '../session/enter.ts'
import { useMay, useSession, useTenant } from '../session/session.ts'
import { Panel } from '../ui/Page.tsx'
import { useRemembered } from '../ui/remembered.ts'
import { colleaguesExistQuery, importsExistQuery } from './api.ts'
import styles from './HomePage.module.css'

interface Step {
  key: 'send' | 'import' | 'invite'
  to: LinkProps['to']
  isDone: boolean
}

/** Where the demo brand shows most. */
const TOUR = [
  { key: 'customers', to: '/customers' },
  { key: 'live', to: '/events' },
  { key: 'quality', to: '/tracking/quality' },
  { key: 'naming', to: '/tracking/naming' },
] as const

/** How a new brand begins. Gone when all is done, or when somebody has no use for it. */
export function FirstSteps(props: { hasEvents: boolean }) {
  const t = useTexts()
  const tenant = useTenant()
  const [state, remember] = useRemembered(`first-steps-${tenant.id}`, 'open')
  const isOpen = state === 'open'
  const mayImport = useMay('imports:run')
  const mayInvite = useMay('team:manage')
  const colleagues = useQuery({ ...colleaguesExistQuery, enabled: isOpen && mayInvite })
  const imports = useQuery({ ...importsExistQuery, enabled: isOpen && mayImport })
  const { tenants } = useSession()
  const demo = tenants.find((one) => one.is_demo)
  if (!isOpen || imports.isLoading || colleagues.isLoading) return null
  const close = (
    <Button type="text" size="small" onClick={() => remember('closed')}>
      {t('first_steps.close')}
    </Button>
  )
  if (tenant.is_demo) {
    return (
      <Panel title={t('first_steps.demo_title')} extra={close}>
        <p>{t('first_steps.demo_words')}</p>
        <ul className={styles.tour}>
          {TOUR.map(({ key, to }) => (
            <li key={key}>
              <Link to={to}>{t(`first_steps.tour_${key}`)}</Link>
              <div className={styles.stepWords}>{t(`first_steps.tour_${key}_words`)}</div>
            </li>
          ))}
        </ul>
      </Panel>
    )
  }

  const steps: Step[] = [{ key: 'send', to: '/keys', isDone: props.hasEvents }]
  if (mayImport) steps.push({ key: 'import', to: '/imports', isDone: imports.data ?? false })
  if (mayInvite) steps.push({ key: 'invite', to: '/team', isDone: colleagues.data ?? false })
  if (steps.every((step) => step.isDone)) return null

  return (
    <Panel title={t('first_steps.title')} extra={close}>
      <ol className={styles.steps}>
        {steps.map((step) => (
          <li
            key={step.key}
            className={step.isDone ? `${styles.step} ${styles.done}` : styles.step}
          >
            <span
              className={styles.mark}
              role="img"
              aria-label={step.isDone ? t('first_steps.done') : t('first_steps.open')}
            >
              <CheckOutlined aria-hidden />
            </span>
            <div>
              <div className={styles.stepTitle}>{t(`first_steps.${step.key}`)}</div>
              <div className={styles.stepWords}>{t(`first_steps.${step.key}_words`)}</div>
              {!step.isDone && <Link to={step.to}>{t(`first_steps.${step.key}_go`)}</Link>}
            </div>
          </li>
        ))}
      </ol>
      {demo && (
        <p className={styles.demo}>
          {t('first_steps.see_demo')}{' '}
          <Link to="/" search={{ brand: demo.id }} onClick={() => rememberTenant(demo.id)}>
            {t('first_steps.see_demo_go', { name: demo.name })}
          </Link>
        </p>
      )}
    </Panel>
  )
}
