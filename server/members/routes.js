import { perform, valueOf } from '../platform/http/perform.ts';
import { publishConsentText } from './consent.ts';
import { listConsentTexts } from './queries.ts';
import * as schema from './schema.ts';
import { describeMember, searchMembers } from './search.ts';
const OFFICE = ['administrator', 'programme-manager'];
export const memberRoutes = ({ db }, keys) => async (app) => {
    app.post('/members/search', {
        schema: {
            summary: 'Find a member by a whole phone or card number; masked',
            body: schema.MemberSearch,
            response: { 200: schema.FoundMembers },
        },
        config: { access: OFFICE, refusals: ['phone-invalid'] },
    }, async (request) => ({ members: valueOf(request, await searchMembers(db, keys, request.body)) }));
    app.get('/members/:memberId', {
        schema: {
            summary: 'One member: cards, points, consents; masked',
            params: schema.MemberParams,
            response: { 200: schema.MemberDetails },
        },
        config: { access: OFFICE, refusals: ['member-unknown'] },
    }, async (request) => valueOf(request, await describeMember(db, keys, request.params.memberId)));
    app.get('/consent-texts', {
        schema: { summary: 'Consent texts, newest first', response: { 200: schema.ConsentTexts } },
        config: { access: ['staff'], refusals: [] },
    }, async () => ({
        texts: (await listConsentTexts(db)).map((text) => ({
            version: text.version,
            textZh: text.text_zh,
            textEn: text.text_en,
            createdAt: text.created_at.toISOString(),
        })),
    }));
    app.post('/consent-texts', {
        schema: {
            summary: 'Publish a version of the consent text',
            body: schema.NewConsentText,
            response: { 200: schema.ConsentText },
        },
        config: { access: OFFICE, refusals: ['consent-version-taken'] },
    }, (request) => perform(request, (work) => publishConsentText(work, request.body)));
};
