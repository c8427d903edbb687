import { Alert } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { Count } from '../ui/Figures.tsx'
import type { Ladder, Simulation } from './api.ts'
import styles from './Members.module.css'
import { useLevelNames } from './words.tsx'

/** What the rules would change, by level. */
export function SimulationTold(props: { simulation: Simulation; ladder: Ladder }) {
  const t = useTexts()
  const { nameOf } = useLevelNames(props.ladder)
  const { state, looked, result } = props.simulation
  if (state === 'failed')
    return <Alert type="error" showIcon title={t('members.simulation_failed')} />
  if (!result)
    return <Alert type="info" showIcon title={t('members.simulating', { count: looked })} />
  return (
    <>
      <Alert
        type={result.at_risk + result.down > 0 ? 'warning' : 'success'}
        showIcon
        title={t('members.simulated', {
          ...{ count: result.looked, up: result.up, down: result.down, risk: result.at_risk },
        })}
      />
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('members.level')}</th>
            {(['now', 'after', 'up', 'down', 'at_risk'] as const).map((key) => (
              <th key={key} scope="col" data-kind="number">
                {t(`members.simulated_${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {result.levels.map((one) => (
            <tr key={one.level}>
              <td>{nameOf(one.level)}</td>
              {(['now', 'after', 'up', 'down', 'at_risk'] as const).map((key) => (
                <td key={key} data-kind="number">
                  <Count value={one[key]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
