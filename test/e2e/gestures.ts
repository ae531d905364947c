import type { Locator, Page } from 'playwright-core'

type Scope = Page | Locator

export const heading = (scope: Scope, name: string | RegExp) =>
  scope.getByRole('heading', typeof name === 'string' ? { name, exact: true } : { name }).waitFor()

/** Waits until the page says just this. */
export const says = (scope: Scope, words: string | RegExp) =>
  scope
    .getByText(words, typeof words === 'string' ? { exact: true } : {})
    .first()
    .waitFor()

export const press = (scope: Scope, name: string) =>
  scope.getByRole('button', { name, exact: true }).first().click()

export const follow = (scope: Scope, name: string) =>
  scope.getByRole('link', { name, exact: true }).first().click()

export const fill = (scope: Scope, label: string, value: string | number) =>
  scope.getByLabel(label, { exact: true }).fill(String(value))

/** Ticks a box or takes a choice with the keyboard, as its drawn mark lies over the real one. */
export const tick = (scope: Scope, role: 'checkbox' | 'radio', name: string | RegExp) =>
  scope.getByRole(role, { name }).press('Space')

/** Opens the list whose label is `label`, and takes what is called so. */
export async function choose(scope: Scope, label: string, option: string) {
  const page = 'page' in scope ? scope.page() : scope
  await scope.getByRole('button', { name: new RegExp(`${label}$`) }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

/** Opens a dialog with a verb, does something in it, and waits until it is gone. */
export async function inDialog(page: Page, verb: Locator, fillIn: (dialog: Locator) => Promise<void>) {
  await verb.click()
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await fillIn(dialog)
  await dialog.waitFor({ state: 'detached' })
}

export const button = (scope: Scope, name: string) => scope.getByRole('button', { name, exact: true }).first()
