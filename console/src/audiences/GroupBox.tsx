import { Segmented } from 'antd'
import { Fragment } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { AddCondition } from './AddCondition.tsx'
import styles from './Builder.module.css'
import { useBuilder } from './builderState.tsx'
import { ProblemsProvider, ProblemWords, useBuilding } from './building.tsx'
import { type Condition, change, countOf, type Group, type Node, ruleOf } from './draft.ts'
import { LeafEditor } from './LeafEditor.tsx'
import { NodeHandle } from './NodeHandle.tsx'
import { NodeTools } from './NodeTools.tsx'
import { ruleText } from './ruleText.ts'

/** A group: how its conditions go together, the conditions, and a place to add more. */
export function GroupBox(props: { group: Group; isRoot?: boolean }) {
  const t = useTexts()
  const builder = useBuilder()
  const { sayer } = useBuilding()
  const { group, isRoot = false } = props
  const isFolded = builder.folded.has(group.id)
  const match = (
    <Segmented<Group['match']>
      size="small"
      aria-label={t('audience_build.match_group')}
      value={group.match}
      options={[
        { value: 'all', label: t('audience_build.match_all') },
        { value: 'any', label: t('audience_build.match_any') },
      ]}
      onChange={(next) =>
        builder.put(
          change(builder.root, group.id, (node) =>
            node.kind === 'group' ? { ...node, match: next } : node,
          ),
        )
      }
    />
  )
  const look = [
    isRoot ? styles.root : styles.group,
    group.isExcluded ? styles.excluded : '',
    builder.drag?.id === group.id ? styles.dragged : '',
    builder.drag?.over?.group === group.id ? styles.taking : '',
  ]
  return (
    <section
      className={look.join(' ')}
      aria-label={t(
        group.match === 'all' ? 'audience_build.group_all' : 'audience_build.group_any',
      )}
      data-node={group.id}
    >
      <header className={styles.groupHead}>
        {!isRoot && <NodeHandle node={group} />}
        {group.isExcluded && <Excluded />}
        {match}
        <span className={styles.groupWords}>
          {isFolded
            ? ruleText(ruleOf({ ...group, isExcluded: false }), sayer)
            : t(group.match === 'all' ? 'audience_build.all_words' : 'audience_build.any_words')}
        </span>
        {isFolded && (
          <span className={styles.count}>
            {t('audience_build.conditions', { count: countOf(group) })}
          </span>
        )}
        {!isRoot && <NodeTools node={group} />}
      </header>
      {!isFolded && (
        <>
          <ol className={styles.nodes}>
            {group.nodes.map((node, at) => (
              <Fragment key={node.id}>
                <Gap group={group} at={at} />
                <li className={styles.node}>
                  {at > 0 && (
                    <span className={styles.connector} aria-hidden="true">
                      {t(group.match === 'all' ? 'audience_build.and' : 'audience_build.or')}
                    </span>
                  )}
                  <NodeBox node={node} />
                </li>
              </Fragment>
            ))}
            <Gap group={group} at={group.nodes.length} />
          </ol>
          <ProblemWords
            problems={builder.problemsOf(group.id).filter(() => group.nodes.length === 0)}
          />
          <AddCondition group={group} isRoot={isRoot} />
        </>
      )}
    </section>
  )
}

function Gap(props: { group: Group; at: number }) {
  const over = useBuilder().drag?.over
  const isOver = over?.group === props.group.id && over.at === props.at
  return (
    <li
      aria-hidden="true"
      data-landing={isOver || undefined}
      className={isOver ? styles.gapOver : styles.gap}
    />
  )
}

function NodeBox(props: { node: Node }) {
  const { node } = props
  return node.kind === 'group' ? <GroupBox group={node} /> : <ConditionRow condition={node} />
}

function Excluded() {
  const t = useTexts()
  return <span className={styles.not}>{t('audience_build.exclude')}</span>
}

function ConditionRow(props: { condition: Condition }) {
  const builder = useBuilder()
  const { sayer } = useBuilding()
  const { condition } = props
  const { id } = condition
  const isFolded = builder.folded.has(id)
  const problems = builder.problemsOf(id)
  // What belongs to no part of the sentence is said below it.
  const whole = problems.filter(({ path }) => path.length === 0)
  const look = [
    styles.condition,
    condition.isExcluded ? styles.excluded : '',
    problems.length > 0 ? styles.faulty : '',
    builder.drag?.id === id ? styles.dragged : '',
  ]
  return (
    <fieldset
      className={look.join(' ')}
      aria-label={ruleText(condition.leaf, sayer)}
      data-node={id}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) builder.leave(id)
      }}
    >
      <NodeHandle node={condition} />
      {condition.isExcluded && <Excluded />}
      <div className={styles.leaf}>
        {isFolded ? (
          <span className={styles.foldedLeaf}>{ruleText(condition.leaf, sayer)}</span>
        ) : (
          <ProblemsProvider problems={problems}>
            <LeafEditor
              leaf={condition.leaf}
              onChange={(leaf) =>
                builder.put(
                  change(builder.root, id, (node) =>
                    node.kind === 'condition' ? { ...node, leaf } : node,
                  ),
                  changedField(id, condition.leaf, leaf),
                )
              }
            />
          </ProblemsProvider>
        )}
        <ProblemWords problems={whole} />
      </div>
      <NodeTools node={condition} />
    </fieldset>
  )
}

/** Names the one field that changed while its shape stayed: typing on in it is one step to undo. */
function changedField(id: string, before: object, after: object): string | undefined {
  const shapeOf = (leaf: object) => JSON.stringify(leaf).replace(/:"[^"]*"|:-?\d+(\.\d+)?/g, ':')
  if (shapeOf(before) !== shapeOf(after)) return undefined
  const now = Object.entries(after)
  const was = before as Record<string, unknown>
  const changed = now.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(was[name]))
  return changed.length === 1 ? `${id}.${changed[0]?.[0]}` : undefined
}
