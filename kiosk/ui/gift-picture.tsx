import type { ReactNode } from 'react'
import './gift-picture.css'

/** One style for all: flat lacquer, jade and metal with one ink line of 5; 400 × 300 units, standing on a line at 262. */
const drawings: Readonly<Record<string, ReactNode>> = {
  umbrella: (
    <>
      <path className="metal" d="M200 44V22" />
      <path
        className="lacquer"
        d="M64 164C64 92 124 44 200 44s136 48 136 120c-14-16-40-16-54 0-14-16-40-16-54 0-14-16-42-16-56 0-14-16-40-16-54 0-14-16-40-16-54 0Z"
      />
      <path className="pale" d="M172 164c0-52 8-92 28-120 20 28 28 68 28 120-14-16-42-16-56 0Z" />
      <path className="line" d="M118 164c2-56 32-100 82-120 50 20 80 64 82 120" />
      <path className="line" d="M200 154v78c0 34-46 34-46 2" />
    </>
  ),
  tea: (
    <>
      <path className="jade" d="M92 96h112v154c0 8-6 12-12 12h-88c-6 0-12-4-12-12V96Z" />
      <path className="metal" d="M84 62c0-12 6-18 16-18h96c10 0 16 6 16 18v34H84V62Z" />
      <path className="pale" d="M112 132h72v92h-72v-92Z" />
      <path
        className="line thin"
        d="M148 212c-30-20-26-48 0-66 26 18 30 46 0 66Zm0 0v-40m0 14 14-12m-14 24-14-12"
      />
      <path className="pale" d="M230 198h96c0 40-18 64-48 64s-48-24-48-64Z" />
      <path className="line" d="M322 210c26-6 30 30-8 30" />
      <path className="line thin" d="M262 178c-10-14 10-20 0-36m32 36c-10-14 10-20 0-36" />
    </>
  ),
  thermos: (
    <>
      <path className="metal" d="M160 30c0-8 6-12 12-12h56c6 0 12 4 12 12v42h-80V30Z" />
      <path
        className="lacquer"
        d="M150 96c0-16 8-24 18-24h64c10 0 18 8 18 24v150c0 10-6 16-16 16h-68c-10 0-16-6-16-16V96Z"
      />
      <path className="pale" d="M150 186h100v26H150v-26Z" />
      <path className="line thin" d="M160 46h80M172 100v64" />
    </>
  ),
  tote: (
    <>
      <path className="line" d="M148 128V84c0-62 104-62 104 0v44" />
      <path className="pale" d="M96 112h208l18 140c1 6-2 10-8 10H86c-6 0-9-4-8-10l18-140Z" />
      <path className="lacquer" d="M84 212h232l6 40c1 6-2 10-8 10H86c-6 0-9-4-8-10l6-40Z" />
      <path
        className="line thin"
        d="M200 132c20 14 20 42 0 58-20-16-20-44 0-58Zm-30 30c18-12 42-12 60 0-18 14-42 14-60 0Z"
      />
      <path className="line" d="M148 112v22m104-22v22" />
    </>
  ),
  scarf: (
    <>
      <path className="metal" d="M122 40c50-24 106-24 156 0 12 34-4 62-34 76h-88c-30-14-46-42-34-76Z" />
      <path className="jade" d="M214 92h64l22 128h-70L214 92Z" />
      <path className="lacquer" d="M186 92h-64L92 236h78l34-128-18-16Z" />
      <path className="pale" d="M176 80c20-8 40-6 54 4 8 16 4 34-10 44-18 8-38 6-50-6-6-14-4-30 6-42Z" />
      <path
        className="line thin"
        d="M102 204h76M96 240l-4 22m22-22-2 22m22-22-1 22m20-22v22m18-22v22M228 192h64m-56 32 3 24m14-24 4 24m14-24 4 24m11-24 5 24M154 56c28 10 64 10 92 0"
      />
    </>
  ),
  towel: (
    <>
      <path className="jade" d="M76 206h236c14 0 20 8 20 28s-6 28-20 28H76c-14 0-20-10-20-28s6-28 20-28Z" />
      <path className="pale" d="M76 150h236c14 0 20 8 20 28s-6 28-20 28H76c-14 0-20-10-20-28s6-28 20-28Z" />
      <path className="lacquer" d="M76 94h236c14 0 20 8 20 28s-6 28-20 28H76c-14 0-20-10-20-28s6-28 20-28Z" />
      <path className="metal" d="M182 94h34v168h-34V94Z" />
      <path
        className="metal"
        d="M199 94c-50 2-72-54-38-58 24-2 34 30 38 58 4-28 14-60 38-58 34 4 12 60-38 58Z"
      />
      <path className="line thin" d="M80 122h82m-82 56h82m-82 56h82m74-112h74m-74 56h74m-74 56h74" />
    </>
  ),
  mug: (
    <>
      <path className="line wide" d="M262 118c72-14 72 92-8 84" />
      <path className="lacquer" d="M104 84h164v124c0 26-14 42-40 42h-84c-26 0-40-16-40-42V84Z" />
      <path className="pale" d="M104 84h164v40c-54 16-110 16-164 0V84Z" />
      <path className="metal" d="M72 250h228c-6 10-14 12-24 12H96c-10 0-18-2-24-12Z" />
      <path
        className="line thin"
        d="M152 60c-12-16 12-22 0-40m34 40c-12-16 12-22 0-40m34 40c-12-16 12-22 0-40"
      />
    </>
  ),
}

const wrapped = (
  <>
    <path className="lacquer" d="M88 136h224v114c0 8-4 12-12 12H100c-8 0-12-4-12-12V136Z" />
    <path className="pale" d="M72 92h256v44H72V92Z" />
    <path className="metal" d="M180 92h40v170h-40V92Z" />
    <path
      className="metal"
      d="M200 92c-62 4-90-62-48-68 30-4 42 36 48 68 6-32 18-72 48-68 42 6 14 72-48 68Z"
    />
  </>
)

/** A gift by the name of its picture; a name without a drawing shows a wrapped box. Its name stands beside it. */
export const GiftPicture = ({ picture }: { picture: string }) => (
  <svg className="gift-picture" viewBox="0 0 400 300" aria-hidden="true">
    <path className="ground" d="M40 264h320" />
    {drawings[picture] ?? wrapped}
  </svg>
)
