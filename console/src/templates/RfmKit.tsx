// RFM before the cards that read it: what the scores are, where they end, and how buyers lie on them.
import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, InputNumber, Segmented, Select } from 'antd'
import { CutOffsTable } from '../audiences/computed/CutOffsTable.tsx'
import { exactNumber, percent } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import styles from './RfmKit.module.css'
import { isMade, type Rfm, type RfmChoice } from './rfm.ts'

const POINTS = [1, 2, 3, 4, 5] as const

export function RfmKit(props: {
  rfm: UseQueryResult<Rfm>
  choice: RfmChoice
  onChoose: (choice: RfmChoice) => void
  mayWrite: boolean
  isTaking: boolean
  /** Makes the scores, and with `withAudiences` a draft of each of the eight kinds. */
  onTake: (withAudiences: boolean) => void
}) {
  const t = useTexts()
  const { rfm } = props
  const made = rfm.data && isMade(rfm.data)
  return (
    <Panel
      title={
        <>
          {t('rfm.title')}{' '}
          {rfm.data && (
            <Chip tone={made ? 'good' : 'plain'}>{t(made ? 'rfm.made' : 'rfm.not_made')}</Chip>
          )}
        </>
      }
    >
      {!rfm.data &&
        (rfm.error ? (
          <ErrorPanel error={rfm.error} onRetry={() => void rfm.refetch()} />
        ) : (
          <SkeletonLines lines={8} />
        ))}
      {rfm.data && (
        <div className={styles.kit}>
          <p>{t('rfm.about')}</p>
          {made ? <InForce rfm={rfm.data} /> : <ChoiceFields {...props} />}
          {rfm.data.cuts ? (
            <div className={styles.sides} aria-busy={rfm.isFetching}>
              <section>
                <h3>{t('rfm.cuts')}</h3>
                <CutOffsTable cuts={rfm.data.cuts} />
                <p className={styles.hint}>{t('rfm.cuts_words')}</p>
              </section>
              <section>
                <h3>{t('rfm.grid')}</h3>
                <Grid rfm={rfm.data} isOpen={made === true && props.mayWrite} />
              </section>
            </div>
          ) : (
            <EmptyState compact title={t('rfm.nobody')}>
              <p>{t('rfm.nobody_words')}</p>
            </EmptyState>
          )}
          {props.mayWrite && (
            <div className={styles.actions}>
              {!made && (
                <Button disabled={props.isTaking} onClick={() => props.onTake(false)}>
                  {t('rfm.make')}
                </Button>
              )}
              <Button type="primary" loading={props.isTaking} onClick={() => props.onTake(true)}>
                {t(made ? 'rfm.take' : 'rfm.make_and_take')}
              </Button>
            </div>
          )}
        </div>
      )}
    </Panel>
  )
}

function ChoiceFields(props: { choice: RfmChoice; onChoose: (choice: RfmChoice) => void }) {
  const t = useTexts()
  const { choice, onChoose } = props
  return (
    <div className={styles.choice}>
      <span>
        {t('rfm.days')}{' '}
        <InputNumber
          size="small"
          aria-label={t('rfm.days')}
          min={1}
          max={3_650}
          precision={0}
          value={choice.days}
          onChange={(days) => days !== null && onChoose({ ...choice, days })}
        />{' '}
        {t('template_unit.days')}
      </span>
      <span>
        {t('computed_field.money')}{' '}
        <Segmented
          size="small"
          aria-label={t('computed_field.money')}
          value={choice.money}
          onChange={(money) => onChoose({ ...choice, money })}
          options={(['average_fen', 'amount_fen'] as const).map((value) => ({
            value,
            label: t(`audience_measure.${value}`),
          }))}
        />
      </span>
      <Select
        size="small"
        aria-label={t('computed_field.anew')}
        popupMatchSelectWidth={false}
        value={choice.anew}
        onChange={(anew) => onChoose({ ...choice, anew })}
        options={(['month', 'week', 'never'] as const).map((value) => ({
          value,
          label: t(`computed_anew.${value}`),
        }))}
      />
    </div>
  )
}

function InForce(props: { rfm: Rfm }) {
  const t = useTexts()
  const { taken_at, again_at, buyers, attributes } = props.rfm
  return (
    <p className={styles.choice}>
      {taken_at ? (
        <span>
          {t('rfm.taken')} <When at={taken_at} />
          {buyers !== null && ` · ${t('rfm.buyers', { buyers: exactNumber(buyers) })}`}
          {again_at && (
            <>
              {' · '}
              {t('rfm.again')} <When at={again_at} />
            </>
          )}
        </span>
      ) : (
        <span>{t('rfm.being_made')}</span>
      )}
      <span>
        {t('rfm.edit')}{' '}
        {attributes.map(
          ({ score, id }) =>
            id && (
              <Link
                key={score}
                className={styles.score}
                to="/computed-attributes/$computedId"
                params={{ computedId: id }}
              >
                {t(`computed_output.${score}`)}
              </Link>
            ),
        )}
      </span>
    </p>
  )
}

/** Recency downwards, frequency to the right; what is darker holds more buyers. */
function Grid(props: { rfm: Rfm; isOpen: boolean }) {
  const t = useTexts()
  const { cells } = props.rfm
  const all = cells.reduce((sum, cell) => sum + cell.customers, 0)
  const inside = (r: number, f: number) =>
    cells
      .filter((cell) => cell.r === r && cell.f === f)
      .reduce((sum, cell) => sum + cell.customers, 0)
  const most = Math.max(1, ...POINTS.flatMap((r) => POINTS.map((f) => inside(r, f))))
  return (
    <table className={styles.grid} aria-label={t('rfm.grid')}>
      <tbody>
        {POINTS.toReversed().map((r) => (
          <tr key={r}>
            <th scope="row">R {r}</th>
            {POINTS.map((f) => {
              const customers = inside(r, f)
              const words = t('rfm.cell', {
                ...{ r, f, customers: exactNumber(customers) },
                share: percent(all === 0 ? 0 : customers / all),
              })
              const heat = `color-mix(in srgb, var(--ant-color-primary) ${Math.round((customers / most) * 45)}%, var(--ant-color-fill-quaternary))`
              return (
                <td key={f} style={{ background: heat }} title={words}>
                  {props.isOpen ? (
                    <Link
                      to="/audiences/new"
                      search={{
                        template: 'rfm_cell',
                        values: JSON.stringify({ r_from: r, r_to: r, f_from: f, f_to: f }),
                      }}
                      aria-label={t('rfm.open_cell', { r, f, customers: exactNumber(customers) })}
                    >
                      {exactNumber(customers)}
                    </Link>
                  ) : (
                    exactNumber(customers)
                  )}
                </td>
              )
            })}
          </tr>
        ))}
        <tr>
          <td />
          {POINTS.map((f) => (
            <th key={f} scope="col">
              F {f}
            </th>
          ))}
        </tr>
      </tbody>
    </table>
  )
}
