import { Migrator, type Kysely, type Migration } from 'kysely'
import * as platform from './0001-platform.ts'
import * as staff from './0002-staff.ts'
import * as programmes from './0003-programmes.ts'
import * as members from './0004-members.ts'
import * as stations from './0005-stations.ts'
import * as cards from './0006-cards.ts'
import * as points from './0007-points.ts'
import * as purchases from './0008-purchases.ts'
import * as gifts from './0009-gifts.ts'
import * as drives from './0010-drives.ts'
import * as batchLife from './0011-batch-life.ts'
import * as cardLife from './0012-card-life.ts'
import * as commandAge from './0013-command-age.ts'
import * as chips from './0014-chips.ts'
import * as runPace from './0015-run-pace.ts'
import * as designs from './0017-designs.ts'
import * as printing from './0018-printing.ts'
import * as memberPictures from './0019-member-pictures.ts'
import * as freeBlanks from './0020-free-blanks.ts'
import * as lightPictures from './0022-light-pictures.ts'
import * as namedCards from './0022-named-cards.ts'
import * as countedBooks from './0021-counted-books.ts'
import * as deviceHolds from './0021-device-holds.ts'
import * as laidCopies from './0021-laid-copies.ts'
import * as printFiles from './0023-print-files.ts'
import * as rules from './0024-rules.ts'
import * as levelsAndReturns from './0025-levels-and-returns.ts'
import * as pointsLots from './0026-points-lots.ts'
import * as pointsCorrections from './0027-points-corrections.ts'
import * as oneStripeWriter from './0028-one-stripe-writer.ts'
import * as codesOfASession from './0029-codes-of-a-session.ts'
import * as chipsByName from './0030-chips-by-name.ts'
import * as replays from './0035-replays.ts'
import * as imports from './0036-imports.ts'
import * as redemptionKinds from './0033-redemption-kinds.ts'
import * as vouchers from './0034-vouchers.ts'
import * as webhooks from './0037-webhooks.ts'
import * as besidePurchases from './0039-beside-purchases.ts'
import * as closedMonths from './0040-closed-months.ts'
import * as partners from './0041-partners.ts'
import * as watch from './0042-watch.ts'
import * as pointsYears from './0043-points-years.ts'
import * as tablets from './0044-tablets.ts'
import * as phoneFilter from './0045-phone-filter.ts'
import * as lateGoods from './0046-late-goods.ts'
import * as boothGoods from './0047-booth-goods.ts'
import * as drivePlans from './0048-drive-plans.ts'
import * as paperForms from './0049-paper-forms.ts'
import * as secondLooks from './0051-second-looks.ts'
import * as cardWords from './0052-card-words.ts'
import * as laptops from './0053-laptops.ts'
import * as gathering from './0054-gathering.ts'
import * as vouchersGivenBack from './0055-vouchers-given-back.ts'
import * as press from './0058-press.ts'
import * as fileSheets from './0059-file-sheets.ts'
import * as tabletWriteOffs from './0060-tablet-write-offs.ts'
import * as formsErased from './0061-forms-erased.ts'
import * as tightIndexes from './0062-tight-indexes.ts'
import * as aloneAndLate from './0063-alone-and-late.ts'

const migrations: Record<string, Migration> = {
  '0001-platform': platform,
  '0002-staff': staff,
  '0003-programmes': programmes,
  '0004-members': members,
  '0005-stations': stations,
  '0006-cards': cards,
  '0007-points': points,
  '0008-purchases': purchases,
  '0009-gifts': gifts,
  '0010-drives': drives,
  '0011-batch-life': batchLife,
  '0012-card-life': cardLife,
  '0013-command-age': commandAge,
  '0014-chips': chips,
  '0015-run-pace': runPace,
  '0017-designs': designs,
  '0018-printing': printing,
  '0019-member-pictures': memberPictures,
  '0020-free-blanks': freeBlanks,
  '0022-light-pictures': lightPictures,
  '0022-named-cards': namedCards,
  '0021-counted-books': countedBooks,
  '0021-device-holds': deviceHolds,
  '0021-laid-copies': laidCopies,
  '0023-print-files': printFiles,
  '0024-rules': rules,
  '0025-levels-and-returns': levelsAndReturns,
  '0026-points-lots': pointsLots,
  '0027-points-corrections': pointsCorrections,
  '0028-one-stripe-writer': oneStripeWriter,
  '0029-codes-of-a-session': codesOfASession,
  '0030-chips-by-name': chipsByName,
  '0035-replays': replays,
  '0036-imports': imports,
  '0033-redemption-kinds': redemptionKinds,
  '0034-vouchers': vouchers,
  '0037-webhooks': webhooks,
  '0039-beside-purchases': besidePurchases,
  '0040-closed-months': closedMonths,
  '0041-partners': partners,
  '0042-watch': watch,
  '0043-points-years': pointsYears,
  '0044-tablets': tablets,
  '0045-phone-filter': phoneFilter,
  '0046-late-goods': lateGoods,
  '0047-booth-goods': boothGoods,
  '0048-drive-plans': drivePlans,
  '0049-paper-forms': paperForms,
  '0051-second-looks': secondLooks,
  '0052-card-words': cardWords,
  '0053-laptops': laptops,
  '0054-gathering': gathering,
  '0055-vouchers-given-back': vouchersGivenBack,
  '0058-press': press,
  '0059-file-sheets': fileSheets,
  '0060-tablet-write-offs': tabletWriteOffs,
  '0061-forms-erased': formsErased,
  '0062-tight-indexes': tightIndexes,
  '0063-alone-and-late': aloneAndLate,
}

/**
 * Brings the schema up to date; safe to call from several processes at once.
 * @returns the names of the migrations it applied, in order
 * @throws the database's error of the migration that failed; nothing of that migration stays
 */
export async function migrate<T>(db: Kysely<T>): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } })
  const { error, results = [] } = await migrator.migrateToLatest()
  if (error) throw error
  return results.map((result) => result.migrationName)
}
