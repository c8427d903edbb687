import type { ReactNode } from 'react'
import { type TextKey, useTexts } from '../i18n/texts.ts'
import styles from './Builder.module.css'
import { At } from './building.tsx'

const MARK = '\u0001'

type SentenceKey = Extract<TextKey, `audience_leaf.${string}` | `audience_edit.${string}`>

/** A text with controls in its holes: the language decides their order and the words between. */
export function Sentence(props: {
  text: SentenceKey
  parts: Record<string, ReactNode>
  /** The part that says itself, at its own places, what is wrong with it. */
  telling?: string
}) {
  const t = useTexts()
  // Typed as what every text may be given: which holes this one has is the caller's to know.
  const marked: { count?: number } = Object.fromEntries(
    Object.keys(props.parts).map((name) => [name, `${MARK}${name}${MARK}`]),
  )
  const text: string = t(props.text, marked)
  const pieces = text
    .split(MARK)
    .map((piece, place) => ({ key: place, text: piece.trim(), isPart: place % 2 === 1 }))
  return (
    <span className={styles.sentence}>
      {pieces.map((piece) => {
        if (piece.isPart)
          return (
            <At key={piece.key} at={[piece.text]} says={piece.text !== props.telling}>
              {props.parts[piece.text]}
            </At>
          )
        return piece.text === '' ? null : (
          <span key={piece.key} className={styles.words}>
            {piece.text}
          </span>
        )
      })}
    </span>
  )
}
