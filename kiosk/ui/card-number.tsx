import './card-number.css'

/** A card number as it is printed: four groups of four. */
export const CardNumber = ({ number }: { number: string }) => (
  <span className="card-number figures">
    {(number.match(/.{1,4}/g) ?? []).map((group, index) => (
      <span key={index}>{group}</span>
    ))}
  </span>
)
