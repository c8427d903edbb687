// What every part of the builder knows: the words to choose from, and what is wrong at its place.
import { createContext, type ReactNode, use, useMemo } from 'react'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import styles from './Builder.module.css'
import type { Path } from './draft.ts'
import type { Problem } from './problems.ts'
import type { Sayer } from './say.ts'
import type { Choices } from './vocabulary.ts'

interface Building {
  choices: Choices
  sayer: Sayer
  /** Conditions on an event may ask of its customer, too. */
  asksCustomers?: boolean
}
const BuildingContext = createContext<Building | undefined>(undefined)

export function BuildingProvider(props: { building: Building; children: ReactNode }) {
  return <BuildingContext value={props.building}>{props.children}</BuildingContext>
}

export function useBuilding(): Building {
  const building = use(BuildingContext)
  if (!building) throw new Error('outside of a builder')
  return building
}

const ProblemsContext = createContext<readonly Problem[]>([])

export function ProblemsProvider(props: { problems: readonly Problem[]; children: ReactNode }) {
  return <ProblemsContext value={props.problems}>{props.children}</ProblemsContext>
}

export const useProblems = (): readonly Problem[] => use(ProblemsContext)

/** Narrows what is wrong to one part; `says` tells it below the part. */
export function At(props: { at: Path; says?: boolean; children: ReactNode }) {
  const problems = useProblems()
  const { at } = props
  const key = at.join('.')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the path
  const here = useMemo(
    () =>
      problems
        .filter((problem) =>
          at.every((part, place) => String(problem.path[place]) === String(part)),
        )
        .map((problem) => ({ ...problem, path: problem.path.slice(at.length) })),
    [problems, key],
  )
  return (
    <ProblemsProvider problems={here}>
      {props.says ? (
        <span className={styles.part}>
          {props.children}
          <ProblemWords problems={here} />
        </span>
      ) : (
        props.children
      )}
    </ProblemsProvider>
  )
}

/** For a control: whether something is wrong at its very place. */
export const useStatus = (): 'error' | undefined =>
  useProblems().some(({ path }) => path.length === 0) ? 'error' : undefined

export function ProblemWords(props: { problems: readonly Problem[] }) {
  const wordsOf = useProblemWords()
  const words = [...new Set(props.problems.map(wordsOf))]
  if (words.length === 0) return null
  return (
    <span className={styles.problem} role="alert">
      {words.join(' ')}
    </span>
  )
}

export function useProblemWords(): (problem: Problem) => string {
  const t = useTexts()
  const known = useKnownText()
  return (problem) => {
    const text = known(`audience_problem.${problem.code}`)
    if (text === undefined) return problem.message || t('audience_problem.other')
    return text.replace(/\{(\w+)\}/g, (_, name: string) => String(problem.values?.[name] ?? ''))
  }
}
