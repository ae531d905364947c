/** What the API's document shows: a counter that gives the card's discount, and its own promotion. */
export const counters = {
  counters: [
    {
      id: '0192f0c4-7a10-7c3e-9d55-2f6f1b7c9a10',
      name: '衬衫专柜',
      joins: true,
      ratePerMille: 800,
      promotions: [
        {
          nameZh: '店庆',
          nameEn: 'Anniversary',
          categories: [],
          from: '2026-11-01',
          until: '2026-11-30',
          offer: { kind: 'amount', everyFen: 30_000, offFen: 5_000, repeats: true },
        },
      ],
      advertising: '',
      words: [{ zh: '店庆（每满 ¥300 减 ¥50）', en: 'Anniversary: ¥50.00 off each full ¥300.00' }],
      startsAt: '2026-11-01T00:00:00.000Z',
    },
  ],
}
