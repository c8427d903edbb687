import { Link, type LinkProps } from '@tanstack/react-router'
import { Popover, Tooltip } from 'antd'
import type { ReactNode } from 'react'
import { useLocale } from '../format/locale.tsx'
import { money, shortMoney } from '../format/money.ts'
import { exactNumber, percent, shortNumber, signedPercent } from '../format/number.ts'
import type { Language } from '../i18n/language.ts'
import { useTexts } from '../i18n/texts.ts'
import styles from './Figure.module.css'
import { When } from './When.tsx'

type Unit = 'count' | 'money' | 'percent'

interface FigureProps {
  title: string
  /** What is counted; shown on hover and to the keyboard, with the formula. */
  definition: string
  formula?: string
  /** A number; fen with `money`; a part of one with `percent`. Null where nothing is known. */
  value: number | null
  unit?: Unit
  /** In place of a unit: how the value is written. */
  write?: (value: number) => string
  /** The same figure of the period before, and which way is good for the brand. */
  change?: { from: number | null; good: 'up' | 'down' | 'neither'; against: string }
  /** Few cases: grey, with where the true value may lie. */
  small?: { cases: number; low?: number; high?: number }
  /** Between what the true value lies, as far as so many cases tell. */
  range?: { low: number; high: number }
  /** Reckoned, not counted. */
  isEstimate?: boolean
  /** When it was counted. */
  asOf?: string
  /** The rows behind it. */
  to?: LinkProps['to']
  params?: LinkProps['params']
  search?: Record<string, string | undefined>
  /** The quality figure that this one would hide. */
  beside?: ReactNode
}

/** A number that says what it is, how it moved, how sure it is, and opens its rows. */
export function Figure(props: FigureProps) {
  const t = useTexts()
  const write = useWriter(props.unit ?? 'count', props.write)
  const shown = props.value === null ? '—' : write.short(props.value)
  const rangeWords = {
    low: write.exact(props.range?.low ?? 0),
    high: write.exact(props.range?.high ?? 0),
  }
  const value = (
    <span className={styles.number}>
      {props.isEstimate && props.value !== null && (
        <span className={styles.about} title={t('figure.estimate')}>
          ≈
        </span>
      )}
      {shown}
    </span>
  )
  const look = [
    styles.figure,
    props.isEstimate ? styles.estimate : '',
    props.small ? styles.small : '',
  ].join(' ')
  return (
    <div className={look}>
      <Popover
        content={<Meaning {...props} />}
        trigger={['hover', 'focus']}
        mouseEnterDelay={0.3}
        placement="topLeft"
      >
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach the definition */}
        <span className={styles.title} tabIndex={0}>
          {props.title}
        </span>
      </Popover>
      <Tooltip
        title={
          props.value !== null && write.exact(props.value) !== shown ? write.exact(props.value) : ''
        }
        mouseEnterDelay={0.2}
      >
        {props.to ? (
          <Link
            to={props.to}
            params={props.params ?? true}
            search={props.search as LinkProps['search']}
            className={styles.open}
            aria-label={t('figure.open', { title: props.title, value: shown })}
          >
            {value}
          </Link>
        ) : (
          value
        )}
      </Tooltip>
      <div className={styles.foot}>
        {props.change && <Change {...props} change={props.change} />}
        {props.range && (
          <span title={t('figure.interval', rangeWords)}>
            {rangeWords.low} – {rangeWords.high}
          </span>
        )}
        {props.small && <span>{t('figure.small', { count: props.small.cases })}</span>}
        {props.beside}
      </div>
    </div>
  )
}

function useWriter(unit: Unit, own?: (value: number) => string) {
  const { language, currency } = useLocale()
  if (own) return { short: own, exact: own }
  return {
    short: (value: number) => {
      if (unit === 'percent') return percent(value)
      if (unit === 'money')
        return Math.abs(value) < 1_000_000
          ? money(value, currency, language)
          : shortMoney(value, currency, language)
      return shortNumber(value, language)
    },
    exact: (value: number) => {
      if (unit === 'percent') return percent(value)
      return unit === 'money' ? money(value, currency, language) : exactNumber(value)
    },
  }
}

function Change(props: FigureProps & { change: NonNullable<FigureProps['change']> }) {
  const t = useTexts()
  const { language } = useLocale()
  const write = useWriter(props.unit ?? 'count', props.write)
  const { from, good, against } = props.change
  if (from === null || props.value === null) return null
  const before = write.exact(from)
  // From nothing there is no share; from less than nothing its sign would mislead.
  if (from <= 0) return <span>{t('figure.before', { against, before })}</span>
  const moved =
    props.unit === 'percent'
      ? t('figure.points', { points: signedPercent(props.value - from).replace('%', '') })
      : grown(props.value / from)
  const isBetter = good === 'up' ? props.value > from : props.value < from
  const tone =
    good === 'neither' || props.value === from
      ? styles.even
      : isBetter
        ? styles.better
        : styles.worse
  return (
    <Tooltip title={t('figure.before', { against, before })} mouseEnterDelay={0.2}>
      <span className={tone}>
        {t('figure.change', { moved, against: apart(against, language) })}
      </span>
    </Tooltip>
  )
}

const MANY_TIMES = 10
/** Beyond that a percentage is a number nobody can picture. */
const grown = (times: number) =>
  times < MANY_TIMES ? signedPercent(times - 1) : `×${exactNumber(Math.round(times))}`

/** A date within a Chinese sentence stands apart from it, whatever the browser does of its own. */
const apart = (words: string, language: Language) =>
  language === 'zh-CN' && /^[0-9A-Za-z]/.test(words) ? ` ${words}` : words

function Meaning(props: FigureProps) {
  const t = useTexts()
  const write = useWriter(props.unit ?? 'count', props.write)
  const { small } = props
  return (
    <div className={styles.meaning}>
      <p>{props.definition}</p>
      {props.formula && (
        <p>
          {t('figure.formula')} <code>{props.formula}</code>
        </p>
      )}
      {props.isEstimate && <p>{t('figure.estimate')}</p>}
      {small?.low !== undefined && small.high !== undefined && (
        <p>
          {t('figure.interval', { low: write.exact(small.low), high: write.exact(small.high) })}
        </p>
      )}
      {props.asOf && (
        <p>
          {t('figure.as_of')} <When at={props.asOf} />
        </p>
      )}
    </div>
  )
}

/** Figures side by side, as many in a row as have room. */
export function FigureRow(props: { children: ReactNode; label: string }) {
  return (
    <section className={styles.row} aria-label={props.label}>
      {props.children}
    </section>
  )
}
