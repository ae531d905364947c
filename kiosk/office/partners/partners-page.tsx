import { Link } from '@tanstack/react-router'
import { getPartners } from '../../api/partners.ts'
import { useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { useLanguage } from '../../i18n/language.ts'
import { Badge } from '../../ui/badge.tsx'
import { Table } from '../../ui/table.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { Page } from '../page.tsx'
import { managers } from '../roles.ts'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useMay } from '../use-may.ts'
import { useBalanceWords } from './balance.ts'
import { NewPartnerForm } from './partner-form.tsx'
import { useText } from './texts.ts'

/** Other brands that give and take our points. */
export function PartnersPage() {
  const text = useText()
  const { number } = useFormats()
  const language = useLanguage()
  const balance = useBalanceWords()
  const mayChange = useMay(managers)
  const partners = useRead(getPartners)
  const list = partners.data?.partners ?? []
  const waiting = list.filter(({ isWaiting }) => isWaiting).length
  return (
    <Page
      title={text('title')}
      lead={
        partners.data &&
        (list.length === 0 ? text('lead.none') : text('lead.some', { count: list.length, waiting }))
      }
      help={text('help')}
      actions={
        mayChange ? (
          <DialogButton label={text('add')} title={text('add')} icon="plus" kind="primary">
            {(close) => <NewPartnerForm onDone={close} />}
          </DialogButton>
        ) : null
      }
    >
      <Trouble of={[partners]} />
      <Section title={text('list.title')}>
        {partners.data && list.length === 0 ? <p className="soft">{text('list.none')}</p> : null}
        {list.length > 0 ? (
          <Table
            caption={text('list.title')}
            rows={list}
            keyOf={({ id }) => id}
            columns={[
              {
                title: text('list.name'),
                cell: ({ id, nameZh, nameEn }) => (
                  <Link to="/partners/$partnerId" params={{ partnerId: id }}>
                    {language === 'en' ? nameEn : nameZh}
                  </Link>
                ),
              },
              {
                title: text('list.state'),
                cell: ({ state, isWaiting }) =>
                  isWaiting ? (
                    <Badge tone="caution" icon="clock">
                      {text('state.waiting')}
                    </Badge>
                  ) : (
                    <Badge
                      tone={state === 'active' ? 'good' : 'bad'}
                      icon={state === 'active' ? 'check' : 'pause'}
                    >
                      {text(`state.${state}`)}
                    </Badge>
                  ),
              },
              { title: text('list.month'), cell: ({ openMonth }) => openMonth },
              { title: text('list.entries'), isNumber: true, cell: ({ entries }) => number(entries) },
              {
                title: text('list.balance'),
                isNumber: true,
                cell: ({ balanceFen }) => balance(balanceFen),
              },
            ]}
          />
        ) : null}
      </Section>
    </Page>
  )
}
