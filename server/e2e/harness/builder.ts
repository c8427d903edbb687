// The rule builder of an audience as an operator's hands have it.
import type { Locator, Page } from 'playwright-core'

const FIND = '找条件：购买、生日、标签…'

export function builderOn(pageOf: () => Page) {
  const options = () => pageOf().locator('.ant-select-item-option').filter({ visible: true })
  return {
    condition: (at = 0) => pageOf().locator('fieldset').nth(at),
    /** The rule as it reads beside the builder. */
    sentence: () => pageOf().locator('aside p').first(),

    /** @param scope a group; the outermost when absent */
    async add(title: string, scope?: Locator): Promise<void> {
      const page = pageOf()
      await (scope ?? page).getByRole('button', { name: '添加条件' }).last().click()
      await page.getByLabel(FIND).fill(title)
      await page
        .getByRole('button', { name: new RegExp(`^${title}`) })
        .last()
        .click()
      await page.getByLabel(FIND).waitFor({ state: 'detached' })
    },

    /** Opens a picker, types where that finds, and takes the option with these words. */
    async pick(scope: Locator, label: string, words: string, typed = true): Promise<void> {
      await scope.getByRole('combobox', { name: label }).first().click()
      if (typed) await pageOf().keyboard.type(words)
      await options().filter({ hasText: words }).first().click()
    },

    fill: (scope: Locator, label: string, value: number) =>
      scope.getByRole('spinbutton', { name: label }).first().fill(String(value)),

    async begin(url: string, name: string): Promise<void> {
      await pageOf().goto(`${url}/console/audiences/new`)
      await pageOf().getByLabel('人群名称').fill(name)
      await pageOf().getByRole('button', { name: '添加条件' }).waitFor()
    },
  }
}
