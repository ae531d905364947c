import { checkAudit, checkLedger } from '../../api/audit.ts'
import { useRead } from '../../api/reading.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useText } from './texts.ts'

/** Whether anything was changed behind the system's back, and whether the points add up. */
export function Books() {
  const text = useText()
  const audit = useRead(checkAudit)
  const ledger = useRead(checkLedger)
  return (
    <Section
      title={text('books.title')}
      actions={
        <Button
          icon="refresh"
          isPending={audit.isFetching || ledger.isFetching}
          onPress={() => {
            void audit.refetch()
            void ledger.refetch()
          }}
        >
          {text('books.again')}
        </Button>
      }
    >
      <Trouble of={[audit, ledger]} />
      {audit.data?.intact === true ? (
        <Notice
          tone="good"
          title={text('audit.intact', { links: audit.data.links })}
          todo={
            audit.data.unsealed > 0 ? text('audit.unsealed', { unsealed: audit.data.unsealed }) : undefined
          }
        />
      ) : null}
      {audit.data?.intact === false ? (
        <Notice
          tone="bad"
          title={text('audit.broken', { brokenAt: audit.data.brokenAt })}
          todo={text('audit.broken.todo')}
        />
      ) : null}
      {ledger.data?.isBalanced === true ? (
        <Notice tone="good" title={text('ledger.intact', ledger.data)} />
      ) : null}
      {ledger.data?.isBalanced === false ? (
        <Notice
          tone="bad"
          title={text('ledger.broken', { count: ledger.data.wrongMembers.length })}
          todo={text('ledger.broken.todo')}
        />
      ) : null}
    </Section>
  )
}
