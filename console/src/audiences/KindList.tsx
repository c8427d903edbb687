import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Input } from 'antd'
import { useState } from 'react'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { templatesQuery } from '../templates/api.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { blankLeaf, FAMILIES } from './blank.ts'
import { useBuilding } from './building.tsx'
import styles from './KindList.module.css'
import { MEMBER_PRESETS, memberPreset, ORDER_PRESETS, orderPreset } from './presets.ts'
import type { LeafKind, Rule } from './rule.ts'

interface Offered {
  key: string
  title: string
  hint: string
  make: () => Rule
}
const RFM = ['rfm_r', 'rfm_f', 'rfm_m']

/** Every kind of condition, by family, and those that are ready to take; found by any of their words. */
export function KindList(props: { onChoose: (rule: Rule) => void }) {
  const t = useTexts()
  const [text, setText] = useState('')
  const kit = useKit()
  const { choices, sayer } = useBuilding()
  const sought = text.trim().toLowerCase()
  const plain = FAMILIES.map(({ family, kinds }) => ({
    family: t(`audience_family.${family}`),
    offered: kinds.map(
      (kind: LeafKind): Offered => ({
        key: kind,
        title: t(`audience_kind.${kind}`),
        hint: t(`audience_hint.${kind}`),
        make: () => blankLeaf(kind),
      }),
    ),
  }))
  const orders = {
    family: t('audience_family.orders'),
    offered: ORDER_PRESETS.map(
      (preset): Offered => ({
        key: preset,
        title: t(`audience_preset.${preset}`),
        hint: t(`audience_preset_hint.${preset}`),
        make: () => orderPreset(preset),
      }),
    ),
  }
  const member = {
    family: t('audience_family.member'),
    offered: MEMBER_PRESETS.filter((name) =>
      choices.attributes.some(({ value }) => value === name),
    ).map(
      (name): Offered => ({
        key: name,
        title: sayer.labels.attribute(name),
        hint: t(`audience_preset_hint.${name}`),
        make: () => memberPreset(name),
      }),
    ),
  }
  const families = [...plain, orders, member, kit.stages, kit.rfm]
    .map(({ family, offered }) => ({
      family,
      offered: offered.filter(({ title, hint }) =>
        `${family} ${title} ${hint}`.toLowerCase().includes(sought),
      ),
    }))
    .filter(({ offered }) => offered.length > 0)
  const [first] = families.flatMap(({ offered }) => offered)
  return (
    <div className={styles.kinds}>
      <Input
        autoFocus
        allowClear
        aria-label={t('audience_build.search_kind')}
        placeholder={t('audience_build.search_kind')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={(event) => {
          if (!event.nativeEvent.isComposing && first) props.onChoose(first.make())
        }}
      />
      <div className={styles.families}>
        {families.map(({ family, offered }) => (
          <div key={family} className={styles.family}>
            <h3>{family}</h3>
            {offered.map(({ key, title, hint, make }) => (
              <button
                key={key}
                type="button"
                className={styles.kind}
                onClick={() => props.onChoose(make())}
              >
                <span>{title}</span>
                <span className={styles.hint}>{hint}</span>
              </button>
            ))}
          </div>
        ))}
        {families.length === 0 && <p className={styles.hint}>{t('audience_build.no_kind')}</p>}
        {kit.error && <ErrorNote error={kit.error} />}
        {!kit.isScored && (
          <p className={styles.hint}>
            {t('audience_build.no_rfm')}{' '}
            <Link to="/audiences/templates">{t('audience_build.make_rfm')}</Link>
          </p>
        )}
      </div>
    </div>
  )
}

/** Stages and RFM as the grading kit makes them of its usual numbers; the scores have to be there. */
function useKit() {
  const t = useTexts()
  const known = useKnownText()
  const { choices } = useBuilding()
  const { data, error } = useQuery(templatesQuery)
  const of = (group: string): Offered[] =>
    (data?.items ?? [])
      .filter((template) => template.group === group)
      .map(({ id, rule }) => ({
        key: id,
        title: known(`template_name.${id}`) ?? id,
        hint: known(`template_finds.${id}`) ?? '',
        make: () => structuredClone(rule) as Rule,
      }))
  const isScored = RFM.every((name) => choices.attributes.some(({ value }) => value === name))
  return {
    error,
    isScored: isScored || data === undefined,
    stages: { family: t('audience_family.stage'), offered: of('stage') },
    rfm: { family: t('audience_family.rfm'), offered: isScored ? of('rfm') : [] },
  }
}
