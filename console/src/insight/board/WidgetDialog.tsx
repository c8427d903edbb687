import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button, Form, Input, Modal, Segmented, Select } from 'antd'
import { useState } from 'react'
import { useKnownText, useTexts } from '../../i18n/texts.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { PERIODS } from '../periods.ts'
import { savedQuery } from '../sql/api.ts'
import { type MetricsWidget, questionsQuery, type Widget } from './api.ts'
import styles from './Board.module.css'
import { useCatalogue } from './metrics.ts'

type Kind = Widget['kind']

/** A widget's content: a new one's, or one that stands on the board. */
export function WidgetDialog(props: {
  kind: Kind
  widget: Widget | undefined
  onDone: (widget: Widget) => void
  onClose: () => void
}) {
  switch (props.kind) {
    case 'metrics':
      return <MetricsDialog {...props} />
    case 'question':
      return <QuestionDialog {...props} />
    case 'sql':
      return <SqlDialog {...props} />
    case 'text':
      return <TextDialog {...props} />
  }
}

interface Dialog {
  widget: Widget | undefined
  onDone: (widget: Widget) => void
  onClose: () => void
}
const placeOf = (widget: Widget | undefined, width: number, height: number) => ({
  id: widget?.id ?? crypto.randomUUID(),
  width: widget?.width ?? width,
  height: widget?.height ?? height,
})
const titled = (title: string | undefined) => (title?.trim() ? { title: title.trim() } : {})

interface MetricsValues {
  metrics: string[]
  look: MetricsWidget['look']
  period: NonNullable<MetricsWidget['period']>
  title?: string
}

function MetricsDialog(props: Dialog) {
  const t = useTexts()
  const catalogue = useCatalogue()
  const known = props.widget?.kind === 'metrics' ? props.widget : undefined
  const [form] = Form.useForm<MetricsValues>()
  const look = Form.useWatch<MetricsWidget['look'] | undefined>('look', form)
  const chosen = Form.useWatch<string[] | undefined>('metrics', form) ?? []
  const isChart = look !== undefined && look !== 'figures'
  const unit = catalogue?.of(chosen[0] ?? '')?.unit
  const options = (['long', 'short'] as const).map((term) => ({
    label: t(`metric_term.${term}`),
    options: (catalogue?.metrics ?? [])
      .filter((metric) => metric.term === term && metric.may_see)
      .map(({ code, unit: own }) => ({
        value: code,
        label: catalogue?.words(code).name ?? code,
        // On one axis there is one unit.
        disabled: isChart && unit !== undefined && own !== unit,
      })),
  }))
  return (
    <FormDialog<MetricsValues>
      title={t('board_widget.metrics')}
      okText={t('board.put')}
      form={form}
      initial={{
        metrics: known?.metrics ?? [],
        look: known?.look ?? 'figures',
        period: known?.period ?? 'day',
        ...(known?.title && { title: known.title }),
      }}
      save={async ({ metrics, look, period, title }) =>
        props.onDone({
          ...placeOf(known, look === 'figures' ? 4 : 2, look === 'figures' ? 1 : 3),
          ...titled(title),
          ...{ kind: 'metrics', metrics, look },
          ...(look !== 'figures' && { period }),
        })
      }
      onSaved={props.onClose}
      onClose={props.onClose}
    >
      <Form.Item name="look" label={t('board_field.look')}>
        <Segmented
          options={(['figures', 'line', 'bar'] as const).map((value) => ({
            value,
            label: t(`board_look.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item
        name="metrics"
        label={t('board_field.metrics')}
        extra={isChart ? t('board_field.one_unit') : undefined}
        rules={[
          {
            required: true,
            type: 'array',
            min: 1,
            max: isChart ? 6 : 8,
            message: t('board_field.metrics_needed', { count: isChart ? 6 : 8 }),
          },
        ]}
      >
        <Select mode="multiple" options={options} optionFilterProp="label" />
      </Form.Item>
      {isChart && (
        <Form.Item name="period" label={t('insight_field.period')}>
          <Select
            options={PERIODS.map((value) => ({ value, label: t(`insight_period.${value}`) }))}
          />
        </Form.Item>
      )}
      <TitleField />
    </FormDialog>
  )
}

function TitleField() {
  const t = useTexts()
  return (
    <Form.Item name="title" label={t('board_field.title')} extra={t('board_field.title_hint')}>
      <Input maxLength={100} />
    </Form.Item>
  )
}

interface TextValues {
  text: string
  title?: string
}

function TextDialog(props: Dialog) {
  const t = useTexts()
  const known = props.widget?.kind === 'text' ? props.widget : undefined
  return (
    <FormDialog<TextValues>
      title={t('board_widget.text')}
      okText={t('board.put')}
      initial={{ text: known?.text ?? '' }}
      save={async ({ text }) =>
        props.onDone({ ...placeOf(known, 2, 1), kind: 'text', text: text.trim() })
      }
      onSaved={props.onClose}
      onClose={props.onClose}
    >
      <Form.Item
        name="text"
        label={t('board_widget.text')}
        rules={[{ required: true, whitespace: true, message: t('board_field.text_needed') }]}
      >
        <Input.TextArea autoFocus autoSize={{ minRows: 4, maxRows: 14 }} maxLength={5_000} />
      </Form.Item>
    </FormDialog>
  )
}

function QuestionDialog(props: Dialog) {
  const t = useTexts()
  const known = useKnownText()
  const [q, setQ] = useState('')
  const list = useInfiniteQuery(questionsQuery({ q: q || undefined }))
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const put = (id: string) => {
    props.onDone({ ...placeOf(props.widget, 2, 4), kind: 'question', question_id: id })
    props.onClose()
  }
  return (
    <Modal open title={t('board_widget.question')} footer={null} onCancel={props.onClose}>
      <Input.Search
        allowClear
        placeholder={t('question_list.search')}
        aria-label={t('question_list.search')}
        onSearch={setQ}
        style={{ marginBottom: 8 }}
      />
      {list.isPending && <SkeletonLines lines={4} />}
      {list.isSuccess && items.length === 0 && (
        <EmptyState title={t('question_list.empty')}>{t('question_list.empty_words')}</EmptyState>
      )}
      <div className={styles.choices}>
        {items.map(({ id, name, analysis, owner }) => (
          <button key={id} type="button" className={styles.choice} onClick={() => put(id)}>
            <strong>{name}</strong>
            <span>
              {known(`insight_page.${analysis}`) ?? analysis}
              {owner && ` · ${owner.name}`}
            </span>
          </button>
        ))}
      </div>
      {list.hasNextPage && (
        <Button type="link" onClick={() => void list.fetchNextPage()}>
          {t('question_list.more')}
        </Button>
      )}
    </Modal>
  )
}

/** One of the kept statements; a board asks it anew for everybody who looks. */
function SqlDialog(props: Dialog) {
  const t = useTexts()
  const list = useQuery(savedQuery)
  const put = (id: string) => {
    props.onDone({ ...placeOf(props.widget, 2, 4), kind: 'sql', saved_sql_id: id })
    props.onClose()
  }
  return (
    <Modal open title={t('board_widget.sql')} footer={null} onCancel={props.onClose}>
      <p>{t('board_sql.words')}</p>
      {list.error && <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonLines lines={4} />}
      {list.data?.items.length === 0 && (
        <EmptyState title={t('sql.no_saved')}>{t('sql.no_saved_words')}</EmptyState>
      )}
      <div className={styles.choices}>
        {list.data?.items.map(({ id, name, text }) => (
          <button key={id} type="button" className={styles.choice} onClick={() => put(id)}>
            <strong>{name}</strong>
            <span>{text.slice(0, 120)}</span>
          </button>
        ))}
      </div>
    </Modal>
  )
}
