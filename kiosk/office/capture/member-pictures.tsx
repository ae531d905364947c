import { call } from '../../api/call.ts'
import {
  forgetMemberPicture,
  keepMemberPicture,
  memberPictureAddress,
  type MemberDetails,
  type PictureKind,
} from '../../api/members.ts'
import { useChange } from '../../api/reading.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { managers } from '../roles.ts'
import { Section } from '../section.tsx'
import { useMay } from '../use-may.ts'
import { CardsToPrint } from './card-to-print.tsx'
import { PhotoCapture } from './photo-capture.tsx'
import { SignatureCapture } from './signature-capture.tsx'
import { useText } from './texts.ts'

const kinds = ['photo', 'signature'] as const satisfies PictureKind[]

/** A member's photo and signature, for cards that show them; who may not open them does not see that they are there. */
export function MemberPictures({ member }: { member: MemberDetails }) {
  const text = useText()
  if (!useMay(managers)) return null
  return (
    <Section title={text('member.pictures')}>
      <p className="soft">{text('member.pictures-hint')}</p>
      <div className="member-pictures">
        {kinds.map((kind) => (
          <MemberPicture
            key={kind}
            memberId={member.id}
            kind={kind}
            keptAt={member.pictures.find((picture) => picture.kind === kind)?.keptAt}
          />
        ))}
      </div>
      <CardsToPrint member={member} />
    </Section>
  )
}

interface MemberPictureProps {
  memberId: string
  kind: PictureKind
  keptAt: string | undefined
}

function MemberPicture({ memberId, kind, keptAt }: MemberPictureProps) {
  const text = useText()
  const params = { memberId, kind }
  const keep = useChange((address: string, commandId) => {
    const base64 = address.slice(address.indexOf(',') + 1)
    return call(keepMemberPicture, { params, body: { base64 }, commandId })
  })
  const forget = useChange((_: undefined, commandId) => call(forgetMemberPicture, { params, commandId }))
  return (
    <figure className="member-picture">
      {keptAt === undefined ? (
        <p className="soft">{text(`member.no-${kind}`)}</p>
      ) : (
        <img src={memberPictureAddress(memberId, kind, keptAt)} alt={text(`member.${kind}`)} />
      )}
      <figcaption>
        <strong>{text(`member.${kind}`)}</strong> {keptAt === undefined ? null : <DateTime at={keptAt} />}
      </figcaption>
      {keep.error ? <ProblemNotice problem={keep.error} /> : null}
      {forget.error ? <ProblemNotice problem={forget.error} /> : null}
      <span className="actions">
        <DialogButton
          label={text(`member.take-${kind}`)}
          title={text(`member.take-${kind}`)}
          icon={kind === 'photo' ? 'people' : 'pen'}
        >
          {(close) => {
            const onTaken = (address: string) => {
              close()
              keep.mutate(address)
            }
            return kind === 'photo' ? (
              <PhotoCapture onTaken={onTaken} />
            ) : (
              <SignatureCapture onTaken={onTaken} />
            )
          }}
        </DialogButton>
        {keptAt === undefined ? null : (
          <Button kind="quiet" isPending={forget.isPending} onPress={() => forget.mutate(undefined)}>
            {text(`member.forget-${kind}`)}
          </Button>
        )}
      </span>
    </figure>
  )
}
