import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form, Input, InputNumber, Switch } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import styles from './Promotion.module.css'
import { isFen, isOff, type Schema } from './schema.ts'

const KNOWN = [
  ...(['off_fen', 'off_bp', 'steps', 'from_fen', 'from_pieces', 'repeats', 'price_fen'] as const),
  ...(['most', 'free_shipping', 'buy', 'get', 'most_sets', 'parts', 'sku', 'pieces'] as const),
  ...(['value_fen', 'most_fen'] as const),
] as const
const known = (name: string) => KNOWN.find((one) => one === name)

/** The fields of a kind of offer, drawn from what the server says it needs. */
export function ArgsFields(props: { schema: Schema; path: (string | number)[]; inList?: boolean }) {
  const t = useTexts()
  const { properties = {}, required = [] } = props.schema
  return (
    <>
      {Object.entries(properties).map(([name, schema]) => {
        const word = known(name)
        const label = word ? t(`offer_arg.${word}`) : name
        const path = [...props.path, name]
        const isNeeded = required.includes(name) && schema.default === undefined
        if (schema.type === 'array' && schema.items)
          return <Rows key={name} label={label} path={path} schema={schema} />
        const name_ = props.inList ? path.slice(-2) : path
        return (
          <Form.Item
            key={name}
            name={name_}
            label={label}
            valuePropName={schema.type === 'boolean' ? 'checked' : 'value'}
            rules={isNeeded ? [{ required: true, message: t('offers.needed') }] : []}
          >
            <Field name={name} schema={schema} />
          </Form.Item>
        )
      })}
    </>
  )
}

function Field(props: { name: string; schema: Schema; id?: string }) {
  const t = useTexts()
  const { name, schema, ...rest } = props
  if (schema.type === 'boolean') return <Switch {...rest} />
  if (schema.type === 'string') return <Input {...rest} maxLength={200} />
  if (isFen(name)) return <InputNumber {...rest} min={0} precision={2} suffix={t('offers.yuan')} />
  if (isOff(name))
    return <InputNumber {...rest} min={0} max={9.999} step={0.1} suffix={t('offers.fold')} />
  return <InputNumber {...rest} min={schema.minimum ?? 0} precision={0} />
}

function Rows(props: { label: string; path: (string | number)[]; schema: Schema }) {
  const t = useTexts()
  const { items } = props.schema
  return (
    <Form.Item label={props.label} className={styles.wide}>
      <Form.List name={props.path} initialValue={[{}]}>
        {(fields, { add, remove }) => (
          <>
            {fields.map((field) => (
              <div key={field.key} className={styles.row}>
                <ArgsFields schema={items ?? {}} path={[...props.path, field.name]} inList />
                <Button
                  type="text"
                  aria-label={t('offers.remove_row')}
                  icon={<DeleteOutlined />}
                  disabled={fields.length === 1}
                  onClick={() => remove(field.name)}
                />
              </div>
            ))}
            <Button icon={<PlusOutlined />} onClick={() => add({})}>
              {t('offers.add_row')}
            </Button>
          </>
        )}
      </Form.List>
    </Form.Item>
  )
}
