/** What a screen may show: the first character of the name, the ends of the phone number. */
export const mask = ({ name, phone }) => ({
    name: `${Array.from(name)[0] ?? ''}*`,
    phone: `${phone.slice(0, 3)}****${phone.slice(-4)}`,
});
