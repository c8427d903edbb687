import { AutoComplete, type AutoCompleteProps } from 'antd'

/** A code typed or chosen; whoever types finds it by what it is called, too. */
export function CodeField(props: AutoCompleteProps) {
  return (
    <AutoComplete
      maxLength={200}
      showSearch={{
        filterOption: (typed, option) =>
          `${option?.label} ${option?.value}`.toLowerCase().includes(typed.toLowerCase()),
      }}
      {...props}
    />
  )
}
