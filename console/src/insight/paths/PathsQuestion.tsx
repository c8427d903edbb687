import { Checkbox, Input } from 'antd'
import { useBuilding } from '../../audiences/building.tsx'
import { EventField } from '../../audiences/EventField.tsx'
import { Choose, PickMany } from '../../audiences/Pick.tsx'
import { Num, SpanField } from '../../audiences/Pieces.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { blank } from '../examples.ts'
import { having } from '../having.ts'
import styles from '../Insight.module.css'
import { WINDOW_UNITS } from '../pattern.ts'
import { AddOne, Field, RemoveOne, WhoField } from '../QuestionFields.tsx'
import { SplitField } from '../SplitField.tsx'
import {
  DIRECTIONS,
  FROM,
  MOST_GROUPS,
  MOST_NODES,
  MOST_PATH_STEPS,
  type PathsDraft,
  REACHES,
} from './draft.ts'

interface Props {
  draft: PathsDraft
  onChange: (draft: PathsDraft) => void
}

export function PathsQuestionFields(props: Props) {
  const t = useTexts()
  const { choices } = useBuilding()
  const { draft, onChange } = props
  const change = (next: Partial<PathsDraft>) => onChange({ ...draft, ...next })
  return (
    <div className={styles.fields}>
      <Field label={t('paths_field.direction')} hint={t(`paths_hint.${draft.direction}`)}>
        <Choose
          label={t('paths_field.direction')}
          value={draft.direction}
          options={DIRECTIONS.map((value) => ({ value, label: t(`paths_direction.${value}`) }))}
          onChange={(direction) => change({ direction })}
        />
      </Field>
      <Field label={t(`paths_anchor.${draft.direction}`)}>
        <Choose
          label={t(`paths_anchor.${draft.direction}`)}
          value={draft.from}
          options={FROM.map((value) => ({
            value,
            label: t(
              value === 'event' ? 'paths_from.event' : `paths_from.visit_${draft.direction}`,
            ),
          }))}
          onChange={(from) => change({ from })}
        />
        {draft.from === 'event' && (
          <EventField
            label={t('paths_field.anchor_event')}
            pattern={draft.anchor}
            onChange={(anchor) => change({ anchor })}
          />
        )}
      </Field>
      <Field label={t('paths_field.reach')} hint={t(`paths_hint.${draft.reach}`)}>
        <div className={styles.row}>
          <Choose
            label={t('paths_field.reach')}
            value={draft.reach}
            options={REACHES.map((value) => ({ value, label: t(`paths_reach.${value}`) }))}
            onChange={(reach) => change({ reach })}
          />
          {draft.reach === 'gap' ? (
            <Num
              label={t('visits_field.gap')}
              value={draft.gap}
              min={1}
              max={1_440}
              precision={0}
              suffix={t('visits_field.minutes')}
              onChange={(gap) => change({ gap })}
            />
          ) : (
            <SpanField
              label={t('paths_field.window')}
              span={draft.window}
              units={WINDOW_UNITS}
              onChange={(window) => change({ window })}
            />
          )}
        </div>
      </Field>
      <Field label={t('paths_field.size')} hint={t('paths_hint.nodes')}>
        <div className={styles.row}>
          <Num
            label={t('paths_field.steps')}
            value={draft.steps}
            min={2}
            max={MOST_PATH_STEPS}
            precision={0}
            suffix={t('paths_field.steps')}
            onChange={(steps) => change({ steps })}
          />
          <Num
            label={t('paths_field.nodes')}
            value={draft.nodes}
            min={1}
            max={MOST_NODES}
            precision={0}
            suffix={t('paths_field.nodes')}
            onChange={(nodes) => change({ nodes })}
          />
        </div>
      </Field>
      <SplitField split={draft.split} onChange={(split) => change({ split })} />
      <GroupsField {...props} />
      <Field label={t('paths_field.except')} hint={t('paths_hint.except')}>
        <PickMany
          label={t('paths_field.except')}
          values={draft.except}
          choices={choices.events}
          isFree
          onChange={(except) => change({ except: except.slice(0, 50) })}
        />
        <Checkbox
          checked={draft.collapse}
          onChange={({ target }) => change({ collapse: target.checked })}
        >
          {t('paths_field.collapse')}
        </Checkbox>
      </Field>
      <WhoField who={draft.who} onChange={(who) => onChange(having(draft, 'who', who))} />
    </div>
  )
}

/** Several events as one node with a name. */
function GroupsField({ draft, onChange }: Props) {
  const t = useTexts()
  const { groups } = draft
  const put = (next: PathsDraft['groups']) => onChange({ ...draft, groups: next })
  return (
    <Field label={t('paths_field.groups')} hint={t('paths_hint.groups')}>
      {groups.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a group is its place
        <div key={at} className={styles.step}>
          <div>
            <Input
              aria-label={t('paths_field.group_name')}
              placeholder={t('paths_field.group_name')}
              maxLength={100}
              value={one.name}
              onChange={({ target }) => put(groups.with(at, { ...one, name: target.value }))}
            />
            <EventField
              label={t('paths_field.group_event')}
              pattern={one.of}
              onChange={(of) => put(groups.with(at, { ...one, of }))}
            />
          </div>
          <span className={styles.tools}>
            <RemoveOne
              label={t('paths_field.remove_group')}
              onRemove={() => put(groups.toSpliced(at, 1))}
            />
          </span>
        </div>
      ))}
      <AddOne
        isFull={groups.length >= MOST_GROUPS}
        onAdd={() => put([...groups, { name: '', of: blank() }])}
      >
        {t('paths_field.add_group')}
      </AddOne>
    </Field>
  )
}
