import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Switch, Tooltip } from 'antd'
import { useTexts } from '../../i18n/texts.ts'
import { useErrorWords } from '../../ui/ErrorPanel.tsx'
import { type NpsQuestion, npsTaskRuleQuery, setNpsTaskRule } from './api.ts'
import styles from './Scores.module.css'

/** Whether each new detractor opens a task by itself. */
export function NpsAutoTasks({ question: { of, property } }: { question: NpsQuestion }) {
  const t = useTexts()
  const { message } = App.useApp()
  const words = useErrorWords()
  const client = useQueryClient()
  const { data } = useQuery(npsTaskRuleQuery)
  const setting = useMutation({
    mutationFn: (is_on: boolean) => setNpsTaskRule({ is_on, question: { of, property } }),
    onSuccess: () => client.invalidateQueries({ queryKey: npsTaskRuleQuery.queryKey }),
    onError: (error) => void message.error(words(error).title),
  })
  if (!data) return null
  return (
    <Tooltip title={t('nps.auto_words')}>
      <span className={styles.actions}>
        <Switch
          size="small"
          aria-label={t('nps.auto')}
          loading={setting.isPending}
          checked={data.rule?.is_on ?? false}
          onChange={(is_on) => setting.mutate(is_on)}
        />
        {t('nps.auto')}
      </span>
    </Tooltip>
  )
}
