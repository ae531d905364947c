import { simulatedMaker, type SignedChip } from '../../hardware/nfc/originality.ts'

/** Whose chips are taken besides NXP's: those of the simulator, whose key everybody can read, on a simulated server alone. */
export const trustedMakers =
  (isSimulated: boolean) =>
  (chip: SignedChip): readonly string[] =>
    isSimulated ? [simulatedMaker(chip)] : []
