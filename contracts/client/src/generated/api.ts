// Written by `pnpm openapi` from contracts/http-api/openapi.json.
export interface paths {
    "/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List sessions, newest first */
        get: operations["listSessions"];
        put?: never;
        /**
         * Start a verification
         * @description Creates one session at a provider of the flow. Repeat a request whose answer you did not get with the same `Idempotency-Key`: you get the same session, never a second one.
         */
        post: operations["createSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{sessionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a session */
        get: operations["getSession"];
        put?: never;
        post?: never;
        /**
         * Erase a session's data
         * @description Our copies are gone when this answers; the provider's are erased in the background, repeated until it confirms. `erasure` tells when that is done, and an event `session.erased` says so; `Location` leads to the erasure with its signed receipt. Status and timeline stay, without personal data and without reasons.
         */
        delete: operations["eraseSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{sessionId}/result": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the normalised result
         * @description What the status was given for, in one shape for all providers: the facts of the report that decided, and what later reports have added. Personal data: the audit log keeps who read it, and why.
         */
        get: operations["getSessionResult"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{sessionId}/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask the provider now
         * @description Fetches the provider's truth and applies it. Safe to repeat. When a fetch is under way already, answers with what is known.
         */
        post: operations["refreshSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{sessionId}/launch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give the applicant a fresh link
         * @description Links lapse while people look for their passport. Asks the provider for another way into the same session, and answers with the session and its new `launch`. Safe to repeat; an earlier link may go on working. A session that had expired by the gateway's clock alone is open again.
         */
        post: operations["launchSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{sessionId}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what happened, and why */
        get: operations["getSessionTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{sessionId}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the media that the provider holds */
        get: operations["listEvidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{sessionId}/evidence/{evidenceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream one piece of evidence
         * @description Passed through from the provider, never stored here.
         */
        get: operations["getEvidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{sessionId}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream the provider's own report about a session
         * @description A PDF for people, passed through from the provider, never stored here.
         */
        get: operations["getSessionReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{sessionId}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what happened in a session at the provider
         * @description Fetched from the provider now, never stored here.
         */
        get: operations["getSessionActivity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{sessionId}/call/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a session's video call
         * @description The conversation between the applicant and an operator of the provider ends now. Safe to repeat: no call is no failure. The session's status does not change by it.
         */
        post: operations["endCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/screenings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look for somebody in sanctions, PEP and watch lists
         * @description Without a session. Neither the question nor the answer is kept; that it was asked stands in the audit log.
         */
        post: operations["searchScreening"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/screenings/subjects/{subjectId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what a list tells about somebody */
        get: operations["getScreeningSubject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/watches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your watches */
        get: operations["listWatches"];
        put?: never;
        /**
         * Let the provider go on looking for a person in the lists
         * @description The same person of the same session again is the same watch: safe to repeat. What is new comes as an event `watch.changed` with `data.watchId`; the session's status does not change by it.
         */
        post: operations["createWatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/watches/{watchId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a watch */
        get: operations["getWatch"];
        put?: never;
        post?: never;
        /**
         * End a watch
         * @description You are told nothing more at once; a provider that does not answer now is told until it does.
         */
        delete: operations["deleteWatch"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/blocklist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your entries */
        get: operations["listBlocklist"];
        put?: never;
        /**
         * Refuse a person from now on
         * @description Takes effect in the provider's account, for everybody who uses it. The same entry again is the same entry: safe to repeat.
         */
        post: operations["createBlocklistEntry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/blocklist/{entryId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an entry */
        get: operations["getBlocklistEntry"];
        put?: never;
        post?: never;
        /**
         * Refuse a person no longer
         * @description It is gone for you at once; a provider that does not answer now is told until it does.
         */
        delete: operations["deleteBlocklistEntry"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/document-readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read the picture of a document
         * @description Tells what a picture says. Nothing is verified by it, nobody is approved by it, and neither the picture nor the answer is kept. A picture has at most 10 MiB and 50 million pixels; what a provider takes stands in its connection's capabilities.
         */
        post: operations["readDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/face-comparisons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Compare two faces
         * @description Tells how much two pictures show one person. It decides nothing, and neither the pictures nor the answer is kept. A picture has at most 10 MiB and 50 million pixels.
         */
        post: operations["compareFaces"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/applicants/{applicantId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an applicant's standing
         * @description Flow by flow: an approval in one says nothing about another. Of each flow the newest decision where there is one, until its validity ends; else where the newest session stands.
         */
        get: operations["getApplicant"];
        put?: never;
        post?: never;
        /**
         * Erase everything about a person
         * @description All sessions of the person. Our copies are gone when this answers, in backups too: the person's key is destroyed. The providers' are erased in the background, repeated until they confirm. Whoever starts anew under the same id is a new person. Repeating it changes nothing.
         */
        delete: operations["eraseApplicant"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/erasures/{erasureId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read how far an erasure is, and its receipt */
        get: operations["getErasure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/applicants/{applicantId}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export everything that is held about a person
         * @description For an access request: sessions, erasures, results, the provider's own reports, timelines, decisions with their reasons, opened bodies of deliveries, events, watches, entries of blocklists, and who read or changed what. Media stay at the provider. Have a look at it before you hand it out: reports may speak of others too.
         */
        get: operations["exportApplicant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/routing/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask which connection would serve a request, and why
         * @description The body is that of `POST /v1/sessions`. Nothing is created, and no provider is asked.
         */
        post: operations["previewRoute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/analytics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of your sessions, by hour or day
         * @description Sessions are counted in the bucket in which they were asked for, each once, with what has become of them by now: `approved`, `rejected`, `expired` and `open` come to `created`. A change counts within about a minute.
         *
         *     Rows of few sessions are held back, and those from which they could be computed.
         */
        get: operations["getAnalytics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/analytics/comparison": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Canaries of your routing rules against their controls
         * @description Of the days that `GET /v1/analytics` shows by rule and variant, at most 400. A difference whose interval does not contain 0 is hardly chance.
         */
        get: operations["compareCanaries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/analytics/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The sessions behind a number
         * @description As they are counted: by the hour in which they were asked for. Country and kind of the document are in the result of each, for those who may read it.
         */
        get: operations["listCountedSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/analytics/provider-calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How your own connections' providers answer
         * @description Latency and failures by hour or day. Of connections that are yours alone: what others share says something about them. Rows of fewer than 10 calls are not shown.
         */
        get: operations["getProviderCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read your events in order
         * @description Every event of your sessions in the order in which it became visible; none is passed over, however late its transaction committed. Keep `nextCursor` and come back with it as `after`: whoever was away for a week misses nothing that is still kept.
         *
         *     `wait` makes it a long poll. With `Accept: text/event-stream` the same feed comes as server-sent events: `id` is the cursor, `event` the type, `data` an Event; a browser's `Last-Event-ID` resumes it.
         *
         *     An event can also be posted to you: see `/v1/event-endpoints`.
         */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/event-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your endpoints */
        get: operations["listEventEndpoints"];
        put?: never;
        /**
         * Have events posted to you
         * @description Events are posted to it as JSON, signed by Standard Webhooks: `webhook-id` (the event's id: the same for every attempt, keep it to recognise repetitions), `webhook-timestamp`, and `webhook-signature` with one signature for every key that is live.
         *
         *     Answer 2xx within ten seconds. Anything else is repeated: 5 s, 30 s, 2 min, 10 min, 30 min, 1 h, 2 h, 4 h, 8 h, 8 h, 12 h, 12 h and 24 h after the attempt before, each up to 20 % earlier or later; `Retry-After` of a 429 or 503 is honoured. The order of events is kept: while one fails, those behind it wait. Your other endpoints do not.
         *
         *     After 5 failures in a row the endpoint is `warned`, at the end of the schedule, or at once after a 410, `disabled`. Enable it with one call, and it goes on where it stopped.
         *
         *     Redirects are not followed. Addresses that are not public are refused, whatever name leads to them.
         */
        post: operations["createEventEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/event-endpoints/{endpointId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an endpoint: its state, and what waits for it */
        get: operations["getEventEndpoint"];
        put?: never;
        post?: never;
        /**
         * Delete an endpoint
         * @description Its attempts go with it. The events stay in the feed.
         */
        delete: operations["deleteEventEndpoint"];
        options?: never;
        head?: never;
        /**
         * Change an endpoint
         * @description Also applies to events that still wait to be posted.
         */
        patch: operations["changeEventEndpoint"];
        trace?: never;
    };
    "/v1/event-endpoints/{endpointId}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace an endpoint's keys
         * @description The new key signs at once. Those that are there sign beside it for the overlap: let your receiver accept either, and nothing is lost.
         */
        post: operations["rotateSigningKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/event-endpoints/{endpointId}/keys/{keyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Stop a key from signing, at once */
        delete: operations["deleteSigningKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/event-endpoints/{endpointId}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable an endpoint
         * @description It goes on at once where it stopped, whatever its schedule said.
         */
        post: operations["enableEventEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/event-endpoints/{endpointId}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable an endpoint
         * @description Its events wait until it is enabled again.
         */
        post: operations["disableEventEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/event-endpoints/{endpointId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test event
         * @description Posts an event of type `endpoint.test` now, signed as every other, and answers with what became of it. Nothing is repeated.
         */
        post: operations["testEventEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/event-endpoints/{endpointId}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send events again
         * @description One event, or all of a time that the endpoint's filter lets through, oldest first, with the ids that they had. New events go before them.
         */
        post: operations["resendEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/event-endpoints/{endpointId}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List attempts, newest first
         * @description Kept for 14 days, and no more than the newest 10,000 of an endpoint.
         */
        get: operations["listEventAttempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description What went wrong (RFC 9457). */
        Problem: {
            /**
             * Format: uri-reference
             * @description Identifies the kind of problem; ends in the code.
             */
            type: string;
            /** @description The kind of problem, for people. */
            title: string;
            status: number;
            /** @description Stable. Decide by this, never by the title. `/docs/problems` says what to do about each. */
            code: components["schemas"]["ProblemCode"];
            /** @description Whether the same request, sent again later, may succeed. */
            retryable: boolean;
            /** @description What happened this time and what to do. No personal data. */
            detail?: string;
            /** @description The request's id: quote it when you ask. */
            instance?: string;
            /** @description Every issue found, not only the first. */
            issues?: {
                /** @description JSON pointer into the body (RFC 6901), or `query`/`path`/`header` and the name. */
                pointer: string;
                /** @description Stable code of the issue. */
                code: string;
                /** @description For people. */
                message: string;
            }[];
        };
        /**
         * @description Who the status comes from.
         *
         *     - `provider`: the provider reported it
         *     - `operator`: an operator of yours decided, by name and with a reason; see the audit log
         *     - `gateway`: the gateway itself: the time was up (`EXPIRED`, an assumption that later news replace), or a check that the flow requires is missing (`PENDING_REVIEW`)
         * @enum {string}
         */
        StatusOrigin: "provider" | "operator" | "gateway";
        Reason: {
            code: components["schemas"]["ReasonCode"];
            /** @description The provider's own code. */
            raw?: string;
            check?: components["schemas"]["CheckKind"];
        };
        /** @description What was verified about the person. Personal data. */
        Claims: {
            person?: {
                givenName?: string;
                middleName?: string;
                familyName?: string;
                fullName?: string;
                nativeName?: {
                    givenName?: string;
                    middleName?: string;
                    familyName?: string;
                    fullName?: string;
                };
                /**
                 * Format: date
                 * @description Date of birth.
                 */
                dateOfBirth?: string;
                placeOfBirth?: string;
                sex?: components["schemas"]["Sex"];
                /** @description Nationality. ISO 3166-1 alpha-3. */
                nationality?: string;
                /** @description Citizenship. ISO 3166-1 alpha-3. */
                citizenship?: string;
                personalNumber?: string;
                email?: string;
                phone?: string;
                address?: {
                    formatted?: string;
                    street?: string;
                    houseNumber?: string;
                    city?: string;
                    county?: string;
                    region?: string;
                    postalCode?: string;
                    /** @description Country. ISO 3166-1 alpha-3. */
                    country?: string;
                    latitude?: number;
                    longitude?: number;
                };
            };
            document?: {
                type?: components["schemas"]["DocumentType"];
                number?: string;
                /**
                 * Format: date
                 * @description Date of issue.
                 */
                issuedOn?: string;
                /**
                 * Format: date
                 * @description Date of expiry.
                 */
                expiresOn?: string;
                /** @description Issuing country. ISO 3166-1 alpha-3. */
                issuingCountry?: string;
                issuingAuthority?: string;
                /** @description Machine-readable zone, lines joined by a line feed. */
                mrz?: string;
                category?: string;
            };
            proofsOfAddress?: {
                documentType: string;
                name?: {
                    givenName?: string;
                    middleName?: string;
                    familyName?: string;
                    fullName?: string;
                };
                address?: {
                    formatted?: string;
                    street?: string;
                    houseNumber?: string;
                    city?: string;
                    county?: string;
                    region?: string;
                    postalCode?: string;
                    /** @description Country. ISO 3166-1 alpha-3. */
                    country?: string;
                    latitude?: number;
                    longitude?: number;
                };
                issuer?: string;
                /**
                 * Format: date
                 * @description Date of issue.
                 */
                issuedOn?: string;
                /**
                 * Format: date
                 * @description Date of expiry.
                 */
                expiresOn?: string;
            }[];
            /** @description Values of the provider that are not, or not exactly as they came, among the claims. */
            notices?: {
                /** @description The path of the claim: `person.dateOfBirth`. */
                claim: string;
                code: components["schemas"]["ClaimNoticeCode"];
                /** @description The provider's value as text, at most 200 characters. */
                raw: string;
                /** @description The certain part of a date: `YYYY` or `YYYY-MM`. */
                known?: string;
            }[];
        };
        CreateSession: {
            /** @description The name of one of your flows: what is to be verified. */
            flow: string;
            /** @description The person to verify. */
            applicant: {
                /** @description Your own id of the person, without spaces; not `.`, `..` or their percent-encoded forms, which URLs take for steps. Opaque to the gateway; no personal data in it, please. */
                id: string;
                /** @description Given name. */
                givenName?: string;
                /** @description Middle name. */
                middleName?: string;
                /** @description Family name. */
                familyName?: string;
                /**
                 * Format: date
                 * @description Date of birth.
                 */
                dateOfBirth?: string;
                /** @description National identification number. */
                personalNumber?: string;
                /** Format: email */
                email?: string;
                /** @description E.164. */
                phone?: string;
                /** @description Country of residence. ISO 3166-1 alpha-3. */
                country?: string;
            };
            /**
             * Format: uri
             * @description Where the applicant returns to: an https or http URL, or one with a scheme of your own app that your operator has allowed (`returnUrls.appSchemes`), such as `com.shop.app://kyc/done`. Never with credentials. Without it the page is embedded.
             */
            returnUrl?: string;
            /** @description BCP 47: a language, and where it matters its script and region. A provider gets the nearest that it knows: this one, the language alone, or what its flow names. */
            language?: string;
            /** @description Accept only these. */
            documentTypes?: components["schemas"]["RequestableDocumentType"][];
            /** @description Accept only documents of these countries. */
            documentCountries?: string[];
            /** @description When the applicant may take part. */
            schedule?: {
                /**
                 * Format: date-time
                 * @description Not before.
                 */
                startsAt?: string;
                /**
                 * Format: date-time
                 * @description Not after.
                 */
                endsAt?: string;
            };
            /**
             * Format: uuid
             * @description The session that this one belongs to, when several people take part.
             */
            parentSessionId?: string;
            /** @description Answers to preset, by questionnaire and question. They are sent to the provider and not stored. Refused where the flow's providers ask no such questions. */
            presets?: {
                [key: string]: {
                    [key: string]: string | number | boolean | string[];
                };
            };
            /** @description The provider's id of the group of operators that is to review this session. Refused where the flow's providers know no groups. */
            operatorGroup?: string;
            /** @description Your own tags about the applicant's risk, for routing rules. They are not stored. */
            riskTags?: string[];
            /** @description Your own data, returned unchanged. It must hold no personal data. */
            metadata?: {
                [key: string]: string;
            };
        };
        /** @description One verification session. */
        Session: {
            /**
             * Format: uuid
             * @description The session's id.
             */
            id: string;
            status: components["schemas"]["SessionStatus"];
            origin: components["schemas"]["StatusOrigin"];
            reasons: components["schemas"]["Reason"][];
            /** @description Which try of the applicant it is, from 1. A provider may ask the applicant to try again: then `attempt` grows and the status may be an earlier one. */
            attempt: number;
            /** @description Counts this session's events. Of two answers the one with the higher `seq` is the newer. */
            seq: number;
            /** @description The name of one of your flows: what is to be verified. */
            flow: string;
            /** @description Your own id of the person; null once the person was erased. */
            applicantId: string | null;
            /** @description Null once it is of no use: decided, expired, erased or not created. */
            launch: {
                /**
                 * Format: uri
                 * @description Open it in the applicant's browser, or embed it. Where the flow has a `launchPage` it is a page of the gateway, which is shown in no frame and can be opened again.
                 */
                url?: string;
                /** @description For the provider's mobile SDK. */
                token?: string;
            } | null;
            lapsesAt: string | null;
            notices: {
                code: string;
                detail: string;
            }[];
            /** @description Your own data, returned unchanged. It must hold no personal data. */
            metadata: {
                [key: string]: string;
            };
            /** @description Whether the session's data are erased. */
            erasure: components["schemas"]["SessionErasure"];
            /**
             * Format: date-time
             * @description When the session was asked for.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the status last changed.
             */
            updatedAt: string;
            decidedAt: string | null;
        };
        SessionPage: {
            items: components["schemas"]["Session"][];
            /** @description Give it back as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description The normalised answer about one session. */
        SessionResult: {
            /**
             * Format: uuid
             * @description The session.
             */
            sessionId: string;
            status: components["schemas"]["SessionStatus"];
            origin: components["schemas"]["StatusOrigin"];
            reasons: components["schemas"]["Reason"][];
            /** @description `decision_reopened`: the provider has taken the case up again, the decision stands until there is another. `provider_redacted`: the provider no longer reports all of this, what was verified is kept. `provider_facts_differ`: the provider now reports other facts, those of the decision are kept. */
            notices: {
                code: string;
                detail: string;
            }[];
            decidedAt: string | null;
            /**
             * Format: date-time
             * @description When the provider was last asked.
             */
            readAt: string;
            claims: components["schemas"]["Claims"];
            checks: {
                kind: components["schemas"]["CheckKind"];
                outcome: components["schemas"]["CheckOutcome"];
                score?: number;
                raw?: string;
            }[];
            /** @description What the report listed. The provider holds the files; it may have removed some since. */
            evidence: {
                /** @description Unique in its session; opaque. */
                id: string;
                kind: components["schemas"]["EvidenceKind"];
                /** @description Where the provider tells it beforehand. */
                mediaType?: string;
            }[];
            questionnaires: {
                key: string;
                answers: {
                    key: string;
                    answer: string | number | boolean | null | (string | number | boolean)[];
                }[];
            }[];
            screeningMatches: {
                name?: string;
                score?: number;
                subjectId?: string;
                reviewStatus?: string;
            }[];
            geolocations: {
                latitude?: number;
                longitude?: number;
                address?: string;
            }[];
            technicalDetails: {
                remoteAddress?: string;
                userAgent?: string;
                /** @description Country of the device. ISO 3166-1 alpha-3. */
                country?: string;
            } | null;
            /** @description What the provider's operator wrote. */
            comment: string | null;
            /** @description Decisions that were reversed, the oldest first, with what they were given for. */
            earlierDecisions: {
                status: components["schemas"]["SessionStatus"];
                origin: components["schemas"]["StatusOrigin"];
                reasons: components["schemas"]["Reason"][];
                /**
                 * Format: date-time
                 * @description When that decision became known.
                 */
                decidedAt: string;
                claims: components["schemas"]["Claims"];
                checks: {
                    kind: components["schemas"]["CheckKind"];
                    outcome: components["schemas"]["CheckOutcome"];
                    score?: number;
                    raw?: string;
                }[];
            }[];
        };
        /** @description What happened in the session, oldest first, as the provider recorded it. */
        SessionActivities: {
            items: {
                /** @description The provider's, where it has one. */
                id?: string;
                /** @description The provider's word in lower case, an open set. */
                type: string;
                /**
                 * Format: date-time
                 * @description When, where the provider tells.
                 */
                at?: string;
            }[];
            /** @description Absent: the provider gives none. */
            summary?: {
                /**
                 * Format: date-time
                 * @description When the session began.
                 */
                startedAt?: string;
                /** @description How long it took, in milliseconds. */
                durationMs?: number;
                steps: {
                    /** @enum {string} */
                    step: "document" | "liveness";
                    /**
                     * Format: date-time
                     * @description When it began.
                     */
                    startedAt?: string;
                    /**
                     * Format: date-time
                     * @description When it ended.
                     */
                    endedAt?: string;
                    /** @description How often the applicant tried. */
                    attempts?: number;
                    /** @description The provider's codes of what went wrong. */
                    failures: string[];
                }[];
                /** @description Where it ended early, the provider's word. */
                endedAtStep?: string;
                /** @description Why it ended early, the provider's codes. */
                endReasons: string[];
            };
        };
        /** @description What the picture says. Nothing of it is verified. */
        DocumentExtract: {
            claims?: components["schemas"]["Claims"];
            flaws: {
                /**
                 * @description - `unreadable`: the picture is too poor, or shows no such document
                 *     - `fields_mismatch`: what is printed and what is coded differ
                 *     - `fields_missing`: nothing could be read
                 *     - `other`: see `raw`
                 * @enum {string}
                 */
                code: "unreadable" | "fields_mismatch" | "fields_missing" | "other";
                /** @description The provider's own code. */
                raw?: string;
            }[];
        };
        /** @description How much two pictures show one person. It decides nothing. */
        FaceComparison: {
            /** @description The more the better the match. Absent: nothing could be compared; see `flaws`. */
            similarity?: number;
            flaws: {
                /** @enum {string} */
                picture: "first" | "second";
                /**
                 * @description What is wrong with it.
                 * @enum {string}
                 */
                code: "face_missing" | "face_too_small" | "several_faces" | "other";
                /** @description The provider's own code. */
                raw?: string;
            }[];
        };
        /** @description Whom to look for. */
        SearchScreening: {
            /** @description The person's full name. */
            fullName: string;
            /**
             * Format: date
             * @description Date of birth.
             */
            dateOfBirth?: string;
            /**
             * @description Hits that match less are left out.
             * @default 0.8
             */
            minimumScore: number;
            /** @default 20 */
            limit: number;
            /** @description `nextCursor` of the page before. */
            cursor?: string;
            /** @description Which connection. Default: the first of yours that can. */
            connection?: string;
        };
        /** @description Who was found, best matches first. A hit is a question for a person, not a decision. */
        ScreeningHits: {
            /** @description The connection that was asked: its ids mean nothing to another. */
            connection: string;
            hits: {
                /** @description For `GET /v1/screenings/subjects/{subjectId}`. */
                subjectId: string;
                name?: string;
                /** @description The more the better the match. */
                score?: number;
                entityType: components["schemas"]["ScreeningEntityType"];
                topics: {
                    /**
                     * @description Why it stands there. `other`: see `raw`.
                     * @enum {string}
                     */
                    code: "sanctioned" | "sanction_linked" | "counter_sanctioned" | "debarred" | "politically_exposed" | "close_associate" | "person_of_interest" | "wanted" | "regulator_action" | "regulator_warning" | "crime" | "other";
                    /** @description The provider's own word. */
                    raw?: string;
                }[];
            }[];
            /** @description Absent: there are no more. */
            nextCursor?: string;
        };
        /** @description What a list tells about somebody. None of it is verified. */
        ScreeningSubject: {
            /** @description The connection that was asked: its ids mean nothing to another. */
            connection: string;
            subjectId: string;
            entityType: components["schemas"]["ScreeningEntityType"];
            givenName?: string;
            middleName?: string;
            familyName?: string;
            fullName?: string;
            sex?: components["schemas"]["Sex"];
            /**
             * Format: date
             * @description Date of birth.
             */
            dateOfBirth?: string;
            /** @description Nationality. ISO 3166-1 alpha-3. */
            nationality?: string;
            groups?: {
                name: string;
                entries: {
                    name?: string;
                    properties: {
                        name: string;
                        /**
                         * @description A `url` is a stranger's.
                         * @enum {string}
                         */
                        type: "text" | "list" | "date" | "url";
                        values: string[];
                    }[];
                }[];
            }[];
        };
        /** @description Whom to watch. */
        CreateWatch: {
            /**
             * Format: uuid
             * @description The session that the person was verified in. Erasing it ends the watch.
             */
            sessionId: string;
            /** @description The person's full name. */
            fullName: string;
            /**
             * Format: date
             * @description Date of birth.
             */
            dateOfBirth?: string;
            /** @description Which connection. Default: the first of yours that can. */
            connection?: string;
        };
        /** @description The provider goes on looking for the person; `watch.changed` tells of news. */
        Watch: {
            /**
             * Format: uuid
             * @description The watch.
             */
            id: string;
            /**
             * Format: uuid
             * @description The session that the person was verified in.
             */
            sessionId: string;
            /** @description The connection that was asked: its ids mean nothing to another. */
            connection: string;
            /**
             * @description `placing`: the provider has not confirmed it yet; repeat the request, or wait.
             * @enum {string}
             */
            state: "placing" | "watching";
            fullName: string;
            /**
             * Format: date
             * @description Date of birth.
             */
            dateOfBirth?: string;
            /**
             * Format: date-time
             * @description When it began.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the lists last said something new. Absent: never.
             */
            changedAt?: string;
        };
        /** @description Your watches, the oldest first. */
        WatchList: {
            items: components["schemas"]["Watch"][];
            nextCursor?: string;
        };
        /** @description Whom to refuse from now on: at least one of the five members. */
        CreateBlocklistEntry: {
            /** @description Given name. */
            givenName?: string;
            /** @description Family name. */
            familyName?: string;
            /** @description The national identification number. */
            personalNumber?: string;
            /** @description The number of an identity document. */
            documentNumber?: string;
            /**
             * Format: date
             * @description Date of birth.
             */
            dateOfBirth?: string;
            /** @description Why, for people. It is handed to the provider. */
            reason: string;
            ground: components["schemas"]["BlocklistGround"];
            /**
             * Format: uuid
             * @description The session that gave the reason. The entry then stands in the receipt of its erasure.
             */
            sessionId?: string;
            /** @description Which connection. Default: the first of yours that can. */
            connection?: string;
        };
        /** @description Somebody whom the provider refuses in this account. */
        BlocklistEntry: {
            /**
             * Format: uuid
             * @description The entry.
             */
            id: string;
            /** @description Where it is in force. */
            connection: string;
            /**
             * @description `adding`: the provider has not confirmed it yet; repeat the request.
             * @enum {string}
             */
            state: "adding" | "active";
            /** @description Given name. */
            givenName?: string;
            /** @description Family name. */
            familyName?: string;
            /** @description The national identification number. */
            personalNumber?: string;
            /** @description The number of an identity document. */
            documentNumber?: string;
            /**
             * Format: date
             * @description Date of birth.
             */
            dateOfBirth?: string;
            reason: string;
            ground: components["schemas"]["BlocklistGround"];
            /**
             * Format: uuid
             * @description The session that gave the reason.
             */
            sessionId?: string;
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
        };
        /** @description Your entries, the oldest first. Those of other products on the same account are not among them. */
        BlocklistPage: {
            items: components["schemas"]["BlocklistEntry"][];
            nextCursor?: string;
        };
        /** @description The inputs of the choice; nothing about the person. Replaying them gives the same choice. */
        RouteRecord: {
            /** @description The rule that decided; null: none did, and the flow's own order counts. */
            rule: string | null;
            /** @description Rules that were looked at before. */
            passedOver: {
                rule: string;
                /**
                 * @description The condition that did not hold.
                 * @enum {string}
                 */
                unmet: "flows" | "countries" | "documentTypes" | "riskTags" | "metadata";
            }[];
            /** @description The applicant's bucket. */
            seed: string;
            targets: {
                connectionName: string;
                priority: number;
                weight: number;
                /** @description Why it cannot serve, a stable code: `connection_not_available`, `connection_retired`, `check_not_supported:<check>`, `request_not_supported:<pointer>`, `not_in_flow`, `not_the_parents_connection`, `weight_zero`. */
                obstacle?: string;
                /**
                 * @description Its provider is failing: it is tried after all others.
                 * @enum {boolean}
                 */
                isFailing?: true;
            }[];
            canary?: {
                connectionName: string;
                percent: number;
                /** @description Why it cannot serve, a stable code: `connection_not_available`, `connection_retired`, `check_not_supported:<check>`, `request_not_supported:<pointer>`, `not_in_flow`, `not_the_parents_connection`, `weight_zero`. */
                obstacle?: string;
                /**
                 * @description Its provider is failing: it is tried after all others.
                 * @enum {boolean}
                 */
                isFailing?: true;
            };
        };
        /** @description Which connection would serve a request, and why. */
        RoutePreview: {
            /** @description The connection that would be asked first; null: none can serve the request. */
            connection: string | null;
            /** @description All connections that can serve it, in the order in which they are tried. */
            candidates: string[];
            skipped: {
                connection: string;
                why: string;
            }[];
            /** @description Why providers that were skipped cannot serve this very request. */
            issues: {
                pointer: string;
                code: string;
                message: string;
            }[];
            route: components["schemas"]["RouteRecord"];
        };
        Timeline: {
            /**
             * Format: uuid
             * @description The session.
             */
            sessionId: string;
            /** @description Oldest first; `seq` has no gap. */
            entries: {
                seq: number;
                /** @description Which try of the applicant it is, from 1. A provider may ask the applicant to try again: then `attempt` grows and the status may be an earlier one. */
                attempt: number;
                /**
                 * Format: date-time
                 * @description When the change was committed.
                 */
                at: string;
                from: components["schemas"]["SessionStatus"];
                to: components["schemas"]["SessionStatus"];
                origin: components["schemas"]["StatusOrigin"];
                /** @description What made the gateway look: `start`, `webhook`, `relaunch`, `refresh`, `schedule`, `lapse`, `operator`, `erasure`, `validity`, `import`, `watch`. */
                cause: string;
                /** @description Whether a decision was replaced by another. */
                isReversal: boolean;
                reasons: components["schemas"]["Reason"][];
            }[];
            /** @description How the connection was chosen. */
            decisionTrace: {
                /**
                 * Format: date-time
                 * @description When.
                 */
                at: string;
                connection: string;
                step: components["schemas"]["RoutingStep"];
                /** @description A stable code. */
                why?: string;
                route?: components["schemas"]["RouteRecord"];
            }[];
        };
        /** @description The applicant's standing, flow by flow. */
        Applicant: {
            /** @description Your own id of the person, without spaces; not `.`, `..` or their percent-encoded forms, which URLs take for steps. Opaque to the gateway; no personal data in it, please. */
            id: string;
            /** @description By flow. A flow that is not here was never asked for: `NOT_STARTED`. */
            flows: {
                /** @description The name of one of your flows: what is to be verified. */
                flow: string;
                /** @description The newest decision in this flow, or the newest session's status where nothing was decided. `EXPIRED` also when an approval is older than it may be: `validUntil` has passed. */
                status: components["schemas"]["SessionStatus"];
                /**
                 * Format: uuid
                 * @description The session that the status comes from.
                 */
                sessionId: string;
                origin: components["schemas"]["StatusOrigin"];
                /** @description Whether the provider has taken the decided case up again. The decision stands until there is another. */
                isReopened: boolean;
                decidedAt: string | null;
                /** @description Null: nothing was approved, or it has no end. */
                validUntil: string | null;
                /** @description Null: nothing was decided, or the report is not kept any more. */
                checks: {
                    kind: components["schemas"]["CheckKind"];
                    outcome: components["schemas"]["CheckOutcome"];
                }[] | null;
                /** @description Null: none is. */
                openSessionId: string | null;
            }[];
            latestSession: components["schemas"]["Session"];
            sessionCount: number;
        };
        /** @description Everything that is held about a person. */
        ApplicantExport: {
            /** @description Your own id of the person. */
            applicantId: string;
            /**
             * Format: date-time
             * @description When it was written.
             */
            exportedAt: string;
            /** @description Who read or changed what of this person. */
            audit: ({
                id: string | number;
                /**
                 * Format: date-time
                 * @description When.
                 */
                at: string;
                /** @description Who. */
                by: string;
                action: string;
                /** @description Why, where it was said. */
                reason: string | null;
            } & {
                [key: string]: unknown;
            })[];
            /** @description The person's standing, flow by flow. */
            flows: {
                /** @description The name of one of your flows: what is to be verified. */
                flow: string;
                /** @description The newest decision in this flow, or the newest session's status where nothing was decided. `EXPIRED` also when an approval is older than it may be: `validUntil` has passed. */
                status: components["schemas"]["SessionStatus"];
                /**
                 * Format: uuid
                 * @description The session that the status comes from.
                 */
                sessionId: string;
                origin: components["schemas"]["StatusOrigin"];
                /** @description Whether the provider has taken the decided case up again. The decision stands until there is another. */
                isReopened: boolean;
                decidedAt: string | null;
                /** @description Null: nothing was approved, or it has no end. */
                validUntil: string | null;
                /** @description Null: nothing was decided, or the report is not kept any more. */
                checks: {
                    kind: components["schemas"]["CheckKind"];
                    outcome: components["schemas"]["CheckOutcome"];
                }[] | null;
                /** @description Null: none is. */
                openSessionId: string | null;
            }[];
            sessions: ({
                /**
                 * Format: uuid
                 * @description The session's id.
                 */
                id: string;
                flow: string;
                status: components["schemas"]["SessionStatus"];
                origin: components["schemas"]["StatusOrigin"];
                reasons: components["schemas"]["Reason"][];
                /**
                 * Format: date-time
                 * @description When the session was asked for.
                 */
                createdAt: string;
                /** @description What was verified. */
                result: ({
                    claims?: components["schemas"]["Claims"];
                } & {
                    [key: string]: unknown;
                }) | null;
                /** @description The provider's report that decided, as it came. */
                providerReport: unknown;
                timeline: ({
                    seq: number;
                    /**
                     * Format: date-time
                     * @description When.
                     */
                    at: string;
                } & {
                    [key: string]: unknown;
                })[];
                /** @description Why this provider. */
                decisionTrace: {
                    [key: string]: unknown;
                }[];
                events: ({
                    /**
                     * Format: uuid
                     * @description The event's id.
                     */
                    id: string;
                    type: components["schemas"]["EventType"];
                    seq: number;
                } & {
                    [key: string]: unknown;
                })[];
                /** @description What a provider goes on looking for. */
                watches: ({
                    /**
                     * Format: uuid
                     * @description The record's id.
                     */
                    id: string;
                    state: string;
                    /**
                     * Format: date-time
                     * @description When it was asked for.
                     */
                    createdAt: string;
                    /** @description What the provider was told. */
                    content: {
                        [key: string]: unknown;
                    } | null;
                } & {
                    [key: string]: unknown;
                })[];
                /** @description Entries of blocklists, with their ground. */
                blocklistEntries: ({
                    /**
                     * Format: uuid
                     * @description The record's id.
                     */
                    id: string;
                    state: string;
                    /**
                     * Format: date-time
                     * @description When it was asked for.
                     */
                    createdAt: string;
                    /** @description What the provider was told. */
                    content: {
                        [key: string]: unknown;
                    } | null;
                } & {
                    [key: string]: unknown;
                })[];
                deliveries: ({
                    /**
                     * Format: uuid
                     * @description The delivery's id.
                     */
                    id: string;
                    eventType: string | null;
                    state: string;
                    /**
                     * Format: date-time
                     * @description When it came.
                     */
                    receivedAt: string;
                    settledAt: string | null;
                    /** @description The provider's own words. */
                    body: string | null;
                } & {
                    [key: string]: unknown;
                })[];
                audit: ({
                    id: string | number;
                    /**
                     * Format: date-time
                     * @description When.
                     */
                    at: string;
                    /** @description Who. */
                    by: string;
                    action: string;
                    /** @description Why, where it was said. */
                    reason: string | null;
                } & {
                    [key: string]: unknown;
                })[];
            } & {
                [key: string]: unknown;
            })[];
        } & {
            [key: string]: unknown;
        };
        /** @description One outgoing fact about a session. */
        Event: {
            /**
             * Format: uuid
             * @description The event's id: the same for every attempt to deliver it.
             */
            id: string;
            /** @enum {number} */
            version: 1;
            type: components["schemas"]["EventType"];
            /**
             * Format: date-time
             * @description When the change was committed.
             */
            occurredAt: string;
            /**
             * Format: uuid
             * @description The session.
             */
            sessionId: string;
            /** @description Counts the session's events from 1, without a gap. */
            seq: number;
            data: {
                /** @description Your own id of the person; null once the person was erased. */
                applicantId: string | null;
                /** @description The name of one of your flows: what is to be verified. */
                flow: string;
                status: components["schemas"]["SessionStatus"];
                previousStatus: components["schemas"]["SessionStatus"];
                /** @description Which try of the applicant it is, from 1. A provider may ask the applicant to try again: then `attempt` grows and the status may be an earlier one. */
                attempt: number;
                origin: components["schemas"]["StatusOrigin"];
                reasons: components["schemas"]["Reason"][];
                /**
                 * Format: date-time
                 * @description Of `applicant.expiring` and `applicant.expired`: when the applicant's approval in this flow ends, or ended. The session itself stays `APPROVED`.
                 */
                validUntil?: string;
                /**
                 * Format: uuid
                 * @description Of `watch.changed`: the watch whose person the lists say something new about. The session's status does not change by it.
                 */
                watchId?: string;
            };
        };
        /** @description Only tries an endpoint out: it tells nothing. */
        TestEvent: {
            /**
             * Format: uuid
             * @description The event's id.
             */
            id: string;
            /** @enum {number} */
            version: 1;
            /** @enum {string} */
            type: "endpoint.test";
            /**
             * Format: date-time
             * @description When the test was asked for.
             */
            occurredAt: string;
            data: Record<string, never>;
        };
        EventPage: {
            items: components["schemas"]["Event"][];
            /** @description Keep it: given back as `after` it continues behind the last event of this page, today or next week. */
            nextCursor: string;
            /** @description Whether there are more events already. */
            hasMore: boolean;
        };
        /** @description One POST to an endpoint. */
        EventAttempt: {
            /**
             * Format: uuid
             * @description The attempt's id.
             */
            id: string;
            /**
             * Format: uuid
             * @description The event: `webhook-id` of the POST.
             */
            eventId: string;
            eventType: components["schemas"]["PostedEventType"];
            kind: components["schemas"]["PostKind"];
            /** @description Counts the attempts for this event from 1. */
            attempt: number;
            /**
             * Format: date-time
             * @description When it began.
             */
            startedAt: string;
            /** @description Until the answer's head, or the failure. */
            durationMs: number;
            /**
             * @description - `succeeded`: the endpoint answered 2xx
             *     - `refused`: it answered another status
             *     - `redirected`: it answered with a redirect, which is not followed
             *     - `gone`: it answered 410
             *     - `throttled`: it answered 429 or 503
             *     - `timed_out`: it did not answer in time
             *     - `unreachable`: no connection, or it broke
             *     - `address_refused`: its name leads to an address that events must not go to
             *     - `tls_failed`: its certificate is not valid
             */
            outcome: components["schemas"]["PostOutcome"];
            httpStatus: number | null;
        };
        EventAttemptPage: {
            items: components["schemas"]["EventAttempt"][];
            /** @description Give it back as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
        };
        /** @description Where a tenant wants its events. */
        EventEndpoint: {
            /**
             * Format: uuid
             * @description The endpoint's id.
             */
            id: string;
            url: string;
            description: string;
            /** @description Null: every type, those to come included. */
            types: components["schemas"]["EndpointEventType"][] | null;
            /** @description Every key that signs now. */
            keys: {
                /**
                 * Format: uuid
                 * @description The key's id.
                 */
                id: string;
                kind: components["schemas"]["SigningKeyKind"];
                /** @description Of an `ed25519` key: `whpk_…`. */
                publicKey?: string;
                /**
                 * Format: date-time
                 * @description Since when it signs.
                 */
                createdAt: string;
                expiresAt: string | null;
            }[];
            /**
             * @description `active`: all is well. `warned`: five attempts in a row failed; attempts continue. `disabled`: nothing is sent until you enable it; no event is lost.
             * @enum {string}
             */
            state: "active" | "warned" | "disabled";
            disabledReason: ("exhausted" | "gone" | "requested") | null;
            /**
             * Format: date-time
             * @description Since when it is in this state.
             */
            stateSince: string;
            /** @description Attempts that failed since one last succeeded. */
            failures: number;
            nextAttemptAt: string | null;
            pending: {
                /** @description Events that wait to be posted; 1000 means 1000 or more. */
                count: number;
                oldestAt: string | null;
            };
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updatedAt: string;
        };
        EventEndpointList: {
            items: components["schemas"]["EventEndpoint"][];
        };
        NewSigningKey: {
            /**
             * Format: uuid
             * @description The key's id.
             */
            id: string;
            kind: components["schemas"]["SigningKeyKind"];
            /** @description Of an `ed25519` key: `whpk_…`. */
            publicKey?: string;
            /**
             * Format: date-time
             * @description Since when it signs.
             */
            createdAt: string;
            expiresAt: string | null;
            /** @description Of an `hmac` key: `whsec_…`. Shown this once: store it now. */
            secret?: string;
        };
        NewEventEndpoint: {
            endpoint: components["schemas"]["EventEndpoint"];
            key: components["schemas"]["NewSigningKey"];
        };
        CreateEventEndpoint: {
            /** @description Where events are posted. HTTPS, a public address, no credentials and no fragment. */
            url: string;
            description?: string;
            /** @description Only events of these types. `applicant.message` comes to endpoints alone that name it. */
            types?: components["schemas"]["EndpointEventType"][];
            keyKind?: components["schemas"]["SigningKeyKind"];
        };
        ChangeEventEndpoint: {
            /** @description Where events are posted. HTTPS, a public address, no credentials and no fragment. */
            url?: string;
            description?: string;
            /** @description `null`: every type. */
            types?: components["schemas"]["EndpointEventType"][] | null;
        };
        RotateSigningKey: {
            kind: components["schemas"]["SigningKeyKind"];
            /** @description How long the keys that are there sign beside the new one. Default 24. */
            overlapHours?: number;
        };
        ResendEvents: {
            /**
             * Format: uuid
             * @description This event alone.
             */
            eventId?: string;
            /**
             * Format: date-time
             * @description Events that happened then or later.
             */
            since?: string;
            /**
             * Format: date-time
             * @description Events that happened before. Default: now.
             */
            until?: string;
        };
        ResendAccepted: {
            /**
             * Format: uuid
             * @description The resend's id.
             */
            id: string;
            /** @description Events to send again; 1000 means 1000 or more. */
            count: number;
        };
        /** @description The media that the provider holds. */
        EvidenceList: {
            items: {
                /** @description Unique in its session; opaque. */
                id: string;
                kind: components["schemas"]["EvidenceKind"];
                /** @description Where the provider tells it beforehand. */
                mediaType?: string;
            }[];
        };
        /** @description What was asked to be erased, and how far it is. */
        Erasure: {
            /**
             * Format: uuid
             * @description The erasure's id.
             */
            id: string;
            kind: components["schemas"]["ErasureKind"];
            /** @enum {string} */
            cause: "request" | "retention";
            /**
             * @description `pending` until every provider is settled. Our own copies were gone when it was accepted.
             * @enum {string}
             */
            state: "pending" | "done";
            /**
             * Format: date-time
             * @description When our copies went.
             */
            requestedAt: string;
            completedAt: string | null;
            sessions: {
                /**
                 * Format: uuid
                 * @description The session.
                 */
                id: string;
                connection: string | null;
                /**
                 * @description `confirmed`: the provider said so. `unsupported`: it offers no erasure, its copy is still there. `nothing_there`: nothing was created there. `unknown`: nobody ever learnt whether something was. `confirmed_by_operator`: done by other means.
                 * @enum {string}
                 */
                atProvider: "pending" | "confirmed" | "unsupported" | "nothing_there" | "unknown" | "confirmed_by_operator";
                settledAt: string | null;
                /** @description Connections where the session was started before and no answer came: the provider may have made a session that nobody can name, and so nobody can erase. It lapses there. */
                abandonedStarts: {
                    connection: string;
                    adapter: string;
                    /** @enum {string} */
                    atProvider: "unknown";
                }[];
            }[];
            receipt: string | null;
        };
        AnalyticsRow: {
            /**
             * Format: date-time
             * @description The begin of the bucket.
             */
            startsAt: string;
            /** @description The tenant's name. There where it is grouped by. */
            tenant?: string | null;
            /** @description The flow. There where it is grouped by. */
            flow?: string | null;
            /** @description The connection; null: no provider made a session. There where it is grouped by. */
            connection?: string | null;
            /** @description The routing rule that decided; null: none did. There where it is grouped by. */
            rule?: string | null;
            /** @description The side of the rule's canary, `canary` or `control`; null: there was no choice. There where it is grouped by. */
            variant?: string | null;
            /** @description The country that issued the document; null: not known, or not yet. There where it is grouped by. */
            country?: string | null;
            /** @description The kind of document; null: not known, or not yet. There where it is grouped by. */
            documentType?: string | null;
            /** @description Sessions that were asked for in the bucket; all else is of these. */
            created: number;
            /** @description That a provider made, so that the applicant got a link. */
            launched: number;
            /** @description Whose applicant was seen at the provider. */
            seen: number;
            /** @description That are approved or rejected now. */
            decided: number;
            /** @description That are approved now. */
            approved: number;
            /** @description That are rejected now. */
            rejected: number;
            /** @description That lapsed without a decision. */
            expired: number;
            /** @description That are neither decided nor expired yet. */
            open: number;
            /** @description Whose decision was ever replaced by another one. */
            reversed: number;
            /** @description Tries of the applicants who were seen. */
            attempts: number;
            /** @description A session may have several reasons. */
            rejectedByReason: {
                code: components["schemas"]["ReasonCode"];
                /** @description Rejected sessions with this reason. */
                sessions: number;
            }[];
            /** @description From the request for the session to its first decision. Quantiles come from a histogram whose bounds grow by half an octave. Null: nothing was decided. */
            timeToDecision: {
                /** @description Sessions that were ever decided. */
                sessions: number;
                /** @description The mean. */
                meanSeconds: number;
                /** @description Half of them took no longer. */
                p50Seconds: number;
                /** @description Nine in ten took no longer. */
                p90Seconds: number;
                /** @description 99 in a hundred took no longer. */
                p99Seconds: number;
            } | null;
            /** @description What the providers charge by the price lists of their connections (`prices`), by currency. Empty: no connection has prices of that time. */
            cost: {
                /** @description ISO 4217. */
                currency: string;
                /** @description An amount with two to six decimals. */
                amount: string;
            }[];
        };
        AnalyticsReport: {
            /**
             * Format: date-time
             * @description The begin of the first bucket.
             */
            from: string;
            /**
             * Format: date-time
             * @description The end of the last bucket.
             */
            to: string;
            granularity: components["schemas"]["AnalyticsGranularity"];
            /** @description As it was asked for. */
            groupBy: string[];
            /** @description In the order of time. A bucket or group without sessions is not there. */
            items: components["schemas"]["AnalyticsRow"][];
            /** @description Rows that would say too much about few people, and those from which these could be computed. Null: nothing is held back (operators). */
            suppressed: {
                /** @description A row of fewer sessions is not shown. */
                fewerThan: number;
                /** @description Whether any row is not shown. */
                isAny: boolean;
            } | null;
        };
        CanaryComparison: {
            /** @description The tenant's name; of operators' answers. */
            tenant?: string;
            /** @description The routing rule. */
            rule: string;
            /** @description Those whom the canary takes by their bucket, wherever the session ended up. */
            canary: {
                /** @description Sessions that were asked for in the bucket; all else is of these. */
                created: number;
                /** @description That are approved or rejected now. */
                decided: number;
                /** @description That are approved now. */
                approved: number;
                /** @description Approved of decided, with Wilson's interval. Null: there was nothing to compute it from. */
                approvalRate: {
                    value: number;
                    low: number;
                    high: number;
                } | null;
                /** @description Decided of created, with Wilson's interval. Null: there was nothing to compute it from. */
                completionRate: {
                    value: number;
                    low: number;
                    high: number;
                } | null;
            };
            /** @description All others whom it could have taken. */
            control: {
                /** @description Sessions that were asked for in the bucket; all else is of these. */
                created: number;
                /** @description That are approved or rejected now. */
                decided: number;
                /** @description That are approved now. */
                approved: number;
                /** @description Approved of decided, with Wilson's interval. Null: there was nothing to compute it from. */
                approvalRate: {
                    value: number;
                    low: number;
                    high: number;
                } | null;
                /** @description Decided of created, with Wilson's interval. Null: there was nothing to compute it from. */
                completionRate: {
                    value: number;
                    low: number;
                    high: number;
                } | null;
            };
            /** @description Canary less control, with Newcombe's interval. Null: there was nothing to compute it from. */
            approvalDifference: {
                value: number;
                low: number;
                high: number;
            } | null;
            /** @description Canary less control, with Newcombe's interval. Null: there was nothing to compute it from. */
            completionDifference: {
                value: number;
                low: number;
                high: number;
            } | null;
        };
        CanaryComparisons: {
            /**
             * Format: date-time
             * @description The begin of the first day.
             */
            from: string;
            /**
             * Format: date-time
             * @description The end of the last day.
             */
            to: string;
            /** @description How sure it is that the true value lies in an interval. */
            confidence: number;
            items: components["schemas"]["CanaryComparison"][];
        };
        CountedSessionPage: {
            /** @description In the order of time. Erased sessions are counted and not listed. */
            items: {
                /**
                 * Format: uuid
                 * @description The session's id.
                 */
                sessionId: string;
                /**
                 * Format: date-time
                 * @description The hour in which it was asked for.
                 */
                hour: string;
                status: components["schemas"]["SessionStatus"];
            }[];
            /** @description Give it back as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
        };
        ProviderCallReport: {
            /**
             * Format: date-time
             * @description The begin of the first bucket.
             */
            from: string;
            /**
             * Format: date-time
             * @description The end of the last bucket.
             */
            to: string;
            granularity: components["schemas"]["AnalyticsGranularity"];
            /** @description In the order of time. */
            items: components["schemas"]["ProviderCallRow"][];
        };
        ProviderCallRow: {
            /**
             * Format: date-time
             * @description The begin of the bucket.
             */
            startsAt: string;
            /** @description The connection's name. */
            connection: string;
            /** @description What was asked of the provider. */
            operation: string;
            /** @description Calls, each try by itself. What a tenant gets is rounded down to tens. */
            calls: number;
            /** @description Of these, those that failed or were given up. */
            failedShare: number;
            failures: {
                /** @description How they failed. */
                outcome: string;
                /** @description Of all calls. */
                share: number;
            }[];
            /** @description The mean duration. */
            meanMs: number;
            /** @description Half of them took no longer. */
            p50Ms: number;
            /** @description Nine in ten took no longer. */
            p90Ms: number;
            /** @description 99 in a hundred took no longer. */
            p99Ms: number;
        };
        /**
         * @description A stable problem code.
         * @enum {string}
         */
        ProblemCode: "malformed_request" | "malformed_body" | "invalid_request" | "idempotency_key_missing" | "access_reason_missing" | "unauthenticated" | "webhook_unauthentic" | "scope_missing" | "cross_site_request" | "role_missing" | "route_not_found" | "session_not_found" | "applicant_not_found" | "evidence_not_found" | "erasure_not_found" | "legal_hold_not_found" | "endpoint_not_found" | "event_not_found" | "tenant_not_found" | "flow_not_found" | "key_not_found" | "job_not_found" | "delivery_not_found" | "connection_not_found" | "watch_not_found" | "blocklist_entry_not_found" | "screening_subject_not_found" | "configuration_not_found" | "operator_group_not_found" | "method_not_allowed" | "request_timeout" | "evidence_unsupported" | "facet_unsupported" | "already_at_provider" | "session_over" | "launch_unsupported" | "connection_in_use" | "session_not_startable" | "session_not_decidable" | "idempotency_key_in_use" | "result_not_available" | "legal_hold" | "endpoint_exists" | "endpoint_limit" | "signing_key_last" | "cursor_expired" | "session_erased" | "version_changed" | "payload_too_large" | "unsupported_media_type" | "picture_unusable" | "unknown_flow" | "idempotency_key_reused" | "flow_unsupported" | "rate_limited" | "headers_too_large" | "internal_error" | "provider_refused" | "provider_reference_taken" | "provider_unrecognised" | "provider_misconfigured" | "provider_outcome_unknown" | "message_not_taken" | "provider_unavailable" | "overloaded" | "database_unavailable";
        /**
         * @description Where the verification stands.
         *
         *     - `NOT_STARTED`: no session at a provider is confirmed yet
         *     - `SESSION_CREATED`: the provider has a session, the applicant has not been seen
         *     - `IN_PROGRESS`: the applicant is at it
         *     - `PENDING_REVIEW`: the applicant is done, a person or a machine at the provider still decides
         *     - `APPROVED`: verified
         *     - `REJECTED`: not verified; see `reasons`
         *     - `EXPIRED`: lapsed without a decision
         * @enum {string}
         */
        SessionStatus: "NOT_STARTED" | "SESSION_CREATED" | "IN_PROGRESS" | "PENDING_REVIEW" | "APPROVED" | "REJECTED" | "EXPIRED";
        /**
         * @description Why. A closed set; it may grow with a version of the API.
         *
         *     - `terms_declined`: the applicant did not agree to the terms or to the processing
         *     - `applicant_aborted`: the applicant left
         *     - `session_lapsed`: the time was up
         *     - `required_check_missing`: the provider approved without `check`, which the flow requires
         *     - `face_mismatch`: the face is not the document's
         *     - `face_missing`: no picture of the applicant's face was given
         *     - `liveness_failed`: no living person was seen
         *     - `document_expired`: the document's date has passed
         *     - `document_missing`: a document or a page of it was not given
         *     - `document_unreadable`: the pictures were too poor
         *     - `document_unsupported`: this kind of document is not accepted
         *     - `document_suspicious`: the document looks altered or forged
         *     - `photo_unusable`: a picture was too poor or showed something else; the provider does not say which picture
         *     - `fraud_suspected`: the provider suspects fraud and does not say that it is the document
         *     - `data_mismatch`: data disagree with each other or with a registry
         *     - `underage`: the applicant is too young
         *     - `duplicate_applicant`: this person was verified under another id
         *     - `screening_match`: found in a sanctions, PEP or watch list
         *     - `blocklisted`: found in the organisation's own block list
         *     - `country_not_allowed`: the country is not accepted
         *     - `address_unverified`: the address could not be shown
         *     - `operator_decision`: a person decided: at the provider, or one of your operators; see `origin`
         *     - `contradictory_decision`: the provider approved and reported a fact that contradicts the approval; somebody has to decide
         *     - `provider_failed`: the provider could not finish the verification, by a fault of its own
         *     - `erased_at_provider`: the session's data are no longer at the provider
         *     - `unspecified`: the provider's word has no counterpart here; see `raw`
         * @enum {string}
         */
        ReasonCode: "terms_declined" | "applicant_aborted" | "session_lapsed" | "required_check_missing" | "face_mismatch" | "face_missing" | "liveness_failed" | "document_expired" | "document_missing" | "document_unreadable" | "document_unsupported" | "document_suspicious" | "photo_unusable" | "fraud_suspected" | "data_mismatch" | "underage" | "duplicate_applicant" | "screening_match" | "blocklisted" | "country_not_allowed" | "address_unverified" | "operator_decision" | "contradictory_decision" | "provider_failed" | "erased_at_provider" | "unspecified";
        /**
         * @description What was looked at.
         *
         *     - `document`: the document was read and its fields agree
         *     - `document_authenticity`: the document is genuine
         *     - `capture`: the required pictures were taken: both sides, a face in the picture; nothing was compared
         *     - `age`: the applicant is old enough, by the document's date of birth
         *     - `face_match`: the face is the document's
         *     - `liveness`: a living person was present
         *     - `address`: the address was shown
         *     - `phone`: the phone number is the applicant's
         *     - `email`: the e-mail address is the applicant's
         *     - `geolocation`: the applicant told where they are
         *     - `questionnaire`: questions were answered
         *     - `screening`: sanctions, PEP and watch lists
         *     - `registry`: an official register
         *     - `fraud`: signs of fraud
         *     - `human_review`: a person looked at it
         *     - `video_call`: a conversation with an operator
         *     - `other`: a check of the provider that has no counterpart here; always `informational`
         * @enum {string}
         */
        CheckKind: "document" | "document_authenticity" | "capture" | "age" | "face_match" | "liveness" | "address" | "phone" | "email" | "geolocation" | "questionnaire" | "screening" | "registry" | "fraud" | "human_review" | "video_call" | "other";
        /**
         * @description What came of it.
         *
         *     - `passed`: as it should be
         *     - `failed`: not as it should be
         *     - `unavailable`: it was to run and could not
         *     - `not_run`: it was not part of the session
         *     - `informational`: told without a judgement
         * @enum {string}
         */
        CheckOutcome: "passed" | "failed" | "unavailable" | "not_run" | "informational";
        /**
         * @description Why a value of the provider is not taken as it came. A closed set.
         *
         *     - `partial_date`: a date without its day or month; `known` is what is certain
         *     - `ambiguous_date`: day and month can be either; `known` is what is certain
         *     - `instant_only`: a moment whose day depends on an unknown time zone; `known` is what is certain
         *     - `conflicting_dates`: two spellings of one date name different days; the claim is the printed one, if it can be read
         *     - `unreadable_date`: no date of the calendar
         *     - `stateless`: a person without a nationality
         *     - `refugee`: a refugee's travel document
         *     - `unspecified_nationality`: the document leaves the nationality open
         *     - `organisation`: an organisation that issues documents, not a country
         *     - `unknown_country`: no country of ISO 3166-1
         *     - `placeholder`: a filler, not a name or an identifier
         *     - `given_as_number`: an identifier that came as a number: zeros before its digits would be missing
         *     - `unreadable`: a value of another type than expected
         * @enum {string}
         */
        ClaimNoticeCode: "partial_date" | "ambiguous_date" | "instant_only" | "conflicting_dates" | "unreadable_date" | "stateless" | "refugee" | "unspecified_nationality" | "organisation" | "unknown_country" | "placeholder" | "given_as_number" | "unreadable";
        /**
         * @description Kind of document.
         *
         *     - `passport`: passport
         *     - `id_card`: national identity card
         *     - `driver_license`: driver's licence
         *     - `residence_permit`: residence permit
         *     - `other`: another document
         * @enum {string}
         */
        DocumentType: "passport" | "id_card" | "driver_license" | "residence_permit" | "other";
        /**
         * @description Kind of document.
         *
         *     - `passport`: passport
         *     - `id_card`: national identity card
         *     - `driver_license`: driver's licence
         *     - `residence_permit`: residence permit
         * @enum {string}
         */
        RequestableDocumentType: "passport" | "id_card" | "driver_license" | "residence_permit";
        /**
         * @description What it shows.
         *
         *     - `document_front`: front of the document
         *     - `document_back`: back of the document
         *     - `document_page`: a page of the document
         *     - `face`: the applicant's face
         *     - `face_video`: the liveness video
         *     - `face_with_document`: the applicant holding the document
         *     - `proof_of_address`: a proof of address
         *     - `document_portrait`: the photo that the document shows
         *     - `document_security_feature`: a part of the document that shows that it is genuine
         *     - `questionnaire_file`: a file that the applicant gave as an answer
         *     - `call_screenshot`: a picture from the video call
         *     - `call_recording`: a recording of the video call; several recordings come as one tar archive
         *     - `other`: another file
         * @enum {string}
         */
        EvidenceKind: "document_front" | "document_back" | "document_page" | "face" | "face_video" | "face_with_document" | "proof_of_address" | "document_portrait" | "document_security_feature" | "questionnaire_file" | "call_screenshot" | "call_recording" | "other";
        /**
         * @description Sex as printed in the document (ICAO 9303).
         *
         *     - `F`: female
         *     - `M`: male
         *     - `X`: unspecified
         * @enum {string}
         */
        Sex: "F" | "M" | "X";
        /**
         * @description What stands in the list.
         * @enum {string}
         */
        ScreeningEntityType: "person" | "organisation" | "other";
        /**
         * @description Why the entry may be kept although the person asks for erasure; it stands in the receipt.
         * @enum {string}
         */
        BlocklistGround: "fraud_prevention" | "legal_obligation" | "legal_claims";
        /**
         * @description The type of an event about a session or an applicant.
         * @enum {string}
         */
        EventType: "session.created" | "session.status_changed" | "session.decided" | "session.decision_reversed" | "session.decision_confirmed" | "session.reopened" | "session.expired" | "session.erased" | "applicant.expiring" | "applicant.expired" | "watch.changed";
        /**
         * @description What an endpoint can ask for: the events of the feed, and messages for the applicant.
         * @enum {string}
         */
        EndpointEventType: "session.created" | "session.status_changed" | "session.decided" | "session.decision_reversed" | "session.decision_confirmed" | "session.reopened" | "session.expired" | "session.erased" | "applicant.expiring" | "applicant.expired" | "watch.changed" | "applicant.message";
        /**
         * @description The type of an event that is posted to an endpoint: those of the feed, and the one that only tries the endpoint out.
         * @enum {string}
         */
        PostedEventType: "session.created" | "session.status_changed" | "session.decided" | "session.decision_reversed" | "session.decision_confirmed" | "session.reopened" | "session.expired" | "session.erased" | "applicant.expiring" | "applicant.expired" | "watch.changed" | "applicant.message" | "endpoint.test";
        /**
         * @description `hmac`: a shared secret (`whsec_…`, signature `v1`). `ed25519`: a key pair of which you get the public half (`whpk_…`, signature `v1a`).
         * @enum {string}
         */
        SigningKeyKind: "hmac" | "ed25519";
        /**
         * @description How long a bucket is; both begin in UTC.
         * @enum {string}
         */
        AnalyticsGranularity: "hour" | "day";
        /**
         * @description On which side of its rule's canary the applicant was.
         * @enum {string}
         */
        RoutingVariant: "canary" | "control";
        /**
         * @description Whether a session's data are erased.
         * @enum {string}
         */
        SessionErasure: "none" | "pending" | "done";
        /**
         * @description What was asked to be erased, or is held: a session, or a person with all sessions.
         * @enum {string}
         */
        ErasureKind: "session" | "applicant";
        /**
         * @description What became of a connection that routing looked at.
         * @enum {string}
         */
        RoutingStep: "routed" | "skipped" | "attempted" | "chosen" | "failed" | "outcome_unknown";
        /**
         * @description Why an event is posted: it is new, was asked for again, or tries the endpoint out.
         * @enum {string}
         */
        PostKind: "live" | "resend" | "test";
        /**
         * @description What came of posting an event.
         * @enum {string}
         */
        PostOutcome: "succeeded" | "refused" | "redirected" | "gone" | "throttled" | "timed_out" | "unreachable" | "address_refused" | "tls_failed";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listSessions: {
        parameters: {
            query?: {
                /** @description Your own id of the person, without spaces; not `.`, `..` or their percent-encoded forms, which URLs take for steps. Opaque to the gateway; no personal data in it, please. */
                applicantId?: string;
                /**
                 * @description Where the verification stands.
                 *
                 *     - `NOT_STARTED`: no session at a provider is confirmed yet
                 *     - `SESSION_CREATED`: the provider has a session, the applicant has not been seen
                 *     - `IN_PROGRESS`: the applicant is at it
                 *     - `PENDING_REVIEW`: the applicant is done, a person or a machine at the provider still decides
                 *     - `APPROVED`: verified
                 *     - `REJECTED`: not verified; see `reasons`
                 *     - `EXPIRED`: lapsed without a decision
                 */
                status?: components["schemas"]["SessionStatus"];
                /** @description The name of one of your flows: what is to be verified. */
                flow?: string;
                /** @description Only sessions created after this. */
                createdAfter?: string;
                /** @description Only sessions created before this. */
                createdBefore?: string;
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionPage"];
                };
            };
        };
    };
    createSession: {
        parameters: {
            query?: never;
            header: {
                /** @description Yours, 1–255 visible ASCII characters: one for each session that you want. */
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateSession"];
            };
        };
        responses: {
            /** @description The session; `Idempotency-Replayed: true` when an earlier request made it. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session's id. */
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One verification session. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    eraseSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description Why you read this person's data: a ticket, a purpose. For the audit log, 1–200 characters in UTF-8; no personal data, please. Your tenant may demand it. */
                "x-access-reason"?: string;
            };
            path: {
                /** @description The session's id. */
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One verification session. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    getSessionResult: {
        parameters: {
            query?: never;
            header?: {
                /** @description Why you read this person's data: a ticket, a purpose. For the audit log, 1–200 characters in UTF-8; no personal data, please. Your tenant may demand it. */
                "x-access-reason"?: string;
            };
            path: {
                /** @description The session's id. */
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The normalised answer about one session. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionResult"];
                };
            };
        };
    };
    refreshSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session's id. */
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One verification session. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    launchSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session's id. */
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One verification session. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    getSessionTimeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session's id. */
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
        };
    };
    listEvidence: {
        parameters: {
            query?: never;
            header?: {
                /** @description Why you read this person's data: a ticket, a purpose. For the audit log, 1–200 characters in UTF-8; no personal data, please. Your tenant may demand it. */
                "x-access-reason"?: string;
            };
            path: {
                /** @description The session's id. */
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The media that the provider holds. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvidenceList"];
                };
            };
        };
    };
    getEvidence: {
        parameters: {
            query?: never;
            header?: {
                /** @description Why you read this person's data: a ticket, a purpose. For the audit log, 1–200 characters in UTF-8; no personal data, please. Your tenant may demand it. */
                "x-access-reason"?: string;
            };
            path: {
                /** @description The session's id. */
                sessionId: string;
                /** @description Of the list. */
                evidenceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, under the provider's media type. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
        };
    };
    getSessionReport: {
        parameters: {
            query?: {
                /** @description Which parts, divided by commas: session, screening, proof_of_address. Default: session. */
                sections?: string;
            };
            header?: {
                /** @description Why you read this person's data: a ticket, a purpose. For the audit log, 1–200 characters in UTF-8; no personal data, please. Your tenant may demand it. */
                "x-access-reason"?: string;
            };
            path: {
                /** @description The session's id. */
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
        };
    };
    getSessionActivity: {
        parameters: {
            query?: never;
            header?: {
                /** @description Why you read this person's data: a ticket, a purpose. For the audit log, 1–200 characters in UTF-8; no personal data, please. Your tenant may demand it. */
                "x-access-reason"?: string;
            };
            path: {
                /** @description The session's id. */
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What happened in the session, oldest first, as the provider recorded it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionActivities"];
                };
            };
        };
    };
    endCall: {
        parameters: {
            query?: never;
            header?: {
                /** @description Why you read this person's data: a ticket, a purpose. For the audit log, 1–200 characters in UTF-8; no personal data, please. Your tenant may demand it. */
                "x-access-reason"?: string;
            };
            path: {
                /** @description The session's id. */
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description There is no call any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    searchScreening: {
        parameters: {
            query?: never;
            header?: {
                /** @description Why you read this person's data: a ticket, a purpose. For the audit log, 1–200 characters in UTF-8; no personal data, please. Your tenant may demand it. */
                "x-access-reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SearchScreening"];
            };
        };
        responses: {
            /** @description Who was found, best matches first. A hit is a question for a person, not a decision. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScreeningHits"];
                };
            };
        };
    };
    getScreeningSubject: {
        parameters: {
            query?: {
                /** @description The connection of the hit. Default: the first of yours that can. */
                connection?: string;
            };
            header?: {
                /** @description Why you read this person's data: a ticket, a purpose. For the audit log, 1–200 characters in UTF-8; no personal data, please. Your tenant may demand it. */
                "x-access-reason"?: string;
            };
            path: {
                /** @description Of a hit. */
                subjectId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a list tells about somebody. None of it is verified. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScreeningSubject"];
                };
            };
        };
    };
    listWatches: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: {
                /** @description Why you read this person's data: a ticket, a purpose. For the audit log, 1–200 characters in UTF-8; no personal data, please. Your tenant may demand it. */
                "x-access-reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Your watches, the oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchList"];
                };
            };
        };
    };
    createWatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description Why you read this person's data: a ticket, a purpose. For the audit log, 1–200 characters in UTF-8; no personal data, please. Your tenant may demand it. */
                "x-access-reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateWatch"];
            };
        };
        responses: {
            /** @description The provider goes on looking for the person; `watch.changed` tells of news. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Watch"];
                };
            };
        };
    };
    getWatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description Why you read this person's data: a ticket, a purpose. For the audit log, 1–200 characters in UTF-8; no personal data, please. Your tenant may demand it. */
                "x-access-reason"?: string;
            };
            path: {
                /** @description The watch's id. */
                watchId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The provider goes on looking for the person; `watch.changed` tells of news. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Watch"];
                };
            };
        };
    };
    deleteWatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description Why you read this person's data: a ticket, a purpose. For the audit log, 1–200 characters in UTF-8; no personal data, please. Your tenant may demand it. */
                "x-access-reason"?: string;
            };
            path: {
                /** @description The watch's id. */
                watchId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listBlocklist: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: {
                /** @description Why you read this person's data: a ticket, a purpose. For the audit log, 1–200 characters in UTF-8; no personal data, please. Your tenant may demand it. */
                "x-access-reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Your entries, the oldest first. Those of other products on the same account are not among them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlocklistPage"];
                };
            };
        };
    };
    createBlocklistEntry: {
        parameters: {
            query?: never;
            header?: {
                /** @description Why you read this person's data: a ticket, a purpose. For the audit log, 1–200 characters in UTF-8; no personal data, please. Your tenant may demand it. */
                "x-access-reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateBlocklistEntry"];
            };
        };
        responses: {
            /** @description Somebody whom the provider refuses in this account. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlocklistEntry"];
                };
            };
        };
    };
    getBlocklistEntry: {
        parameters: {
            query?: never;
            header?: {
                /** @description Why you read this person's data: a ticket, a purpose. For the audit log, 1–200 characters in UTF-8; no personal data, please. Your tenant may demand it. */
                "x-access-reason"?: string;
            };
            path: {
                /** @description The entry's id. */
                entryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Somebody whom the provider refuses in this account. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BlocklistEntry"];
                };
            };
        };
    };
    deleteBlocklistEntry: {
        parameters: {
            query?: never;
            header?: {
                /** @description Why you read this person's data: a ticket, a purpose. For the audit log, 1–200 characters in UTF-8; no personal data, please. Your tenant may demand it. */
                "x-access-reason"?: string;
            };
            path: {
                /** @description The entry's id. */
                entryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    readDocument: {
        parameters: {
            query?: never;
            header?: {
                /** @description Why you read this person's data: a ticket, a purpose. For the audit log, 1–200 characters in UTF-8; no personal data, please. Your tenant may demand it. */
                "x-access-reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description A form with the picture of a document. */
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description The picture.
                     */
                    image: string;
                    /** @description Kind of document. */
                    type: components["schemas"]["RequestableDocumentType"];
                    /**
                     * @description Which side; `page` is the one of a passport that has the photo.
                     * @enum {string}
                     */
                    side: "front" | "back" | "page";
                    /** @description Which connection. Default: the first of yours that can. */
                    connection?: string;
                };
            };
        };
        responses: {
            /** @description What the picture says. Nothing of it is verified. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentExtract"];
                };
            };
        };
    };
    compareFaces: {
        parameters: {
            query?: never;
            header?: {
                /** @description Why you read this person's data: a ticket, a purpose. For the audit log, 1–200 characters in UTF-8; no personal data, please. Your tenant may demand it. */
                "x-access-reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description A form with two faces. */
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description A picture with one face.
                     */
                    first: string;
                    /**
                     * Format: binary
                     * @description Another one.
                     */
                    second: string;
                    /** @description Which connection. Default: the first of yours that can. */
                    connection?: string;
                };
            };
        };
        responses: {
            /** @description How much two pictures show one person. It decides nothing. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FaceComparison"];
                };
            };
        };
    };
    getApplicant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Your own id of the person, without spaces; not `.`, `..` or their percent-encoded forms, which URLs take for steps. Opaque to the gateway; no personal data in it, please. */
                applicantId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The applicant's standing, flow by flow. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Applicant"];
                };
            };
        };
    };
    eraseApplicant: {
        parameters: {
            query?: never;
            header?: {
                /** @description Why you read this person's data: a ticket, a purpose. For the audit log, 1–200 characters in UTF-8; no personal data, please. Your tenant may demand it. */
                "x-access-reason"?: string;
            };
            path: {
                /** @description Your own id of the person, without spaces; not `.`, `..` or their percent-encoded forms, which URLs take for steps. Opaque to the gateway; no personal data in it, please. */
                applicantId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked to be erased, and how far it is. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
        };
    };
    getErasure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The erasure's id. */
                erasureId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was asked to be erased, and how far it is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
        };
    };
    exportApplicant: {
        parameters: {
            query?: never;
            header?: {
                /** @description Why you read this person's data: a ticket, a purpose. For the audit log, 1–200 characters in UTF-8; no personal data, please. Your tenant may demand it. */
                "x-access-reason"?: string;
            };
            path: {
                /** @description Your own id of the person, without spaces; not `.`, `..` or their percent-encoded forms, which URLs take for steps. Opaque to the gateway; no personal data in it, please. */
                applicantId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One JSON document, streamed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplicantExport"];
                };
            };
        };
    };
    previewRoute: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateSession"];
            };
        };
        responses: {
            /** @description Which connection would serve a request, and why. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoutePreview"];
                };
            };
        };
    };
    getAnalytics: {
        parameters: {
            query?: {
                /** @description Sessions that were asked for at or after this; taken back to the begin of its bucket. Default: 7 days before `to`. */
                from?: string;
                /** @description Sessions that were asked for before this; taken forward to the end of its bucket. Default: now. */
                to?: string;
                /** @description How long a bucket is; both begin in UTC. */
                granularity?: components["schemas"]["AnalyticsGranularity"];
                /** @description What to tell sessions apart by, separated by commas: flow, connection, rule, variant, country, documentType. Absent: by their bucket alone. */
                groupBy?: string;
                /** @description The name of one of your flows: what is to be verified. */
                flow?: string;
                /** @description Only sessions of this connection. */
                connection?: string;
                /** @description Only sessions that this routing rule decided about. */
                rule?: string;
                /** @description On which side of its rule's canary the applicant was. */
                variant?: components["schemas"]["RoutingVariant"];
                /** @description Only sessions whose document this country issued. */
                country?: string;
                /**
                 * @description Kind of document.
                 *
                 *     - `passport`: passport
                 *     - `id_card`: national identity card
                 *     - `driver_license`: driver's licence
                 *     - `residence_permit`: residence permit
                 *     - `other`: another document
                 */
                documentType?: components["schemas"]["DocumentType"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnalyticsReport"];
                };
            };
        };
    };
    compareCanaries: {
        parameters: {
            query?: {
                /** @description Sessions that were asked for at or after this; taken back to the begin of its bucket. Default: 7 days before `to`. */
                from?: string;
                /** @description Sessions that were asked for before this; taken forward to the end of its bucket. Default: now. */
                to?: string;
                /** @description The name of one of your flows: what is to be verified. */
                flow?: string;
                /** @description Only sessions of this connection. */
                connection?: string;
                /** @description Only sessions that this routing rule decided about. */
                rule?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CanaryComparisons"];
                };
            };
        };
    };
    listCountedSessions: {
        parameters: {
            query?: {
                /** @description Sessions that were asked for at or after this; taken back to the begin of its bucket. Default: 7 days before `to`. */
                from?: string;
                /** @description Sessions that were asked for before this; taken forward to the end of its bucket. Default: now. */
                to?: string;
                /** @description The name of one of your flows: what is to be verified. */
                flow?: string;
                /** @description Only sessions of this connection. */
                connection?: string;
                /** @description Only sessions that this routing rule decided about. */
                rule?: string;
                /** @description On which side of its rule's canary the applicant was. */
                variant?: components["schemas"]["RoutingVariant"];
                /**
                 * @description Where the verification stands.
                 *
                 *     - `NOT_STARTED`: no session at a provider is confirmed yet
                 *     - `SESSION_CREATED`: the provider has a session, the applicant has not been seen
                 *     - `IN_PROGRESS`: the applicant is at it
                 *     - `PENDING_REVIEW`: the applicant is done, a person or a machine at the provider still decides
                 *     - `APPROVED`: verified
                 *     - `REJECTED`: not verified; see `reasons`
                 *     - `EXPIRED`: lapsed without a decision
                 */
                status?: components["schemas"]["SessionStatus"];
                /**
                 * @description Why. A closed set; it may grow with a version of the API.
                 *
                 *     - `terms_declined`: the applicant did not agree to the terms or to the processing
                 *     - `applicant_aborted`: the applicant left
                 *     - `session_lapsed`: the time was up
                 *     - `required_check_missing`: the provider approved without `check`, which the flow requires
                 *     - `face_mismatch`: the face is not the document's
                 *     - `face_missing`: no picture of the applicant's face was given
                 *     - `liveness_failed`: no living person was seen
                 *     - `document_expired`: the document's date has passed
                 *     - `document_missing`: a document or a page of it was not given
                 *     - `document_unreadable`: the pictures were too poor
                 *     - `document_unsupported`: this kind of document is not accepted
                 *     - `document_suspicious`: the document looks altered or forged
                 *     - `photo_unusable`: a picture was too poor or showed something else; the provider does not say which picture
                 *     - `fraud_suspected`: the provider suspects fraud and does not say that it is the document
                 *     - `data_mismatch`: data disagree with each other or with a registry
                 *     - `underage`: the applicant is too young
                 *     - `duplicate_applicant`: this person was verified under another id
                 *     - `screening_match`: found in a sanctions, PEP or watch list
                 *     - `blocklisted`: found in the organisation's own block list
                 *     - `country_not_allowed`: the country is not accepted
                 *     - `address_unverified`: the address could not be shown
                 *     - `operator_decision`: a person decided: at the provider, or one of your operators; see `origin`
                 *     - `contradictory_decision`: the provider approved and reported a fact that contradicts the approval; somebody has to decide
                 *     - `provider_failed`: the provider could not finish the verification, by a fault of its own
                 *     - `erased_at_provider`: the session's data are no longer at the provider
                 *     - `unspecified`: the provider's word has no counterpart here; see `raw`
                 */
                reason?: components["schemas"]["ReasonCode"];
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CountedSessionPage"];
                };
            };
        };
    };
    getProviderCalls: {
        parameters: {
            query?: {
                /** @description Sessions that were asked for at or after this; taken back to the begin of its bucket. Default: 7 days before `to`. */
                from?: string;
                /** @description Sessions that were asked for before this; taken forward to the end of its bucket. Default: now. */
                to?: string;
                /** @description How long a bucket is; both begin in UTC. */
                granularity?: components["schemas"]["AnalyticsGranularity"];
                /** @description Only calls of this connection. */
                connection?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderCallReport"];
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before. Without it the feed begins with the oldest event that is kept. */
                after?: string;
                limit?: number;
                /** @description Seconds to wait for an event when there is none yet. */
                wait?: number;
                /** @description Only events of these types, separated by commas. */
                types?: string;
            };
            header?: {
                /** @description Resumes a stream; counts before `after`. */
                "last-event-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events, oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                    "text/event-stream": string;
                };
            };
        };
    };
    listEventEndpoints: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventEndpointList"];
                };
            };
        };
    };
    createEventEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateEventEndpoint"];
            };
        };
        responses: {
            /** @description The endpoint, and its key: the secret is shown this once. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewEventEndpoint"];
                };
            };
        };
    };
    getEventEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The endpoint's id. */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where a tenant wants its events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventEndpoint"];
                };
            };
        };
    };
    deleteEventEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The endpoint's id. */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    changeEventEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The endpoint's id. */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeEventEndpoint"];
            };
        };
        responses: {
            /** @description Where a tenant wants its events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventEndpoint"];
                };
            };
        };
    };
    rotateSigningKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The endpoint's id. */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateSigningKey"];
            };
        };
        responses: {
            /** @description The new key: its secret is shown this once. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewSigningKey"];
                };
            };
        };
    };
    deleteSigningKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The endpoint's id. */
                endpointId: string;
                /** @description The key's id. */
                keyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where a tenant wants its events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventEndpoint"];
                };
            };
        };
    };
    enableEventEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The endpoint's id. */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where a tenant wants its events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventEndpoint"];
                };
            };
        };
    };
    disableEventEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The endpoint's id. */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where a tenant wants its events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventEndpoint"];
                };
            };
        };
    };
    testEventEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The endpoint's id. */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One POST to an endpoint. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventAttempt"];
                };
            };
        };
    };
    resendEvents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The endpoint's id. */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResendEvents"];
            };
        };
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResendAccepted"];
                };
            };
        };
    };
    listEventAttempts: {
        parameters: {
            query?: {
                /** @description Only attempts for this event. */
                eventId?: string;
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The endpoint's id. */
                endpointId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventAttemptPage"];
                };
            };
        };
    };
}
