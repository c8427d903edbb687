import { CheckOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link, type LinkProps } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { useMay, useTenant } from '../session/session.ts'
import { Panel } from '../ui/Page.tsx'
import { useRemembered } from '../ui/remembered.ts'
import { colleaguesExistQuery, importsExistQuery } from './api.ts'
import styles from './HomePage.module.css'

interface Step {
  key: 'send' | 'import' | 'invite'
  to: LinkProps['to']
  isDone: boolean
}

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
  if (!isOpen || imports.isLoading || colleagues.isLoading) return null

  const steps: Step[] = [{ key: 'send', to: '/keys', isDone: props.hasEvents }]
  if (mayImport) steps.push({ key: 'import', to: '/imports', isDone: imports.data ?? false })
  if (mayInvite) steps.push({ key: 'invite', to: '/team', isDone: colleagues.data ?? false })
  if (steps.every((step) => step.isDone)) return null

  return (
    <Panel
      title={t('first_steps.title')}
      extra={
        <Button type="text" size="small" onClick={() => remember('closed')}>
          {t('first_steps.close')}
        </Button>
      }
    >
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
    </Panel>
  )
}
