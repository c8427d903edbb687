// Made from the server's routes by npm run openapi. Not to be edited.
export interface paths {
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in */
        get: operations["getSession"];
        put?: never;
        /**
         * Sign in
         * @description Sets the session cookie. Guessing is answered 429 with Retry-After.
         */
        post: operations["postSession"];
        /** Sign out */
        delete: operations["deleteSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Use a one-time link
         * @description The first owner’s link (makes the first brand), an invitation, or a password reset. Somebody who has a password already proves it here.
         */
        post: operations["postSessionClaim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/user": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the own name */
        patch: operations["patchSessionUser"];
        trace?: never;
    };
    "/api/v1/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the own password
         * @description Every other session of the person ends.
         */
        post: operations["postSessionPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the own account is signed in */
        get: operations["getSessionSessions"];
        put?: never;
        post?: never;
        /** End all own sessions but this one */
        delete: operations["deleteSessionSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of the own sessions */
        delete: operations["deleteSessionSessionsById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin two-step sign-in
         * @description Answers a secret for the authenticator app; it counts once confirmed.
         */
        post: operations["postSessionTotp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm two-step sign-in */
        post: operations["postSessionTotpConfirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/totp/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Turn two-step sign-in off */
        post: operations["postSessionTotpDisable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The brands one may work for */
        get: operations["getTenants"];
        put?: never;
        /**
         * Make a brand
         * @description Answers its first keys, which are shown only now.
         */
        post: operations["postTenants"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the brand’s name or time zone
         * @description The currency stays: amounts are kept in it.
         */
        patch: operations["patchTenantsCurrent"];
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who works for the brand */
        get: operations["getUsers"];
        put?: never;
        /**
         * Invite somebody
         * @description Nobody can give a role that may do more than the own one.
         */
        post: operations["postUsers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One person */
        get: operations["getUsersById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change role, data scope, or access at all
         * @description A brand keeps at least one owner: 409 last_owner.
         */
        patch: operations["patchUsersById"];
        trace?: never;
    };
    "/api/v1/users/{id}/invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new link for somebody who has not joined yet */
        post: operations["postUsersByIdInvite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The brand’s API keys */
        get: operations["getApiKeys"];
        put?: never;
        /**
         * Make an API key
         * @description Nobody can make a key that may do more than they may.
         */
        post: operations["postApiKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an API key */
        delete: operations["deleteApiKeysById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed or exported what, newest first */
        get: operations["getAuditLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit-log/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same as a CSV file
         * @description Taking it away is itself written to the log.
         */
        get: operations["getAuditLogExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/saved-views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The views of a list: your own and those shared with the brand */
        get: operations["getSavedViews"];
        put?: never;
        /** Save a view of a list */
        post: operations["postSavedViews"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/saved-views/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a view */
        delete: operations["deleteSavedViewsById"];
        options?: never;
        head?: never;
        /** Rename, re-fill or share a view */
        patch: operations["patchSavedViewsById"];
        trace?: never;
    };
    "/api/v1/saved-views/default": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Choose the view you begin with */
        put: operations["putSavedViewsDefault"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/write-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The brand’s write keys */
        get: operations["getWriteKeys"];
        put?: never;
        /** Make a write key */
        post: operations["postWriteKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/write-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a write key */
        delete: operations["deleteWriteKeysById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Customers, newest first; by id, name, phone, any identifier or tag */
        get: operations["getCustomers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One customer, by any id it ever had */
        get: operations["getCustomersById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/by/{namespace}/{value}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The customer who holds an identifier */
        get: operations["getCustomersByByNamespaceByValue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make two customers one */
        post: operations["postCustomersByIdMerge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identity/conflicts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Conflicts that wait for a decision, newest first */
        get: operations["getIdentityConflicts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identity/conflicts/{id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide a conflict: merge, keep apart or dismiss */
        post: operations["postIdentityConflictsByIdResolve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identity/merges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A customer's merges, also those taken back */
        get: operations["getIdentityMerges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identity/unmerge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back one merge; each side gets back what came in under it */
        post: operations["postIdentityUnmerge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identity/namespaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Kinds of identifiers, strongest first */
        get: operations["getIdentityNamespaces"];
        /** Declare or change a kind of identifier */
        put: operations["putIdentityNamespaces"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events, newest first */
        get: operations["getEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A customer's timeline, newest first */
        get: operations["getCustomersByIdEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/event-catalogue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every event name seen, with its properties */
        get: operations["getEventCatalogue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/event-catalogue/{name}/properties": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How often each property of an event came, and came wrong */
        get: operations["getEventCatalogueByNameProperties"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What could not become an event, newest first */
        get: operations["getDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many wait, by reason */
        get: operations["getDeadLettersCounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One, with its bytes */
        get: operations["getDeadLettersById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send it again, as it was or mended */
        post: operations["postDeadLettersByIdReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Orders, newest first */
        get: operations["getOrders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An order with its lines, refunds and what happened to it */
        get: operations["getOrdersById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A customer's orders, newest first */
        get: operations["getCustomersByIdOrders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cost-defaults": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What unknown costs are taken to be; figures built on them are marked as estimates */
        get: operations["getCostDefaults"];
        /** State what unknown costs are taken to be */
        put: operations["putCostDefaults"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Imports, newest first */
        get: operations["getImports"];
        put?: never;
        /**
         * Upload files and import them
         * @description multipart/form-data: mapping (its name) or kind, source, mode, again; then one or more files named `file`. Fields stand before the files or after them.
         */
        post: operations["postImports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An import with what became of every row */
        get: operations["getImportsById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back everything an import brought */
        post: operations["postImportsByIdUndo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on with a failed or interrupted import */
        post: operations["postImportsByIdResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/rejected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rows that were not imported, as CSV: mend them and send them again */
        get: operations["getImportsByIdRejected"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import-mappings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Mappings: your own and those we ship */
        get: operations["getImportMappings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import-mappings/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Save a mapping */
        put: operations["putImportMappingsByName"];
        post?: never;
        /** Remove a mapping of your own */
        delete: operations["deleteImportMappingsByName"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Refused */
        Error: {
            error: {
                /** @description Stable; what programs branch on */
                code: string;
                message: string;
                details?: unknown;
            };
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        user: {
                            id: string;
                            name: string;
                            email: string;
                            /**
                             * @description In the brand of `tenant_id`
                             * @enum {string}
                             */
                            role: "owner" | "admin" | "operator" | "analyst" | "guide" | "developer";
                            totp_enabled: boolean;
                        };
                        /** @description Send it as x-csrf-token with every write */
                        csrf_token: string;
                        /** @description The brand this answer is about: x-tenant-id, or the first */
                        tenant_id: string;
                        permissions: ("customers:read" | "customers:write" | "customers:merge" | "customers:unmask" | "customers:export" | "customers:erase" | "sensitive:read" | "consent:write" | "org:read" | "org:manage" | "approvals:decide" | "events:read" | "events:manage" | "imports:run" | "orders:read" | "keys:manage" | "team:manage" | "tenants:manage" | "audit:read" | "settings:manage" | "integrations:manage")[];
                        /** @description Whose customers: `ids` names regions, stores, or the staff ids of a guide (own) */
                        scope: {
                            /** @enum {string} */
                            kind: "all" | "region" | "store" | "own";
                            /** @default [] */
                            ids: string[];
                        };
                        tenants: {
                            id: string;
                            name: string;
                            timezone: string;
                            currency: string;
                            /** @enum {string} */
                            role: "owner" | "admin" | "operator" | "analyst" | "guide" | "developer";
                        }[];
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Case does not matter */
                    email: string;
                    password: string;
                    /** @description Code of the authenticator app, or a recovery code */
                    totp?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        user: {
                            id: string;
                            name: string;
                            email: string;
                            /**
                             * @description In the brand of `tenant_id`
                             * @enum {string}
                             */
                            role: "owner" | "admin" | "operator" | "analyst" | "guide" | "developer";
                            totp_enabled: boolean;
                        };
                        /** @description Send it as x-csrf-token with every write */
                        csrf_token: string;
                        /** @description The brand this answer is about: x-tenant-id, or the first */
                        tenant_id: string;
                        permissions: ("customers:read" | "customers:write" | "customers:merge" | "customers:unmask" | "customers:export" | "customers:erase" | "sensitive:read" | "consent:write" | "org:read" | "org:manage" | "approvals:decide" | "events:read" | "events:manage" | "imports:run" | "orders:read" | "keys:manage" | "team:manage" | "tenants:manage" | "audit:read" | "settings:manage" | "integrations:manage")[];
                        /** @description Whose customers: `ids` names regions, stores, or the staff ids of a guide (own) */
                        scope: {
                            /** @enum {string} */
                            kind: "all" | "region" | "store" | "own";
                            /** @default [] */
                            ids: string[];
                        };
                        tenants: {
                            id: string;
                            name: string;
                            timezone: string;
                            currency: string;
                            /** @enum {string} */
                            role: "owner" | "admin" | "operator" | "analyst" | "guide" | "developer";
                        }[];
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postSessionClaim: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                    /** @description Case does not matter */
                    email: string;
                    name: string;
                    password: string;
                    /** @description Code of the authenticator app, or a recovery code */
                    totp?: string;
                    /** @description The first brand; only with the first owner’s link */
                    tenant?: {
                        name: string;
                        /**
                         * @description IANA name, e.g. Asia/Shanghai
                         * @default Asia/Shanghai
                         */
                        timezone?: string;
                        /**
                         * @description ISO 4217, e.g. CNY
                         * @default CNY
                         */
                        currency?: string;
                    };
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        user: {
                            id: string;
                            name: string;
                            email: string;
                            /**
                             * @description In the brand of `tenant_id`
                             * @enum {string}
                             */
                            role: "owner" | "admin" | "operator" | "analyst" | "guide" | "developer";
                            totp_enabled: boolean;
                        };
                        /** @description Send it as x-csrf-token with every write */
                        csrf_token: string;
                        /** @description The brand this answer is about: x-tenant-id, or the first */
                        tenant_id: string;
                        permissions: ("customers:read" | "customers:write" | "customers:merge" | "customers:unmask" | "customers:export" | "customers:erase" | "sensitive:read" | "consent:write" | "org:read" | "org:manage" | "approvals:decide" | "events:read" | "events:manage" | "imports:run" | "orders:read" | "keys:manage" | "team:manage" | "tenants:manage" | "audit:read" | "settings:manage" | "integrations:manage")[];
                        /** @description Whose customers: `ids` names regions, stores, or the staff ids of a guide (own) */
                        scope: {
                            /** @enum {string} */
                            kind: "all" | "region" | "store" | "own";
                            /** @default [] */
                            ids: string[];
                        };
                        tenants: {
                            id: string;
                            name: string;
                            timezone: string;
                            currency: string;
                            /** @enum {string} */
                            role: "owner" | "admin" | "operator" | "analyst" | "guide" | "developer";
                        }[];
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patchSessionUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postSessionPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    current: string;
                    next: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Sessions that were ended */
                        ended: number;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getSessionSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            current: boolean;
                            /** Format: date-time */
                            created_at: string;
                            /** Format: date-time */
                            last_seen_at: string;
                            /** Format: date-time */
                            expires_at: string;
                            ip: string;
                            user_agent: string;
                        }[];
                        next_cursor: null;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteSessionSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Sessions that were ended */
                        ended: number;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteSessionSessionsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postSessionTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    password: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        secret: string;
                        otpauth_url: string;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postSessionTotpConfirm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    code: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Each works once; shown only now */
                        recovery_codes: string[];
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postSessionTotpDisable: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    password: string;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getTenants: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            name: string;
                            timezone: string;
                            currency: string;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postTenants: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /**
                     * @description IANA name, e.g. Asia/Shanghai
                     * @default Asia/Shanghai
                     */
                    timezone?: string;
                    /**
                     * @description ISO 4217, e.g. CNY
                     * @default CNY
                     */
                    currency?: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        tenant: {
                            id: string;
                            name: string;
                            timezone: string;
                            currency: string;
                        };
                        /** @description Of role owner */
                        api_key: string;
                        /** @description Of kind server */
                        write_key: string;
                        /** @description Of kind client: for browsers and mini-programs */
                        client_write_key: string;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patchTenantsCurrent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    /** @description IANA name, e.g. Asia/Shanghai */
                    timezone?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        name: string;
                        timezone: string;
                        currency: string;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getUsers: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            email: string;
                            name: string;
                            /** @enum {string} */
                            role: "owner" | "admin" | "operator" | "analyst" | "guide" | "developer";
                            /** @description Whose customers: `ids` names regions, stores, or the staff ids of a guide (own) */
                            scope: {
                                /** @enum {string} */
                                kind: "all" | "region" | "store" | "own";
                                /** @default [] */
                                ids: string[];
                            };
                            /** @enum {string} */
                            state: "invited" | "active" | "disabled";
                            totp_enabled: boolean;
                            /** Format: date-time */
                            invited_at: string;
                            joined_at: string | null;
                            last_seen_at: string | null;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postUsers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Case does not matter */
                    email: string;
                    name: string;
                    /** @enum {string} */
                    role: "owner" | "admin" | "operator" | "analyst" | "guide" | "developer";
                    /**
                     * @description Whose customers: `ids` names regions, stores, or the staff ids of a guide (own)
                     * @default {
                     *       "kind": "all",
                     *       "ids": []
                     *     }
                     */
                    scope?: {
                        /** @enum {string} */
                        kind: "all" | "region" | "store" | "own";
                        /** @default [] */
                        ids?: string[];
                    };
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        user: {
                            id: string;
                            email: string;
                            name: string;
                            /** @enum {string} */
                            role: "owner" | "admin" | "operator" | "analyst" | "guide" | "developer";
                            /** @description Whose customers: `ids` names regions, stores, or the staff ids of a guide (own) */
                            scope: {
                                /** @enum {string} */
                                kind: "all" | "region" | "store" | "own";
                                /** @default [] */
                                ids: string[];
                            };
                            /** @enum {string} */
                            state: "invited" | "active" | "disabled";
                            totp_enabled: boolean;
                            /** Format: date-time */
                            invited_at: string;
                            joined_at: string | null;
                            last_seen_at: string | null;
                        };
                        /** @description Give it to the person; works once, for seven days */
                        invite_link: string;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getUsersById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        email: string;
                        name: string;
                        /** @enum {string} */
                        role: "owner" | "admin" | "operator" | "analyst" | "guide" | "developer";
                        /** @description Whose customers: `ids` names regions, stores, or the staff ids of a guide (own) */
                        scope: {
                            /** @enum {string} */
                            kind: "all" | "region" | "store" | "own";
                            /** @default [] */
                            ids: string[];
                        };
                        /** @enum {string} */
                        state: "invited" | "active" | "disabled";
                        totp_enabled: boolean;
                        /** Format: date-time */
                        invited_at: string;
                        joined_at: string | null;
                        last_seen_at: string | null;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patchUsersById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    role?: "owner" | "admin" | "operator" | "analyst" | "guide" | "developer";
                    /** @description Whose customers: `ids` names regions, stores, or the staff ids of a guide (own) */
                    scope?: {
                        /** @enum {string} */
                        kind: "all" | "region" | "store" | "own";
                        /** @default [] */
                        ids?: string[];
                    };
                    disabled?: boolean;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        email: string;
                        name: string;
                        /** @enum {string} */
                        role: "owner" | "admin" | "operator" | "analyst" | "guide" | "developer";
                        /** @description Whose customers: `ids` names regions, stores, or the staff ids of a guide (own) */
                        scope: {
                            /** @enum {string} */
                            kind: "all" | "region" | "store" | "own";
                            /** @default [] */
                            ids: string[];
                        };
                        /** @enum {string} */
                        state: "invited" | "active" | "disabled";
                        totp_enabled: boolean;
                        /** Format: date-time */
                        invited_at: string;
                        joined_at: string | null;
                        last_seen_at: string | null;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postUsersByIdInvite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Give it to the person; works once, for seven days */
                        invite_link: string;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getApiKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            name: string;
                            /** @enum {string} */
                            role: "owner" | "admin" | "operator" | "analyst" | "guide" | "developer";
                            /** @description null: all that the role may do */
                            permissions: ("customers:read" | "customers:write" | "customers:merge" | "customers:unmask" | "customers:export" | "customers:erase" | "sensitive:read" | "consent:write" | "org:read" | "org:manage" | "approvals:decide" | "events:read" | "events:manage" | "imports:run" | "orders:read" | "keys:manage" | "team:manage" | "tenants:manage" | "audit:read" | "settings:manage" | "integrations:manage")[] | null;
                            /** @description Its first characters; the rest is kept as a hash */
                            prefix: string;
                            /** Format: date-time */
                            created_at: string;
                            created_by: string;
                            last_used_at: string | null;
                            revoked_at: string | null;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postApiKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @enum {string} */
                    role: "owner" | "admin" | "operator" | "analyst" | "guide" | "developer";
                    permissions?: ("customers:read" | "customers:write" | "customers:merge" | "customers:unmask" | "customers:export" | "customers:erase" | "sensitive:read" | "consent:write" | "org:read" | "org:manage" | "approvals:decide" | "events:read" | "events:manage" | "imports:run" | "orders:read" | "keys:manage" | "team:manage" | "tenants:manage" | "audit:read" | "settings:manage" | "integrations:manage")[];
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        name: string;
                        /** @enum {string} */
                        role: "owner" | "admin" | "operator" | "analyst" | "guide" | "developer";
                        /** @description null: all that the role may do */
                        permissions: ("customers:read" | "customers:write" | "customers:merge" | "customers:unmask" | "customers:export" | "customers:erase" | "sensitive:read" | "consent:write" | "org:read" | "org:manage" | "approvals:decide" | "events:read" | "events:manage" | "imports:run" | "orders:read" | "keys:manage" | "team:manage" | "tenants:manage" | "audit:read" | "settings:manage" | "integrations:manage")[] | null;
                        /** @description Its first characters; the rest is kept as a hash */
                        prefix: string;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        last_used_at: string | null;
                        revoked_at: string | null;
                        /** @description The secret; shown only now */
                        key: string;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteApiKeysById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAuditLog: {
        parameters: {
            query?: {
                /** @description `api_key.created`, or `api_key` for all that was done to them */
                action?: string;
                actor_id?: string;
                subject_type?: string;
                subject_id?: string;
                from?: string;
                /** @description Not included */
                to?: string;
                /** @description Items a page */
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            /** Format: date-time */
                            at: string;
                            actor: {
                                /** @description user, api_key, write_key or system */
                                type: string;
                                id: string;
                                name: string;
                            };
                            /** @description noun.verb-ed, e.g. `write_key.created` */
                            action: string;
                            subject_type: string | null;
                            subject_id: string | null;
                            details: {
                                [key: string]: unknown;
                            } | null;
                            ip: string | null;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAuditLogExport: {
        parameters: {
            query?: {
                /** @description `api_key.created`, or `api_key` for all that was done to them */
                action?: string;
                actor_id?: string;
                subject_type?: string;
                subject_id?: string;
                from?: string;
                /** @description Not included */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description CSV, UTF-8 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getSavedViews: {
        parameters: {
            query: {
                /** @description The list it is a view of, e.g. `customers` */
                list: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            list: string;
                            name: string;
                            search: {
                                [key: string]: string;
                            };
                            /** @description Seen by the whole brand */
                            shared: boolean;
                            /** @description The one you begin with */
                            default: boolean;
                            owner: {
                                id: string;
                                name: string;
                            };
                            /** Format: date-time */
                            updated_at: string;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postSavedViews: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The list it is a view of, e.g. `customers` */
                    list: string;
                    name: string;
                    /** @description What the page’s address carries */
                    search: {
                        [key: string]: string;
                    };
                    /** @default false */
                    shared?: boolean;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteSavedViewsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patchSavedViewsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    /** @description What the page’s address carries */
                    search?: {
                        [key: string]: string;
                    };
                    shared?: boolean;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    putSavedViewsDefault: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The list it is a view of, e.g. `customers` */
                    list: string;
                    id: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getWriteKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            name: string;
                            /**
                             * @description client: public, in browsers and mini-programs, what it says is claimed; server: verified
                             * @enum {string}
                             */
                            kind: "client" | "server";
                            /** @description Its first characters; the rest is kept as a hash */
                            prefix: string;
                            /** Format: date-time */
                            created_at: string;
                            created_by: string;
                            last_used_at: string | null;
                            revoked_at: string | null;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postWriteKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /**
                     * @description client: public, in browsers and mini-programs, what it says is claimed; server: verified
                     * @enum {string}
                     */
                    kind: "client" | "server";
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        name: string;
                        /**
                         * @description client: public, in browsers and mini-programs, what it says is claimed; server: verified
                         * @enum {string}
                         */
                        kind: "client" | "server";
                        /** @description Its first characters; the rest is kept as a hash */
                        prefix: string;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        last_used_at: string | null;
                        revoked_at: string | null;
                        /** @description The secret; shown only now */
                        key: string;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteWriteKeysById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getCustomers: {
        parameters: {
            query?: {
                /** @description An id, an identifier or its beginning, a part of a name */
                q?: string;
                namespace?: string;
                /** @description With namespace: the exact identifier */
                value?: string;
                tag?: string;
                known?: "true" | "false";
                /** @description Items a page */
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: number;
                            identifiers: {
                                namespace: string;
                                /** @description Personal ones masked unless the role may see them */
                                value: string;
                                /** Format: date-time */
                                first_seen: string;
                                /** Format: date-time */
                                last_seen: string;
                                source: string;
                                /** @description A server, provider or person said so, not only a public key */
                                verified: boolean;
                            }[];
                            attributes: {
                                [key: string]: unknown;
                            };
                            tags: string[];
                            merged_from: {
                                /** Format: uuid */
                                merge_id: string;
                                customer_id: number;
                                /** Format: date-time */
                                at: string;
                                /** @enum {string} */
                                evidence: "claimed" | "verified";
                                reason: string;
                            }[];
                            platforms: string[];
                            first_seen: string | null;
                            last_seen: string | null;
                            event_count: number;
                            /** Format: date-time */
                            created_at: string;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getCustomersById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        identifiers: {
                            namespace: string;
                            /** @description Personal ones masked unless the role may see them */
                            value: string;
                            /** Format: date-time */
                            first_seen: string;
                            /** Format: date-time */
                            last_seen: string;
                            source: string;
                            /** @description A server, provider or person said so, not only a public key */
                            verified: boolean;
                        }[];
                        attributes: {
                            [key: string]: unknown;
                        };
                        tags: string[];
                        merged_from: {
                            /** Format: uuid */
                            merge_id: string;
                            customer_id: number;
                            /** Format: date-time */
                            at: string;
                            /** @enum {string} */
                            evidence: "claimed" | "verified";
                            reason: string;
                        }[];
                        platforms: string[];
                        first_seen: string | null;
                        last_seen: string | null;
                        event_count: number;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getCustomersByByNamespaceByValue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                namespace: string;
                value: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        identifiers: {
                            namespace: string;
                            /** @description Personal ones masked unless the role may see them */
                            value: string;
                            /** Format: date-time */
                            first_seen: string;
                            /** Format: date-time */
                            last_seen: string;
                            source: string;
                            /** @description A server, provider or person said so, not only a public key */
                            verified: boolean;
                        }[];
                        attributes: {
                            [key: string]: unknown;
                        };
                        tags: string[];
                        merged_from: {
                            /** Format: uuid */
                            merge_id: string;
                            customer_id: number;
                            /** Format: date-time */
                            at: string;
                            /** @enum {string} */
                            evidence: "claimed" | "verified";
                            reason: string;
                        }[];
                        platforms: string[];
                        first_seen: string | null;
                        last_seen: string | null;
                        event_count: number;
                        /** Format: date-time */
                        created_at: string;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postCustomersByIdMerge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    other_id: number;
                    /** @default merged by hand */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        merge_id: string;
                        customer: {
                            id: number;
                            identifiers: {
                                namespace: string;
                                /** @description Personal ones masked unless the role may see them */
                                value: string;
                                /** Format: date-time */
                                first_seen: string;
                                /** Format: date-time */
                                last_seen: string;
                                source: string;
                                /** @description A server, provider or person said so, not only a public key */
                                verified: boolean;
                            }[];
                            attributes: {
                                [key: string]: unknown;
                            };
                            tags: string[];
                            merged_from: {
                                /** Format: uuid */
                                merge_id: string;
                                customer_id: number;
                                /** Format: date-time */
                                at: string;
                                /** @enum {string} */
                                evidence: "claimed" | "verified";
                                reason: string;
                            }[];
                            platforms: string[];
                            first_seen: string | null;
                            last_seen: string | null;
                            event_count: number;
                            /** Format: date-time */
                            created_at: string;
                        };
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getIdentityConflicts: {
        parameters: {
            query?: {
                state?: "open" | "merged" | "kept_apart" | "dismissed";
                /** @description Items a page */
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            kind: "different_values" | "over_limit" | "kept_apart" | "consent";
                            customer_a: number;
                            customer_b: number;
                            namespace: string;
                            value: string;
                            evidence: {
                                namespace: string;
                                value: string;
                            }[];
                            /** @description How often it came up */
                            seen: number;
                            /** Format: date-time */
                            first_at: string;
                            /** Format: date-time */
                            last_at: string;
                            /** @enum {string} */
                            state: "open" | "merged" | "kept_apart" | "dismissed";
                            resolved_at: string | null;
                            resolved_by: string | null;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postIdentityConflictsByIdResolve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    action: "merge" | "keep_apart" | "dismiss";
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        merge_id: string | null;
                        customer_id: number | null;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getIdentityMerges: {
        parameters: {
            query: {
                customer_id: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            merge_id: string;
                            node_a: number;
                            node_b: number;
                            /** @enum {string} */
                            evidence: "claimed" | "verified";
                            reason: string;
                            actor: string;
                            /** Format: date-time */
                            at: string;
                            undone_at: string | null;
                        }[];
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postIdentityUnmerge: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    merge_id: string;
                    /** @default unmerged by hand */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        customers: number[];
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getIdentityNamespaces: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            namespace: string;
                            is_weak: boolean;
                            is_unique: boolean;
                            /** @description Smaller is stronger */
                            rank: number;
                            max_values: number;
                            /** @enum {string} */
                            normalise: "trim" | "lower" | "phone";
                        }[];
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    putIdentityNamespaces: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    namespace: string;
                    is_weak: boolean;
                    is_unique: boolean;
                    /** @description Smaller is stronger */
                    rank: number;
                    max_values: number;
                    /** @enum {string} */
                    normalise: "trim" | "lower" | "phone";
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        namespace: string;
                        is_weak: boolean;
                        is_unique: boolean;
                        /** @description Smaller is stronger */
                        rank: number;
                        max_values: number;
                        /** @enum {string} */
                        normalise: "trim" | "lower" | "phone";
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getEvents: {
        parameters: {
            query?: {
                name?: string;
                source?: string;
                /** @description At or after */
                from?: string;
                /** @description Before */
                to?: string;
                customer_id?: number;
                /** @description Items a page */
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            event_id: string;
                            message_id: string;
                            /** @description The customer now, merges applied */
                            customer_id: number | null;
                            /** @description The id it was stored under */
                            node_id: number | null;
                            name: string;
                            /** Format: date-time */
                            at: string;
                            client_at: string | null;
                            /** Format: date-time */
                            received_at: string;
                            platform: string;
                            source: string;
                            protocol: string;
                            verified: boolean;
                            historical: boolean;
                            session_id: string | null;
                            page_url: string | null;
                            page_path: string | null;
                            page_title: string | null;
                            referrer: string | null;
                            utm_source: string | null;
                            utm_medium: string | null;
                            utm_campaign: string | null;
                            utm_content: string | null;
                            utm_term: string | null;
                            share_id: string | null;
                            share_depth: number | null;
                            share_method: string | null;
                            store_id: string | null;
                            staff_id: string | null;
                            channel_id: string | null;
                            activity_id: string | null;
                            content_id: string | null;
                            order_id: string | null;
                            /** @description 1/100 of the currency; only on events of commerce */
                            revenue_fen: number;
                            currency: string | null;
                            actor: string | null;
                            identifiers: {
                                namespace: string;
                                value: string;
                            }[];
                            props: {
                                [key: string]: unknown;
                            };
                            /** @description Values whose type is not the property’s */
                            props_aside: {
                                [key: string]: unknown;
                            };
                            batch_id: number;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getCustomersByIdEvents: {
        parameters: {
            query?: {
                name?: string;
                source?: string;
                /** @description At or after */
                from?: string;
                /** @description Before */
                to?: string;
                /** @description Items a page */
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            event_id: string;
                            message_id: string;
                            /** @description The customer now, merges applied */
                            customer_id: number | null;
                            /** @description The id it was stored under */
                            node_id: number | null;
                            name: string;
                            /** Format: date-time */
                            at: string;
                            client_at: string | null;
                            /** Format: date-time */
                            received_at: string;
                            platform: string;
                            source: string;
                            protocol: string;
                            verified: boolean;
                            historical: boolean;
                            session_id: string | null;
                            page_url: string | null;
                            page_path: string | null;
                            page_title: string | null;
                            referrer: string | null;
                            utm_source: string | null;
                            utm_medium: string | null;
                            utm_campaign: string | null;
                            utm_content: string | null;
                            utm_term: string | null;
                            share_id: string | null;
                            share_depth: number | null;
                            share_method: string | null;
                            store_id: string | null;
                            staff_id: string | null;
                            channel_id: string | null;
                            activity_id: string | null;
                            content_id: string | null;
                            order_id: string | null;
                            /** @description 1/100 of the currency; only on events of commerce */
                            revenue_fen: number;
                            currency: string | null;
                            actor: string | null;
                            identifiers: {
                                namespace: string;
                                value: string;
                            }[];
                            props: {
                                [key: string]: unknown;
                            };
                            /** @description Values whose type is not the property’s */
                            props_aside: {
                                [key: string]: unknown;
                            };
                            batch_id: number;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getEventCatalogue: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            name: string;
                            /** Format: date-time */
                            first_seen: string;
                            last_seen: string | null;
                            count: number;
                            properties: {
                                name: string;
                                type: string;
                                /** Format: date-time */
                                first_seen: string;
                                samples: unknown[];
                            }[];
                        }[];
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getEventCatalogueByNameProperties: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            name: string;
                            type: string | null;
                            count: number;
                            /** @description Values of another type, kept apart */
                            aside: number;
                            /** @description Values with characters that no store can hold */
                            repaired: number;
                            /** Format: date-time */
                            last_seen: string;
                            sample: unknown;
                        }[];
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getDeadLetters: {
        parameters: {
            query?: {
                code?: string;
                state?: "open" | "replayed";
                /** @description Items a page */
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** Format: date-time */
                            received_at: string;
                            protocol: string;
                            write_key_id: string | null;
                            /** @description Stable reason */
                            code: string;
                            reason: string;
                            message_id: string | null;
                            /** @description Bytes kept */
                            size: number;
                            /** @enum {string} */
                            state: "open" | "replayed";
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getDeadLettersCounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            code: string;
                            open: number;
                        }[];
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getDeadLettersById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: date-time */
                        received_at: string;
                        protocol: string;
                        write_key_id: string | null;
                        /** @description Stable reason */
                        code: string;
                        reason: string;
                        message_id: string | null;
                        /** @description Bytes kept */
                        size: number;
                        /** @enum {string} */
                        state: "open" | "replayed";
                        /** @description As UTF-8, unreadable bytes replaced */
                        raw_text: string;
                        raw_base64: string;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postDeadLettersByIdReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The mended text */
                    body?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        event_ids: string[];
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getOrders: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
                source?: string;
                customer_id?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            source: string;
                            external_id: string;
                            customer_id: number | null;
                            /** @enum {string} */
                            state: "placed" | "paid" | "partly_refunded" | "refunded" | "cancelled";
                            /**
                             * @description claimed: only a public client key said so; it counts for nothing
                             * @enum {string}
                             */
                            evidence: "claimed" | "verified";
                            currency: string;
                            /** @description 1/100 of the currency; what was paid, shipping included */
                            total_fen: number;
                            discount_fen: number;
                            shipping_fen: number;
                            refunded_fen: number;
                            platform_commission_fen: number | null;
                            platform: string;
                            store_id: string | null;
                            staff_id: string | null;
                            channel_id: string | null;
                            activity_id: string | null;
                            /** Format: date-time */
                            placed_at: string;
                            paid_at: string | null;
                            cancelled_at: string | null;
                            line_count: number;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getOrdersById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        source: string;
                        external_id: string;
                        customer_id: number | null;
                        /** @enum {string} */
                        state: "placed" | "paid" | "partly_refunded" | "refunded" | "cancelled";
                        /**
                         * @description claimed: only a public client key said so; it counts for nothing
                         * @enum {string}
                         */
                        evidence: "claimed" | "verified";
                        currency: string;
                        /** @description 1/100 of the currency; what was paid, shipping included */
                        total_fen: number;
                        discount_fen: number;
                        shipping_fen: number;
                        refunded_fen: number;
                        platform_commission_fen: number | null;
                        platform: string;
                        store_id: string | null;
                        staff_id: string | null;
                        channel_id: string | null;
                        activity_id: string | null;
                        /** Format: date-time */
                        placed_at: string;
                        paid_at: string | null;
                        cancelled_at: string | null;
                        line_count: number;
                        lines: {
                            position: number;
                            external_id: string | null;
                            sku: string;
                            name: string;
                            category: string | null;
                            quantity: number;
                            unit_price_fen: number;
                            discount_fen: number;
                            total_fen: number;
                        }[];
                        refunds: {
                            /** Format: uuid */
                            id: string;
                            source: string;
                            external_id: string;
                            amount_fen: number;
                            currency: string;
                            reason: string;
                            /** Format: date-time */
                            at: string;
                            lines: {
                                sku: string;
                                name: string;
                                quantity: number;
                                amount_fen: number;
                            }[];
                        }[];
                        changes: {
                            /** Format: date-time */
                            at: string;
                            from_state: string;
                            to_state: string;
                            delta_fen: number;
                            actor: string;
                        }[];
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getCustomersByIdOrders: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
                source?: string;
            };
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            source: string;
                            external_id: string;
                            customer_id: number | null;
                            /** @enum {string} */
                            state: "placed" | "paid" | "partly_refunded" | "refunded" | "cancelled";
                            /**
                             * @description claimed: only a public client key said so; it counts for nothing
                             * @enum {string}
                             */
                            evidence: "claimed" | "verified";
                            currency: string;
                            /** @description 1/100 of the currency; what was paid, shipping included */
                            total_fen: number;
                            discount_fen: number;
                            shipping_fen: number;
                            refunded_fen: number;
                            platform_commission_fen: number | null;
                            platform: string;
                            store_id: string | null;
                            staff_id: string | null;
                            channel_id: string | null;
                            activity_id: string | null;
                            /** Format: date-time */
                            placed_at: string;
                            paid_at: string | null;
                            cancelled_at: string | null;
                            line_count: number;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getCostDefaults: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description '' for every platform without a default of its own */
                            platform: string;
                            goods_bp: number;
                            commission_bp: number;
                        }[];
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    putCostDefaults: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    items: {
                        /** @description '' for every platform without a default of its own */
                        platform: string;
                        goods_bp: number;
                        commission_bp: number;
                    }[];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description '' for every platform without a default of its own */
                            platform: string;
                            goods_bp: number;
                            commission_bp: number;
                        }[];
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getImports: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            kind: string;
                            source: string;
                            /** @description Name of the mapping */
                            mapping: string;
                            /** @enum {string} */
                            mode: "first_wins" | "correct";
                            files: {
                                name: string;
                                bytes: number;
                                rows_read: number;
                                done: boolean;
                            }[];
                            /** @enum {string} */
                            state: "waiting" | "running" | "done" | "failed" | "undoing" | "undone";
                            progress: {
                                /** @enum {string} */
                                phase: "reading" | "applying";
                                bytes: number;
                                bytes_read: number;
                                rows_read: number;
                                staged: number;
                                applied: number;
                            };
                            error: {
                                code: string;
                                message: string;
                            } | null;
                            /** Format: date-time */
                            created_at: string;
                            created_by: string;
                            started_at: string | null;
                            finished_at: string | null;
                            undone_at: string | null;
                            undone_by: string | null;
                        }[];
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postImports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        kind: string;
                        source: string;
                        /** @description Name of the mapping */
                        mapping: string;
                        /** @enum {string} */
                        mode: "first_wins" | "correct";
                        files: {
                            name: string;
                            bytes: number;
                            rows_read: number;
                            done: boolean;
                        }[];
                        /** @enum {string} */
                        state: "waiting" | "running" | "done" | "failed" | "undoing" | "undone";
                        progress: {
                            /** @enum {string} */
                            phase: "reading" | "applying";
                            bytes: number;
                            bytes_read: number;
                            rows_read: number;
                            staged: number;
                            applied: number;
                        };
                        error: {
                            code: string;
                            message: string;
                        } | null;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        started_at: string | null;
                        finished_at: string | null;
                        undone_at: string | null;
                        undone_by: string | null;
                        report: {
                            rows: number;
                            fates: {
                                /** @description order_line, customer, rejected:<code>, aside:<code> …; the fates add up to the rows */
                                fate: string;
                                rows: number;
                                /** @description Some of these rows counted again: without_customer, repeated_line, rounded … */
                                notes: {
                                    [key: string]: number;
                                };
                            }[];
                            by_file: {
                                file: string;
                                rows: number;
                                fates: {
                                    [key: string]: number;
                                };
                            }[];
                        };
                        /** @description What undoing took away, and what stayed */
                        undo: {
                            [key: string]: number;
                        } | null;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getImportsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        kind: string;
                        source: string;
                        /** @description Name of the mapping */
                        mapping: string;
                        /** @enum {string} */
                        mode: "first_wins" | "correct";
                        files: {
                            name: string;
                            bytes: number;
                            rows_read: number;
                            done: boolean;
                        }[];
                        /** @enum {string} */
                        state: "waiting" | "running" | "done" | "failed" | "undoing" | "undone";
                        progress: {
                            /** @enum {string} */
                            phase: "reading" | "applying";
                            bytes: number;
                            bytes_read: number;
                            rows_read: number;
                            staged: number;
                            applied: number;
                        };
                        error: {
                            code: string;
                            message: string;
                        } | null;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        started_at: string | null;
                        finished_at: string | null;
                        undone_at: string | null;
                        undone_by: string | null;
                        report: {
                            rows: number;
                            fates: {
                                /** @description order_line, customer, rejected:<code>, aside:<code> …; the fates add up to the rows */
                                fate: string;
                                rows: number;
                                /** @description Some of these rows counted again: without_customer, repeated_line, rounded … */
                                notes: {
                                    [key: string]: number;
                                };
                            }[];
                            by_file: {
                                file: string;
                                rows: number;
                                fates: {
                                    [key: string]: number;
                                };
                            }[];
                        };
                        /** @description What undoing took away, and what stayed */
                        undo: {
                            [key: string]: number;
                        } | null;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postImportsByIdUndo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        kind: string;
                        source: string;
                        /** @description Name of the mapping */
                        mapping: string;
                        /** @enum {string} */
                        mode: "first_wins" | "correct";
                        files: {
                            name: string;
                            bytes: number;
                            rows_read: number;
                            done: boolean;
                        }[];
                        /** @enum {string} */
                        state: "waiting" | "running" | "done" | "failed" | "undoing" | "undone";
                        progress: {
                            /** @enum {string} */
                            phase: "reading" | "applying";
                            bytes: number;
                            bytes_read: number;
                            rows_read: number;
                            staged: number;
                            applied: number;
                        };
                        error: {
                            code: string;
                            message: string;
                        } | null;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        started_at: string | null;
                        finished_at: string | null;
                        undone_at: string | null;
                        undone_by: string | null;
                        report: {
                            rows: number;
                            fates: {
                                /** @description order_line, customer, rejected:<code>, aside:<code> …; the fates add up to the rows */
                                fate: string;
                                rows: number;
                                /** @description Some of these rows counted again: without_customer, repeated_line, rounded … */
                                notes: {
                                    [key: string]: number;
                                };
                            }[];
                            by_file: {
                                file: string;
                                rows: number;
                                fates: {
                                    [key: string]: number;
                                };
                            }[];
                        };
                        /** @description What undoing took away, and what stayed */
                        undo: {
                            [key: string]: number;
                        } | null;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    postImportsByIdResume: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        kind: string;
                        source: string;
                        /** @description Name of the mapping */
                        mapping: string;
                        /** @enum {string} */
                        mode: "first_wins" | "correct";
                        files: {
                            name: string;
                            bytes: number;
                            rows_read: number;
                            done: boolean;
                        }[];
                        /** @enum {string} */
                        state: "waiting" | "running" | "done" | "failed" | "undoing" | "undone";
                        progress: {
                            /** @enum {string} */
                            phase: "reading" | "applying";
                            bytes: number;
                            bytes_read: number;
                            rows_read: number;
                            staged: number;
                            applied: number;
                        };
                        error: {
                            code: string;
                            message: string;
                        } | null;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        started_at: string | null;
                        finished_at: string | null;
                        undone_at: string | null;
                        undone_by: string | null;
                        report: {
                            rows: number;
                            fates: {
                                /** @description order_line, customer, rejected:<code>, aside:<code> …; the fates add up to the rows */
                                fate: string;
                                rows: number;
                                /** @description Some of these rows counted again: without_customer, repeated_line, rounded … */
                                notes: {
                                    [key: string]: number;
                                };
                            }[];
                            by_file: {
                                file: string;
                                rows: number;
                                fates: {
                                    [key: string]: number;
                                };
                            }[];
                        };
                        /** @description What undoing took away, and what stayed */
                        undo: {
                            [key: string]: number;
                        } | null;
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getImportsByIdRejected: {
        parameters: {
            query?: {
                fate?: "rejected" | "aside";
                file?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description CSV, UTF-8 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getImportMappings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            name: string;
                            title: {
                                [key: string]: string;
                            };
                            shipped: boolean;
                            mapping: {
                                [key: string]: unknown;
                            };
                        }[];
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    putImportMappingsByName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        title: {
                            [key: string]: string;
                        };
                        shipped: boolean;
                        mapping: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteImportMappingsByName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
}
