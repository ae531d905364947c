import { watchReaders } from './card-shown.ts';
import { memberRoutes } from './member-routes.ts';
import { kioskRefusals } from './refusals.ts';
import { kioskSetUpRoutes } from './set-up-routes.ts';
export { authenticateKiosk, authenticateMember } from './authenticate.ts';
export { addKiosk } from './kiosk.ts';
export const kiosksFeature = (needs, stations) => {
    watchReaders(needs, stations);
    return {
        async routes(app, options) {
            await kioskSetUpRoutes(needs)(app, options);
            await memberRoutes(needs)(app, options);
        },
        refusals: kioskRefusals,
    };
};
