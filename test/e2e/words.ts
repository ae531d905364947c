import type { Messages, Source, Translate } from '../../kiosk/i18n/messages.ts'
import type { Language } from '../../kiosk/i18n/language.ts'
import * as boothEn from '../../kiosk/booth/messages.en.ts'
import * as boothZh from '../../kiosk/booth/messages.zh-CN.ts'
import * as memberEn from '../../kiosk/member/messages.en.ts'
import * as memberZh from '../../kiosk/member/messages.zh-CN.ts'
import * as sessionEn from '../../kiosk/member/session/messages.en.ts'
import * as sessionZh from '../../kiosk/member/session/messages.zh-CN.ts'
import * as officeEn from '../../kiosk/office/messages.en.ts'
import * as officeZh from '../../kiosk/office/messages.zh-CN.ts'
import * as batchesEn from '../../kiosk/office/batches/messages.en.ts'
import * as batchesZh from '../../kiosk/office/batches/messages.zh-CN.ts'
import * as drivesEn from '../../kiosk/office/drives/messages.en.ts'
import * as drivesZh from '../../kiosk/office/drives/messages.zh-CN.ts'
import * as encodingEn from '../../kiosk/office/encoding/messages.en.ts'
import * as encodingZh from '../../kiosk/office/encoding/messages.zh-CN.ts'
import * as giftsEn from '../../kiosk/office/gifts/messages.en.ts'
import * as giftsZh from '../../kiosk/office/gifts/messages.zh-CN.ts'
import * as membersEn from '../../kiosk/office/members/messages.en.ts'
import * as membersZh from '../../kiosk/office/members/messages.zh-CN.ts'
import * as printingEn from '../../kiosk/office/printing/messages.en.ts'
import * as printingZh from '../../kiosk/office/printing/messages.zh-CN.ts'
import * as programmeEn from '../../kiosk/office/programme/messages.en.ts'
import * as programmeZh from '../../kiosk/office/programme/messages.zh-CN.ts'
import * as settingsEn from '../../kiosk/office/settings/messages.en.ts'
import * as settingsZh from '../../kiosk/office/settings/messages.zh-CN.ts'
import * as stationsEn from '../../kiosk/office/stations/messages.en.ts'
import * as stationsZh from '../../kiosk/office/stations/messages.zh-CN.ts'
import * as todayEn from '../../kiosk/office/today/messages.en.ts'
import * as todayZh from '../../kiosk/office/today/messages.zh-CN.ts'
import * as signInEn from '../../kiosk/sign-in/messages.en.ts'
import * as signInZh from '../../kiosk/sign-in/messages.zh-CN.ts'
import * as startEn from '../../kiosk/start/messages.en.ts'
import * as startZh from '../../kiosk/start/messages.zh-CN.ts'
import * as tapEn from '../../kiosk/tap/messages.en.ts'
import * as tapZh from '../../kiosk/tap/messages.zh-CN.ts'
import * as uiEn from '../../kiosk/ui/messages.en.ts'
import * as uiZh from '../../kiosk/ui/messages.zh-CN.ts'
import * as signatureEn from '../../kiosk/ui/signature-words.en.ts'
import * as signatureZh from '../../kiosk/ui/signature-words.zh-CN.ts'

export type { Language }

/** What the pages say in one language, so that one walk finds its way in every language. */
export const wordsIn = (language: Language) => ({
  language,
  booth: look(language, boothZh, boothEn),
  member: look(language, memberZh, memberEn),
  session: look(language, sessionZh, sessionEn),
  office: look(language, officeZh, officeEn),
  batches: look(language, batchesZh, batchesEn),
  drives: look(language, drivesZh, drivesEn),
  encoding: look(language, encodingZh, encodingEn),
  gifts: look(language, giftsZh, giftsEn),
  members: look(language, membersZh, membersEn),
  printing: look(language, printingZh, printingEn),
  programme: look(language, programmeZh, programmeEn),
  settings: look(language, settingsZh, settingsEn),
  stations: look(language, stationsZh, stationsEn),
  today: look(language, todayZh, todayEn),
  signIn: look(language, signInZh, signInEn),
  start: look(language, startZh, startEn),
  tap: look(language, tapZh, tapEn),
  ui: look(language, uiZh, uiEn),
  signature: look(language, signatureZh, signatureEn),
})

export type Words = ReturnType<typeof wordsIn>

function look<const Zh extends Source>(
  language: Language,
  { zh }: { zh: Zh },
  { en }: { en: Messages<Zh> },
): Translate<Zh> {
  const texts: Source = language === 'en' ? en : zh
  const plurals = new Intl.PluralRules(language)
  const numbers = new Intl.NumberFormat(language)
  return (key, ...[values]) => {
    const given: Readonly<Record<string, string | number>> = values ?? {}
    const plural = texts[`${key}_${plurals.select(Number(given['count']))}`]
    const text = plural ?? texts[key]
    if (text === undefined) throw new Error(`no page says ${key} in ${language}`)
    return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
      const value = given[name]
      return typeof value === 'number' ? numbers.format(value) : String(value)
    })
  }
}
