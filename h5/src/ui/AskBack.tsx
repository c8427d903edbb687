import { useState } from 'preact/hooks'
import { askBack, loadExchangeable, type Order } from '../orders.ts'
import { t } from '../texts.ts'
import { Failed, Skeleton } from './States.tsx'
import { useAct } from './useAct.ts'
import { useLoad } from './useLoad.ts'

interface Choice {
  /** As she paid for it. */
  sku: string
  /** What she has of it and sends back; absent: it was never sent, or is no goods. */
  held?: string
  name: string
  quantity: number
}

/** What she has is sent back; what was not sent, or is none, needs only its money back. */
export function AskBack(props: { order: Order; onDone: () => void }) {
  const { data, error, again } = useLoad(() => loadExchangeable(props.order.id), [props.order.id])
  if (error) return <Failed error={error} again={again} />
  if (!data) return <Skeleton lines={3} />
  const held: Choice[] = data.items.map(({ sku, held_sku, name, quantity }) => ({
    ...{ sku, held: held_sku, name, quantity },
  }))
  const rest = props.order.lines.flatMap(({ sku, name, ...line }): Choice[] => {
    const has = held.filter((one) => one.sku === sku).reduce((sum, one) => sum + one.quantity, 0)
    const quantity = line.quantity - line.refunded_quantity - line.exchanging_quantity - has
    return quantity > 0 ? [{ sku, name, quantity }] : []
  })
  return <Form id={props.order.id} choices={[...held, ...rest]} onDone={props.onDone} />
}

/** One request takes a line once and is of one kind; more than that are several. */
function requestsOf(choices: readonly Choice[]): Choice[][] {
  const requests: Choice[][] = []
  for (const choice of choices) {
    const fit = requests.find(
      (some) =>
        (some[0]?.held === undefined) === (choice.held === undefined) &&
        some.every((one) => one.sku !== choice.sku),
    )
    if (fit) fit.push(choice)
    else requests.push([choice])
  }
  return requests
}

function Form(props: { id: string; choices: Choice[]; onDone: () => void }) {
  const { id, choices, onDone } = props
  const [chosen, choose] = useState<number[]>([])
  const [reason, setReason] = useState('')
  const [key] = useState(() => crypto.randomUUID())
  const { act, isBusy, fault } = useAct()
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    void act(async () => {
      const back = choices.filter((_, i) => chosen.includes(i))
      for (const [n, some] of requestsOf(back).entries())
        await askBack(id, {
          ...{ key: `${key}-${n}`, reason, kind: some[0]?.held === undefined ? 'money' : 'return' },
          lines: some.map(({ sku, quantity, held }) => ({
            ...{ sku, quantity },
            ...(held !== undefined && { held_sku: held }),
          })),
        })
      onDone()
    })
  }
  return (
    <form class="form" onSubmit={send}>
      <fieldset class="variants">
        <legend>{t('ask_back.which')}</legend>
        {choices.map(({ sku, held, name }, i) => (
          <label key={`${sku} ${held}`} class="chip">
            <input
              type="checkbox"
              checked={chosen.includes(i)}
              onChange={(event) =>
                choose(
                  event.currentTarget.checked ? [...chosen, i] : chosen.filter((one) => one !== i),
                )
              }
            />
            {name}
          </label>
        ))}
      </fieldset>
      <label>
        {t('ask_back.reason')}
        <input
          type="text"
          required
          maxLength={500}
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </label>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <button
        type="submit"
        class="primary"
        disabled={isBusy || chosen.length === 0 || reason.trim() === ''}
      >
        {t('ask_back.send')}
      </button>
    </form>
  )
}
