// The sentence of a condition, its parts to be chosen in place.
import { useTexts } from '../i18n/texts.ts'
import { BehaviourEditor, type BehaviourLeaf } from './BehaviourEditor.tsx'
import { useBuilding } from './building.tsx'
import { OrdersEditor, TopEditor } from './OrdersEditor.tsx'
import { Choose, Pick, PickMany } from './Pick.tsx'
import { Num, NumberField, SpanField, WindowField } from './Pieces.tsx'
import type { Leaf, LeafOf } from './rule.ts'
import { Sentence } from './Sentence.tsx'
import { TextBox, ValueField } from './ValueField.tsx'
import { firstTest } from './valueTest.ts'

export interface LeafEditorProps<L extends Leaf> {
  leaf: L
  onChange: (leaf: L) => void
}

export function LeafEditor(props: LeafEditorProps<Leaf>) {
  const { leaf, onChange } = props
  switch (leaf.kind) {
    case 'everybody':
    case 'known':
      return <Sentence text={`audience_leaf.${leaf.kind}`} parts={{}} />
    case 'joined':
      return (
        <Sentence
          text="audience_leaf.joined"
          parts={{
            window: (
              <WindowField
                window={leaf.window}
                onChange={(window) => onChange({ ...leaf, window })}
              />
            ),
          }}
        />
      )
    case 'attribute':
    case 'attribute_held':
      return <AttributeEditor leaf={leaf} onChange={onChange} />
    case 'tags':
    case 'tagged':
      return <TagsEditor leaf={leaf} onChange={onChange} />
    case 'consent':
      return <ConsentEditor leaf={leaf} onChange={onChange} />
    case 'friend':
      return <FriendEditor leaf={leaf} onChange={onChange} />
    case 'group':
      return <GroupEditor leaf={leaf} onChange={onChange} />
    case 'store':
    case 'guide':
    case 'touchpoints':
    case 'identifier':
    case 'platform':
    case 'family':
      return <BelongingEditor leaf={leaf} onChange={onChange} />
    case 'orders':
      return <OrdersEditor leaf={leaf} onChange={onChange} />
    case 'top':
      return <TopEditor leaf={leaf} onChange={onChange} />
    case 'audience':
      return <AudienceEditor leaf={leaf} onChange={onChange} />
    case 'bucket':
      return <BucketEditor leaf={leaf} onChange={onChange} />
    default:
      return <BehaviourEditor leaf={leaf satisfies BehaviourLeaf} onChange={onChange} />
  }
}

function AttributeEditor(props: LeafEditorProps<LeafOf<'attribute' | 'attribute_held'>>) {
  const t = useTexts()
  const { choices } = useBuilding()
  const { leaf, onChange } = props
  const known = choices.attributes.find(({ value }) => value === leaf.name)
  const type = known?.type
  const choose = (name: string) => {
    const next = choices.attributes.find(({ value }) => value === name)?.type
    onChange({ ...leaf, name, is: next === type && leaf.name !== '' ? leaf.is : firstTest(next) })
  }
  return (
    <Sentence
      text={`audience_leaf.${leaf.kind}`}
      parts={{
        name: (
          <Pick
            label={t('audience_build.attribute')}
            value={leaf.name}
            choices={choices.attributes}
            isFree
            onChange={choose}
          />
        ),
        is: (
          <ValueField
            test={leaf.is}
            type={type}
            of={{ of: 'attribute', name: leaf.name }}
            isMoney={known?.isMoney ?? false}
            onChange={(is) => onChange({ ...leaf, is })}
          />
        ),
        ...(leaf.kind === 'attribute_held' && {
          at_least: (
            <SpanField
              label={t('audience_build.span')}
              span={leaf.at_least}
              onChange={(at_least) => onChange({ ...leaf, at_least })}
            />
          ),
        }),
      }}
    />
  )
}

function TagsEditor(props: LeafEditorProps<LeafOf<'tags' | 'tagged'>>) {
  const t = useTexts()
  const { choices } = useBuilding()
  const { leaf, onChange } = props
  if (leaf.kind === 'tagged')
    return (
      <Sentence
        text="audience_leaf.tagged"
        parts={{
          window: (
            <WindowField
              window={leaf.window}
              onChange={(window) => onChange({ ...leaf, window })}
            />
          ),
          tag: (
            <Pick
              label={t('audience_build.tag')}
              value={leaf.tag}
              choices={choices.tags}
              onChange={(tag) => onChange({ ...leaf, tag })}
            />
          ),
        }}
      />
    )
  return (
    <Sentence
      text="audience_leaf.tags"
      parts={{
        match: (
          <Choose
            label={t('audience_build.match')}
            value={leaf.match}
            options={(['any', 'all', 'none'] as const).map((value) => ({
              value,
              label: t(`audience_tags.${value}`),
            }))}
            onChange={(match) => onChange({ ...leaf, match })}
          />
        ),
        tags: (
          <PickMany
            label={t('audience_build.tags')}
            values={leaf.tags}
            choices={choices.tags}
            onChange={(tags) => onChange({ ...leaf, tags })}
          />
        ),
      }}
    />
  )
}

function ConsentEditor(props: LeafEditorProps<LeafOf<'consent'>>) {
  const t = useTexts()
  const { choices, sayer } = useBuilding()
  const { leaf, onChange } = props
  return (
    <Sentence
      text="audience_leaf.consent"
      parts={{
        purpose: (
          <Pick
            label={t('audience_build.purpose')}
            value={leaf.purpose}
            choices={choices.purposes}
            onChange={(purpose) => onChange({ ...leaf, purpose })}
          />
        ),
        channel: (
          <Pick
            label={t('audience_build.medium')}
            value={leaf.channel}
            choices={choices.media}
            onChange={(channel) => onChange({ ...leaf, channel })}
          />
        ),
        state: (
          <Choose
            label={t('audience_build.state')}
            value={leaf.state}
            options={(['given', 'withdrawn', 'none'] as const).map((value) => ({
              value,
              label: sayer.labels.consentState(value),
            }))}
            onChange={(state) => onChange({ ...leaf, state })}
          />
        ),
      }}
    />
  )
}

/** Nobody chosen means anybody. */
const orAbsent = (values: string[]) => (values.length === 0 ? undefined : values)

function FriendEditor(props: LeafEditorProps<LeafOf<'friend'>>) {
  const t = useTexts()
  const { choices } = useBuilding()
  const { leaf, onChange } = props
  const put = (changed: { staff?: string[] | undefined; channels?: string[] | undefined }) => {
    const { staff, channels, ...rest } = leaf
    const next = { staff, channels, ...changed }
    onChange({
      ...rest,
      ...(next.staff && { staff: next.staff }),
      ...(next.channels && { channels: next.channels }),
    })
  }
  return (
    <Sentence
      text="audience_edit.friend"
      parts={{
        state: (
          <Choose
            label={t('audience_build.state')}
            value={leaf.state}
            options={(['friend', 'deleted_by_customer', 'deleted_by_staff'] as const).map(
              (value) => ({ value, label: t(`audience_friend.${value}`) }),
            )}
            onChange={(state) => onChange({ ...leaf, state })}
          />
        ),
        staff: (
          <PickMany
            label={t('audience_build.any_staff')}
            values={leaf.staff ?? []}
            choices={choices.guides}
            isFree
            onChange={(values) => put({ staff: orAbsent(values) })}
          />
        ),
        channels: (
          <PickMany
            label={t('audience_build.any_channel')}
            values={leaf.channels ?? []}
            choices={choices.channels}
            isFree
            onChange={(values) => put({ channels: orAbsent(values) })}
          />
        ),
        window: (
          <WindowField window={leaf.window} onChange={(window) => onChange({ ...leaf, window })} />
        ),
      }}
    />
  )
}

function GroupEditor(props: LeafEditorProps<LeafOf<'group'>>) {
  const t = useTexts()
  const { choices } = useBuilding()
  const { leaf, onChange } = props
  return (
    <Sentence
      text="audience_edit.group"
      parts={{
        groups: (
          <PickMany
            label={t('audience_group.any')}
            values={leaf.groups ?? []}
            choices={choices.groups}
            isFree
            onChange={(values) => {
              const groups = orAbsent(values)
              onChange({ kind: 'group', window: leaf.window, ...(groups && { groups }) })
            }}
          />
        ),
        window: (
          <WindowField window={leaf.window} onChange={(window) => onChange({ ...leaf, window })} />
        ),
      }}
    />
  )
}

function BelongingEditor(
  props: LeafEditorProps<
    LeafOf<'store' | 'guide' | 'touchpoints' | 'identifier' | 'platform' | 'family'>
  >,
) {
  const t = useTexts()
  const { choices } = useBuilding()
  const { leaf, onChange } = props
  switch (leaf.kind) {
    case 'store':
      return (
        <Sentence
          text="audience_leaf.store"
          parts={{
            stores: (
              <PickMany
                label={t('audience_build.stores')}
                values={leaf.stores}
                choices={choices.stores}
                isFree
                onChange={(stores) => onChange({ ...leaf, stores })}
              />
            ),
          }}
        />
      )
    case 'guide':
      return (
        <Sentence
          text="audience_leaf.guide"
          parts={{
            guides: (
              <PickMany
                label={t('audience_build.guides')}
                values={leaf.guides}
                choices={choices.guides}
                isFree
                onChange={(guides) => onChange({ ...leaf, guides })}
              />
            ),
          }}
        />
      )
    case 'touchpoints':
      return (
        <Sentence
          text="audience_edit.touchpoints"
          parts={{
            kinds: (
              <PickMany
                label={t('audience_build.any_touchpoint')}
                values={leaf.kinds ?? []}
                choices={choices.touchpoints}
                onChange={(values) => {
                  const kinds = orAbsent(values)
                  onChange({ kind: 'touchpoints', live: leaf.live, ...(kinds && { kinds }) })
                }}
              />
            ),
            live: (
              <NumberField
                label={t('audience_build.number')}
                test={leaf.live}
                min={0}
                precision={0}
                suffix={t('audience_build.pieces')}
                onChange={(live) => onChange({ ...leaf, live })}
              />
            ),
          }}
        />
      )
    case 'identifier':
      return (
        <Sentence
          text="audience_leaf.identifier"
          parts={{
            namespaces: (
              <PickMany
                label={t('audience_build.namespaces')}
                values={leaf.namespaces}
                choices={choices.namespaces}
                onChange={(namespaces) => onChange({ ...leaf, namespaces })}
              />
            ),
          }}
        />
      )
    case 'platform':
      return (
        <Sentence
          text="audience_leaf.platform"
          parts={{
            platforms: (
              <PickMany
                label={t('audience_build.platforms')}
                values={leaf.platforms}
                choices={choices.platforms}
                isFree
                onChange={(platforms) => onChange({ ...leaf, platforms })}
              />
            ),
          }}
        />
      )
    case 'family':
      return (
        <Sentence
          text="audience_edit.family"
          parts={{
            roles: (
              <PickMany
                label={t('audience_build.any_kin')}
                values={leaf.roles ?? []}
                choices={choices.kin}
                onChange={(values) => {
                  const roles = orAbsent(values)
                  onChange({ kind: 'family', ...(roles && { roles }) })
                }}
              />
            ),
          }}
        />
      )
  }
}

function AudienceEditor(props: LeafEditorProps<LeafOf<'audience'>>) {
  const t = useTexts()
  const { choices } = useBuilding()
  const { leaf, onChange } = props
  return (
    <Sentence
      text="audience_leaf.audience"
      parts={{
        is: (
          <Choose
            label={t('audience_build.match')}
            value={leaf.is}
            options={(['in', 'not_in'] as const).map((value) => ({
              value,
              label: t(`audience_audience.${value}`),
            }))}
            onChange={(is) => onChange({ ...leaf, is })}
          />
        ),
        audience: (
          <Pick
            label={t('audience_build.audience')}
            value={leaf.audience}
            choices={choices.audiences}
            onChange={(audience) => onChange({ ...leaf, audience })}
          />
        ),
      }}
    />
  )
}

function BucketEditor(props: LeafEditorProps<LeafOf<'bucket'>>) {
  const t = useTexts()
  const { leaf, onChange } = props
  const share = (value: number) => Math.round(value * 100)
  return (
    <Sentence
      text="audience_edit.bucket"
      parts={{
        seed: (
          <TextBox
            label={t('audience_build.seed')}
            text={leaf.seed}
            onChange={(seed) => onChange({ ...leaf, seed })}
          />
        ),
        from: (
          <Num
            label={t('audience_build.from')}
            value={leaf.from / 100}
            min={0}
            max={99.99}
            onChange={(from) => onChange({ ...leaf, from: share(from) })}
          />
        ),
        to: (
          <Num
            label={t('audience_build.to')}
            value={leaf.to / 100}
            min={0.01}
            max={100}
            onChange={(to) => onChange({ ...leaf, to: share(to) })}
          />
        ),
      }}
    />
  )
}
