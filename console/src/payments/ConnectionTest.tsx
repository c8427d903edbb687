import { CheckCircleFilled, CloseCircleFilled, QuestionCircleFilled } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { type TestStep, testWechatPay, wechatPayQuery } from './api.ts'
import styles from './Payments.module.css'

const ICONS = {
  ok: <CheckCircleFilled className={styles.ok} aria-hidden />,
  failed: <CloseCircleFilled className={styles.failed} aria-hidden />,
  unknown: <QuestionCircleFilled className={styles.unknown} aria-hidden />,
}

/** Tries the keys out and says step by step what came of it, and what to do. */
export function ConnectionTest() {
  const t = useTexts()
  const queryClient = useQueryClient()
  const test = useMutation({
    mutationFn: testWechatPay,
    onSettled: () => queryClient.invalidateQueries(wechatPayQuery),
  })
  return (
    <section className={styles.test}>
      <div className={styles.run}>
        <Button type="primary" loading={test.isPending} onClick={() => test.mutate()}>
          {t('wechat_pay.test')}
        </Button>
        <span className={styles.words}>{t('wechat_pay.test_words')}</span>
      </div>
      {test.error && <ErrorNote error={test.error} />}
      {test.data && (
        <ol className={styles.steps} aria-label={t('wechat_pay.test_result')}>
          {test.data.steps.map((step) => (
            <Step key={step.step} step={step} />
          ))}
        </ol>
      )}
    </section>
  )
}

function Step(props: { step: TestStep }) {
  const t = useTexts()
  const known = useKnownText()
  const { step, state, code, said } = props.step
  const advice = code && known(`wechat_pay_advice.${code}`)
  return (
    <li className={styles.step}>
      {ICONS[state]}
      <div>
        <strong>{t(`wechat_pay_step.${step}`)}</strong>{' '}
        {state === 'ok'
          ? t('wechat_pay.step_ok')
          : ((code && known(`wechat_pay_problem.${code}`)) ?? code)}
        {advice && <p className={styles.words}>{advice}</p>}
        {said && <p className={styles.words}>{t('wechat_pay.said', { words: said })}</p>}
      </div>
    </li>
  )
}
