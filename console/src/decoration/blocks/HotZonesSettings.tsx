import { Button, InputNumber } from 'antd'
import { type PointerEvent, useRef, useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { pictureUrl, type SettingsOf } from '../api.ts'
import styles from '../Decoration.module.css'
import { Field } from '../Field.tsx'
import { LinkField } from '../LinkField.tsx'
import { PictureField } from '../PictureField.tsx'
import { TextField } from '../TextField.tsx'
import type { SettingsProps } from './settings.ts'
import { type Box, boxBetween, fitted, LEAST } from './zone.ts'

const MOST = 20
type Zone = SettingsOf<'hot_zones'>['zones'][number]
const share = (n: number) => `${n / 100}%`
const SIDES = ['x', 'y', 'w', 'h'] as const

/** Areas are drawn on the picture with a pointer, or told in numbers. */
export function HotZonesSettings({ settings, change }: SettingsProps<'hot_zones'>) {
  const t = useTexts()
  const [chosen, choose] = useState(0)
  const { zones, picture_id } = settings
  const zone = zones[chosen]
  const set = (part: Partial<Zone>, field?: string) =>
    change(
      {
        zones: zones.map((one, i) =>
          i === chosen ? { ...one, ...part, ...fitted({ ...one, ...part }) } : one,
        ),
      },
      field && `${field} ${chosen}`,
    )
  const add = (box: Box) => {
    if (zones.length >= MOST) return
    change({ zones: [...zones, { ...box, label: '', link: null }] })
    choose(zones.length)
  }
  return (
    <>
      <Field label={t('decoration.picture')}>
        {(id) => (
          <PictureField
            id={id}
            value={picture_id}
            onChange={(picture_id) => change({ picture_id })}
          />
        )}
      </Field>
      <TextField
        label={t('decoration.alt')}
        hint={t('decoration.alt_hint')}
        most={200}
        value={settings.alt}
        onChange={(alt) => change({ alt }, 'alt')}
      />
      {picture_id && (
        <>
          <p className={styles.quiet}>{t('decoration.draw_zone')}</p>
          <Board picture={picture_id} zones={zones} chosen={chosen} choose={choose} onDrawn={add} />
          <Button
            block
            type="dashed"
            disabled={zones.length >= MOST}
            onClick={() => add({ x: 3000, y: 3000, w: 4000, h: 4000 })}
          >
            {t('decoration.add_zone')}
          </Button>
        </>
      )}
      {zone && (
        <fieldset className={styles.within}>
          <legend>{t('decoration.zone_number', { place: chosen + 1 })}</legend>
          <TextField
            label={t('decoration.zone_label')}
            hint={t('decoration.zone_label_hint')}
            most={60}
            value={zone.label}
            onChange={(label) => set({ label }, 'label')}
          />
          <LinkField key={chosen} value={zone.link} onChange={(link) => set({ link })} />
          <div className={styles.four}>
            {SIDES.map((side) => (
              <Field key={side} label={t(`decoration.zone_${side}`)}>
                {(id) => (
                  <InputNumber
                    id={id}
                    min={side === 'w' || side === 'h' ? LEAST / 100 : 0}
                    max={100}
                    precision={0}
                    suffix="%"
                    style={{ width: '100%' }}
                    value={Math.round(zone[side] / 100)}
                    onChange={(value) => set({ [side]: (value ?? 0) * 100 }, side)}
                  />
                )}
              </Field>
            ))}
          </div>
          <Button
            danger
            type="text"
            onClick={() => {
              change({ zones: zones.filter((_, i) => i !== chosen) })
              choose(0)
            }}
          >
            {t('decoration.remove_zone')}
          </Button>
        </fieldset>
      )}
    </>
  )
}

function Board(props: {
  picture: string
  zones: readonly Zone[]
  chosen: number
  choose: (place: number) => void
  onDrawn: (box: Box) => void
}) {
  const t = useTexts()
  const board = useRef<HTMLDivElement>(null)
  const [drawn, draw] = useState<{ from: [number, number]; box: Box | undefined }>()
  const pointOf = (event: PointerEvent): [number, number] => {
    const box = board.current?.getBoundingClientRect()
    if (!box) return [0, 0]
    return [
      ((event.clientX - box.left) / box.width) * 10_000,
      ((event.clientY - box.top) / box.height) * 10_000,
    ]
  }
  return (
    <div
      ref={board}
      className={styles.board}
      onPointerDown={(event) => {
        if (event.button !== 0 || event.target instanceof HTMLButtonElement) return
        event.preventDefault()
        event.currentTarget.setPointerCapture(event.pointerId)
        draw({ from: pointOf(event), box: undefined })
      }}
      onPointerMove={(event) =>
        drawn && draw({ ...drawn, box: boxBetween(drawn.from, pointOf(event)) })
      }
      onPointerUp={() => {
        if (drawn?.box) props.onDrawn(drawn.box)
        draw(undefined)
      }}
      onPointerCancel={() => draw(undefined)}
    >
      <img src={pictureUrl(props.picture)} alt="" draggable={false} />
      {props.zones.map((zone, i) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: an area is known by its place
          key={i}
          type="button"
          aria-pressed={i === props.chosen}
          aria-label={t('decoration.choose_zone', { place: i + 1 })}
          style={{
            left: share(zone.x),
            top: share(zone.y),
            width: share(zone.w),
            height: share(zone.h),
          }}
          onClick={() => props.choose(i)}
        >
          {i + 1}
        </button>
      ))}
      {drawn?.box && (
        <span
          style={{
            ...{ left: share(drawn.box.x), top: share(drawn.box.y) },
            ...{ width: share(drawn.box.w), height: share(drawn.box.h) },
          }}
        />
      )}
    </div>
  )
}
