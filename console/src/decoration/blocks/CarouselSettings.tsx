import { Button, InputNumber, Select, Switch } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { Reorder } from '../../ui/Reorder.tsx'
import { pictureUrl } from '../api.ts'
import styles from '../Decoration.module.css'
import { Field } from '../Field.tsx'
import { LinkField } from '../LinkField.tsx'
import { PictureDialog } from '../PictureDialog.tsx'
import { TextField } from '../TextField.tsx'
import type { SettingsProps } from './settings.ts'

const MOST = 10
const RATIOS = ['5:2', '2:1', '16:9', '4:3', '1:1', '3:4'] as const

export function CarouselSettings({ settings, change }: SettingsProps<'carousel'>) {
  const t = useTexts()
  const [isOpen, open] = useState(false)
  const [chosen, choose] = useState(0)
  const { slides, seconds } = settings
  const slide = slides[chosen]
  const set = (part: Partial<(typeof slides)[number]>, field?: string) =>
    change(
      { slides: slides.map((one, i) => (i === chosen ? { ...one, ...part } : one)) },
      field && `${field} ${chosen}`,
    )
  return (
    <>
      <div className={styles.pair}>
        <Field label={t('decoration.ratio')}>
          {(id) => (
            <Select
              id={id}
              value={settings.ratio}
              onChange={(ratio) => change({ ratio })}
              options={RATIOS.map((value) => ({ value, label: value }))}
            />
          )}
        </Field>
        <Field label={t('decoration.seconds')}>
          {(id) => (
            <div className={styles.inline}>
              <Switch
                id={id}
                checked={seconds > 0}
                onChange={(goes) => change({ seconds: goes ? 5 : 0 })}
              />
              {seconds > 0 && (
                <InputNumber
                  aria-label={t('decoration.seconds_each')}
                  min={3}
                  max={15}
                  precision={0}
                  suffix={t('decoration.second')}
                  value={seconds}
                  onChange={(value) => change({ seconds: value ?? 5 }, 'seconds')}
                />
              )}
            </div>
          )}
        </Field>
      </div>
      <Reorder
        label={t('decoration.slides')}
        items={slides.map((one, i) => ({ ...one, key: `${one.picture_id} ${i}` }))}
        keyOf={(one) => one.key}
        nameOf={(one) => one.alt || t('decoration.slide')}
        onMove={(next) => change({ slides: next.map(({ key: _, ...one }) => one) })}
      >
        {(one, place) => (
          <div className={styles.slide}>
            <button type="button" aria-pressed={place === chosen} onClick={() => choose(place)}>
              <img src={pictureUrl(one.picture_id)} alt="" />
              <span>
                {place + 1}. {one.alt || t('decoration.no_alt')}
              </span>
            </button>
            <Button
              type="text"
              size="small"
              onClick={() => change({ slides: slides.filter((_, i) => i !== place) })}
            >
              {t('decoration.take_out')}
            </Button>
          </div>
        )}
      </Reorder>
      <Button block type="dashed" disabled={slides.length >= MOST} onClick={() => open(true)}>
        {t('decoration.add_slide')}
      </Button>
      {slide && (
        <fieldset className={styles.within}>
          <legend>{t('decoration.slide_number', { place: chosen + 1 })}</legend>
          <TextField
            label={t('decoration.alt')}
            hint={t('decoration.alt_hint')}
            most={200}
            value={slide.alt}
            onChange={(alt) => set({ alt }, 'alt')}
          />
          <LinkField key={chosen} value={slide.link} onChange={(link) => set({ link })} />
        </fieldset>
      )}
      {isOpen && (
        <PictureDialog
          onChosen={(picture) => {
            change({ slides: [...slides, { picture_id: picture.id, alt: '', link: null }] })
            choose(slides.length)
            open(false)
          }}
          onClose={() => open(false)}
        />
      )}
    </>
  )
}
