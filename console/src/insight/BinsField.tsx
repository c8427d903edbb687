import { Input } from 'antd'
import { Choose } from '../audiences/Pick.tsx'
import { Num } from '../audiences/Pieces.tsx'
import { useTexts } from '../i18n/texts.ts'
import { CUTS, type Cut, MOST_BINS } from './bins.ts'
import styles from './Insight.module.css'
import { Field } from './QuestionFields.tsx'

/** How numbers are put in bins. */
export function BinsField(props: { cut: Cut; onChange: (cut: Cut) => void }) {
  const t = useTexts()
  const { cut, onChange } = props
  return (
    <Field label={t('bins.field')} hint={t(`bins_hint.${cut.cut}`)}>
      <div className={styles.row}>
        <Choose
          label={t('bins.field')}
          value={cut.cut}
          options={CUTS.map((value) => ({ value, label: t(`bins_cut.${value}`) }))}
          onChange={(next) => onChange({ ...cut, cut: next })}
        />
        {cut.cut === 'own' ? (
          <Input
            aria-label={t('bins.edges')}
            placeholder="1, 3, 10"
            maxLength={500}
            value={cut.edges}
            onChange={({ target }) => onChange({ ...cut, edges: target.value })}
          />
        ) : (
          <Num
            label={t('bins.count')}
            value={cut.count}
            min={1}
            max={MOST_BINS}
            precision={0}
            suffix={t('bins.count')}
            onChange={(count) => onChange({ ...cut, count })}
          />
        )}
      </div>
    </Field>
  )
}
