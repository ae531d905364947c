/** The migrated database that every test's own database is copied from. */
export const templateDatabase = 'cardwright_template'

/** The same server and user, another database. */
export function databaseAt(url: string, database: string): string {
  const address = new URL(url)
  address.pathname = `/${database}`
  return address.href
}
