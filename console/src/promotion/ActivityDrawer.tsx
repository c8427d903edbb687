import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import {
  Alert,
  App,
  Button,
  Checkbox,
  DatePicker,
  Drawer,
  Form,
  Input,
  Popconfirm,
  Skeleton,
} from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useLocale } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { useSession } from '../session/session.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { Nothing } from '../ui/When.tsx'
import { ActivityForm } from './ActivityForm.tsx'
import {
  type Activity,
  activityQuery,
  copyActivity,
  type Figures,
  figuresQuery,
  setActivity,
  usePromotionChanged,
} from './api.ts'
import { Figure } from './Figure.tsx'
import styles from './Promotion.module.css'
import { foldOf } from './schema.ts'

/** One activity: its objectives beside what came of them, what went in against what came out. */
export function ActivityDrawer(props: { id: string; mayWrite: boolean; onClose: () => void }) {
  const t = useTexts()
  const { scope } = useSession()
  const isWhole = scope.kind === 'all'
  const activity = useQuery(activityQuery(props.id))
  const figures = useQuery({ ...figuresQuery(props.id), enabled: isWhole })
  const { data } = activity
  return (
    <Drawer open size={720} title={data?.name ?? t('activities.title')} onClose={props.onClose}>
      {activity.error ? (
        <ErrorPanel error={activity.error} onRetry={() => void activity.refetch()} />
      ) : !data ? (
        <Skeleton active />
      ) : (
        <>
          {props.mayWrite && <Acts activity={data} />}
          <Warnings warnings={data.warnings} />
          {figures.error ? (
            <ErrorPanel error={figures.error} onRetry={() => void figures.refetch()} />
          ) : figures.data ? (
            <>
              <Objectives activity={data} figures={figures.data} />
              <Result figures={figures.data} />
            </>
          ) : isWhole ? (
            <Skeleton active />
          ) : (
            <p className={styles.quiet}>{t('activities.whole_only')}</p>
          )}
          <Link to="/offers" search={{ activity: data.id }}>
            {t('activities.its_offers')}
          </Link>
          {' · '}
          <Link to="/group-buys" search={{ activity: data.id }}>
            {t('activities.its_group_buys')}
          </Link>
          {' · '}
          <Link to="/bestie-cards" search={{ activity: data.id }}>
            {t('activities.its_bestie_cards')}
          </Link>
          {' · '}
          <Link to="/flash-sales" search={{ activity: data.id }}>
            {t('activities.its_flash_sales')}
          </Link>
          {' · '}
          <Link to="/pre-sales" search={{ activity: data.id }}>
            {t('activities.its_pre_sales')}
          </Link>
        </>
      )}
    </Drawer>
  )
}

/** What a storefront allows: it is not published beyond it. */
const STOPS: ReadonlySet<string> = new Set(['gap_days', 'most_activities', 'most_days'])

function Warnings(props: { warnings: { code: string; args: Record<string, string | number> }[] }) {
  const t = useTexts()
  const { currency, language } = useLocale()
  const CODES = [
    ...(['too_often', 'too_deep', 'budget_over', 'no_offers'] as const),
    ...(['gap_days', 'most_activities', 'most_days'] as const),
  ] as const
  return props.warnings.map(({ code, args }, i) => {
    const known = CODES.find((one) => one === code)
    const shown = Object.fromEntries(
      Object.entries(args).map(([name, value]) => [
        name,
        typeof value !== 'number'
          ? value
          : name.endsWith('_fen')
            ? money(value, currency, language)
            : name.endsWith('_bp')
              ? foldOf(value)
              : value,
      ]),
    )
    const key = `${code} ${i}`
    const stops = STOPS.has(code)
    return (
      <Alert
        key={key}
        type={stops ? 'error' : 'warning'}
        showIcon
        style={{ marginBottom: 8 }}
        title={known ? t(`activity_warning.${known}`, shown) : code}
        description={
          stops &&
          (args.earliest
            ? t('activity_warning.earliest', { day: args.earliest })
            : t('activity_warning.no_day'))
        }
      />
    )
  })
}

function Acts(props: { activity: Activity }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = usePromotionChanged()
  const { activity } = props
  const [opened, open] = useState<'edit' | 'copy'>()
  const acting = useMutation({
    mutationFn: (to: 'publish' | 'pause' | 'end') => setActivity(activity.id, to),
    onSuccess: ({ approval_id }) => {
      if (approval_id) void message.info(t('activities.asked'))
    },
    onSettled: () => changed(),
  })
  const isOver = activity.state === 'ended'
  return (
    <>
      {acting.error && <ErrorNote error={acting.error} />}
      <div style={{ display: 'flex', gap: 8, marginBottom: 16, flexWrap: 'wrap' }}>
        {!isOver && (
          <Button disabled={activity.approval_id !== null} onClick={() => open('edit')}>
            {t('action.edit')}
          </Button>
        )}
        {activity.state === 'live' && (
          <Button loading={acting.isPending} onClick={() => acting.mutate('pause')}>
            {t('offers.pause')}
          </Button>
        )}
        {(activity.state === 'draft' || activity.state === 'paused') && (
          <Button
            type="primary"
            disabled={activity.approval_id !== null}
            loading={acting.isPending}
            onClick={() => acting.mutate('publish')}
          >
            {t(activity.approval_id ? 'activities.waits' : 'offers.publish')}
          </Button>
        )}
        <Button onClick={() => open('copy')}>{t('activities.copy')}</Button>
        {!isOver && (
          <Popconfirm
            title={t('activities.end_sure')}
            description={t('activities.end_words')}
            onConfirm={() => acting.mutate('end')}
          >
            <Button danger>{t('offers.end')}</Button>
          </Popconfirm>
        )}
      </div>
      {opened === 'edit' && <ActivityForm activity={activity} onClose={() => open(undefined)} />}
      {opened === 'copy' && <CopyForm activity={activity} onClose={() => open(undefined)} />}
    </>
  )
}

function CopyForm(props: { activity: Activity; onClose: () => void }) {
  const t = useTexts()
  const { modal, message } = App.useApp()
  const changed = usePromotionChanged()
  return (
    <FormDialog<
      { name: string; time: [Dayjs, Dayjs]; with_offers: boolean },
      Awaited<ReturnType<typeof copyActivity>>
    >
      title={t('activities.copy')}
      okText={t('action.save')}
      words={t('activities.copy_words')}
      initial={{ name: props.activity.name, with_offers: true }}
      save={({ name, time, with_offers }) =>
        copyActivity(props.activity.id, {
          ...{ name: name.trim(), starts_at: time[0].toISOString() },
          ...{ ends_at: time[1].toISOString(), with_offers },
        })
      }
      onSaved={async ({ left_out }) => {
        props.onClose()
        if (left_out.length === 0) void message.success(t('activities.copied'))
        else
          void modal.warning({
            title: t('activities.copied_but', { count: left_out.length }),
            content: <LeftOut parts={left_out} />,
          })
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="name"
        label={t('activities.name')}
        rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item
        name="time"
        label={t('offers.time')}
        rules={[{ required: true, message: t('offers.needed') }]}
      >
        <DatePicker.RangePicker showTime style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="with_offers" valuePropName="checked">
        <Checkbox>{t('activities.copy_offers')}</Checkbox>
      </Form.Item>
    </FormDialog>
  )
}

function LeftOut(props: { parts: Awaited<ReturnType<typeof copyActivity>>['left_out'] }) {
  const t = useTexts()
  const known = useKnownText()
  return (
    <ul className={styles.told}>
      {props.parts.map(({ kind, name, code }) => (
        <li key={`${kind} ${name}`}>
          <span>
            {t(`activity_part.${kind}`)} · {name}
          </span>
          <span>{known(`error.${code}`) ?? code}</span>
        </li>
      ))}
    </ul>
  )
}

const reachedOf = (figures: Figures, measure: string): number => {
  if (measure === 'orders') return figures.orders
  if (measure === 'sales_fen') return figures.sales_fen - figures.refunded_fen
  if (measure === 'margin_fen') return figures.margin_fen ?? 0
  return measure === 'new_customers' ? figures.new_customers : figures.returning_customers
}

function Objectives(props: { activity: Activity; figures: Figures }) {
  const t = useTexts()
  const { activity, figures } = props
  return (
    <dl className={styles.figures}>
      {(['short', 'long'] as const).map((term) => {
        const objective = activity[`${term}_objective`]
        const show = (n: number) =>
          objective?.measure.endsWith('_fen') ? <Money fen={n} /> : <Count value={n} />
        return (
          <Figure key={term} title={t(`activities.${term}_objective`)}>
            {objective ? (
              <>
                {show(reachedOf(figures, objective.measure))} / {show(objective.target)}
                <div className={styles.quiet}>
                  {t(`activity_measure.${objective.measure}`)}
                  {objective.note && ` · ${objective.note}`}
                </div>
              </>
            ) : (
              <Nothing />
            )}
          </Figure>
        )
      })}
    </dl>
  )
}

const COSTS = ['media', 'incentive', 'goods', 'staff', 'tool', 'platform_commission'] as const

function Result(props: { figures: Figures }) {
  const t = useTexts()
  const { figures } = props
  return (
    <>
      <h2 className={styles.part}>{t('activities.input')}</h2>
      <dl className={styles.figures}>
        <Figure title={t('activities.subsidy')}>
          <Money fen={figures.subsidy_fen} />
          {figures.held_fen > 0 && (
            <div className={styles.quiet}>
              {t('activities.held')} <Money fen={figures.held_fen} />
            </div>
          )}
        </Figure>
        {figures.costs.map(({ kind, fen }) => {
          const known = COSTS.find((one) => one === kind)
          return (
            <Figure key={kind} title={known ? t(`activity_cost.${known}`) : kind}>
              <Money fen={fen} />
            </Figure>
          )
        })}
      </dl>
      <h2 className={styles.part}>{t('activities.output')}</h2>
      <dl className={styles.figures}>
        <Figure title={t('activity_measure.orders')}>
          <Count value={figures.orders} />
        </Figure>
        <Figure title={t('activity_measure.sales_fen')}>
          <Money fen={figures.sales_fen - figures.refunded_fen} />
        </Figure>
        <Figure title={t('activity_measure.margin_fen')}>
          {figures.margin_fen === null ? <Nothing /> : <Money fen={figures.margin_fen} />}
          {figures.estimated_orders > 0 && (
            <div className={styles.quiet}>
              {t('activities.estimated', { count: figures.estimated_orders })}
            </div>
          )}
        </Figure>
        <Figure title={t('activity_measure.new_customers')}>
          <Count value={figures.new_customers} />
        </Figure>
        <Figure title={t('activity_measure.returning_customers')}>
          <Count value={figures.returning_customers} />
        </Figure>
      </dl>
      {figures.by_offer.length > 0 && (
        <div className={styles.scrolled}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('offers.name')}</th>
                <th scope="col">{t('offers.uses')}</th>
                <th scope="col">{t('activities.subsidy')}</th>
                <th scope="col">{t('activity_measure.sales_fen')}</th>
                <th scope="col">{t('activity_measure.margin_fen')}</th>
                <th scope="col">{t('activity_measure.new_customers')}</th>
                <th scope="col">{t('offers.subsidy_per_new')}</th>
              </tr>
            </thead>
            <tbody>
              {figures.by_offer.map((offer) => (
                <tr key={offer.id}>
                  <td>{offer.name}</td>
                  <td>
                    <Count value={offer.uses} />
                  </td>
                  <td>
                    <Money fen={offer.fen} />
                  </td>
                  <td>
                    <Money fen={offer.sales_fen} />
                  </td>
                  <td>
                    {offer.margin_fen === null ? <Nothing /> : <Money fen={offer.margin_fen} />}
                  </td>
                  <td>
                    <Count value={offer.new_customers} />
                  </td>
                  <td>
                    {offer.subsidy_per_new_fen === null ? (
                      <Nothing />
                    ) : (
                      <Money fen={offer.subsidy_per_new_fen} />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}
