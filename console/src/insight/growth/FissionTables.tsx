import { useTexts } from '../../i18n/texts.ts'
import { FigureTable } from '../FigureTable.tsx'
import { type FigureColumn, isFew, type TableRow } from '../figures.ts'
import type { FissionAnswer, FissionQuestion } from './api.ts'

type Step = FissionAnswer['seeds'][number]['step'] | FissionAnswer['newcomers'][number]['step']
interface Cell {
  is: Step | 'members' | 'suspects'
  layer?: number
  why?: FissionAnswer['suspects']['by'][number]['why']
}

/** The two funnels of fission, its layers, and who is suspected of what. */
export function FissionTables(props: { answer: FissionAnswer; question: FissionQuestion }) {
  const t = useTexts()
  const { answer, question } = props
  const figure = (cell: Cell) => ({ analysis: 'fission' as const, question, cell })
  const steps: FigureColumn[] = [
    { title: t('fission.step'), kind: 'words' },
    { title: t('fission.customers'), kind: 'count' },
    { title: t('fission.of_first'), kind: 'share' },
    { title: t('fission.of_before'), kind: 'share' },
  ]
  const funnel = (
    of: readonly { step: Step; customers: number }[],
    /** Each of the first, not of the one before. */
    isFlat: boolean,
  ): TableRow[] =>
    of.map(({ step, customers }, i) => {
      const first = of[0]?.customers ?? 0
      const before = of[i - 1]?.customers ?? 0
      return {
        key: step,
        cells: [
          t(`fission_step.${step}`),
          customers,
          first > 0 ? customers / first : null,
          ...(isFlat ? [] : [i === 0 || before === 0 ? null : customers / before]),
        ],
        behind: [undefined, figure({ is: step })],
        isSmall: isFew(first),
      }
    })
  const layers: FigureColumn[] = [
    { title: t('fission.layer'), help: t('fission.layer_help'), kind: 'words' },
    { title: t('fission.members'), kind: 'count' },
    { title: t('fission.recruiters'), kind: 'count' },
    { title: t('fission.recruits'), kind: 'count' },
    { title: t('fission.layer_k'), help: t('fission.layer_k_help'), kind: 'number' },
  ]
  const suspects: FigureColumn[] = [
    { title: t('fission.why'), kind: 'words' },
    { title: t('fission.newcomers'), kind: 'count' },
    { title: t('fission.suspect_share'), kind: 'share' },
  ]
  const { all, by } = answer.suspects
  return (
    <>
      <FigureTable
        title={t('fission.seed_funnel')}
        columns={steps}
        rows={funnel(answer.seeds, false)}
      />
      <FigureTable
        title={t('fission.newcomer_funnel')}
        columns={steps.slice(0, 3)}
        rows={funnel(answer.newcomers, true)}
      />
      <FigureTable
        title={t('fission.layers')}
        columns={layers}
        rows={answer.layers.map(({ layer, members, recruiters, recruits, k }) => ({
          key: String(layer),
          cells: [
            layer === 0 ? t('fission.layer_0') : t('fission.layer_n', { layer }),
            members,
            recruiters,
            recruits,
            k,
          ],
          behind: [undefined, figure({ is: 'members', layer })],
          isSmall: isFew(members),
        }))}
      />
      <FigureTable
        title={t('fission.suspects')}
        columns={suspects}
        rows={by.map(({ why, newcomers }) => ({
          key: why,
          cells: [t(`fission_why.${why}`), newcomers, all > 0 ? newcomers / all : null],
          behind: [undefined, figure({ is: 'suspects', why })],
        }))}
      />
    </>
  )
}
