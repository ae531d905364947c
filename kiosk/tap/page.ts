import type { TapVerdict } from '../api/taps.ts'
import { currentLanguage, setLanguage } from '../i18n/language.ts'
import { iconPaths, type IconName } from '../ui/icon-paths.ts'
import type { Checking, Finding } from './checking.ts'
import { cardOf } from './card.ts'
import { invitationParts } from './invitation.ts'
import { button, element, icon } from './element.ts'
import { textsIn } from './texts.ts'

const marks = { genuine: 'check', copied: 'alert', unknown: 'help' } as const satisfies Record<
  TapVerdict['verdict'],
  IconName
>
type Text = ReturnType<typeof textsIn>

/** Draws what is known: one verdict, the card's picture, one sentence, one way on; nothing personal. */
export function drawPage(place: HTMLElement, finding: Finding, checking: Checking) {
  const text = textsIn(currentLanguage())
  document.title = `${text('title')} · Cardwright`
  const other = currentLanguage() === 'en' ? 'zh-CN' : 'en'
  const language = button('quiet', text('language.other'), () => setLanguage(other))
  language.prepend(icon(iconPaths.language))
  language.lang = other
  place.replaceChildren(
    element(
      'div',
      { class: 'tap' },
      element(
        'header',
        {},
        element('p', { class: 'wordmark' }, element('span', { translate: 'no' }, 'Cardwright')),
        language,
      ),
      element('main', { 'aria-live': 'polite' }, ...partsOf(finding, checking, text)),
      element('footer', { class: 'soft' }, text('privacy')),
    ),
  )
}

function partsOf(finding: Finding, checking: Checking, text: Text): (Element | undefined)[] {
  switch (finding.kind) {
    case 'none':
      return [
        cardOf({ design: 'gold' }, text('card.sample')),
        element('h1', {}, text('none.title')),
        element('p', { class: 'lead' }, text('none.words')),
      ]
    case 'checking':
      return [cardOf({}, ''), element('h1', {}, text('checking.title'))]
    case 'unreachable':
      return [
        cardOf({}, ''),
        element('h1', {}, text('unreachable.title')),
        element('p', { class: 'lead' }, text('unreachable.words')),
        button('primary', text('unreachable.again'), checking.again),
      ]
    case 'invited':
      return [
        cardOf({ design: 'gold' }, text('card.sample')),
        element('h1', {}, text('invited.title')),
        element('p', { class: 'tap-code figures' }, finding.code),
        element('p', { class: 'lead' }, text('invited.words')),
      ]
    case 'reminders':
      return [
        element('h1', {}, text(finding.isWanted ? 'reminders.on' : 'reminders.off')),
        element(
          'p',
          { class: 'lead' },
          text(finding.isWanted ? 'reminders.on.words' : 'reminders.off.words'),
        ),
        button('primary', text(finding.isWanted ? 'reminders.stop' : 'reminders.start'), () =>
          checking.choose(!finding.isWanted),
        ),
      ]
    case 'verdict':
      return verdictParts(finding.verdict, checking, text)
  }
}

function verdictParts(
  { verdict, invitation, ...look }: TapVerdict,
  checking: Checking,
  text: Text,
): Element[] {
  const mark = element('span', { class: 'verdict-mark' }, icon(iconPaths[marks[verdict]]))
  return [
    cardOf(look, text('card.this')),
    element('h1', { class: `verdict ${verdict}` }, mark, text(`${verdict}.title`)),
    element('p', { class: 'lead' }, text(`${verdict}.words`)),
    ...(invitation ? invitationParts(invitation, text) : []),
    button('primary', text(`${verdict}.next`), checking.forget),
  ]
}
