// Written by `pnpm openapi` from contracts/http-api/openapi.json.
export interface paths {
    "/admin/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read who you are, and what your role may do */
        get: operations["getOperatorSelf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange an operator's key for a session of the console
         * @description Send the key as `Authorization: Bearer kop_…`. The cookie of the answer stands for the operator at `/admin/v1`, for 12 hours and until it is not used for 30 minutes, signed out, or the key is revoked. Changes under the cookie need the header `X-KYC-Console` and this gateway's `Origin`.
         */
        post: operations["signIn"];
        /** End the session of the console */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find sessions of any tenant, newest first */
        get: operations["listOperatorSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/sessions/{sessionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read everything about a session but for claims and evidence */
        get: operations["getOperatorSession"];
        put?: never;
        post?: never;
        /**
         * Erase a session's data: of any tenant
         * @description Our copies are gone when this answers; the provider's are erased in the background, repeated until it confirms. `erasure` tells when that is done, and an event `session.erased` says so; `Location` leads to the erasure with its signed receipt. Status and timeline stay, without personal data and without reasons. `X-Access-Reason` is demanded, and kept in the audit log.
         */
        delete: operations["operatorEraseSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/sessions/{sessionId}/applicant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Erase everything about the person of a session
         * @description All sessions of the person at this tenant, as `DELETE /v1/applicants/{applicantId}` does, without anybody having to type whose they are. `X-Access-Reason` is demanded, and kept in the audit log.
         */
        delete: operations["erasePersonOfSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what needs attention now, and how the last 24 hours were */
        get: operations["getOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/connection-health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how all connections do
         * @description Breakers and calls are those of the process that answers; a worker makes calls of its own. Its metrics tell the whole.
         */
        get: operations["listConnectionHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/connections/{connection}/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how a connection does
         * @description Breakers and calls are those of the process that answers; a worker makes calls of its own. Its metrics tell the whole.
         */
        get: operations["getConnectionHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the job queue: how much is in it, and the newest jobs */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/jobs/{jobId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a dead job run again, now */
        post: operations["retryJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/tenants/{tenant}/watches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a tenant's watches of the lists, newest first, without whom they are about */
        get: operations["listTenantWatches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/tenants/{tenant}/blocklist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a tenant's entries of blocklists, newest first, without what they hold */
        get: operations["listTenantBlocklist"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/tenants/{tenant}/routing/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask which connection would serve a request, and why: of a tenant
         * @description The body is that of `POST /v1/sessions`. Nothing is created, and no provider is asked.
         */
        post: operations["previewTenantRoute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/sessions/{sessionId}/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask the provider now: of any tenant
         * @description Fetches the provider's truth and applies it. Safe to repeat. When a fetch is under way already, answers with what is known.
         */
        post: operations["operatorRefreshSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/sessions/{sessionId}/launch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give the applicant a fresh link: of any tenant
         * @description Links lapse while people look for their passport. Asks the provider for another way into the same session, and answers with the session and its new `launch`. Safe to repeat; an earlier link may go on working. A session that had expired by the gateway's clock alone is open again. `X-Access-Reason` is demanded, and kept in the audit log.
         */
        post: operations["operatorLaunchSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/sessions/{sessionId}/result": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the normalised result: of any tenant
         * @description What the status was given for, in one shape for all providers: the facts of the report that decided, and what later reports have added. Personal data: the audit log keeps who read it, and why. `X-Access-Reason` is demanded, and kept in the audit log.
         */
        get: operations["operatorGetSessionResult"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/sessions/{sessionId}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the media that the provider holds: of any tenant
         * @description `X-Access-Reason` is demanded, and kept in the audit log.
         */
        get: operations["operatorListEvidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/sessions/{sessionId}/evidence/{evidenceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream one piece of evidence: of any tenant
         * @description Passed through from the provider, never stored here. `X-Access-Reason` is demanded, and kept in the audit log.
         */
        get: operations["operatorGetEvidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/sessions/{sessionId}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream the provider's own report about a session: of any tenant
         * @description A PDF for people, passed through from the provider, never stored here. `X-Access-Reason` is demanded, and kept in the audit log.
         */
        get: operations["operatorGetSessionReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/sessions/{sessionId}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what happened in a session at the provider: of any tenant
         * @description Fetched from the provider now, never stored here. `X-Access-Reason` is demanded, and kept in the audit log.
         */
        get: operations["operatorGetSessionActivity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List tenants */
        get: operations["listTenants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/tenants/{tenant}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Create a tenant; repeating it changes nothing */
        put: operations["putTenant"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/tenants/{tenant}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a tenant's API keys, without the keys themselves */
        get: operations["listApiKeys"];
        put?: never;
        /** Create an API key; it is shown only once */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/keys/{keyId}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replace an API key; the old one keeps working for some hours */
        post: operations["rotateApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/keys/{keyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Stop an API key from working, for good */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List connections, without their secrets */
        get: operations["listConnections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/connections/{connection}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a connection, without its secrets */
        get: operations["getConnection"];
        /**
         * Create or replace a connection
         * @description Secrets are given as they are; `{"$stored": true}` leaves one as it is. Lists of webhook secrets may hold several that are live at once: add the next one, tell the provider, remove the old one.
         */
        put: operations["putConnection"];
        post?: never;
        /** Remove a connection that no open session and no flow needs */
        delete: operations["removeConnection"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/connections/{connection}/retire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start no new sessions at a connection; existing sessions continue, and their webhooks are accepted */
        post: operations["retireConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/connections/{connection}/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refuse all calls to the provider from now on, until released
         * @description New sessions fall back to the flow's next connection where there is one. Webhooks are accepted; the sessions that they are about are read after the release.
         */
        post: operations["holdConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/connections/{connection}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let calls to the provider through again */
        post: operations["releaseConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/connections/{connection}/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Limit the calls to the provider, shared fairly among tenants; an empty object removes the limits */
        put: operations["limitConnection"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/tenants/{tenant}/flows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a tenant's flows */
        get: operations["listFlows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/tenants/{tenant}/flows/{flow}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Create or replace a flow
         * @description `If-Match` is about the tenant's list of flows.
         */
        put: operations["putFlow"];
        post?: never;
        /** Remove a flow that no rule names; its sessions continue */
        delete: operations["removeFlow"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/tenants/{tenant}/routing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a tenant's routing rules, in order */
        get: operations["getRouting"];
        /**
         * Replace a tenant's routing rules, in order
         * @description All of them at once: their order is part of them, and each is checked against the others.
         */
        put: operations["putRouting"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/tenants/{tenant}/privacy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what a tenant requires for its people's data */
        get: operations["getPrivacy"];
        /**
         * Replace what a tenant requires for its people's data
         * @description `GET /admin/v1/retention` tells beforehand what a shorter time would delete. What is gone is gone.
         */
        put: operations["putPrivacy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/tenants/{tenant}/validity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read when a tenant is told that approvals end */
        get: operations["getValidity"];
        /** Replace when a tenant is told that approvals end */
        put: operations["putValidity"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/tenants/{tenant}/return-urls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read where a tenant's applicants may return to */
        get: operations["getReturnUrls"];
        /** Replace where a tenant's applicants may return to */
        put: operations["putReturnUrls"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/legal-holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List legal holds, the newest first */
        get: operations["listLegalHolds"];
        put?: never;
        /**
         * Keep a session, or a person, from being erased
         * @description Erasure answers `legal_hold`, retention passes by, and what a provider has not confirmed yet waits. What is gone already stays gone.
         */
        post: operations["placeLegalHold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/legal-holds/{holdId}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Release a legal hold */
        post: operations["releaseLegalHold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List erasures that no provider has confirmed yet, the oldest first */
        get: operations["listOpenErasures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/erasures/{erasureId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read how far an erasure is, and its receipt: of any tenant */
        get: operations["getAnyErasure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/erasures/{sessionId}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try an erasure at its provider again, now */
        post: operations["retryErasure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/erasures/{sessionId}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * State that an erasure was done by other means
         * @description For a provider that cannot be asked any more. The receipt says that an operator stated it.
         */
        post: operations["confirmErasure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what the next nightly run will delete, by tenant and class of data */
        get: operations["previewRetention"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/tenants/{tenant}/event-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read where a tenant's events are posted */
        get: operations["getConfiguredEndpoints"];
        /**
         * Replace where a tenant's events are posted
         * @description All of them at once; one with the same URL stays, with its keys and what waits for it. Keys are made here: references are for files.
         */
        put: operations["putConfiguredEndpoints"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/configuration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read everything that is configured, without secrets
         * @description As `kyc-gateway export` prints it: `kyc-gateway apply -f` takes it back.
         */
        get: operations["getConfiguration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List who changed what and who read whose claims, newest first */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/audit/head": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read where the audit log ends
         * @description Every entry holds the hash of the one before it: kept elsewhere, this proves later that nothing up to here was changed.
         */
        get: operations["getAuditHead"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/analytics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of all tenants' sessions, by hour or day
         * @description Sessions are counted in the bucket in which they were asked for, each once, with what has become of them by now. A change counts within about a minute. Nothing is held back.
         */
        get: operations["getAllAnalytics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/analytics/comparison": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Canaries of all tenants' routing rules against their controls
         * @description Of at most 400 days. A difference whose interval does not contain 0 is hardly chance.
         */
        get: operations["compareAllCanaries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/analytics/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The sessions behind a number
         * @description As they are counted: by the hour in which they were asked for.
         */
        get: operations["listAllCountedSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/analytics/provider-calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How providers answer
         * @description Latency and failures by hour or day, of every connection.
         */
        get: operations["getAllProviderCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/inbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Count the deliveries that are not applied */
        get: operations["summariseInbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/refused-deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A sample of deliveries that were refused lately
         * @description Hashes alone: of what nobody has proven to be a provider's, nothing is stored. At most one of a connection and second, the newest hundred, in the memory of the process that answers; `kyc_rejected_webhooks_total` counts them all.
         */
        get: operations["listRefusedDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List deliveries, newest first */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/deliveries/{deliveryId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a delivery
         * @description Its body is masked: only the names of members and the types of values.
         */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/deliveries/{deliveryId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay a delivery through the adapter as it is now
         * @description Reads the delivery anew, asks the provider, and tells what that changes. With `dryRun: false` the fetch is queued and applied, and the audit log says who did it.
         */
        post: operations["replayDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/deliveries/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay a range of deliveries
         * @description As for one: newest first, up to `limit`, and on with `nextCursor`. A dry run asks each session's provider once.
         */
        post: operations["replayDeliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/sessions/{sessionId}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide a session by name, with a reason
         * @description For a session in review, as when a check that the flow requires is missing, and to decide anew. Repeating a decision that stands changes nothing. A later approval of the provider does not overturn a rejection by an operator; a later rejection overturns an approval, which is a reversal.
         */
        post: operations["decideSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/connections/{connection}/configurations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the recipes at the provider that flows name, and what does not fit */
        get: operations["listAccountConfigurations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/connections/{connection}/operators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the people of the account in the provider's console
         * @description Few providers offer it.
         */
        get: operations["listAccountOperators"];
        put?: never;
        /**
         * Create somebody in the provider's console
         * @description The address tells a repetition: 409 when the account has it. Few providers offer it.
         */
        post: operations["createAccountOperator"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/connections/{connection}/operator-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the groups of the provider's operators
         * @description Few providers offer it.
         */
        get: operations["listOperatorGroups"];
        put?: never;
        /**
         * Create a group of the provider's operators
         * @description A repetition creates another group: the provider tells none apart.
         */
        post: operations["createOperatorGroup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/v1/connections/{connection}/operator-groups/{groupId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a group of the provider's operators
         * @description Safe to repeat.
         */
        delete: operations["removeOperatorGroup"];
        options?: never;
        head?: never;
        /** Rename a group of the provider's operators, or give it other members */
        patch: operations["changeOperatorGroup"];
        trace?: never;
    };
    "/console/sign-in-methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How operators can sign in to the console */
        get: operations["getSignInMethods"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/oidc/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Sign in to the console by OpenID Connect
         * @description For browsers: sends them to the identity provider, or back to `/console?sign-in=unavailable` when it cannot be reached.
         */
        get: operations["beginOidcSignIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/oidc/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where the identity provider sends browsers back to
         * @description Begins a session of the console, for an hour. Who is not let in is sent to `/console` with `sign-in`: `no-role`: none of the person's roles is mapped; `expired`: it took longer than 10 minutes, or began in another browser; `unavailable`, `failed`: see the log.
         */
        get: operations["finishOidcSignIn"];
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
        DecideSession: {
            /**
             * @description What you decide.
             * @enum {string}
             */
            decision: "APPROVED" | "REJECTED";
            /** @description Why. Kept sealed in the audit log, with your name; no product sees it. */
            reason: string;
            /** @description The session's `seq` that you have looked at: 412 when something has happened to the session since. */
            seq?: number;
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
        /** @description The recipes at the provider that flows name, those that it lists, or the one that was asked for. */
        AccountConfigurations: {
            items: {
                /** @description The provider's, as flows name it. */
                id: string;
                /** @description Whether the account has it. */
                isFound: boolean;
                name?: string;
                /** @description How long a session of it lives, in milliseconds. */
                sessionLifetimeMs?: number;
                language?: string;
                /** @description Absent: the provider does not tell. */
                checks?: components["schemas"]["CheckKind"][];
                documentTypes?: components["schemas"]["DocumentType"][];
                /** @description Steps that the adapter does not know, the provider's words. */
                unknownSteps?: string[];
                flows: {
                    tenant: string;
                    flow: string;
                }[];
                /** @description What does not fit: it is missing, lives shorter than is assumed, or does not check what a flow requires. */
                issues: string[];
            }[];
        };
        /** @description The people of the account in the provider's console. */
        AccountOperators: {
            items: {
                id: string;
                username?: string;
                /** @description The provider's words. */
                roles: string[];
            }[];
        };
        CreateAccountOperator: {
            /** Format: email */
            email: string;
            /** @description A secret: handed to the provider, kept nowhere here. */
            password: string;
            /** @description Given name. */
            givenName?: string;
            /** @description Family name. */
            familyName?: string;
            /** @description Of the connection's capabilities, `operators.roles`. */
            roles: string[];
            /** @default false */
            isEmailVerified: boolean;
        };
        CreatedAtProvider: {
            /** @description The provider's. */
            id: string;
        };
        /** @description Operators of the provider who share work. */
        OperatorGroups: {
            items: {
                id: string;
                name?: string;
                members: {
                    id?: string;
                    username?: string;
                }[];
            }[];
        };
        OperatorSelf: {
            /** @description The operator's name, as the audit log has it. */
            name: string;
            role: components["schemas"]["OperatorRole"];
            /** @description The operations (`operationId`) that the role may call. */
            permissions: string[];
            /**
             * @description `key`: the request has an operator's key. `console`, `oidc`: it has a console session's cookie.
             * @enum {string}
             */
            signIn: "key" | "console" | "oidc";
        };
        ConsoleSignInMethods: {
            /** @description `key`: an operator's key. `oidc`: `GET /console/oidc/login`. */
            methods: ("key" | "oidc")[];
        };
        ConnectionHealth: {
            connection: string;
            adapter: string;
            tenant: string | null;
            /**
             * @description `failing`: a breaker is not closed. `held`: an operator refuses all calls. `retired`: no new sessions.
             * @enum {string}
             */
            state: "ok" | "failing" | "held" | "retired";
            hold: {
                by: string;
                /**
                 * Format: date-time
                 * @description Since when.
                 */
                since: string;
                reason: string;
            } | null;
            /** @description What operators limited calls to; null: no limit. */
            limits: {
                callsPerSecond: number | null;
                concurrency: number | null;
            };
            /** @description Of each operation that was called. */
            breakers: {
                operation: string;
                state: components["schemas"]["BreakerState"];
            }[];
            recentCalls: {
                /** @description The last calls, at most 200. */
                calls: number;
                /** @description How many of them failed. */
                failures: number;
                medianMs: number | null;
                slowestMs: number | null;
                since: string | null;
            };
            /** @description Of the last calls, newest first, at most 20. No text of the provider's. */
            recentFailures: {
                /**
                 * Format: date-time
                 * @description When it failed.
                 */
                at: string;
                operation: string;
                /** @description A stable code. */
                code: string;
                durationMs: number;
            }[];
            lastDeliveryAt: string | null;
            usualGapSeconds: number | null;
        };
        ConnectionHealthList: {
            items: components["schemas"]["ConnectionHealth"][];
            /** @description Connections that are configured and cannot be used. */
            unusable: {
                connection: string;
                why: string;
            }[];
        };
        Job: {
            /** @description The job's id. */
            id: string;
            task: string;
            state: components["schemas"]["JobState"];
            /** @description How often it was tried. */
            attempts: number;
            /** @description How often it is tried at most. */
            maxAttempts: number;
            /**
             * Format: date-time
             * @description From when on it may run.
             */
            runAt: string;
            /**
             * Format: date-time
             * @description When it was queued.
             */
            createdAt: string;
            lockedAt: string | null;
            /** @description Whether the last try failed; why, the log says under the job's id. */
            hasFailed: boolean;
        };
        JobList: {
            /** @description Jobs by task and state; at most 10,000 are counted. */
            counts: {
                task: string;
                state: components["schemas"]["JobState"];
                /** @description Jobs. */
                count: number;
            }[];
            /** @description Newest first. */
            items: components["schemas"]["Job"][];
        };
        OperatorBlocklistPage: {
            items: {
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                connection: string | null;
                sessionId: string | null;
                state: components["schemas"]["AccountRecordState"];
                /**
                 * Format: date-time
                 * @description When it was asked for.
                 */
                createdAt: string;
                ground: components["schemas"]["BlocklistGround"];
            }[];
            nextCursor: string | null;
        };
        OperatorWatchPage: {
            items: {
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                connection: string | null;
                sessionId: string | null;
                state: components["schemas"]["AccountRecordState"];
                /**
                 * Format: date-time
                 * @description When it was asked for.
                 */
                createdAt: string;
                changedAt: string | null;
            }[];
            nextCursor: string | null;
        };
        Overview: {
            /** @description Only what there is something of. */
            attention: {
                /**
                 * @description - `sessions_in_review`: sessions that are `PENDING_REVIEW`
                 *     - `deliveries_parked`: webhooks that could not be understood or matched
                 *     - `deliveries_unmatched`: webhooks whose session is not known yet
                 *     - `connections_unusable`: connections that cannot be used as they are configured
                 *     - `connections_failing`: connections with a breaker that is not closed
                 *     - `connections_held`: connections that an operator holds
                 *     - `erasures_dead`: erasures that are not tried any more
                 *     - `jobs_dead`: jobs that are not tried any more
                 *     - `endpoints_disabled`: event endpoints that get nothing any more
                 *     - `endpoints_warned`: event endpoints whose posts have been failing for a while
                 * @enum {string}
                 */
                kind: "sessions_in_review" | "deliveries_parked" | "deliveries_unmatched" | "connections_unusable" | "connections_failing" | "connections_held" | "erasures_dead" | "jobs_dead" | "endpoints_disabled" | "endpoints_warned";
                /** @description At most 1000 are counted. */
                count: number;
                oldestAt: string | null;
            }[];
            /** @description The last 24 hours, the oldest first; hours without sessions too. */
            hours: {
                /**
                 * Format: date-time
                 * @description The begin of the hour.
                 */
                startsAt: string;
                /** @description Sessions that were asked for in the hour. */
                created: number;
                /** @description Of these, approved by now. */
                approved: number;
                /** @description Of these, rejected by now. */
                rejected: number;
                /** @description Of these, expired by now. */
                expired: number;
                /** @description Of these, not decided yet. */
                open: number;
            }[];
        };
        /** @description A session of any tenant, without claims. `applicantId` is null for the role `viewer`. */
        OperatorSession: {
            /**
             * Format: uuid
             * @description The session's id.
             */
            id: string;
            /** @description Whose session it is. */
            tenant: string;
            /** @description The name of one of your flows: what is to be verified. */
            flow: string;
            /** @description Your own id of the person; null once the person was erased. */
            applicantId: string | null;
            status: components["schemas"]["SessionStatus"];
            origin: components["schemas"]["StatusOrigin"];
            reasons: components["schemas"]["Reason"][];
            /** @description Which try of the applicant it is, from 1. A provider may ask the applicant to try again: then `attempt` grows and the status may be an earlier one. */
            attempt: number;
            /** @description Counts the session's changes. */
            seq: number;
            connection: string | null;
            adapter: string | null;
            providerReference: string | null;
            /** @description Whether the session's data are erased. */
            erasure: components["schemas"]["SessionErasure"];
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When its status last changed.
             */
            updatedAt: string;
            decidedAt: string | null;
            lapsesAt: string | null;
        };
        OperatorSessionDetail: {
            session: components["schemas"]["OperatorSession"];
            /** @description Your own data, returned unchanged. It must hold no personal data. */
            metadata: {
                [key: string]: string;
            };
            notices: {
                code: string;
                detail: string;
            }[];
            /** @description What the flow required, and what the provider reported of it. An approval covers all of them. */
            requiredChecks: {
                check: components["schemas"]["CheckKind"];
                /** @description It was done, and no part of it speaks against the applicant. */
                isCovered: boolean;
                /** @description Each outcome that the provider reported of it. */
                outcomes: components["schemas"]["CheckOutcome"][];
            }[];
            attempts: {
                /** @description Which try of the applicant it is, from 1. A provider may ask the applicant to try again: then `attempt` grows and the status may be an earlier one. */
                attempt: number;
                /**
                 * Format: date-time
                 * @description Of its first change.
                 */
                startedAt: string;
                /**
                 * Format: date-time
                 * @description Of its last change.
                 */
                endedAt: string;
                status: components["schemas"]["SessionStatus"];
            }[];
            /** @description Oldest first. */
            timeline: {
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
            /** @description Which connections were looked at, in which order, and why this one: the provider was called once for each `attempted`. */
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
            rule: string | null;
            /** @description What the gateway asked the provider. */
            reads: {
                /** @description Reads since the provider last said something new. */
                sinceNews: number;
                failedInARow: number;
                lastAt: string | null;
                nextAt: string | null;
                /** @description Nobody knows yet whether the provider made the session. */
                isStartUnknown: boolean;
            };
            /** @description Webhooks about it, newest first, at most 100; bodies at `GET /admin/v1/deliveries/{deliveryId}`. */
            deliveries: components["schemas"]["InboxDelivery"][];
            /** @description What the tenant was told, oldest first, at most 200. */
            events: {
                /**
                 * Format: uuid
                 * @description The event's id.
                 */
                id: string;
                seq: number;
                type: components["schemas"]["EventType"];
                /**
                 * Format: date-time
                 * @description When it happened.
                 */
                occurredAt: string;
                /** @description What was tried to tell the tenant's endpoints, oldest first. */
                posts: {
                    /**
                     * Format: uuid
                     * @description The endpoint.
                     */
                    endpointId: string;
                    /** @description The endpoint's host. */
                    host: string;
                    kind: components["schemas"]["PostKind"];
                    attempt: number;
                    /**
                     * Format: date-time
                     * @description When it began.
                     */
                    startedAt: string;
                    durationMs: number;
                    outcome: components["schemas"]["PostOutcome"];
                    httpStatus: number | null;
                }[];
            }[];
            erasure: {
                /**
                 * @description Of the provider's copy. `dead`: an operator has to retry or confirm it.
                 * @enum {string}
                 */
                state: "pending" | "dead" | "settled";
                outcome: string | null;
                attempts: number;
                lastFailure: string | null;
                /**
                 * Format: date-time
                 * @description When our copy went.
                 */
                requestedAt: string;
                nextAttemptAt: string | null;
                settledAt: string | null;
                erasureIds: string[];
            } | null;
            holds: {
                /**
                 * Format: uuid
                 * @description The hold's id.
                 */
                id: string;
                on: components["schemas"]["ErasureKind"];
                placedBy: string;
                /**
                 * Format: date-time
                 * @description Since when.
                 */
                placedAt: string;
            }[];
        };
        OperatorSessionPage: {
            items: components["schemas"]["OperatorSession"][];
            nextCursor: string | null;
        };
        CreateOperatorGroup: {
            /** @description What operators read. */
            name: string;
            memberIds?: string[];
        };
        ChangeOperatorGroup: {
            /** @description What operators read. */
            name?: string;
            /** @description Takes the place of all members. */
            memberIds?: string[];
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
        TenantList: {
            items: {
                /**
                 * Format: uuid
                 * @description The tenant's id.
                 */
                id: string;
                name: string;
                /**
                 * Format: date-time
                 * @description Since when.
                 */
                createdAt: string;
            }[];
        };
        ApiKeyList: {
            items: {
                /**
                 * Format: uuid
                 * @description The key's id; not the key.
                 */
                id: string;
                name: string;
                scopes: string[];
                /**
                 * Format: date-time
                 * @description Since when.
                 */
                createdAt: string;
                expiresAt: string | null;
                revokedAt: string | null;
                lastUsedAt: string | null;
            }[];
        };
        CreatedApiKey: {
            /**
             * Format: uuid
             * @description The key's id; not the key.
             */
            id: string;
            name: string;
            scopes: string[];
            /**
             * Format: date-time
             * @description Since when.
             */
            createdAt: string;
            expiresAt: string | null;
            revokedAt: string | null;
            lastUsedAt: string | null;
            /** @description The key. It cannot be shown again. */
            key: string;
        };
        PutConnection: {
            /** @description The adapter's id. */
            adapter: string;
            /** @description The tenant whose account it is. Absent: it is shared. */
            tenant?: string;
            /** @description The tenants that share it. Absent, and no `tenant` either: all of them. */
            tenants?: string[];
            /** @description No new sessions start there; existing sessions continue. */
            isRetired?: boolean;
            /** @description The provider's price list, for the cost in analytics. It counts from now on for the past, too. */
            prices?: {
                /**
                 * Format: date
                 * @description Sessions that were asked for from this day on (UTC), until the next price in this currency.
                 */
                validFrom: string;
                /** @description ISO 4217. */
                currency: string;
                /** @description For each session that the provider made. */
                perSession?: string;
                /** @description For each session that is approved or rejected. */
                perDecision?: string;
                /** @description For each try of an applicant who was seen. */
                perAttempt?: string;
            }[];
            /** @description What the adapter needs, by its own schema. In a file every secret is a reference: {"$env": "NAME"}, {"$file": "/path"}, or {"$stored": true} for what the gateway has already. A list of secrets may hold several that are live at once. */
            settings: {
                [key: string]: unknown;
            };
        };
        ConfiguredEndpoints: {
            eventEndpoints: {
                /** @description Where events are posted. HTTPS, a public address, no credentials and no fragment. */
                url: string;
                description?: string;
                /** @description Only events of these types. `applicant.message` comes to endpoints alone that name it. */
                types?: components["schemas"]["EndpointEventType"][];
                keyKind?: components["schemas"]["SigningKeyKind"];
                /** @description Where a shared secret (`whsec_…`) is. Absent: the gateway makes the key; who rotates it is shown the new one. */
                signingKey?: {
                    $env: string;
                } | {
                    $file: string;
                };
            }[];
        };
        ConnectionInfo: {
            /** @description Unique among all connections; the `:connection` of its webhook URL. */
            name: string;
            /** @description The adapter's id. */
            adapter: string;
            /** @description The tenant whose account it is. Absent: it is shared. */
            tenant?: string;
            /** @description The tenants that share it. Absent, and no `tenant` either: all of them. */
            tenants?: string[];
            /** @description No new sessions start there; existing sessions continue. */
            isRetired?: boolean;
            /** @description The provider's price list, for the cost in analytics. It counts from now on for the past, too. */
            prices?: {
                /**
                 * Format: date
                 * @description Sessions that were asked for from this day on (UTC), until the next price in this currency.
                 */
                validFrom: string;
                /** @description ISO 4217. */
                currency: string;
                /** @description For each session that the provider made. */
                perSession?: string;
                /** @description For each session that is approved or rejected. */
                perDecision?: string;
                /** @description For each try of an applicant who was seen. */
                perAttempt?: string;
            }[];
            /** @description What the adapter needs, by its own schema. In a file every secret is a reference: {"$env": "NAME"}, {"$file": "/path"}, or {"$stored": true} for what the gateway has already. A list of secrets may hold several that are live at once. */
            settings: {
                [key: string]: unknown;
            };
            /** @description Where its provider posts to. */
            webhookPath: string;
            /** @description Every call to its provider is refused, until it is released. Absent: it is not held. */
            hold?: {
                /** @description The operator who holds it. */
                by: string;
                /**
                 * Format: date-time
                 * @description Since when.
                 */
                since: string;
                /** @description The reason that the operator gave. */
                reason: string;
            };
        };
        ConnectionList: {
            items: components["schemas"]["ConnectionInfo"][];
        };
        PutFlow: {
            /** @description What a provider must be able to check; others are passed over. */
            requiredChecks?: components["schemas"]["CheckKind"][];
            /** @description How long an approval counts: an ISO 8601 duration of years (Y), months (M), weeks (W) and days (D), in this order. Absent: until the document expires. A document that expires before ends it too. */
            validFor?: string;
            /** @description Present: `launch.url` of the flow's sessions is a page of the gateway that leads to the provider, offers to go on on a phone, and gives a fresh link when one has lapsed. It needs `KYC_PUBLIC_URL`. */
            launchPage?: {
                /**
                 * Format: uri
                 * @description Where the page leads back to when there is nothing left to do: an https or http URL, or one with a scheme of the tenant's `returnUrls.appSchemes`.
                 */
                returnUrl?: string;
            };
            /** @description In the order of preference, where no rule decides. */
            targets: {
                /** @description A connection of the tenant's, or one that it shares. */
                connection: string;
                /** @description The flow's part for this provider, by the adapter's own schema. */
                settings?: {
                    [key: string]: unknown;
                };
            }[];
        };
        FlowList: {
            items: {
                /** @description The name of one of your flows: what is to be verified. */
                name: string;
                /** @description What a provider must be able to check; others are passed over. */
                requiredChecks?: components["schemas"]["CheckKind"][];
                /** @description How long an approval counts: an ISO 8601 duration of years (Y), months (M), weeks (W) and days (D), in this order. Absent: until the document expires. A document that expires before ends it too. */
                validFor?: string;
                /** @description Present: `launch.url` of the flow's sessions is a page of the gateway that leads to the provider, offers to go on on a phone, and gives a fresh link when one has lapsed. It needs `KYC_PUBLIC_URL`. */
                launchPage?: {
                    /**
                     * Format: uri
                     * @description Where the page leads back to when there is nothing left to do: an https or http URL, or one with a scheme of the tenant's `returnUrls.appSchemes`.
                     */
                    returnUrl?: string;
                };
                /** @description In the order of preference, where no rule decides. */
                targets: {
                    /** @description A connection of the tenant's, or one that it shares. */
                    connection: string;
                    /** @description The flow's part for this provider, by the adapter's own schema. */
                    settings?: {
                        [key: string]: unknown;
                    };
                }[];
            }[];
        };
        RoutingRules: {
            rules: {
                /** @description Unique within the tenant; decision traces quote it. */
                name: string;
                /** @description Every condition that is given must hold; without conditions the rule always applies. */
                when?: {
                    /** @description The flow is one of these. */
                    flows?: string[];
                    /** @description The applicant's country is one of these. */
                    countries?: string[];
                    /** @description The request names document types, and all of them are among these. */
                    documentTypes?: components["schemas"]["RequestableDocumentType"][];
                    /** @description The request has at least one of these. */
                    riskTags?: string[];
                    /** @description Each of these members of the request's metadata has one of its values. */
                    metadata?: {
                        [key: string]: string[];
                    };
                };
                targets: {
                    /** @description A target of the flows that the rule is about. */
                    connection: string;
                    /** @description Lower priorities are tried first. Default 1. */
                    priority?: number;
                    /** @description The share among targets of the same priority; 0: no sessions. Default 1. */
                    weight?: number;
                }[];
                /** @description Raising it only adds applicants: nobody is moved twice. */
                canary?: {
                    /** @description The connection to try out. */
                    connection: string;
                    /** @description The part of the rule's applicants that goes there first. */
                    percent: number;
                };
            }[];
        };
        /** @description What the tenant requires for people's data. What is left out is not required. */
        TenantPrivacy: {
            /** @description Whether every read of claims or evidence must say why, in `X-Access-Reason`. Default false. */
            isAccessReasonRequired?: boolean;
            /** @description Days to keep each class of data. An absent one has no limit of the tenant's own. Legal holds go first. */
            retentionDays?: {
                /** @description What the provider reported: after the session's end. */
                claims?: number;
                /** @description Bodies of webhooks: after they came in. */
                deliveries?: number;
                /** @description Everything personal of a session: that long after its end it is erased, at the provider too. */
                sessions?: number;
                /** @description Reasons in the timeline, and the decision trace: after the session's end. */
                timeline?: number;
                /** @description Watches: after they were begun. They end at the provider too. */
                watches?: number;
                /** @description Entries of blocklists: after they were made. They are removed at the provider too. */
                blocklist?: number;
                /** @description Reasons in events: after they occurred. The events go with all others', by `KYC_EVENT_RETENTION_DAYS`. */
                events?: number;
            };
        };
        /** @description Where applicants may return to, beside https and http. What is left out allows nothing more. */
        TenantReturnUrls: {
            /** @description Schemes of the tenant's own apps that a session's `returnUrl` may have. */
            appSchemes?: string[];
        };
        /** @description When the end of an approval's validity is announced. What is left out has its default. */
        TenantValidity: {
            /** @description How many days before an approval's `validUntil` the event `applicant.expiring` is sent; 0: never. Default 30. */
            noticeDays?: number;
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
        /** @description Exactly one of `sessionId` and `applicantId`. */
        PlaceLegalHold: {
            /** @description The tenant's name. */
            tenant: string;
            /**
             * Format: uuid
             * @description Keeps this session.
             */
            sessionId?: string;
            /** @description Your own id of the person, without spaces; not `.`, `..` or their percent-encoded forms, which URLs take for steps. Opaque to the gateway; no personal data in it, please. */
            applicantId?: string;
            /** @description Why: for whoever looks next. Sealed at rest; no personal data, please. */
            reason: string;
        };
        WithReason: {
            /** @description Why: for whoever looks next. Sealed at rest; no personal data, please. */
            reason: string;
        };
        LegalHold: {
            /**
             * Format: uuid
             * @description The hold's id.
             */
            id: string;
            tenant: string;
            sessionId: string | null;
            applicantHash: string | null;
            reason: string;
            placedBy: string;
            /**
             * Format: date-time
             * @description Since when.
             */
            placedAt: string;
            releasedBy: string | null;
            releasedAt: string | null;
            releaseReason: string | null;
        };
        LegalHoldList: {
            items: components["schemas"]["LegalHold"][];
        };
        OpenErasureList: {
            items: {
                /**
                 * Format: uuid
                 * @description The session.
                 */
                sessionId: string;
                tenant: string;
                connection: string | null;
                /** @description `dead`: nothing is tried any more until an operator retries or confirms it. */
                state: components["schemas"]["OpenErasureState"];
                attempts: number;
                lastFailure: string | null;
                /**
                 * Format: date-time
                 * @description When it was asked for.
                 */
                requestedAt: string;
                nextAttemptAt: string | null;
            }[];
        };
        RetentionPreview: {
            items: {
                tenant: string;
                class: string;
                /** @description How long the tenant keeps it. */
                days: number;
                /** @description Rows beyond that. */
                due: number;
                /** @description Rows beyond that, which a legal hold keeps. */
                held: number;
                oldestAt: string | null;
            }[];
        };
        AuditHead: {
            /** @description How many entries there are. */
            seq: number;
            /** @description Of the last entry; it covers all before it. */
            hash: string;
            /** @description Number and hash in one text, for `audit verify --anchor`: keep it where nobody who can write to the database can change it. */
            anchor: string;
        };
        AuditPage: {
            items: {
                /**
                 * Format: uuid
                 * @description The entry's id.
                 */
                id: string;
                /**
                 * Format: date-time
                 * @description When it was committed, together with the change.
                 */
                at: string;
                /** @description Who: an operator, a product's key, a command line, or the gateway itself. */
                operator: string;
                action: string;
                subject: string;
                /** @description What changed. Secrets are only said to change. */
                detail: {
                    [key: string]: unknown;
                };
                /** @description Why, in their own words. It may hold personal data. */
                reason: string | null;
                requestId: string | null;
            }[];
            /** @description Give it back as `cursor` for the next page; null on the last. */
            nextCursor: string | null;
        };
        InboxDelivery: {
            /**
             * Format: uuid
             * @description The delivery's id; ids are in the order of receipt.
             */
            id: string;
            /** @description The connection's name. */
            connection: string;
            /** @description `waiting` for a read of its session, `unmatched`: its session is not known (yet), `processing`: a read for it failed or was asked for by an operator, and is to come, `applied`, or `parked` until an operator looks. */
            state: components["schemas"]["DeliveryState"];
            verdict: components["schemas"]["DeliveryVerdict"] | null;
            /** @description The provider's name of the event. */
            eventType: string;
            eventId: string | null;
            sessionId: string | null;
            /** @description Fetches that were begun for it. */
            attempts: number;
            /**
             * Format: date-time
             * @description When it was committed.
             */
            receivedAt: string;
            settledAt: string | null;
        };
        InboxDeliveryDetail: {
            /**
             * Format: uuid
             * @description The delivery's id; ids are in the order of receipt.
             */
            id: string;
            /** @description The connection's name. */
            connection: string;
            /** @description `waiting` for a read of its session, `unmatched`: its session is not known (yet), `processing`: a read for it failed or was asked for by an operator, and is to come, `applied`, or `parked` until an operator looks. */
            state: components["schemas"]["DeliveryState"];
            verdict: components["schemas"]["DeliveryVerdict"] | null;
            /** @description The provider's name of the event. */
            eventType: string;
            eventId: string | null;
            sessionId: string | null;
            /** @description Fetches that were begun for it. */
            attempts: number;
            /**
             * Format: date-time
             * @description When it was committed.
             */
            receivedAt: string;
            settledAt: string | null;
            /** @description Member names and kinds of values. */
            body: unknown;
        };
        InboxDeliveryPage: {
            items: components["schemas"]["InboxDelivery"][];
            nextCursor: string | null;
        };
        InboxBacklog: {
            items: {
                connection: string;
                /** @description `waiting` for a read of its session, `unmatched`: its session is not known (yet), `processing`: a read for it failed or was asked for by an operator, and is to come, `applied`, or `parked` until an operator looks. */
                state: components["schemas"]["DeliveryState"];
                verdict: components["schemas"]["DeliveryVerdict"] | null;
                count: number;
                /**
                 * Format: date-time
                 * @description When the oldest of them was committed.
                 */
                oldestReceivedAt: string;
            }[];
        };
        RefusedDeliveries: {
            items: {
                /**
                 * Format: date-time
                 * @description When it came.
                 */
                at: string;
                connection: string;
                /**
                 * @description `malformed`: the proof is missing or cannot be read; `wrong`: it does not hold; `stale`: it held once; `source`: the address is not the provider's; `token_refused`: a request for a token.
                 * @enum {string}
                 */
                reason: "malformed" | "wrong" | "stale" | "source" | "token_refused";
                /** @description Stands for the sender's address, as long as this process of the gateway lives. */
                source: string;
                bodySha256: string;
                bodyBytes: number;
            }[];
        };
        ReplayDelivery: {
            /**
             * @description Only show what would change. Default true.
             * @default true
             */
            dryRun: boolean;
        };
        ReplayDeliveries: {
            /**
             * @description Only show what would change. Default true.
             * @default true
             */
            dryRun: boolean;
            /** @description `waiting` for a read of its session, `unmatched`: its session is not known (yet), `processing`: a read for it failed or was asked for by an operator, and is to come, `applied`, or `parked` until an operator looks. */
            state?: components["schemas"]["DeliveryState"];
            verdict?: components["schemas"]["DeliveryVerdict"];
            /** @description A connection's name. */
            connection?: string;
            /**
             * Format: uuid
             * @description A session of any product.
             */
            sessionId?: string;
            /**
             * Format: date-time
             * @description Received at this moment or later.
             */
            receivedAfter?: string;
            /**
             * Format: date-time
             * @description Received before this moment.
             */
            receivedBefore?: string;
            /**
             * Format: uuid
             * @description `nextCursor` of the page before.
             */
            cursor?: string;
            limit?: number;
        };
        DeliveryReplay: {
            /**
             * Format: uuid
             * @description The delivery.
             */
            deliveryId: string;
            sessionId: string | null;
            /** @enum {string} */
            outcome: "changes" | "unchanged" | "queued" | "unreadable" | "not_interesting" | "no_session" | "connection_unusable" | "provider_failed" | "under_way";
            code: string | null;
            change: {
                from: components["schemas"]["SessionStatus"];
                to: components["schemas"]["SessionStatus"];
                reasons: components["schemas"]["Reason"][];
                isReversal: boolean;
                eventType: string;
            } | null;
            /** @description Of a dry run: which facts about the person it adds, changes or removes, whatever the status does. Never what they say. */
            facts: {
                path: string;
                /** @enum {string} */
                change: "added" | "changed" | "removed";
            }[];
        };
        DeliveryReplays: {
            dryRun: boolean;
            items: components["schemas"]["DeliveryReplay"][];
            nextCursor: string | null;
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
         * @description `hmac`: a shared secret (`whsec_…`, signature `v1`). `ed25519`: a key pair of which you get the public half (`whpk_…`, signature `v1a`).
         * @enum {string}
         */
        SigningKeyKind: "hmac" | "ed25519";
        /**
         * @description How far an erasure is that no provider has confirmed.
         * @enum {string}
         */
        OpenErasureState: "pending" | "dead";
        /**
         * @description How far a delivery is.
         * @enum {string}
         */
        DeliveryState: "waiting" | "unmatched" | "processing" | "applied" | "parked";
        /**
         * @description Why it is parked: `unrecognised`, its body names no session that could be read; `session_missing`, no session of ours came within an hour; `response_unrecognised`, the provider's answer could not be read; `session_unknown`, the provider does not know the session.
         * @enum {string}
         */
        DeliveryVerdict: "unrecognised" | "session_missing" | "response_unrecognised" | "session_unknown";
        /**
         * @description What an operator may do. Each role may do what the ones before it may.
         *
         *     - `viewer`: look at sessions, deliveries, providers and the configuration; no personal data
         *     - `support`: also see the tenant's id of an applicant, ask providers anew, give fresh links, replay deliveries
         *     - `reviewer`: also read claims and evidence with a reason, decide, erase, hold, read the audit log
         *     - `administrator`: also change the configuration, keys and operators, and hold and release connections
         * @enum {string}
         */
        OperatorRole: "viewer" | "support" | "reviewer" | "administrator";
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
         * @description `placing`: the provider has not confirmed it yet. `stopping`: it is being removed there.
         * @enum {string}
         */
        AccountRecordState: "placing" | "active" | "stopping";
        /**
         * @description `open`: calls are refused. `half_open`: one call finds out whether the provider is back.
         * @enum {string}
         */
        BreakerState: "closed" | "half_open" | "open";
        /**
         * @description `ready`: a worker takes it next. `scheduled`: its time has not come. `locked`: a worker is at it. `dead`: tried too often, an operator has to retry it.
         * @enum {string}
         */
        JobState: "ready" | "scheduled" | "locked" | "dead";
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
    getOperatorSelf: {
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
                    "application/json": components["schemas"]["OperatorSelf"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperatorSelf"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is over. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listOperatorSessions: {
        parameters: {
            query?: {
                /** @description This session. */
                id?: string;
                /** @description Of this tenant alone. */
                tenant?: string;
                /** @description Your own id of the person, without spaces; not `.`, `..` or their percent-encoded forms, which URLs take for steps. Opaque to the gateway; no personal data in it, please. */
                applicantId?: string;
                /** @description The provider's reference of the session, whole. */
                providerReference?: string;
                /** @description At this connection. */
                connection?: string;
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
                /** @description Created after this. Default: 90 days ago, but for a search by `id`, `applicantId`, `providerReference` or the status `PENDING_REVIEW`. */
                createdAfter?: string;
                /** @description Created before this. */
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
                    "application/json": components["schemas"]["OperatorSessionPage"];
                };
            };
        };
    };
    getOperatorSession: {
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
                    "application/json": components["schemas"]["OperatorSessionDetail"];
                };
            };
        };
    };
    operatorEraseSession: {
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
    erasePersonOfSession: {
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
    getOverview: {
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
                    "application/json": components["schemas"]["Overview"];
                };
            };
        };
    };
    listConnectionHealth: {
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
                    "application/json": components["schemas"]["ConnectionHealthList"];
                };
            };
        };
    };
    getConnectionHealth: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The connection's name. */
                connection: string;
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
                    "application/json": components["schemas"]["ConnectionHealth"];
                };
            };
        };
    };
    listJobs: {
        parameters: {
            query?: {
                /** @description `ready`: a worker takes it next. `scheduled`: its time has not come. `locked`: a worker is at it. `dead`: tried too often, an operator has to retry it. */
                state?: components["schemas"]["JobState"];
                limit?: number;
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
                    "application/json": components["schemas"]["JobList"];
                };
            };
        };
    };
    retryJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The job's id. */
                jobId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is queued. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listTenantWatches: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The tenant's name. */
                tenant: string;
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
                    "application/json": components["schemas"]["OperatorWatchPage"];
                };
            };
        };
    };
    listTenantBlocklist: {
        parameters: {
            query?: {
                limit?: number;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The tenant's name. */
                tenant: string;
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
                    "application/json": components["schemas"]["OperatorBlocklistPage"];
                };
            };
        };
    };
    previewTenantRoute: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tenant's name. */
                tenant: string;
            };
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
    operatorRefreshSession: {
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
    operatorLaunchSession: {
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
    operatorGetSessionResult: {
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
    operatorListEvidence: {
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
    operatorGetEvidence: {
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
    operatorGetSessionReport: {
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
    operatorGetSessionActivity: {
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
    listTenants: {
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
                    "application/json": components["schemas"]["TenantList"];
                };
            };
        };
    };
    putTenant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tenant's name. */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is there. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listApiKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tenant's name. */
                tenant: string;
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
                    "application/json": components["schemas"]["ApiKeyList"];
                };
            };
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tenant's name. */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What it is for. */
                    name: string;
                    /** @description What it may do. */
                    scopes: ("sessions:write" | "sessions:read" | "results:read" | "evidence:read" | "sessions:erase" | "applicants:export" | "events:read" | "endpoints:read" | "endpoints:write" | "activity:read" | "calls:write" | "documents:read" | "faces:compare" | "screening:read" | "screening:write" | "blocklist:read" | "blocklist:write" | "analytics:read")[];
                    /** @description Days until it stops working. Absent: never. */
                    expiresInDays?: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
        };
    };
    rotateApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                keyId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Hours that the old key keeps working. Default 24. */
                    overlapHours?: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                keyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It works no more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listConnections: {
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
                    "application/json": components["schemas"]["ConnectionList"];
                };
            };
        };
    };
    getConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The connection's name. */
                connection: string;
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
                    "application/json": components["schemas"]["ConnectionInfo"];
                };
            };
        };
    };
    putConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: 412 when it is another version now. */
                "if-match"?: string;
            };
            path: {
                /** @description The connection's name. */
                connection: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutConnection"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionInfo"];
                };
            };
        };
    };
    removeConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The connection's name. */
                connection: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    retireConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The connection's name. */
                connection: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    holdConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The connection's name. */
                connection: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Why, for other operators */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    releaseConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The connection's name. */
                connection: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    limitConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The connection's name. */
                connection: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Calls begun per second by one replica; some adapters need two or three requests for one call */
                    callsPerSecond?: number;
                    /** @description Calls at the same time in one replica */
                    concurrency?: number;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listFlows: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tenant's name. */
                tenant: string;
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
                    "application/json": components["schemas"]["FlowList"];
                };
            };
        };
    };
    putFlow: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: 412 when it is another version now. */
                "if-match"?: string;
            };
            path: {
                /** @description The tenant's name. */
                tenant: string;
                /** @description The name of one of your flows: what is to be verified. */
                flow: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutFlow"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    removeFlow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tenant's name. */
                tenant: string;
                /** @description The name of one of your flows: what is to be verified. */
                flow: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getRouting: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tenant's name. */
                tenant: string;
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
                    "application/json": components["schemas"]["RoutingRules"];
                };
            };
        };
    };
    putRouting: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: 412 when it is another version now. */
                "if-match"?: string;
            };
            path: {
                /** @description The tenant's name. */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoutingRules"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getPrivacy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tenant's name. */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the tenant requires for people's data. What is left out is not required. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantPrivacy"];
                };
            };
        };
    };
    putPrivacy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: 412 when it is another version now. */
                "if-match"?: string;
            };
            path: {
                /** @description The tenant's name. */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantPrivacy"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getValidity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tenant's name. */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description When the end of an approval's validity is announced. What is left out has its default. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantValidity"];
                };
            };
        };
    };
    putValidity: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: 412 when it is another version now. */
                "if-match"?: string;
            };
            path: {
                /** @description The tenant's name. */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantValidity"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getReturnUrls: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tenant's name. */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where applicants may return to, beside https and http. What is left out allows nothing more. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantReturnUrls"];
                };
            };
        };
    };
    putReturnUrls: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: 412 when it is another version now. */
                "if-match"?: string;
            };
            path: {
                /** @description The tenant's name. */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantReturnUrls"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    listLegalHolds: {
        parameters: {
            query?: {
                /** @description Of this tenant alone. */
                tenant?: string;
                /** @description Only holds that are in force. */
                live?: boolean;
                limit?: number;
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
                    "application/json": components["schemas"]["LegalHoldList"];
                };
            };
        };
    };
    placeLegalHold: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlaceLegalHold"];
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LegalHold"];
                };
            };
        };
    };
    releaseLegalHold: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The hold's id. */
                holdId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WithReason"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LegalHold"];
                };
            };
        };
    };
    listOpenErasures: {
        parameters: {
            query?: {
                state?: components["schemas"]["OpenErasureState"];
                limit?: number;
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
                    "application/json": components["schemas"]["OpenErasureList"];
                };
            };
        };
    };
    getAnyErasure: {
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
    retryErasure: {
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
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    confirmErasure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session's id. */
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WithReason"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    previewRetention: {
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
                    "application/json": components["schemas"]["RetentionPreview"];
                };
            };
        };
    };
    getConfiguredEndpoints: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The tenant's name. */
                tenant: string;
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
                    "application/json": components["schemas"]["ConfiguredEndpoints"];
                };
            };
        };
    };
    putConfiguredEndpoints: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that was read: 412 when it is another version now. */
                "if-match"?: string;
            };
            path: {
                /** @description The tenant's name. */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfiguredEndpoints"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getConfiguration: {
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
                    "application/json": {
                        /** @description For editors. */
                        $schema?: string;
                        tenants?: {
                            /** @description The tenant's name. */
                            name: string;
                            flows?: {
                                /** @description The name of one of your flows: what is to be verified. */
                                name: string;
                                /** @description What a provider must be able to check; others are passed over. */
                                requiredChecks?: components["schemas"]["CheckKind"][];
                                /** @description How long an approval counts: an ISO 8601 duration of years (Y), months (M), weeks (W) and days (D), in this order. Absent: until the document expires. A document that expires before ends it too. */
                                validFor?: string;
                                /** @description Present: `launch.url` of the flow's sessions is a page of the gateway that leads to the provider, offers to go on on a phone, and gives a fresh link when one has lapsed. It needs `KYC_PUBLIC_URL`. */
                                launchPage?: {
                                    /**
                                     * Format: uri
                                     * @description Where the page leads back to when there is nothing left to do: an https or http URL, or one with a scheme of the tenant's `returnUrls.appSchemes`.
                                     */
                                    returnUrl?: string;
                                };
                                /** @description In the order of preference, where no rule decides. */
                                targets: {
                                    /** @description A connection of the tenant's, or one that it shares. */
                                    connection: string;
                                    /** @description The flow's part for this provider, by the adapter's own schema. */
                                    settings?: {
                                        [key: string]: unknown;
                                    };
                                }[];
                            }[];
                            /** @description In order: the first rule that applies decides; if none applies, the flow's own order counts. */
                            routing?: {
                                /** @description Unique within the tenant; decision traces quote it. */
                                name: string;
                                /** @description Every condition that is given must hold; without conditions the rule always applies. */
                                when?: {
                                    /** @description The flow is one of these. */
                                    flows?: string[];
                                    /** @description The applicant's country is one of these. */
                                    countries?: string[];
                                    /** @description The request names document types, and all of them are among these. */
                                    documentTypes?: components["schemas"]["RequestableDocumentType"][];
                                    /** @description The request has at least one of these. */
                                    riskTags?: string[];
                                    /** @description Each of these members of the request's metadata has one of its values. */
                                    metadata?: {
                                        [key: string]: string[];
                                    };
                                };
                                targets: {
                                    /** @description A target of the flows that the rule is about. */
                                    connection: string;
                                    /** @description Lower priorities are tried first. Default 1. */
                                    priority?: number;
                                    /** @description The share among targets of the same priority; 0: no sessions. Default 1. */
                                    weight?: number;
                                }[];
                                /** @description Raising it only adds applicants: nobody is moved twice. */
                                canary?: {
                                    /** @description The connection to try out. */
                                    connection: string;
                                    /** @description The part of the rule's applicants that goes there first. */
                                    percent: number;
                                };
                            }[];
                            /** @description What the tenant requires for people's data. */
                            privacy?: {
                                /** @description Whether every read of claims or evidence must say why, in `X-Access-Reason`. Default false. */
                                isAccessReasonRequired?: boolean;
                                /** @description Days to keep each class of data. An absent one has no limit of the tenant's own. Legal holds go first. */
                                retentionDays?: {
                                    /** @description What the provider reported: after the session's end. */
                                    claims?: number;
                                    /** @description Bodies of webhooks: after they came in. */
                                    deliveries?: number;
                                    /** @description Everything personal of a session: that long after its end it is erased, at the provider too. */
                                    sessions?: number;
                                    /** @description Reasons in the timeline, and the decision trace: after the session's end. */
                                    timeline?: number;
                                    /** @description Watches: after they were begun. They end at the provider too. */
                                    watches?: number;
                                    /** @description Entries of blocklists: after they were made. They are removed at the provider too. */
                                    blocklist?: number;
                                    /** @description Reasons in events: after they occurred. The events go with all others', by `KYC_EVENT_RETENTION_DAYS`. */
                                    events?: number;
                                };
                            };
                            /** @description When the end of an approval's validity is announced. */
                            validity?: {
                                /** @description How many days before an approval's `validUntil` the event `applicant.expiring` is sent; 0: never. Default 30. */
                                noticeDays?: number;
                            };
                            /** @description Where applicants may return to, beside https and http. */
                            returnUrls?: {
                                /** @description Schemes of the tenant's own apps that a session's `returnUrl` may have. */
                                appSchemes?: string[];
                            };
                            /** @description All of them. Absent: the existing endpoints stay, because tenants create their own too. */
                            eventEndpoints?: {
                                /** @description Where events are posted. HTTPS, a public address, no credentials and no fragment. */
                                url: string;
                                description?: string;
                                /** @description Only events of these types. `applicant.message` comes to endpoints alone that name it. */
                                types?: components["schemas"]["EndpointEventType"][];
                                keyKind?: components["schemas"]["SigningKeyKind"];
                                /** @description Where a shared secret (`whsec_…`) is. Absent: the gateway makes the key; who rotates it is shown the new one. */
                                signingKey?: {
                                    $env: string;
                                } | {
                                    $file: string;
                                };
                            }[];
                        }[];
                        connections?: {
                            /** @description Unique among all connections; the `:connection` of its webhook URL. */
                            name: string;
                            /** @description The adapter's id. */
                            adapter: string;
                            /** @description The tenant whose account it is. Absent: it is shared. */
                            tenant?: string;
                            /** @description The tenants that share it. Absent, and no `tenant` either: all of them. */
                            tenants?: string[];
                            /** @description No new sessions start there; existing sessions continue. */
                            isRetired?: boolean;
                            /** @description The provider's price list, for the cost in analytics. It counts from now on for the past, too. */
                            prices?: {
                                /**
                                 * Format: date
                                 * @description Sessions that were asked for from this day on (UTC), until the next price in this currency.
                                 */
                                validFrom: string;
                                /** @description ISO 4217. */
                                currency: string;
                                /** @description For each session that the provider made. */
                                perSession?: string;
                                /** @description For each session that is approved or rejected. */
                                perDecision?: string;
                                /** @description For each try of an applicant who was seen. */
                                perAttempt?: string;
                            }[];
                            /** @description What the adapter needs, by its own schema. In a file every secret is a reference: {"$env": "NAME"}, {"$file": "/path"}, or {"$stored": true} for what the gateway has already. A list of secrets may hold several that are live at once. */
                            settings: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description Only changes of this. */
                subject?: string;
                /** @description Only what was done with this tenant's people's data. */
                tenant?: string;
                /** @description Only what this operator, key or command line did, by its name in the log. */
                operator?: string;
                /** @description Only this. */
                action?: string;
                /** @description At this moment or later. */
                since?: string;
                /** @description Before this moment. */
                until?: string;
                limit?: number;
                /** @description Of the page before. */
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
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
        };
    };
    getAuditHead: {
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
                    "application/json": components["schemas"]["AuditHead"];
                };
            };
        };
    };
    getAllAnalytics: {
        parameters: {
            query?: {
                /** @description Sessions that were asked for at or after this; taken back to the begin of its bucket. Default: 7 days before `to`. */
                from?: string;
                /** @description Sessions that were asked for before this; taken forward to the end of its bucket. Default: now. */
                to?: string;
                /** @description How long a bucket is; both begin in UTC. */
                granularity?: components["schemas"]["AnalyticsGranularity"];
                /** @description What to tell sessions apart by, separated by commas: tenant, flow, connection, rule, variant, country, documentType. Absent: by their bucket alone. */
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
                /** @description Only sessions of this tenant. */
                tenant?: string;
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
    compareAllCanaries: {
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
                /** @description Only sessions of this tenant. */
                tenant?: string;
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
    listAllCountedSessions: {
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
                /** @description Only sessions of this tenant. */
                tenant?: string;
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
    getAllProviderCalls: {
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
    summariseInbox: {
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
                    "application/json": components["schemas"]["InboxBacklog"];
                };
            };
        };
    };
    listRefusedDeliveries: {
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
                    "application/json": components["schemas"]["RefusedDeliveries"];
                };
            };
        };
    };
    listDeliveries: {
        parameters: {
            query?: {
                /** @description `waiting` for a read of its session, `unmatched`: its session is not known (yet), `processing`: a read for it failed or was asked for by an operator, and is to come, `applied`, or `parked` until an operator looks. */
                state?: components["schemas"]["DeliveryState"];
                /** @description Why it is parked: `unrecognised`, its body names no session that could be read; `session_missing`, no session of ours came within an hour; `response_unrecognised`, the provider's answer could not be read; `session_unknown`, the provider does not know the session. */
                verdict?: components["schemas"]["DeliveryVerdict"];
                /** @description A connection's name. */
                connection?: string;
                /** @description A session of any product. */
                sessionId?: string;
                /** @description Received at this moment or later. */
                receivedAfter?: string;
                /** @description Received before this moment. */
                receivedBefore?: string;
                /** @description `nextCursor` of the page before. */
                cursor?: string;
                limit?: number;
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
                    "application/json": components["schemas"]["InboxDeliveryPage"];
                };
            };
        };
    };
    getDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The delivery's id. */
                deliveryId: string;
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
                    "application/json": components["schemas"]["InboxDeliveryDetail"];
                };
            };
        };
    };
    replayDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The delivery's id. */
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayDelivery"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryReplays"];
                };
            };
        };
    };
    replayDeliveries: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayDeliveries"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryReplays"];
                };
            };
        };
    };
    decideSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session's id. */
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecideSession"];
            };
        };
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
    listAccountConfigurations: {
        parameters: {
            query?: {
                /** @description This one, whether a flow names it or not. */
                id?: string;
            };
            header?: never;
            path: {
                /** @description The connection's name. */
                connection: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The recipes at the provider that flows name, those that it lists, or the one that was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountConfigurations"];
                };
            };
        };
    };
    listAccountOperators: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The connection's name. */
                connection: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The people of the account in the provider's console. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountOperators"];
                };
            };
        };
    };
    createAccountOperator: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The connection's name. */
                connection: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateAccountOperator"];
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedAtProvider"];
                };
            };
        };
    };
    listOperatorGroups: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The connection's name. */
                connection: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Operators of the provider who share work. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperatorGroups"];
                };
            };
        };
    };
    createOperatorGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The connection's name. */
                connection: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateOperatorGroup"];
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedAtProvider"];
                };
            };
        };
    };
    removeOperatorGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The connection's name. */
                connection: string;
                /** @description The provider's id of the group. */
                groupId: string;
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
    changeOperatorGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The connection's name. */
                connection: string;
                /** @description The provider's id of the group. */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeOperatorGroup"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    getSignInMethods: {
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
                    "application/json": components["schemas"]["ConsoleSignInMethods"];
                };
            };
        };
    };
    beginOidcSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
    finishOidcSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: never;
    };
}
