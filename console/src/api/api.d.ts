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
    "/api/v1/users/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give many people a role, take access away or give it back */
        post: operations["postUsersBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/regions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All regions */
        get: operations["getRegions"];
        put?: never;
        /** Add a region */
        post: operations["postRegions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/regions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove an empty region */
        delete: operations["deleteRegionsById"];
        options?: never;
        head?: never;
        /** Rename a region, or hang it elsewhere in the tree */
        patch: operations["patchRegionsById"];
        trace?: never;
    };
    "/api/v1/stores": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Stores by code; who has a data scope sees those in it */
        get: operations["getStores"];
        put?: never;
        /** Add a store */
        post: operations["postStores"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stores/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One store */
        get: operations["getStoresById"];
        put?: never;
        post?: never;
        /** Remove a store that nothing names */
        delete: operations["deleteStoresById"];
        options?: never;
        head?: never;
        /** Change a store; a closing day closes it */
        patch: operations["patchStoresById"];
        trace?: never;
    };
    "/api/v1/staff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Staff by code; who has a data scope sees those in it */
        get: operations["getStaff"];
        put?: never;
        /** Add a staff member */
        post: operations["postStaff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One staff member */
        get: operations["getStaffById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change who they are; where they work is moved */
        patch: operations["patchStaffById"];
        trace?: never;
    };
    "/api/v1/staff/{id}/posts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where they worked, the newest first */
        get: operations["getStaffByIdPosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/{id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move to another store or region; the present post ends */
        post: operations["postStaffByIdMove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/{id}/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back somebody who had left */
        post: operations["postStaffByIdReturn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/{id}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** They leave: they see no customers from now on, and their sign-in ends */
        post: operations["postStaffByIdLeave"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stores/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move many stores to a region, close or reopen them */
        post: operations["postStoresBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stores/batch/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Remove many stores; those that something names stay */
        post: operations["postStoresBatchRemove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stores/batch/declare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make stores of many codes that data speaks of, each named by its code */
        post: operations["postStoresBatchDeclare"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/batch/declare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make staff of many codes that data speaks of, each named by their code */
        post: operations["postStaffBatchDeclare"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/batch/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move many people to one store or region */
        post: operations["postStaffBatchMove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/batch/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Many people leave: their posts and sign-ins end */
        post: operations["postStaffBatchLeave"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Regions, stores or staff from a CSV, known by their codes
         * @description What is known is changed, what is new is made, nothing is removed. Bad rows are answered with their reasons, the others are taken. The same file again changes nothing.
         */
        post: operations["postOrgImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org/unknown-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Codes of stores and staff in events, orders and relations that nobody has declared */
        get: operations["getOrgUnknownCodes"];
        put?: never;
        post?: never;
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
    "/api/v1/api-keys/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revoke many API keys */
        post: operations["postApiKeysRevoke"];
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
    "/api/v1/write-keys/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revoke many write keys */
        post: operations["postWriteKeysRevoke"];
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
        /** Customers by words and filters, the last seen first */
        get: operations["getCustomers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How many customers match, exactly */
        post: operations["postCustomersCount"];
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
    "/api/v1/attribute-definitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the brand’s attributes are */
        get: operations["getAttributeDefinitions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribute-definitions/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Define an attribute, or change what was defined
         * @description A name that becomes sensitive has its values sealed, in events too; a sensitive one with values stays sensitive.
         */
        put: operations["putAttributeDefinitionsByName"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attribute-definitions/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say the same of many attributes: group, archive, masking, whose word counts */
        post: operations["postAttributeDefinitionsBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sensitive-refusals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Values that were not stored in the last 30 days, and why: sensitive, or reckoned here */
        get: operations["getSensitiveRefusals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/attributes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A customer’s attributes, with what every source says */
        get: operations["getCustomersByIdAttributes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/attributes/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Edit an attribute by hand
         * @description Without `value` the word of the people is taken back, and what sources say shows again.
         */
        put: operations["putCustomersByIdAttributesByName"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/attributes/{name}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the latest edit by hand back */
        post: operations["postCustomersByIdAttributesByNameUndo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/attributes/{name}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was said of an attribute before */
        get: operations["getCustomersByIdAttributesByNameHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/attributes/reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read sensitive values; who read what and why is kept in the audit log */
        post: operations["postCustomersByIdAttributesReveal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tag-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Groups of tags */
        get: operations["getTagGroups"];
        put?: never;
        /** Make a group of tags */
        post: operations["postTagGroups"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tag-groups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change a group of tags */
        put: operations["putTagGroupsById"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every tag */
        get: operations["getTags"];
        put?: never;
        /** Make a tag */
        post: operations["postTags"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tags/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many customers hold each tag, as the customers list finds them */
        get: operations["getTagsCounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tags/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Rename a tag, move it to another group, archive it
         * @description Customers keep it; the old name goes on leading to it.
         */
        put: operations["putTagsById"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tags/{id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Merge a tag into another
         * @description Whoever holds it holds the other one from now on; this cannot be undone.
         */
        post: operations["postTagsByIdMerge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tags/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Move many tags to a group, archive them or take them back */
        post: operations["postTagsBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tags/batch/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Merge many tags into one
         * @description Whoever holds one of them holds `into` from now on; this cannot be undone.
         */
        post: operations["postTagsBatchMerge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tag-groups/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Archive many groups of tags or take them back */
        post: operations["postTagGroupsBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tag-groups/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** The order in which groups of tags stand */
        put: operations["putTagGroupsOrder"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A customer’s tags, with who put them on, when and why */
        get: operations["getCustomersByIdTags"];
        put?: never;
        /** Put tags on a customer and take tags off */
        post: operations["postCustomersByIdTags"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put tags on, or take them off, all customers that a filter finds */
        post: operations["postCustomersTags"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tag-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rules that put tags on, newest first */
        get: operations["getTagRules"];
        put?: never;
        /**
         * Make a rule
         * @description Refused when it would set itself off again, by itself or through others.
         */
        post: operations["postTagRules"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tag-rules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change a rule, switch it on or off */
        put: operations["putTagRulesById"];
        post?: never;
        /** Delete a rule; the tags it put on stay */
        delete: operations["deleteTagRulesById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tag-rules/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switch many rules on or off; those that would close a circle stay off */
        post: operations["postTagRulesBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tag-rules/batch/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete many rules; the tags they put on stay */
        post: operations["postTagRulesBatchRemove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tag-rules/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whom a rule would have tagged in the last days */
        post: operations["postTagRulesDryRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/assignment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The store a customer belongs to, and their guide */
        get: operations["getCustomersByIdAssignment"];
        /** Give a customer to a store or a guide */
        put: operations["putCustomersByIdAssignment"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/assignment/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the customer belonged, the newest first */
        get: operations["getCustomersByIdAssignmentHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/assignments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give many customers to a store or a guide */
        post: operations["postCustomersAssignments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/{id}/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many customers a transfer would move */
        get: operations["getStaffByIdCustomers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/staff/{id}/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** All customers of a guide to another guide, or to a store */
        post: operations["postStaffByIdTransfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assignment-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How customers come to a store and a guide by themselves */
        get: operations["getAssignmentSettings"];
        /** Change that; it holds for what happens from now on */
        put: operations["putAssignmentSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assignment-settings/backfill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a store and a guide to customers who were there before them
         * @description By the purchases and friendships on record; who belongs somewhere stays there. Done in the background; the audit log says how many.
         */
        post: operations["postAssignmentSettingsBackfill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a customer agrees to now, and everything ever said about it */
        get: operations["getCustomersByIdConsents"];
        put?: never;
        /** Write down that a customer agreed or withdrew; in effect at once */
        post: operations["postCustomersByIdConsents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Consents from elsewhere, up to 1,000 at once */
        post: operations["postConsents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/consent-purposes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What customers are asked to agree to, with every version of the texts */
        get: operations["getConsentPurposes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/consent-purposes/{purpose}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Add or change a purpose */
        put: operations["putConsentPurposesByPurpose"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/consent-purposes/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Retire many purposes or take them back */
        post: operations["postConsentPurposesBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/consent-purposes/{purpose}/texts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a version of the text; a version never changes */
        post: operations["postConsentPurposesByPurposeTexts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/family": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The family of a customer: links that both sides agree to, and those that wait */
        get: operations["getCustomersByIdFamily"];
        put?: never;
        /** Link a customer with another of the family */
        post: operations["postCustomersByIdFamily"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/family/{link}/agree": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write down that this customer agreed to the link, or a guardian did */
        post: operations["postCustomersByIdFamilyByLinkAgree"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/family/{link}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a link; either side may at any time */
        post: operations["postCustomersByIdFamilyByLinkEnd"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/relations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which staff a customer is friends with, and was */
        get: operations["getCustomersByIdRelations"];
        put?: never;
        /** Write down that a customer and a staff member are friends */
        post: operations["postCustomersByIdRelations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/relations/{staff}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write down that one of them deleted the other */
        post: operations["postCustomersByIdRelationsByStaffEnd"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/touchpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everywhere a customer can be reached, and the reports about it, newest first */
        get: operations["getCustomersByIdTouchpoints"];
        put?: never;
        /** Report the state of a touchpoint, e.g. that she asked not to be disturbed there */
        post: operations["postCustomersByIdTouchpoints"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Everything about one customer, as a JSON file to hand over
         * @description Unmasked, so it also needs the permission customers:unmask.
         */
        post: operations["postCustomersByIdExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase a customer; orders stay, and lead to nobody
         * @description At once for every reader. What is on its way into the stores follows within a minute; the request then says done. With a second person demanded it answers state waiting.
         */
        post: operations["postCustomersByIdErase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/privacy-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Copies and erasures that were asked for, newest first */
        get: operations["getPrivacyRequests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/privacy-requests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One copy or erasure, and how far it is */
        get: operations["getPrivacyRequestsById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/privacy-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rules for erasing */
        get: operations["getPrivacySettings"];
        /** Change the rules for erasing */
        put: operations["putPrivacySettings"];
        post?: never;
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
    "/api/v1/identity/conflicts/kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many conflicts of each kind wait */
        get: operations["getIdentityConflictsKinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identity/conflicts/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * One decision for many conflicts
         * @description Chosen ones, or all of a kind that came up before a time. Merging takes chosen ones only; what cannot be merged stays open and is answered with its reason.
         */
        post: operations["postIdentityConflictsBatch"];
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
    "/api/v1/customers/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A customer's story in lines, newest first */
        get: operations["getCustomersByIdTimeline"];
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
    "/api/v1/dead-letters/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many a filter finds, and when they were counted */
        get: operations["getDeadLettersCount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send many again, set them aside, or take them back
         * @description Chosen ones, or all that a filter finds of those that came before `before`. Sending again does some at a time: ask again with `cursor` until `next_cursor` is null. What is still wrong stays open and is answered.
         */
        post: operations["postDeadLettersBatch"];
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
    "/api/v1/tracking/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Event catalogue: what was seen and what was planned, the largest first */
        get: operations["getTrackingEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/labels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the brand calls its events */
        get: operations["getTrackingLabels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/events/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One event: its plan, trend, properties and who uses it */
        get: operations["getTrackingEventsByName"];
        /** Say what an event is: its next version */
        put: operations["putTrackingEventsByName"];
        post?: never;
        /** Take an event out of the plan; what came in stays */
        delete: operations["deleteTrackingEventsByName"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/events/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say the same of many events; those in nobody’s plan come in */
        post: operations["postTrackingEventsBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/events/batch/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take many events out of the plan; what came in stays */
        post: operations["postTrackingEventsBatchRemove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/events/{name}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The last 200 versions of an event and its properties, newest first */
        get: operations["getTrackingEventsByNameHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/events/{name}/properties/{property}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say what a property is: its next version */
        put: operations["putTrackingEventsByNamePropertiesByProperty"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/events/{name}/properties/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say the same of many properties; those in nobody’s plan come in */
        post: operations["postTrackingEventsByNamePropertiesBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rules that events are held against, with what broke them lately */
        get: operations["getTrackingRules"];
        put?: never;
        /** Hold events against a rule; it counts within three seconds */
        post: operations["postTrackingRules"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/rules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Drop a rule and its counts */
        delete: operations["deleteTrackingRulesById"];
        options?: never;
        head?: never;
        /** Change a rule, or what happens to events that break it */
        patch: operations["patchTrackingRulesById"];
        trace?: never;
    };
    "/api/v1/tracking/rules/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say for many rules what happens to events that break them */
        post: operations["postTrackingRulesBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/rules/batch/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Drop many rules and their counts */
        post: operations["postTrackingRulesBatchRemove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/rules/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a rule would have caught in the last seven days; changes nothing */
        post: operations["postTrackingRulesTry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tracking plan as a document: JSON, Markdown, CSV or XLSX */
        get: operations["getTrackingPlan"];
        put?: never;
        /** Bring a plan in: what it names is added or changed, the rest stays */
        post: operations["postTrackingPlan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/plan/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the plan and what comes in part ways */
        get: operations["getTrackingPlanDiff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/quality": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Completeness, continuity, validity and agreement of each day, whole and by source */
        get: operations["getTrackingQuality"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/quality/gaps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Silences of the last seven days where events were due, newest first */
        get: operations["getTrackingQualityGaps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/quality/watches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Thresholds below which there is an alert */
        get: operations["getTrackingQualityWatches"];
        put?: never;
        /** Be told when a measure falls below a threshold */
        post: operations["postTrackingQualityWatches"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/quality/watches/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Be told no more; its open alert is resolved */
        delete: operations["deleteTrackingQualityWatchesById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/quality/watches/batch/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Be told no more of many; their open alerts are resolved */
        post: operations["postTrackingQualityWatchesBatchRemove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/quality/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Alerts, newest first */
        get: operations["getTrackingQualityAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/quality/alerts/batch/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that somebody looks after many */
        post: operations["postTrackingQualityAlertsBatchAcknowledge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/quality/alerts/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that somebody looks after it */
        post: operations["postTrackingQualityAlertsByIdAcknowledge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/named-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Named pages and clicks, newest first */
        get: operations["getTrackingNamedEvents"];
        put?: never;
        /** Name a page or a click, as far back as there are rows */
        post: operations["postTrackingNamedEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/named-events/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a name would count, and which names count some of the same */
        post: operations["postTrackingNamedEventsTry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/named-events/batch/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take many names away; the events they were read from stay */
        post: operations["postTrackingNamedEventsBatchRemove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/named-events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One named event with all its versions */
        get: operations["getTrackingNamedEventsById"];
        put?: never;
        post?: never;
        /** Archive a named event; its rows stay what they were */
        delete: operations["deleteTrackingNamedEventsById"];
        options?: never;
        head?: never;
        /** Change a named event: a new match is a new version */
        patch: operations["patchTrackingNamedEventsById"];
        trace?: never;
    };
    "/api/v1/tracking/named-events/{id}/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events and customers a day, the days before it was named too */
        get: operations["getTrackingNamedEventsByIdCounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/pages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pages that were viewed, the most viewed first */
        get: operations["getTrackingPages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/pages/heat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where people click on a page, and how far down they get */
        get: operations["getTrackingPagesHeat"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/page-snapshots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pictures of a page, one for each kind of screen */
        get: operations["getTrackingPageSnapshots"];
        put?: never;
        /** The picture of a page, from the page itself; the token says whose */
        post: operations["postTrackingPageSnapshots"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking/pick-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A link that lets a page of the brand send its picture, for half an hour */
        post: operations["postTrackingPickSessions"];
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
    "/api/v1/audiences/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What keeps a rule from being evaluated, part by part
         * @description An unfinished rule is answered too: each problem names its place.
         */
        post: operations["postAudiencesCheck"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audiences/estimate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How many customers a rule means now, exactly */
        post: operations["postAudiencesEstimate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audiences/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Customers a rule means, with the conditions that made it so
         * @description In the order of their ids. Who has just been erased or left the asker’s scope is passed over, so a page may be shorter than asked.
         */
        post: operations["postAudiencesPreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audiences/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Why a rule means a customer or not, condition by condition */
        post: operations["postAudiencesExplain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audiences/vocabulary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything a rule can speak of; what is sensitive is left out */
        get: operations["getAudiencesVocabulary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audiences/values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Values that were seen, the commonest first
         * @description Up to 50, of the last 90 days. None of what the asker sees masked; what is sensitive is refused.
         */
        get: operations["getAudiencesValues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audience-templates/rfm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How buyers lie on recency, frequency and money, and where the fifths end
         * @description Before the scores are made: as they would be if they were made now.
         */
        get: operations["getAudienceTemplatesRfm"];
        put?: never;
        /** Make those of the three scores that are missing; the templates of RFM read them */
        post: operations["postAudienceTemplatesRfm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audience-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rules that most brands need, ready to be changed */
        get: operations["getAudienceTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audience-templates/{id}/rule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The rule a template makes of these values */
        post: operations["postAudienceTemplatesByIdRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audiences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Audiences with their size now
         * @description An actor with a data scope is told of customers in it only: `size`, `month` and `week` count those.
         */
        get: operations["getAudiences"];
        put?: never;
        /** Make an audience: a draft with a rule, or an empty list */
        post: operations["postAudiences"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audiences/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One audience */
        get: operations["getAudiencesById"];
        put?: never;
        post?: never;
        /**
         * Archive an audience; its history stays
         * @description Refused while another audience’s rule refers to it (`audience_in_use`).
         */
        delete: operations["deleteAudiencesById"];
        options?: never;
        head?: never;
        /** Change what is given; another rule is a new version and in force at once */
        patch: operations["patchAudiencesById"];
        trace?: never;
    };
    "/api/v1/audiences/{id}/go-live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep a draft’s membership true from now on */
        post: operations["postAudiencesByIdGoLive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audiences/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave the membership as it is for now */
        post: operations["postAudiencesByIdPause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audiences/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep the membership true again */
        post: operations["postAudiencesByIdResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audiences/{id}/take-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take an archived audience back, paused */
        post: operations["postAudiencesByIdTakeBack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audiences/{id}/copy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A draft with the same rule, or a list with the same customers */
        post: operations["postAudiencesByIdCopy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audiences/{id}/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Put customers on a list or take them off, by their identifiers
         * @description CSV text of `namespace,value`, or values alone with `namespace`; `customer` is our own number of one. Identifiers of nobody are all in the answer.
         */
        put: operations["putAudiencesByIdList"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audiences/{id}/tag-sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Let a tag follow the audience; null: none does any more
         * @description `add`: whoever comes in gets the tag and keeps it. `mirror`: it goes when they go, unless somebody else gave it too. Refused when the rule asks for the very tag that mirrors it (`tag_circle`). Needs `customers:write` besides.
         */
        put: operations["putAudiencesByIdTagSync"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audiences/{id}/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every wording of its rule, the newest first */
        get: operations["getAudiencesByIdRules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audiences/{id}/rules/{version}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put an earlier wording in force, as a new version */
        post: operations["postAudiencesByIdRulesByVersionRestore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audiences/{id}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where it is used */
        get: operations["getAudiencesByIdUses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audiences/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The same step, folder or labels for many; what cannot is told by row */
        post: operations["postAudiencesBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audiences/{id}/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Customers inside now
         * @description In the order of their ids. Who has just been erased or left the asker’s scope is passed over, so a page may be shorter than asked.
         */
        get: operations["getAudiencesByIdCustomers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audiences/{id}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Why a customer is inside or not, condition by condition */
        post: operations["postAudiencesByIdExplain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audiences/{id}/at": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Customers who were inside at a moment, as it was decided then
         * @description In the order of their ids. Who has just been erased or left the asker’s scope is passed over, so a page may be shorter than asked.
         */
        get: operations["getAudiencesByIdAt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audiences/{id}/trend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Size day by day, with who came and went */
        get: operations["getAudiencesByIdTrend"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audiences/{id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every change of its membership, the newest first */
        get: operations["getAudiencesByIdChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audiences/{id}/changes/{version}/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Customers who came or went with one change
         * @description In the order of their ids. Who has just been erased or left the asker’s scope is passed over, so a page may be shorter than asked.
         */
        get: operations["getAudiencesByIdChangesByVersionCustomers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audiences/{id}/make-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is more or less common inside than among everybody, most surprising first
         * @description Tags, attributes with up to 60 values, platforms, stores, guides, consent, identifiers, touchpoints. `surprise` is the log-likelihood ratio G; 3.84 is what chance exceeds once in twenty. Fewer than five customers, inside or expected, are left out.
         */
        get: operations["getAudiencesByIdMakeUp"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audiences/overlap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How two to six audiences overlap: the exact size of every region */
        post: operations["postAudiencesOverlap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/audiences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The audiences a customer is in, and since when */
        get: operations["getCustomersByIdAudiences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Private pools, each with its size in both calibres */
        get: operations["getPools"];
        put?: never;
        /** Begin a pool as a draft */
        post: operations["postPools"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pools/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One pool */
        get: operations["getPoolsById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change what a pool says */
        patch: operations["patchPoolsById"];
        trace?: never;
    };
    "/api/v1/pools/{id}/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a pool is worth today, how far its objectives are, what it stands on */
        get: operations["getPoolsByIdFigures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pools/{id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a pool live, take it back to draft, or put it away
         * @description Live needs all of what a pool must say; what is missing is named.
         */
        post: operations["postPoolsByIdState"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/computed-attributes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Computed attributes with their formula and how fresh they are */
        get: operations["getComputedAttributes"];
        put?: never;
        /** Make one; it is reckoned for everybody at once and kept true from then on */
        post: operations["postComputedAttributes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/computed-attributes/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What stands against a definition, and where */
        post: operations["postComputedAttributesCheck"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/computed-attributes/formula": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read a formula as people write it: round(spent / or(orders, 1), 2)
         * @description + − × ÷ ( ), min, max, round(x, digits), or(x, instead), days_since(moment). Names are attributes; in backticks when they have other signs.
         */
        post: operations["postComputedAttributesFormula"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/computed-attributes/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a definition would give: how many, how they lie, ten of them */
        post: operations["postComputedAttributesPreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/computed-attributes/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The same step for many; what cannot is told by row */
        post: operations["postComputedAttributesBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/computed-attributes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of them */
        get: operations["getComputedAttributesById"];
        put?: never;
        post?: never;
        /**
         * Take it away with its values; their history stays
         * @description Refused while a rule or a formula reads it (`attribute_in_use`).
         */
        delete: operations["deleteComputedAttributesById"];
        options?: never;
        head?: never;
        /** Change what is given; everybody is reckoned anew */
        patch: operations["patchComputedAttributesById"];
        trace?: never;
    };
    "/api/v1/computed-attributes/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave the values as they are for now */
        post: operations["postComputedAttributesByIdPause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/computed-attributes/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep the values true again */
        post: operations["postComputedAttributesByIdResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/computed-attributes/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every wording, the newest first */
        get: operations["getComputedAttributesByIdVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/computed-attributes/{id}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Audiences, formulas and templates that read it */
        get: operations["getComputedAttributesByIdUses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/computed-attributes/{id}/cut-offs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Of RFM: where the fifths ended, each time they were cut; the newest first */
        get: operations["getComputedAttributesByIdCutOffs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/insight/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The catalogue of metrics: names, definitions, formulas
         * @description Long-term relationship before short-term results.
         */
        get: operations["getInsightMetrics"];
        put?: never;
        /**
         * Metrics over a range, by period, with the statements that made them
         * @description Of the customers within the asker’s scope. A stock is as of the end of each period.
         */
        post: operations["postInsightMetrics"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/insight/trends": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Events, customers and amounts over time
         * @description Periods are those of the brand’s calendar; the first and last count as far as the range reaches.
         */
        post: operations["postInsightTrends"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/insight/funnel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * How many customers come how far along some steps
         * @description Each customer counts once, with the attempt that goes furthest. Only what happened within the range counts; of events at one moment earlier steps stand first.
         */
        post: operations["postInsightFunnel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/insight/paths": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What customers do step by step after something, or did before it
         * @description Visits and customers are both counted: a customer may have several visits. Only what happened within the range counts.
         */
        post: operations["postInsightPaths"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/insight/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The customers behind a figure of a funnel, a cohort or a trend
         * @description In the order of their ids. Who has just been erased or left the asker’s scope is passed over, so a page may be shorter than asked.
         */
        post: operations["postInsightCustomers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/insight/audience": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A list of the customers behind a figure, as they are now */
        post: operations["postInsightAudience"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/insight/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How many of each cohort come back, period by period */
        post: operations["postInsightRetention"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/insight/lifecycle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Who of the active is new, stayed or came back, and who went */
        post: operations["postInsightLifecycle"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/insight/stickiness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** In how many periods customers are active */
        post: operations["postInsightStickiness"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calc/attribution": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Which channel conversions are owed to
         * @description Credits add up to all conversions and all value. `markov`: exact removal effects of a first-order chain. `shapley`: the game of conversions by paths that use only these channels.
         */
        post: operations["postCalcAttribution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calc/experiment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Does the treatment work?
         * @description Absolute and relative lift with Welch’s interval and one that holds however often one looks; CUPED where something was known before; a sample ratio that is off blocks the verdict.
         */
        post: operations["postCalcExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calc/nps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Net promoter score, its interval, and the change from the wave before */
        post: operations["postCalcNps"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calc/clv/fit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * BG/NBD and Gamma–Gamma fitted to buyers by maximum likelihood
         * @description Time in any one unit. The answer can be given to `clv/predict` as it is.
         */
        post: operations["postCalcClvFit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calc/clv/predict": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Who is still a customer, and what orders and value are to come */
        post: operations["postCalcClvPredict"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calc/gmv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * GMV of five factors: the one that is missing, and who a change is owed to
         * @description GMV = visitors × conversion rate × order value × (1 + fission rate) × LTV multiple. The change is shared out without a rest by LMDI and by Shapley.
         */
        post: operations["postCalcGmv"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calc/kfactor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How many customers a customer brings, by model and as measured */
        post: operations["postCalcKfactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calc/rfm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Recency, frequency and money in scores from 1 to 5, with their cut-offs */
        post: operations["postCalcRfm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calc/gini": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * How few bring how much: Gini, top shares, the fewest for 80 %
         * @description Customers who brought nothing belong to it; `zeros` adds those not listed.
         */
        post: operations["postCalcGini"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/home": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What came in today, the days before, and what waits
         * @description Days are those of the brand’s zone. Counted at most every 5 seconds.
         */
        get: operations["getHome"];
        put?: never;
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
        /** What undoing it would take away now */
        get: operations["getImportsByIdUndo"];
        put?: never;
        /** Take back everything an import brought; one at work is stopped first */
        post: operations["postImportsByIdUndo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop an import at its next checkpoint; it can go on later */
        post: operations["postImportsByIdPause"];
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
        /** Go on with a paused, failed or interrupted import */
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
    "/api/v1/import-fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What files may hold: every kind with its fields, and how large a file may be */
        get: operations["getImportFields"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import-uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload files to look at them first
         * @description multipart/form-data: one or more files named `file`. Kept for a day, longer once an import is made of them.
         */
        post: operations["postImportUploads"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import-uploads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An upload */
        get: operations["getImportUploadsById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import-uploads/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The first rows of a file, what it seems to be, and mappings that fit it */
        post: operations["postImportUploadsByIdPreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import-uploads/{id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What would become of the rows; nothing is written */
        post: operations["postImportUploadsByIdCheck"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import-uploads/{id}/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Import what was uploaded */
        post: operations["postImportUploadsByIdImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What you were told, newest first */
        get: operations["getNotices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many you have not read, and how many requests wait for your decision */
        get: operations["getNoticesCount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark one as read */
        post: operations["postNoticesByIdRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark many as read */
        post: operations["postNoticesRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/read-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark all as read, up to the newest one you have seen */
        post: operations["postNoticesReadAll"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was asked for, newest first: your own, or everybody’s for who decides */
        get: operations["getApprovals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One request */
        get: operations["getApprovalsById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/{id}/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve or reject; what is approved is done at once */
        post: operations["postApprovalsByIdDecide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve or reject many, each by itself */
        post: operations["postApprovalsDecide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take your own request back */
        post: operations["postApprovalsByIdWithdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exports, newest first: your own, or everybody’s for who answers for them */
        get: operations["getExports"];
        put?: never;
        /**
         * Start an export; its file is written in the background
         * @description Each kind needs its own permission. A large export of customers’ data waits for a second person first.
         */
        post: operations["postExports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One export */
        get: operations["getExportsById"];
        put?: never;
        post?: never;
        /** Delete one that has ended, with its file */
        delete: operations["deleteExportsById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop one that waits or is being written */
        post: operations["postExportsByIdCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The file; taking it away is written to the audit log */
        get: operations["getExportsByIdFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete many that have ended, with their files */
        post: operations["postExportsDelete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/export-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What large means */
        get: operations["getExportSettings"];
        /** Say what large means */
        put: operations["putExportSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Addresses that hear of events */
        get: operations["getWebhooks"];
        put?: never;
        /**
         * Tell an address of events
         * @description Answers the secret that signs its bodies, which is shown only now.
         */
        post: operations["postWebhooks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A webhook */
        get: operations["getWebhooksById"];
        put?: never;
        post?: never;
        /** Remove a webhook and its log */
        delete: operations["deleteWebhooksById"];
        options?: never;
        head?: never;
        /** Change a webhook, or switch it on or off */
        patch: operations["patchWebhooksById"];
        trace?: never;
    };
    "/api/v1/webhooks/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switch many on or off, or remove them */
        post: operations["postWebhooksBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign with a new secret from now on
         * @description The old one signs beside it for as long as asked; 0 hours for one that leaked.
         */
        post: operations["postWebhooksByIdSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test
         * @description It stands in the log like every other delivery, and is tried once.
         */
        post: operations["postWebhooksByIdTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a webhook was told, newest first */
        get: operations["getWebhooksByIdDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell deliveries again: chosen ones, or those of a time and state
         * @description Without a choice everything that was given up. What was given up keeps its id, what was taken is told under a new one. At most 20,000 at once.
         */
        post: operations["postWebhooksByIdReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook-deliveries/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell it once more */
        post: operations["postWebhookDeliveriesByIdReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inbound-addresses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Addresses at which others leave JSON */
        get: operations["getInboundAddresses"];
        put?: never;
        /**
         * Make an address
         * @description Answers its path, which holds the secret and is shown only now.
         */
        post: operations["postInboundAddresses"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inbound-presets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How to read what well-known systems push */
        get: operations["getInboundPresets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inbound-addresses/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switch many on or off, or remove them */
        post: operations["postInboundAddressesBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inbound-addresses/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove an address */
        delete: operations["deleteInboundAddressesById"];
        options?: never;
        head?: never;
        /** Change an address, or switch it on or off */
        patch: operations["patchInboundAddressesById"];
        trace?: never;
    };
    "/api/v1/inbound-addresses/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an address received, newest first */
        get: operations["getInboundAddressesByIdMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inbound-addresses/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read again what could not be read */
        post: operations["postInboundAddressesByIdRetry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plugins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Plugins that the server was started with */
        get: operations["getPlugins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plugins/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switch plugins on or off for this brand
         * @description What they would have heard while they are off is not told later.
         */
        post: operations["postPluginsBatch"];
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
        SpanInput: {
            n: number;
            /** @enum {string} */
            unit: "minute" | "hour" | "day" | "week" | "month" | "year";
        };
        NumberTestInput: {
            /** @constant */
            op: "is";
            value: number;
        } | {
            /** @constant */
            op: "is_not";
            value: number;
        } | {
            /** @constant */
            op: "gt";
            value: number;
        } | {
            /** @constant */
            op: "gte";
            value: number;
        } | {
            /** @constant */
            op: "lt";
            value: number;
        } | {
            /** @constant */
            op: "lte";
            value: number;
        } | {
            /** @constant */
            op: "between";
            from: number;
            to: number;
        } | {
            /** @constant */
            op: "not_between";
            from: number;
            to: number;
        };
        ValueTestInput: {
            /** @constant */
            op: "is";
            value: string | number | boolean;
        } | {
            /** @constant */
            op: "is_not";
            value: string | number | boolean;
        } | {
            /** @constant */
            op: "in";
            values: (string | number)[];
        } | {
            /** @constant */
            op: "not_in";
            values: (string | number)[];
        } | {
            /** @constant */
            op: "is_set";
        } | {
            /** @constant */
            op: "not_set";
        } | {
            /** @constant */
            op: "contains";
            value: string;
        } | {
            /** @constant */
            op: "not_contains";
            value: string;
        } | {
            /** @constant */
            op: "starts_with";
            value: string;
        } | {
            /** @constant */
            op: "ends_with";
            value: string;
        } | {
            /** @constant */
            op: "contains_any";
            values: string[];
        } | {
            /** @constant */
            op: "matches";
            pattern: string;
        } | {
            /** @constant */
            op: "length";
            is: components["schemas"]["NumberTestInput"];
        } | {
            /** @constant */
            op: "version";
            /** @enum {string} */
            is: "gt" | "gte" | "lt" | "lte" | "equal";
            value: string;
        } | {
            /** @constant */
            op: "near";
            latitude: number;
            longitude: number;
            km: number;
        } | {
            /** @constant */
            op: "gt";
            value: number;
        } | {
            /** @constant */
            op: "gte";
            value: number;
        } | {
            /** @constant */
            op: "lt";
            value: number;
        } | {
            /** @constant */
            op: "lte";
            value: number;
        } | {
            /** @constant */
            op: "between";
            from: number;
            to: number;
        } | {
            /** @constant */
            op: "not_between";
            from: number;
            to: number;
        } | {
            /** @constant */
            op: "on";
            /** Format: date */
            day: string;
        } | {
            /** @constant */
            op: "before";
            /** Format: date */
            day: string;
        } | {
            /** @constant */
            op: "after";
            /** Format: date */
            day: string;
        } | {
            /** @constant */
            op: "between_days";
            /** Format: date */
            from: string;
            /** Format: date */
            to: string;
        } | {
            /** @constant */
            op: "in_last";
            span: components["schemas"]["SpanInput"];
        } | {
            /** @constant */
            op: "more_than_ago";
            span: components["schemas"]["SpanInput"];
        } | {
            /** @constant */
            op: "in_next";
            span: components["schemas"]["SpanInput"];
        } | {
            /** @constant */
            op: "anniversary_in";
            from_days: number;
            to_days: number;
        } | {
            /** @constant */
            op: "weekday";
            days: number[];
        } | {
            /** @constant */
            op: "has_any";
            values: string[];
        } | {
            /** @constant */
            op: "has_all";
            values: string[];
        } | {
            /** @constant */
            op: "has_none";
            values: string[];
        } | {
            /** @constant */
            op: "count_gte";
            value: number;
        } | {
            /** @constant */
            op: "count_lte";
            value: number;
        };
        EventPatternInput: {
            any_of: {
                event: string;
                /** @default [] */
                where: {
                    property: string;
                    is: components["schemas"]["ValueTestInput"];
                }[];
            }[];
        };
        EventWindowInput: {
            /** @constant */
            kind: "ever";
        } | {
            /** @constant */
            kind: "last";
            span: components["schemas"]["SpanInput"];
        } | {
            /** @constant */
            kind: "before_last";
            span: components["schemas"]["SpanInput"];
        } | {
            /** @constant */
            kind: "days";
            /** Format: date */
            from: string;
            /** Format: date */
            to: string;
        } | {
            /** @constant */
            kind: "since";
            /** Format: date */
            from: string;
        } | {
            /** @constant */
            kind: "calendar";
            /** @enum {string} */
            unit: "day" | "week" | "month" | "year";
            back: number;
        };
        OrderWhereInput: {
            products?: string[];
            categories?: string[];
            platforms?: string[];
            stores?: string[];
            channels?: string[];
            guides?: string[];
            amount_fen?: components["schemas"]["NumberTestInput"];
        };
        /** @description A condition, or a group of rules */
        AudienceRuleInput: {
            /** @constant */
            kind: "all";
            rules: components["schemas"]["AudienceRuleInput"][];
        } | {
            /** @constant */
            kind: "any";
            rules: components["schemas"]["AudienceRuleInput"][];
        } | {
            /** @constant */
            kind: "not";
            rule: components["schemas"]["AudienceRuleInput"];
        } | ({
            /** @constant */
            kind: "everybody";
        } | {
            /** @constant */
            kind: "attribute";
            name: string;
            is: components["schemas"]["ValueTestInput"];
        } | {
            /** @constant */
            kind: "attribute_held";
            name: string;
            is: components["schemas"]["ValueTestInput"];
            at_least: components["schemas"]["SpanInput"];
        } | {
            /** @constant */
            kind: "tags";
            /** @enum {string} */
            match: "any" | "all" | "none";
            tags: string[];
        } | {
            /** @constant */
            kind: "tagged";
            tag: string;
            window: components["schemas"]["EventWindowInput"];
        } | {
            /** @constant */
            kind: "consent";
            purpose: string;
            channel: string;
            /** @enum {string} */
            state: "given" | "withdrawn" | "none";
        } | {
            /** @constant */
            kind: "friend";
            staff?: string[];
            /** @enum {string} */
            state: "friend" | "deleted_by_customer" | "deleted_by_staff";
            channels?: string[];
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindowInput"];
        } | {
            /** @constant */
            kind: "store";
            stores: string[];
        } | {
            /** @constant */
            kind: "guide";
            guides: string[];
        } | {
            /** @constant */
            kind: "touchpoints";
            kinds?: string[];
            live: components["schemas"]["NumberTestInput"];
        } | {
            /** @constant */
            kind: "identifier";
            namespaces: string[];
        } | {
            /** @constant */
            kind: "platform";
            platforms: string[];
        } | {
            /** @constant */
            kind: "family";
            roles?: string[];
        } | {
            /** @constant */
            kind: "known";
        } | {
            /** @constant */
            kind: "joined";
            window: components["schemas"]["EventWindowInput"];
        } | {
            /** @constant */
            kind: "did";
            event: components["schemas"]["EventPatternInput"];
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindowInput"];
            times: components["schemas"]["NumberTestInput"];
        } | {
            /** @constant */
            kind: "measure";
            event: components["schemas"]["EventPatternInput"];
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindowInput"];
            /** @enum {string} */
            of: "sum" | "average" | "min" | "max" | "distinct";
            property: string;
            is: components["schemas"]["NumberTestInput"];
        } | {
            /** @constant */
            kind: "first_time";
            event: components["schemas"]["EventPatternInput"];
            window: components["schemas"]["EventWindowInput"];
        } | {
            /** @constant */
            kind: "last_time";
            event: components["schemas"]["EventPatternInput"];
            window: components["schemas"]["EventWindowInput"];
        } | {
            /** @constant */
            kind: "sequence";
            steps: components["schemas"]["EventPatternInput"][];
            within: components["schemas"]["SpanInput"];
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindowInput"];
            without?: components["schemas"]["EventPatternInput"];
        } | {
            /** @constant */
            kind: "regularly";
            event: components["schemas"]["EventPatternInput"];
            /** @enum {string} */
            unit: "day" | "week" | "month";
            periods: number;
            of: number;
        } | {
            /** @constant */
            kind: "stopped";
            event: components["schemas"]["EventPatternInput"];
            active: components["schemas"]["SpanInput"];
            quiet: components["schemas"]["SpanInput"];
        } | {
            /** @constant */
            kind: "started_again";
            event: components["schemas"]["EventPatternInput"];
            gap: components["schemas"]["SpanInput"];
            recent: components["schemas"]["SpanInput"];
        } | {
            /** @constant */
            kind: "event_value";
            event: components["schemas"]["EventPatternInput"];
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindowInput"];
            /** @enum {string} */
            which: "first" | "last";
            property: string;
            is: components["schemas"]["ValueTestInput"];
        } | {
            /** @constant */
            kind: "orders";
            /** @enum {string} */
            of: "count" | "amount_fen" | "average_fen" | "products" | "refunded_share";
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindowInput"];
            /** @default {} */
            where: components["schemas"]["OrderWhereInput"];
            is: components["schemas"]["NumberTestInput"];
        } | {
            /** @constant */
            kind: "top";
            by: {
                /** @constant */
                kind: "times";
                event: components["schemas"]["EventPatternInput"];
            } | {
                /** @constant */
                kind: "sum";
                event: components["schemas"]["EventPatternInput"];
                property: string;
            } | {
                /** @constant */
                kind: "orders";
                /** @enum {string} */
                of: "count" | "amount_fen" | "average_fen";
                /** @default {} */
                where: components["schemas"]["OrderWhereInput"];
            };
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindowInput"];
            keep: {
                /** @constant */
                unit: "customers";
                n: number;
            } | {
                /** @constant */
                unit: "basis_points";
                n: number;
            } | {
                /** @constant */
                unit: "contribution";
                n: number;
            };
        } | {
            /** @constant */
            kind: "audience";
            /** Format: uuid */
            audience: string;
            /** @enum {string} */
            is: "in" | "not_in";
        } | {
            /** @constant */
            kind: "bucket";
            seed: string;
            from: number;
            to: number;
        });
        /** @description A number reckoned from numbers */
        FormulaInput: {
            /** @constant */
            kind: "number";
            value: number;
        } | ({
            /** @constant */
            kind: "attribute";
            name: string;
        } | {
            /** @constant */
            kind: "event_figure";
            event: components["schemas"]["EventPatternInput"];
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindowInput"];
            /** @enum {string} */
            of: "count" | "sum" | "average" | "min" | "max" | "distinct";
            property?: string;
        } | {
            /** @constant */
            kind: "order_figure";
            /** @enum {string} */
            of: "count" | "amount_fen" | "average_fen" | "products" | "refunded_share";
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindowInput"];
            /** @default {} */
            where: components["schemas"]["OrderWhereInput"];
        }) | {
            /** @constant */
            kind: "days_since";
            of: {
                /** @constant */
                kind: "attribute";
                name: string;
            } | {
                /** @constant */
                kind: "event_day";
                event: components["schemas"]["EventPatternInput"];
                /**
                 * @default {
                 *       "kind": "ever"
                 *     }
                 */
                window: components["schemas"]["EventWindowInput"];
                /** @enum {string} */
                which: "first" | "last";
            } | {
                /** @constant */
                kind: "order_day";
                /** @enum {string} */
                which: "first" | "last";
                /**
                 * @default {
                 *       "kind": "ever"
                 *     }
                 */
                window: components["schemas"]["EventWindowInput"];
                /** @default {} */
                where: components["schemas"]["OrderWhereInput"];
            };
        } | {
            /** @enum {string} */
            kind: "add" | "multiply" | "min" | "max";
            parts: components["schemas"]["FormulaInput"][];
        } | {
            /** @enum {string} */
            kind: "subtract" | "divide" | "or";
            left: components["schemas"]["FormulaInput"];
            right: components["schemas"]["FormulaInput"];
        } | {
            /** @constant */
            kind: "round";
            of: components["schemas"]["FormulaInput"];
            digits: number;
        };
        ComputedDefinitionInput: {
            /** @constant */
            kind: "event_figure";
            event: components["schemas"]["EventPatternInput"];
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindowInput"];
            /** @enum {string} */
            of: "count" | "sum" | "average" | "min" | "max" | "distinct";
            property?: string;
        } | {
            /** @constant */
            kind: "event_value";
            event: components["schemas"]["EventPatternInput"];
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindowInput"];
            /** @enum {string} */
            which: "first" | "last" | "most_frequent";
            property: string;
        } | {
            /** @constant */
            kind: "event_day";
            event: components["schemas"]["EventPatternInput"];
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindowInput"];
            /** @enum {string} */
            which: "first" | "last";
        } | {
            /** @constant */
            kind: "order_figure";
            /** @enum {string} */
            of: "count" | "amount_fen" | "average_fen" | "products" | "refunded_share";
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindowInput"];
            /** @default {} */
            where: components["schemas"]["OrderWhereInput"];
        } | {
            /** @constant */
            kind: "order_value";
            /** @enum {string} */
            which: "first" | "last" | "most_frequent";
            /** @enum {string} */
            by: "product" | "category" | "store" | "channel" | "platform";
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindowInput"];
            /** @default {} */
            where: components["schemas"]["OrderWhereInput"];
        } | {
            /** @constant */
            kind: "order_day";
            /** @enum {string} */
            which: "first" | "last";
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindowInput"];
            /** @default {} */
            where: components["schemas"]["OrderWhereInput"];
        } | {
            /** @constant */
            kind: "formula";
            formula: components["schemas"]["FormulaInput"];
        } | {
            /** @constant */
            kind: "bins";
            of: components["schemas"]["FormulaInput"];
            cuts: number[];
            labels: string[];
        } | {
            /** @constant */
            kind: "cases";
            cases: {
                when: components["schemas"]["AudienceRuleInput"];
                value: string | number;
            }[];
            otherwise?: string | number;
        } | {
            /** @constant */
            kind: "rfm";
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindowInput"];
            /** @default {} */
            where: components["schemas"]["OrderWhereInput"];
            /**
             * @default average_fen
             * @enum {string}
             */
            money: "average_fen" | "amount_fen";
            /**
             * @default cell
             * @enum {string}
             */
            output: "cell" | "r" | "f" | "m";
            cuts: {
                /** @constant */
                kind: "fifths";
                /**
                 * @default month
                 * @enum {string}
                 */
                anew: "week" | "month" | "never";
            } | {
                /** @constant */
                kind: "given";
                r: number[];
                f: number[];
                m: number[];
            };
        };
        QuestionWhereInput: {
            /** @constant */
            op?: "is";
            value: string | number | boolean;
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "is_not";
            value: string | number | boolean;
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "in";
            values: (string | number)[];
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "not_in";
            values: (string | number)[];
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "is_set";
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "not_set";
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "contains";
            value: string;
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "not_contains";
            value: string;
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "starts_with";
            value: string;
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "ends_with";
            value: string;
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "contains_any";
            values: string[];
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "matches";
            pattern: string;
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "length";
            is: components["schemas"]["NumberTestInput"];
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "version";
            /** @enum {string} */
            is: "gt" | "gte" | "lt" | "lte" | "equal";
            value: string;
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "near";
            latitude: number;
            longitude: number;
            km: number;
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "gt";
            value: number;
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "gte";
            value: number;
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "lt";
            value: number;
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "lte";
            value: number;
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "between";
            from: number;
            to: number;
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "not_between";
            from: number;
            to: number;
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "on";
            /** Format: date */
            day: string;
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "before";
            /** Format: date */
            day: string;
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "after";
            /** Format: date */
            day: string;
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "between_days";
            /** Format: date */
            from: string;
            /** Format: date */
            to: string;
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "in_last";
            span: components["schemas"]["SpanInput"];
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "more_than_ago";
            span: components["schemas"]["SpanInput"];
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "in_next";
            span: components["schemas"]["SpanInput"];
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "anniversary_in";
            from_days: number;
            to_days: number;
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "weekday";
            days: number[];
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "has_any";
            values: string[];
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "has_all";
            values: string[];
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "has_none";
            values: string[];
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "count_gte";
            value: number;
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        } | {
            /** @constant */
            op: "count_lte";
            value: number;
            /**
             * @description Of the event as it was sent, or of the customer as she is known now
             * @default event
             * @enum {string}
             */
            of: "event" | "customer";
            /** @description Of the event: of `properties`, or event.platform and the like */
            property: string;
        };
        QuestionPatternInput: {
            any_of: {
                event: string;
                /** @default [] */
                where: components["schemas"]["QuestionWhereInput"][];
            }[];
        };
        PathNodeInput: {
            /** @constant */
            is: "event";
            event: string;
        } | {
            /** @constant */
            is: "value";
            event: string;
            /** @description Of the property it is split by; null: none */
            value: string | null;
        } | {
            /** @constant */
            is: "group";
            /** @description Its number, from 0 */
            group: number;
        } | {
            /** @constant */
            is: "other";
        };
        Span: {
            n: number;
            /** @enum {string} */
            unit: "minute" | "hour" | "day" | "week" | "month" | "year";
        };
        NumberTest: {
            /** @constant */
            op: "is";
            value: number;
        } | {
            /** @constant */
            op: "is_not";
            value: number;
        } | {
            /** @constant */
            op: "gt";
            value: number;
        } | {
            /** @constant */
            op: "gte";
            value: number;
        } | {
            /** @constant */
            op: "lt";
            value: number;
        } | {
            /** @constant */
            op: "lte";
            value: number;
        } | {
            /** @constant */
            op: "between";
            from: number;
            to: number;
        } | {
            /** @constant */
            op: "not_between";
            from: number;
            to: number;
        };
        ValueTest: {
            /** @constant */
            op: "is";
            value: string | number | boolean;
        } | {
            /** @constant */
            op: "is_not";
            value: string | number | boolean;
        } | {
            /** @constant */
            op: "in";
            values: (string | number)[];
        } | {
            /** @constant */
            op: "not_in";
            values: (string | number)[];
        } | {
            /** @constant */
            op: "is_set";
        } | {
            /** @constant */
            op: "not_set";
        } | {
            /** @constant */
            op: "contains";
            value: string;
        } | {
            /** @constant */
            op: "not_contains";
            value: string;
        } | {
            /** @constant */
            op: "starts_with";
            value: string;
        } | {
            /** @constant */
            op: "ends_with";
            value: string;
        } | {
            /** @constant */
            op: "contains_any";
            values: string[];
        } | {
            /** @constant */
            op: "matches";
            pattern: string;
        } | {
            /** @constant */
            op: "length";
            is: components["schemas"]["NumberTest"];
        } | {
            /** @constant */
            op: "version";
            /** @enum {string} */
            is: "gt" | "gte" | "lt" | "lte" | "equal";
            value: string;
        } | {
            /** @constant */
            op: "near";
            latitude: number;
            longitude: number;
            km: number;
        } | {
            /** @constant */
            op: "gt";
            value: number;
        } | {
            /** @constant */
            op: "gte";
            value: number;
        } | {
            /** @constant */
            op: "lt";
            value: number;
        } | {
            /** @constant */
            op: "lte";
            value: number;
        } | {
            /** @constant */
            op: "between";
            from: number;
            to: number;
        } | {
            /** @constant */
            op: "not_between";
            from: number;
            to: number;
        } | {
            /** @constant */
            op: "on";
            /** Format: date */
            day: string;
        } | {
            /** @constant */
            op: "before";
            /** Format: date */
            day: string;
        } | {
            /** @constant */
            op: "after";
            /** Format: date */
            day: string;
        } | {
            /** @constant */
            op: "between_days";
            /** Format: date */
            from: string;
            /** Format: date */
            to: string;
        } | {
            /** @constant */
            op: "in_last";
            span: components["schemas"]["Span"];
        } | {
            /** @constant */
            op: "more_than_ago";
            span: components["schemas"]["Span"];
        } | {
            /** @constant */
            op: "in_next";
            span: components["schemas"]["Span"];
        } | {
            /** @constant */
            op: "anniversary_in";
            from_days: number;
            to_days: number;
        } | {
            /** @constant */
            op: "weekday";
            days: number[];
        } | {
            /** @constant */
            op: "has_any";
            values: string[];
        } | {
            /** @constant */
            op: "has_all";
            values: string[];
        } | {
            /** @constant */
            op: "has_none";
            values: string[];
        } | {
            /** @constant */
            op: "count_gte";
            value: number;
        } | {
            /** @constant */
            op: "count_lte";
            value: number;
        };
        EventPattern: {
            any_of: {
                event: string;
                /** @default [] */
                where: {
                    property: string;
                    is: components["schemas"]["ValueTest"];
                }[];
            }[];
        };
        EventWindow: {
            /** @constant */
            kind: "ever";
        } | {
            /** @constant */
            kind: "last";
            span: components["schemas"]["Span"];
        } | {
            /** @constant */
            kind: "before_last";
            span: components["schemas"]["Span"];
        } | {
            /** @constant */
            kind: "days";
            /** Format: date */
            from: string;
            /** Format: date */
            to: string;
        } | {
            /** @constant */
            kind: "since";
            /** Format: date */
            from: string;
        } | {
            /** @constant */
            kind: "calendar";
            /** @enum {string} */
            unit: "day" | "week" | "month" | "year";
            back: number;
        };
        OrderWhere: {
            products?: string[];
            categories?: string[];
            platforms?: string[];
            stores?: string[];
            channels?: string[];
            guides?: string[];
            amount_fen?: components["schemas"]["NumberTest"];
        };
        /** @description A condition, or a group of rules */
        AudienceRule: {
            /** @constant */
            kind: "all";
            rules: components["schemas"]["AudienceRule"][];
        } | {
            /** @constant */
            kind: "any";
            rules: components["schemas"]["AudienceRule"][];
        } | {
            /** @constant */
            kind: "not";
            rule: components["schemas"]["AudienceRule"];
        } | ({
            /** @constant */
            kind: "everybody";
        } | {
            /** @constant */
            kind: "attribute";
            name: string;
            is: components["schemas"]["ValueTest"];
        } | {
            /** @constant */
            kind: "attribute_held";
            name: string;
            is: components["schemas"]["ValueTest"];
            at_least: components["schemas"]["Span"];
        } | {
            /** @constant */
            kind: "tags";
            /** @enum {string} */
            match: "any" | "all" | "none";
            tags: string[];
        } | {
            /** @constant */
            kind: "tagged";
            tag: string;
            window: components["schemas"]["EventWindow"];
        } | {
            /** @constant */
            kind: "consent";
            purpose: string;
            channel: string;
            /** @enum {string} */
            state: "given" | "withdrawn" | "none";
        } | {
            /** @constant */
            kind: "friend";
            staff?: string[];
            /** @enum {string} */
            state: "friend" | "deleted_by_customer" | "deleted_by_staff";
            channels?: string[];
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindow"];
        } | {
            /** @constant */
            kind: "store";
            stores: string[];
        } | {
            /** @constant */
            kind: "guide";
            guides: string[];
        } | {
            /** @constant */
            kind: "touchpoints";
            kinds?: string[];
            live: components["schemas"]["NumberTest"];
        } | {
            /** @constant */
            kind: "identifier";
            namespaces: string[];
        } | {
            /** @constant */
            kind: "platform";
            platforms: string[];
        } | {
            /** @constant */
            kind: "family";
            roles?: string[];
        } | {
            /** @constant */
            kind: "known";
        } | {
            /** @constant */
            kind: "joined";
            window: components["schemas"]["EventWindow"];
        } | {
            /** @constant */
            kind: "did";
            event: components["schemas"]["EventPattern"];
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindow"];
            times: components["schemas"]["NumberTest"];
        } | {
            /** @constant */
            kind: "measure";
            event: components["schemas"]["EventPattern"];
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindow"];
            /** @enum {string} */
            of: "sum" | "average" | "min" | "max" | "distinct";
            property: string;
            is: components["schemas"]["NumberTest"];
        } | {
            /** @constant */
            kind: "first_time";
            event: components["schemas"]["EventPattern"];
            window: components["schemas"]["EventWindow"];
        } | {
            /** @constant */
            kind: "last_time";
            event: components["schemas"]["EventPattern"];
            window: components["schemas"]["EventWindow"];
        } | {
            /** @constant */
            kind: "sequence";
            steps: components["schemas"]["EventPattern"][];
            within: components["schemas"]["Span"];
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindow"];
            without?: components["schemas"]["EventPattern"];
        } | {
            /** @constant */
            kind: "regularly";
            event: components["schemas"]["EventPattern"];
            /** @enum {string} */
            unit: "day" | "week" | "month";
            periods: number;
            of: number;
        } | {
            /** @constant */
            kind: "stopped";
            event: components["schemas"]["EventPattern"];
            active: components["schemas"]["Span"];
            quiet: components["schemas"]["Span"];
        } | {
            /** @constant */
            kind: "started_again";
            event: components["schemas"]["EventPattern"];
            gap: components["schemas"]["Span"];
            recent: components["schemas"]["Span"];
        } | {
            /** @constant */
            kind: "event_value";
            event: components["schemas"]["EventPattern"];
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindow"];
            /** @enum {string} */
            which: "first" | "last";
            property: string;
            is: components["schemas"]["ValueTest"];
        } | {
            /** @constant */
            kind: "orders";
            /** @enum {string} */
            of: "count" | "amount_fen" | "average_fen" | "products" | "refunded_share";
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindow"];
            /** @default {} */
            where: components["schemas"]["OrderWhere"];
            is: components["schemas"]["NumberTest"];
        } | {
            /** @constant */
            kind: "top";
            by: {
                /** @constant */
                kind: "times";
                event: components["schemas"]["EventPattern"];
            } | {
                /** @constant */
                kind: "sum";
                event: components["schemas"]["EventPattern"];
                property: string;
            } | {
                /** @constant */
                kind: "orders";
                /** @enum {string} */
                of: "count" | "amount_fen" | "average_fen";
                /** @default {} */
                where: components["schemas"]["OrderWhere"];
            };
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindow"];
            keep: {
                /** @constant */
                unit: "customers";
                n: number;
            } | {
                /** @constant */
                unit: "basis_points";
                n: number;
            } | {
                /** @constant */
                unit: "contribution";
                n: number;
            };
        } | {
            /** @constant */
            kind: "audience";
            /** Format: uuid */
            audience: string;
            /** @enum {string} */
            is: "in" | "not_in";
        } | {
            /** @constant */
            kind: "bucket";
            seed: string;
            from: number;
            to: number;
        });
        /** @description A number reckoned from numbers */
        Formula: {
            /** @constant */
            kind: "number";
            value: number;
        } | ({
            /** @constant */
            kind: "attribute";
            name: string;
        } | {
            /** @constant */
            kind: "event_figure";
            event: components["schemas"]["EventPattern"];
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindow"];
            /** @enum {string} */
            of: "count" | "sum" | "average" | "min" | "max" | "distinct";
            property?: string;
        } | {
            /** @constant */
            kind: "order_figure";
            /** @enum {string} */
            of: "count" | "amount_fen" | "average_fen" | "products" | "refunded_share";
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindow"];
            /** @default {} */
            where: components["schemas"]["OrderWhere"];
        }) | {
            /** @constant */
            kind: "days_since";
            of: {
                /** @constant */
                kind: "attribute";
                name: string;
            } | {
                /** @constant */
                kind: "event_day";
                event: components["schemas"]["EventPattern"];
                /**
                 * @default {
                 *       "kind": "ever"
                 *     }
                 */
                window: components["schemas"]["EventWindow"];
                /** @enum {string} */
                which: "first" | "last";
            } | {
                /** @constant */
                kind: "order_day";
                /** @enum {string} */
                which: "first" | "last";
                /**
                 * @default {
                 *       "kind": "ever"
                 *     }
                 */
                window: components["schemas"]["EventWindow"];
                /** @default {} */
                where: components["schemas"]["OrderWhere"];
            };
        } | {
            /** @enum {string} */
            kind: "add" | "multiply" | "min" | "max";
            parts: components["schemas"]["Formula"][];
        } | {
            /** @enum {string} */
            kind: "subtract" | "divide" | "or";
            left: components["schemas"]["Formula"];
            right: components["schemas"]["Formula"];
        } | {
            /** @constant */
            kind: "round";
            of: components["schemas"]["Formula"];
            digits: number;
        };
        ComputedDefinition: {
            /** @constant */
            kind: "event_figure";
            event: components["schemas"]["EventPattern"];
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindow"];
            /** @enum {string} */
            of: "count" | "sum" | "average" | "min" | "max" | "distinct";
            property?: string;
        } | {
            /** @constant */
            kind: "event_value";
            event: components["schemas"]["EventPattern"];
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindow"];
            /** @enum {string} */
            which: "first" | "last" | "most_frequent";
            property: string;
        } | {
            /** @constant */
            kind: "event_day";
            event: components["schemas"]["EventPattern"];
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindow"];
            /** @enum {string} */
            which: "first" | "last";
        } | {
            /** @constant */
            kind: "order_figure";
            /** @enum {string} */
            of: "count" | "amount_fen" | "average_fen" | "products" | "refunded_share";
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindow"];
            /** @default {} */
            where: components["schemas"]["OrderWhere"];
        } | {
            /** @constant */
            kind: "order_value";
            /** @enum {string} */
            which: "first" | "last" | "most_frequent";
            /** @enum {string} */
            by: "product" | "category" | "store" | "channel" | "platform";
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindow"];
            /** @default {} */
            where: components["schemas"]["OrderWhere"];
        } | {
            /** @constant */
            kind: "order_day";
            /** @enum {string} */
            which: "first" | "last";
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindow"];
            /** @default {} */
            where: components["schemas"]["OrderWhere"];
        } | {
            /** @constant */
            kind: "formula";
            formula: components["schemas"]["Formula"];
        } | {
            /** @constant */
            kind: "bins";
            of: components["schemas"]["Formula"];
            cuts: number[];
            labels: string[];
        } | {
            /** @constant */
            kind: "cases";
            cases: {
                when: components["schemas"]["AudienceRule"];
                value: string | number;
            }[];
            otherwise?: string | number;
        } | {
            /** @constant */
            kind: "rfm";
            /**
             * @default {
             *       "kind": "ever"
             *     }
             */
            window: components["schemas"]["EventWindow"];
            /** @default {} */
            where: components["schemas"]["OrderWhere"];
            /**
             * @default average_fen
             * @enum {string}
             */
            money: "average_fen" | "amount_fen";
            /**
             * @default cell
             * @enum {string}
             */
            output: "cell" | "r" | "f" | "m";
            cuts: {
                /** @constant */
                kind: "fifths";
                /**
                 * @default month
                 * @enum {string}
                 */
                anew: "week" | "month" | "never";
            } | {
                /** @constant */
                kind: "given";
                r: number[];
                f: number[];
                m: number[];
            };
        };
        PathNode: {
            /** @constant */
            is: "event";
            event: string;
        } | {
            /** @constant */
            is: "value";
            event: string;
            /** @description Of the property it is split by; null: none */
            value: string | null;
        } | {
            /** @constant */
            is: "group";
            /** @description Its number, from 0 */
            group: number;
        } | {
            /** @constant */
            is: "other";
        };
        Metric: {
            code: string;
            /**
             * @description fen: 1/100 of the brand’s currency; share: 0 to 1
             * @enum {string}
             */
            unit: "count" | "fen" | "share" | "ratio" | "seconds" | "points";
            /**
             * @description Long-term relationship or short-term result
             * @enum {string}
             */
            term: "long" | "short";
            /** @enum {string} */
            better: "more" | "less" | "neither";
            /** @description As of a period’s end, not of what happened within it */
            is_stock: boolean;
            /** @description Looks good and says little alone */
            is_vanity: boolean;
            /** @description The quality metric a vanity metric is shown with */
            beside: string | null;
            /** @description Has a numerator, a denominator and a number of cases */
            is_share: boolean;
            /** @description Where it should lie, and who says so */
            band: {
                from: number;
                to: number;
                source: {
                    "zh-CN": string;
                    en: string;
                };
            } | null;
            name: {
                "zh-CN": string;
                en: string;
            };
            definition: {
                "zh-CN": string;
                en: string;
            };
            formula: {
                "zh-CN": string;
                en: string;
            };
            /** @description Whether who asks may see what it is made of */
            may_see: boolean;
        };
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
                        permissions: ("customers:read" | "customers:write" | "customers:merge" | "customers:unmask" | "customers:export" | "customers:erase" | "sensitive:read" | "consent:write" | "audiences:read" | "audiences:write" | "org:read" | "org:manage" | "approvals:decide" | "events:read" | "events:manage" | "imports:run" | "orders:read" | "keys:manage" | "team:manage" | "tenants:manage" | "audit:read" | "settings:manage" | "integrations:manage")[];
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
                            /** @description Played for show */
                            is_demo: boolean;
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
                        permissions: ("customers:read" | "customers:write" | "customers:merge" | "customers:unmask" | "customers:export" | "customers:erase" | "sensitive:read" | "consent:write" | "audiences:read" | "audiences:write" | "org:read" | "org:manage" | "approvals:decide" | "events:read" | "events:manage" | "imports:run" | "orders:read" | "keys:manage" | "team:manage" | "tenants:manage" | "audit:read" | "settings:manage" | "integrations:manage")[];
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
                            /** @description Played for show */
                            is_demo: boolean;
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
                        permissions: ("customers:read" | "customers:write" | "customers:merge" | "customers:unmask" | "customers:export" | "customers:erase" | "sensitive:read" | "consent:write" | "audiences:read" | "audiences:write" | "org:read" | "org:manage" | "approvals:decide" | "events:read" | "events:manage" | "imports:run" | "orders:read" | "keys:manage" | "team:manage" | "tenants:manage" | "audit:read" | "settings:manage" | "integrations:manage")[];
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
                            /** @description Played for show */
                            is_demo: boolean;
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
                            /** @description Played for show */
                            is_demo: boolean;
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
                            /** @description Played for show */
                            is_demo: boolean;
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
                        /** @description Played for show */
                        is_demo: boolean;
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
                            /** @description What the regions, stores or staff of the scope are called, by code */
                            scope_names: {
                                [key: string]: string;
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
                            /** @description What the regions, stores or staff of the scope are called, by code */
                            scope_names: {
                                [key: string]: string;
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
                        /** @description What the regions, stores or staff of the scope are called, by code */
                        scope_names: {
                            [key: string]: string;
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
                        /** @description What the regions, stores or staff of the scope are called, by code */
                        scope_names: {
                            [key: string]: string;
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
    postUsersBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
                    set: {
                        /** @enum {string} */
                        role?: "owner" | "admin" | "operator" | "analyst" | "guide" | "developer";
                        disabled?: boolean;
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    getRegions: {
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
                            /** Format: uuid */
                            id: string;
                            code: string;
                            name: string;
                            /** @description Null: directly below headquarters */
                            parent_id: string | null;
                            /** @description Stores directly in it */
                            stores: number;
                            /** @description Staff posted at it or at its stores, not below */
                            staff: number;
                            revision: number;
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
    postRegions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What other systems call it; `store_id` and `staff_id` of events and orders. Stays. */
                    code: string;
                    name: string;
                    parent_id?: string | null;
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
                        /** Format: uuid */
                        id: string;
                        code: string;
                        name: string;
                        /** @description Null: directly below headquarters */
                        parent_id: string | null;
                        /** @description Stores directly in it */
                        stores: number;
                        /** @description Staff posted at it or at its stores, not below */
                        staff: number;
                        revision: number;
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
    deleteRegionsById: {
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
    patchRegionsById: {
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
                    parent_id?: string | null;
                    /** @description As last read; when it has changed since: 409 edited_meanwhile */
                    revision?: number;
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
                        id: string;
                        code: string;
                        name: string;
                        /** @description Null: directly below headquarters */
                        parent_id: string | null;
                        /** @description Stores directly in it */
                        stores: number;
                        /** @description Staff posted at it or at its stores, not below */
                        staff: number;
                        revision: number;
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
    getStores: {
        parameters: {
            query?: {
                /** @description A part of the code or name */
                q?: string;
                /** @description This region and all below it; `none`: directly at headquarters */
                region_id?: string | "none";
                kind?: "direct" | "franchise" | "online";
                open?: "true" | "false";
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
                            code: string;
                            name: string;
                            /** @enum {string} */
                            kind: "direct" | "franchise" | "online";
                            region: {
                                /** Format: uuid */
                                id: string;
                                code: string;
                                name: string;
                            } | null;
                            address: string;
                            opened_on: string | null;
                            closed_on: string | null;
                            /** @description Posted there now */
                            staff: number;
                            revision: number;
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
    postStores: {
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
                     * @default direct
                     * @enum {string}
                     */
                    kind?: "direct" | "franchise" | "online";
                    region_id?: string | null;
                    /** @default  */
                    address?: string;
                    opened_on?: string | null;
                    closed_on?: string | null;
                    /** @description What other systems call it; `store_id` and `staff_id` of events and orders. Stays. */
                    code: string;
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
                        /** Format: uuid */
                        id: string;
                        code: string;
                        name: string;
                        /** @enum {string} */
                        kind: "direct" | "franchise" | "online";
                        region: {
                            /** Format: uuid */
                            id: string;
                            code: string;
                            name: string;
                        } | null;
                        address: string;
                        opened_on: string | null;
                        closed_on: string | null;
                        /** @description Posted there now */
                        staff: number;
                        revision: number;
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
    getStoresById: {
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
                        code: string;
                        name: string;
                        /** @enum {string} */
                        kind: "direct" | "franchise" | "online";
                        region: {
                            /** Format: uuid */
                            id: string;
                            code: string;
                            name: string;
                        } | null;
                        address: string;
                        opened_on: string | null;
                        closed_on: string | null;
                        /** @description Posted there now */
                        staff: number;
                        revision: number;
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
    deleteStoresById: {
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
    patchStoresById: {
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
                    /** @enum {string} */
                    kind?: "direct" | "franchise" | "online";
                    region_id?: string | null;
                    address?: string;
                    opened_on?: string | null;
                    closed_on?: string | null;
                    /** @description As last read; when it has changed since: 409 edited_meanwhile */
                    revision?: number;
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
                        id: string;
                        code: string;
                        name: string;
                        /** @enum {string} */
                        kind: "direct" | "franchise" | "online";
                        region: {
                            /** Format: uuid */
                            id: string;
                            code: string;
                            name: string;
                        } | null;
                        address: string;
                        opened_on: string | null;
                        closed_on: string | null;
                        /** @description Posted there now */
                        staff: number;
                        revision: number;
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
    getStaff: {
        parameters: {
            query?: {
                /** @description A part of the code or name */
                q?: string;
                store_id?: string;
                /** @description This region and all below it; `none`: directly at headquarters */
                region_id?: string | "none";
                state?: "active" | "left";
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
                            code: string;
                            name: string;
                            wecom_user_id: string | null;
                            /** @description Masked for those who do not manage the structure */
                            phone: string | null;
                            user: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                                email: string;
                            } | null;
                            /** @enum {string} */
                            state: "active" | "left";
                            /** @description The present one, or the last before leaving */
                            post: {
                                /** Format: uuid */
                                id: string;
                                title: string;
                                store: {
                                    /** Format: uuid */
                                    id: string;
                                    code: string;
                                    name: string;
                                } | null;
                                /** @description Neither store nor region: headquarters */
                                region: {
                                    /** Format: uuid */
                                    id: string;
                                    code: string;
                                    name: string;
                                } | null;
                                /** Format: date-time */
                                from: string;
                                to: string | null;
                                ended_by: ("moved" | "left") | null;
                                reason: string;
                                actor: string;
                            } | null;
                            revision: number;
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
    postStaff: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What other systems call it; `store_id` and `staff_id` of events and orders. Stays. */
                    code: string;
                    name: string;
                    wecom_user_id?: string | null;
                    phone?: string | null;
                    /** @description Their own sign-in; it ends when they leave */
                    user_id?: string | null;
                    store_id?: string | null;
                    /** @description Neither store nor region: headquarters */
                    region_id?: string | null;
                    /** @default  */
                    title?: string;
                    /**
                     * Format: date-time
                     * @description Since when; now unless given
                     */
                    at?: string;
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
                        /** Format: uuid */
                        id: string;
                        code: string;
                        name: string;
                        wecom_user_id: string | null;
                        /** @description Masked for those who do not manage the structure */
                        phone: string | null;
                        user: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            email: string;
                        } | null;
                        /** @enum {string} */
                        state: "active" | "left";
                        /** @description The present one, or the last before leaving */
                        post: {
                            /** Format: uuid */
                            id: string;
                            title: string;
                            store: {
                                /** Format: uuid */
                                id: string;
                                code: string;
                                name: string;
                            } | null;
                            /** @description Neither store nor region: headquarters */
                            region: {
                                /** Format: uuid */
                                id: string;
                                code: string;
                                name: string;
                            } | null;
                            /** Format: date-time */
                            from: string;
                            to: string | null;
                            ended_by: ("moved" | "left") | null;
                            reason: string;
                            actor: string;
                        } | null;
                        revision: number;
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
    getStaffById: {
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
                        code: string;
                        name: string;
                        wecom_user_id: string | null;
                        /** @description Masked for those who do not manage the structure */
                        phone: string | null;
                        user: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            email: string;
                        } | null;
                        /** @enum {string} */
                        state: "active" | "left";
                        /** @description The present one, or the last before leaving */
                        post: {
                            /** Format: uuid */
                            id: string;
                            title: string;
                            store: {
                                /** Format: uuid */
                                id: string;
                                code: string;
                                name: string;
                            } | null;
                            /** @description Neither store nor region: headquarters */
                            region: {
                                /** Format: uuid */
                                id: string;
                                code: string;
                                name: string;
                            } | null;
                            /** Format: date-time */
                            from: string;
                            to: string | null;
                            ended_by: ("moved" | "left") | null;
                            reason: string;
                            actor: string;
                        } | null;
                        revision: number;
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
    patchStaffById: {
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
                    wecom_user_id?: string | null;
                    phone?: string | null;
                    /** @description Their own sign-in; it ends when they leave */
                    user_id?: string | null;
                    /** @description As last read; when it has changed since: 409 edited_meanwhile */
                    revision?: number;
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
                        id: string;
                        code: string;
                        name: string;
                        wecom_user_id: string | null;
                        /** @description Masked for those who do not manage the structure */
                        phone: string | null;
                        user: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            email: string;
                        } | null;
                        /** @enum {string} */
                        state: "active" | "left";
                        /** @description The present one, or the last before leaving */
                        post: {
                            /** Format: uuid */
                            id: string;
                            title: string;
                            store: {
                                /** Format: uuid */
                                id: string;
                                code: string;
                                name: string;
                            } | null;
                            /** @description Neither store nor region: headquarters */
                            region: {
                                /** Format: uuid */
                                id: string;
                                code: string;
                                name: string;
                            } | null;
                            /** Format: date-time */
                            from: string;
                            to: string | null;
                            ended_by: ("moved" | "left") | null;
                            reason: string;
                            actor: string;
                        } | null;
                        revision: number;
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
    getStaffByIdPosts: {
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
                        items: {
                            /** Format: uuid */
                            id: string;
                            title: string;
                            store: {
                                /** Format: uuid */
                                id: string;
                                code: string;
                                name: string;
                            } | null;
                            /** @description Neither store nor region: headquarters */
                            region: {
                                /** Format: uuid */
                                id: string;
                                code: string;
                                name: string;
                            } | null;
                            /** Format: date-time */
                            from: string;
                            to: string | null;
                            ended_by: ("moved" | "left") | null;
                            reason: string;
                            actor: string;
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
    postStaffByIdMove: {
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
                    store_id?: string | null;
                    /** @description Neither store nor region: headquarters */
                    region_id?: string | null;
                    /** @default  */
                    title?: string;
                    /**
                     * Format: date-time
                     * @description Since when; now unless given
                     */
                    at?: string;
                    /** @default  */
                    reason?: string;
                    /** @description As last read; when it has changed since: 409 edited_meanwhile */
                    revision?: number;
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
                        id: string;
                        code: string;
                        name: string;
                        wecom_user_id: string | null;
                        /** @description Masked for those who do not manage the structure */
                        phone: string | null;
                        user: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            email: string;
                        } | null;
                        /** @enum {string} */
                        state: "active" | "left";
                        /** @description The present one, or the last before leaving */
                        post: {
                            /** Format: uuid */
                            id: string;
                            title: string;
                            store: {
                                /** Format: uuid */
                                id: string;
                                code: string;
                                name: string;
                            } | null;
                            /** @description Neither store nor region: headquarters */
                            region: {
                                /** Format: uuid */
                                id: string;
                                code: string;
                                name: string;
                            } | null;
                            /** Format: date-time */
                            from: string;
                            to: string | null;
                            ended_by: ("moved" | "left") | null;
                            reason: string;
                            actor: string;
                        } | null;
                        revision: number;
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
    postStaffByIdReturn: {
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
                    store_id?: string | null;
                    /** @description Neither store nor region: headquarters */
                    region_id?: string | null;
                    /** @default  */
                    title?: string;
                    /**
                     * Format: date-time
                     * @description Since when; now unless given
                     */
                    at?: string;
                    /** @default  */
                    reason?: string;
                    /** @description As last read; when it has changed since: 409 edited_meanwhile */
                    revision?: number;
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
                        id: string;
                        code: string;
                        name: string;
                        wecom_user_id: string | null;
                        /** @description Masked for those who do not manage the structure */
                        phone: string | null;
                        user: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            email: string;
                        } | null;
                        /** @enum {string} */
                        state: "active" | "left";
                        /** @description The present one, or the last before leaving */
                        post: {
                            /** Format: uuid */
                            id: string;
                            title: string;
                            store: {
                                /** Format: uuid */
                                id: string;
                                code: string;
                                name: string;
                            } | null;
                            /** @description Neither store nor region: headquarters */
                            region: {
                                /** Format: uuid */
                                id: string;
                                code: string;
                                name: string;
                            } | null;
                            /** Format: date-time */
                            from: string;
                            to: string | null;
                            ended_by: ("moved" | "left") | null;
                            reason: string;
                            actor: string;
                        } | null;
                        revision: number;
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
    postStaffByIdLeave: {
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
                    /**
                     * Format: date-time
                     * @description Since when; now unless given
                     */
                    at?: string;
                    /** @default  */
                    reason?: string;
                    /** @description As last read; when it has changed since: 409 edited_meanwhile */
                    revision?: number;
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
                        id: string;
                        code: string;
                        name: string;
                        wecom_user_id: string | null;
                        /** @description Masked for those who do not manage the structure */
                        phone: string | null;
                        user: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            email: string;
                        } | null;
                        /** @enum {string} */
                        state: "active" | "left";
                        /** @description The present one, or the last before leaving */
                        post: {
                            /** Format: uuid */
                            id: string;
                            title: string;
                            store: {
                                /** Format: uuid */
                                id: string;
                                code: string;
                                name: string;
                            } | null;
                            /** @description Neither store nor region: headquarters */
                            region: {
                                /** Format: uuid */
                                id: string;
                                code: string;
                                name: string;
                            } | null;
                            /** Format: date-time */
                            from: string;
                            to: string | null;
                            ended_by: ("moved" | "left") | null;
                            reason: string;
                            actor: string;
                        } | null;
                        revision: number;
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
    postStoresBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
                    set: {
                        region_id?: string | null;
                        /** @enum {string} */
                        kind?: "direct" | "franchise" | "online";
                        /** @description Null opens it again */
                        closed_on?: string | null;
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    postStoresBatchRemove: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    postStoresBatchDeclare: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    codes: string[];
                    set: {
                        region_id?: string | null;
                        /**
                         * @default direct
                         * @enum {string}
                         */
                        kind?: "direct" | "franchise" | "online";
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    postStaffBatchDeclare: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    codes: string[];
                    set: {
                        store_id?: string | null;
                        /** @description Neither store nor region: headquarters */
                        region_id?: string | null;
                        /** @default  */
                        title?: string;
                        /**
                         * Format: date-time
                         * @description Since when; now unless given
                         */
                        at?: string;
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    postStaffBatchMove: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
                    store_id?: string | null;
                    /** @description Neither store nor region: headquarters */
                    region_id?: string | null;
                    /** @description Each keeps their own when absent */
                    title?: string;
                    /**
                     * Format: date-time
                     * @description Since when; now unless given
                     */
                    at?: string;
                    /** @default  */
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    postStaffBatchLeave: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
                    /**
                     * Format: date-time
                     * @description Since when; now unless given
                     */
                    at?: string;
                    /** @default  */
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    postOrgImport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    kind: "regions" | "stores" | "staff";
                    /** @description The first row names the columns */
                    csv: string;
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
                        rows: number;
                        created: number;
                        changed: number;
                        unchanged: number;
                        rejected: {
                            row: number;
                            code: string;
                            reason: string;
                            cells: string[];
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
    getOrgUnknownCodes: {
        parameters: {
            query: {
                kind: "store" | "staff";
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
                            code: string;
                            events: number;
                            /** @description Friendships that name it */
                            relations: number;
                            /** @description Customers of the events */
                            customers: number;
                            first_at: string | null;
                            last_at: string | null;
                        }[];
                        next_cursor: string | null;
                        /** @description Of which the 500 most spoken of are shown; an export has all */
                        total: number;
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
                            permissions: ("customers:read" | "customers:write" | "customers:merge" | "customers:unmask" | "customers:export" | "customers:erase" | "sensitive:read" | "consent:write" | "audiences:read" | "audiences:write" | "org:read" | "org:manage" | "approvals:decide" | "events:read" | "events:manage" | "imports:run" | "orders:read" | "keys:manage" | "team:manage" | "tenants:manage" | "audit:read" | "settings:manage" | "integrations:manage")[] | null;
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
                    permissions?: ("customers:read" | "customers:write" | "customers:merge" | "customers:unmask" | "customers:export" | "customers:erase" | "sensitive:read" | "consent:write" | "audiences:read" | "audiences:write" | "org:read" | "org:manage" | "approvals:decide" | "events:read" | "events:manage" | "imports:run" | "orders:read" | "keys:manage" | "team:manage" | "tenants:manage" | "audit:read" | "settings:manage" | "integrations:manage")[];
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
                        permissions: ("customers:read" | "customers:write" | "customers:merge" | "customers:unmask" | "customers:export" | "customers:erase" | "sensitive:read" | "consent:write" | "audiences:read" | "audiences:write" | "org:read" | "org:manage" | "approvals:decide" | "events:read" | "events:manage" | "imports:run" | "orders:read" | "keys:manage" | "team:manage" | "tenants:manage" | "audit:read" | "settings:manage" | "integrations:manage")[] | null;
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
    postApiKeysRevoke: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    postWriteKeysRevoke: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
                /** @description A part of a name, an identifier or its beginning, the last 4 digits of a phone, a number of an order or customer, a tag */
                q?: string;
                /** @description A CustomerFilter as JSON */
                filter?: string;
                namespace?: string;
                /** @description With namespace: the exact identifier */
                value?: string;
                tag?: string;
                known?: "true" | "false";
                /** @description Latest, or most, first */
                sort?: "last_seen" | "first_seen" | "spent";
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
                            /** @description Holds an identifier that names a person */
                            known: boolean;
                            identifiers: {
                                namespace: string;
                                /** @description Personal ones masked unless the role may see them */
                                value: string;
                                verified: boolean;
                            }[];
                            attributes: {
                                [key: string]: unknown;
                            };
                            tags: string[];
                            platforms: string[];
                            /** @description 归属门店 */
                            store: {
                                code: string;
                                name: string;
                            } | null;
                            /** @description 专属导购 */
                            guide: {
                                code: string;
                                name: string;
                            } | null;
                            first_seen: string | null;
                            last_seen: string | null;
                            event_count: number;
                            order_count: number;
                            /** @description Paid and not given back, in the brand’s currency */
                            spent_fen: number;
                            last_order_at: string | null;
                            /** @description Live ones */
                            touchpoint_count: number;
                        }[];
                        next_cursor: string | null;
                        /** @description With the first page */
                        total: {
                            value: number;
                            /** @description false: an estimate; POST /customers/count counts to the last */
                            exact: boolean;
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
    postCustomersCount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description As in the search field */
                    q?: string;
                    ids?: number[];
                    /** @description Holds an identifier of this kind */
                    namespace?: string;
                    /** @description With namespace: exactly this one */
                    value?: string;
                    tags?: {
                        any?: string[];
                        all?: string[];
                        none?: string[];
                    };
                    /** @description All of them */
                    attributes?: ({
                        name: string;
                        /** @enum {string} */
                        op: "is" | "is_not";
                        value: (string | number | boolean)[];
                    } | {
                        name: string;
                        /** @enum {string} */
                        op: "set" | "not_set";
                    } | {
                        name: string;
                        /** @enum {string} */
                        op: "contains";
                        value: string;
                    } | {
                        name: string;
                        /** @enum {string} */
                        op: "gt" | "gte" | "lt" | "lte";
                        /** @description A number, or a text that sorts, as dates do: 2026-01-31 */
                        value: number | string;
                    })[];
                    /** @description Seen on any of them */
                    platforms?: string[];
                    /** @description With (or without) an identifier that names a person */
                    known?: boolean;
                    /** @description 归属门店: any of these codes */
                    stores?: string[];
                    /** @description 专属导购: any of these codes */
                    guides?: string[];
                    first_seen?: {
                        /** Format: date-time */
                        from?: string;
                        /** Format: date-time */
                        to?: string;
                    };
                    last_seen?: {
                        /** Format: date-time */
                        from?: string;
                        /** Format: date-time */
                        to?: string;
                    };
                    /** @description Live ones */
                    touchpoints?: {
                        min?: number;
                        max?: number;
                    };
                    orders?: {
                        min?: number;
                        max?: number;
                    };
                    /** @description Paid and not given back, in the brand’s currency */
                    spent_fen?: {
                        min?: number;
                        max?: number;
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
                        count: number;
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
                            /**
                             * Format: date-time
                             * @description When it was last tied to this customer; a trace that changes nothing does not count
                             */
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
                        known: boolean;
                        /** @description What verified orders add up to, a line a currency */
                        value: {
                            currency: string;
                            orders: number;
                            paid_fen: number;
                            refunded_fen: number;
                            /** Format: date-time */
                            first_at: string;
                            /** Format: date-time */
                            last_at: string;
                        }[];
                        /** @description Events a day of the last 30, in the brand’s zone; days without any are left out */
                        days: {
                            /** Format: date */
                            day: string;
                            n: number;
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
                            /**
                             * Format: date-time
                             * @description When it was last tied to this customer; a trace that changes nothing does not count
                             */
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
                                /**
                                 * Format: date-time
                                 * @description When it was last tied to this customer; a trace that changes nothing does not count
                                 */
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
    getAttributeDefinitions: {
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
                            label: string;
                            /** @enum {string} */
                            type: "text" | "number" | "boolean" | "date" | "list" | "choice";
                            /** @default [] */
                            choices: string[];
                            /** @default  */
                            group: string;
                            /** @enum {string} */
                            data_class: "public" | "personal" | "sensitive";
                            /** @description Personal: shown shortened to who may not see personal data in full */
                            masked: boolean;
                            /**
                             * @description Whose word counts first; the others follow, newest first
                             * @default [
                             *       "operator"
                             *     ]
                             */
                            source_priority: string[];
                            /** @default  */
                            description: string;
                            /** @default false */
                            archived: boolean;
                            built_in: boolean;
                            /** @description Reckoned by /computed-attributes; nobody writes it */
                            computed: boolean;
                            /** @description 0 while nobody has changed it */
                            version: number;
                            updated_at: string | null;
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
    putAttributeDefinitionsByName: {
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
                    label: string;
                    /** @enum {string} */
                    type: "text" | "number" | "boolean" | "date" | "list" | "choice";
                    /** @default [] */
                    choices?: string[];
                    /** @default  */
                    group?: string;
                    /** @enum {string} */
                    data_class: "public" | "personal" | "sensitive";
                    /** @description Personal: shown shortened to who may not see personal data in full */
                    masked: boolean;
                    /**
                     * @description Whose word counts first; the others follow, newest first
                     * @default [
                     *       "operator"
                     *     ]
                     */
                    source_priority?: string[];
                    /** @default  */
                    description?: string;
                    /** @default false */
                    archived?: boolean;
                    /** @default 0 */
                    version?: number;
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
                        label: string;
                        /** @enum {string} */
                        type: "text" | "number" | "boolean" | "date" | "list" | "choice";
                        /** @default [] */
                        choices: string[];
                        /** @default  */
                        group: string;
                        /** @enum {string} */
                        data_class: "public" | "personal" | "sensitive";
                        /** @description Personal: shown shortened to who may not see personal data in full */
                        masked: boolean;
                        /**
                         * @description Whose word counts first; the others follow, newest first
                         * @default [
                         *       "operator"
                         *     ]
                         */
                        source_priority: string[];
                        /** @default  */
                        description: string;
                        /** @default false */
                        archived: boolean;
                        built_in: boolean;
                        /** @description Reckoned by /computed-attributes; nobody writes it */
                        computed: boolean;
                        /** @description 0 while nobody has changed it */
                        version: number;
                        updated_at: string | null;
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
    postAttributeDefinitionsBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    names: string[];
                    set: {
                        group?: string;
                        archived?: boolean;
                        /** @description Only personal ones: sensitive ones always are, public ones never */
                        masked?: boolean;
                        source_priority?: string[];
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    getSensitiveRefusals: {
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
                            source: string;
                            /** @enum {string} */
                            reason: "no_consent" | "no_customer" | "not_settable" | "computed";
                            times: number;
                            /** Format: date */
                            last_day: string;
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
    getCustomersByIdAttributes: {
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
                        items: {
                            name: string;
                            label: string;
                            /** @enum {string} */
                            type: "text" | "number" | "boolean" | "date" | "list" | "choice";
                            choices: string[];
                            group: string;
                            /** @enum {string} */
                            data_class: "public" | "personal" | "sensitive";
                            description: string;
                            archived: boolean;
                            /** @description As it came: its label may be said in any language */
                            built_in: boolean;
                            /** @description Reckoned; it is not edited */
                            computed: boolean;
                            value: unknown;
                            /** @description There is a sensitive value; it is read by /attributes/reveal */
                            hidden: boolean;
                            /** @description Personal data, not in full for this role */
                            shortened: boolean;
                            source: string | null;
                            at: string | null;
                            /** @description Of what is shown; an edit names the one it was made on */
                            version: string;
                            words: {
                                source: string;
                                /** @description Of whom it was said, before merges */
                                customer_id: number;
                                value: unknown;
                                /** Format: date-time */
                                at: string;
                                actor: string | null;
                                counts: boolean;
                            }[];
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
    putCustomersByIdAttributesByName: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description null: there is nothing */
                    value?: unknown;
                    version: string;
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
                        label: string;
                        /** @enum {string} */
                        type: "text" | "number" | "boolean" | "date" | "list" | "choice";
                        choices: string[];
                        group: string;
                        /** @enum {string} */
                        data_class: "public" | "personal" | "sensitive";
                        description: string;
                        archived: boolean;
                        /** @description As it came: its label may be said in any language */
                        built_in: boolean;
                        /** @description Reckoned; it is not edited */
                        computed: boolean;
                        value: unknown;
                        /** @description There is a sensitive value; it is read by /attributes/reveal */
                        hidden: boolean;
                        /** @description Personal data, not in full for this role */
                        shortened: boolean;
                        source: string | null;
                        at: string | null;
                        /** @description Of what is shown; an edit names the one it was made on */
                        version: string;
                        words: {
                            source: string;
                            /** @description Of whom it was said, before merges */
                            customer_id: number;
                            value: unknown;
                            /** Format: date-time */
                            at: string;
                            actor: string | null;
                            counts: boolean;
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
    postCustomersByIdAttributesByNameUndo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    version: string;
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
                        label: string;
                        /** @enum {string} */
                        type: "text" | "number" | "boolean" | "date" | "list" | "choice";
                        choices: string[];
                        group: string;
                        /** @enum {string} */
                        data_class: "public" | "personal" | "sensitive";
                        description: string;
                        archived: boolean;
                        /** @description As it came: its label may be said in any language */
                        built_in: boolean;
                        /** @description Reckoned; it is not edited */
                        computed: boolean;
                        value: unknown;
                        /** @description There is a sensitive value; it is read by /attributes/reveal */
                        hidden: boolean;
                        /** @description Personal data, not in full for this role */
                        shortened: boolean;
                        source: string | null;
                        at: string | null;
                        /** @description Of what is shown; an edit names the one it was made on */
                        version: string;
                        words: {
                            source: string;
                            /** @description Of whom it was said, before merges */
                            customer_id: number;
                            value: unknown;
                            /** Format: date-time */
                            at: string;
                            actor: string | null;
                            counts: boolean;
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
    getCustomersByIdAttributesByNameHistory: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                id: number;
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
                            id: number;
                            source: string;
                            customer_id: number;
                            value: unknown;
                            hidden: boolean;
                            /** Format: date-time */
                            at: string;
                            actor: string | null;
                            /** Format: date-time */
                            replaced_at: string;
                            replaced_by: string | null;
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
    postCustomersByIdAttributesReveal: {
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
                    names: string[];
                    reason: string;
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
                            name: string;
                            value: unknown;
                            words: {
                                source: string;
                                customer_id: number;
                                value: unknown;
                                /** Format: date-time */
                                at: string;
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
    getTagGroups: {
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
                            /** Format: uuid */
                            id: string;
                            name: string;
                            /**
                             * @description A customer holds one tag of the group at most
                             * @default false
                             */
                            exclusive: boolean;
                            /** @default false */
                            archived: boolean;
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
    postTagGroups: {
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
                     * @description A customer holds one tag of the group at most
                     * @default false
                     */
                    exclusive?: boolean;
                    /** @default false */
                    archived?: boolean;
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
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /**
                         * @description A customer holds one tag of the group at most
                         * @default false
                         */
                        exclusive: boolean;
                        /** @default false */
                        archived: boolean;
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
    putTagGroupsById: {
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
                    name: string;
                    /**
                     * @description A customer holds one tag of the group at most
                     * @default false
                     */
                    exclusive?: boolean;
                    /** @default false */
                    archived?: boolean;
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
                        id: string;
                        name: string;
                        /**
                         * @description A customer holds one tag of the group at most
                         * @default false
                         */
                        exclusive: boolean;
                        /** @default false */
                        archived: boolean;
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
    getTags: {
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
                            /** Format: uuid */
                            id: string;
                            name: string;
                            /** @default null */
                            group_id: string | null;
                            /** @default  */
                            description: string;
                            archived: boolean;
                            /** @description Names it had before; sources may go on sending them */
                            aliases: string[];
                            /** Format: date-time */
                            created_at: string;
                            created_by: string;
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
    postTags: {
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
                    /** @default null */
                    group_id?: string | null;
                    /** @default  */
                    description?: string;
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
                        /** Format: uuid */
                        id: string;
                        name: string;
                        /** @default null */
                        group_id: string | null;
                        /** @default  */
                        description: string;
                        archived: boolean;
                        /** @description Names it had before; sources may go on sending them */
                        aliases: string[];
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
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
    getTagsCounts: {
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
                            tag: string;
                            customers: number;
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
    putTagsById: {
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
                    name: string;
                    /** @default null */
                    group_id?: string | null;
                    /** @default  */
                    description?: string;
                    /** @default false */
                    archived?: boolean;
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
                        id: string;
                        name: string;
                        /** @default null */
                        group_id: string | null;
                        /** @default  */
                        description: string;
                        archived: boolean;
                        /** @description Names it had before; sources may go on sending them */
                        aliases: string[];
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
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
    postTagsByIdMerge: {
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
                    /** Format: uuid */
                    into: string;
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
                        id: string;
                        name: string;
                        /** @default null */
                        group_id: string | null;
                        /** @default  */
                        description: string;
                        archived: boolean;
                        /** @description Names it had before; sources may go on sending them */
                        aliases: string[];
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
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
    postTagsBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
                    set: {
                        group_id?: string | null;
                        archived?: boolean;
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    postTagsBatchMerge: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
                    /** Format: uuid */
                    into: string;
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
                        id: string;
                        name: string;
                        /** @default null */
                        group_id: string | null;
                        /** @default  */
                        description: string;
                        archived: boolean;
                        /** @description Names it had before; sources may go on sending them */
                        aliases: string[];
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
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
    postTagGroupsBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
                    set: {
                        archived: boolean;
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    putTagGroupsOrder: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description All groups, the first one first */
                    ids: string[];
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
                            /** Format: uuid */
                            id: string;
                            name: string;
                            /**
                             * @description A customer holds one tag of the group at most
                             * @default false
                             */
                            exclusive: boolean;
                            /** @default false */
                            archived: boolean;
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
    getCustomersByIdTags: {
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
                        items: {
                            tag: string;
                            group: string | null;
                            exclusive: boolean;
                            source: string;
                            /** @description user:<id>, rule:<id>, system:import:<id> … */
                            actor: string;
                            actor_name: string;
                            reason: string;
                            /** Format: date-time */
                            at: string;
                            expires_at: string | null;
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
    postCustomersByIdTags: {
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
                    /** @default [] */
                    add?: string[];
                    /** @default [] */
                    remove?: string[];
                    /** @default  */
                    reason?: string;
                    /**
                     * @description Of the tags that are added
                     * @default null
                     */
                    expires_at?: string | null;
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
                            tag: string;
                            group: string | null;
                            exclusive: boolean;
                            source: string;
                            /** @description user:<id>, rule:<id>, system:import:<id> … */
                            actor: string;
                            actor_name: string;
                            reason: string;
                            /** Format: date-time */
                            at: string;
                            expires_at: string | null;
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
    postCustomersTags: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description As of the customers list; `ids` for chosen ones */
                    filter: {
                        /** @description As in the search field */
                        q?: string;
                        ids?: number[];
                        /** @description Holds an identifier of this kind */
                        namespace?: string;
                        /** @description With namespace: exactly this one */
                        value?: string;
                        tags?: {
                            any?: string[];
                            all?: string[];
                            none?: string[];
                        };
                        /** @description All of them */
                        attributes?: ({
                            name: string;
                            /** @enum {string} */
                            op: "is" | "is_not";
                            value: (string | number | boolean)[];
                        } | {
                            name: string;
                            /** @enum {string} */
                            op: "set" | "not_set";
                        } | {
                            name: string;
                            /** @enum {string} */
                            op: "contains";
                            value: string;
                        } | {
                            name: string;
                            /** @enum {string} */
                            op: "gt" | "gte" | "lt" | "lte";
                            /** @description A number, or a text that sorts, as dates do: 2026-01-31 */
                            value: number | string;
                        })[];
                        /** @description Seen on any of them */
                        platforms?: string[];
                        /** @description With (or without) an identifier that names a person */
                        known?: boolean;
                        /** @description 归属门店: any of these codes */
                        stores?: string[];
                        /** @description 专属导购: any of these codes */
                        guides?: string[];
                        first_seen?: {
                            /** Format: date-time */
                            from?: string;
                            /** Format: date-time */
                            to?: string;
                        };
                        last_seen?: {
                            /** Format: date-time */
                            from?: string;
                            /** Format: date-time */
                            to?: string;
                        };
                        /** @description Live ones */
                        touchpoints?: {
                            min?: number;
                            max?: number;
                        };
                        orders?: {
                            min?: number;
                            max?: number;
                        };
                        /** @description Paid and not given back, in the brand’s currency */
                        spent_fen?: {
                            min?: number;
                            max?: number;
                        };
                    };
                    /** @default [] */
                    add?: string[];
                    /** @default [] */
                    remove?: string[];
                    /** @default  */
                    reason?: string;
                    /**
                     * @description Of the tags that are added
                     * @default null
                     */
                    expires_at?: string | null;
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
                        /** @description Whom the filter found */
                        customers: number;
                        /** @description Tags that came to somebody who had them from nobody */
                        added: number;
                        /** @description Customers who lost a tag */
                        removed: number;
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
    getTagRules: {
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
                            /** Format: uuid */
                            id: string;
                            name: string;
                            event_name: string;
                            /**
                             * @description All of them hold
                             * @default []
                             */
                            conditions: {
                                /** @description A property of the event, or event.platform, event.source, event.store_id … */
                                property: string;
                                /** @enum {string} */
                                op: "is" | "is_not" | "in" | "contains" | "gt" | "gte" | "lt" | "lte" | "set" | "not_set";
                                value?: (string | number | boolean) | (string | number)[];
                            }[];
                            tag: string;
                            /**
                             * @description The tag goes so many days after the event
                             * @default null
                             */
                            days: number | null;
                            /** @default true */
                            on: boolean;
                            fired: number;
                            last_fired_at: string | null;
                            /** @description Chains of rules that were cut here as loops */
                            stopped: number;
                            last_stopped_at: string | null;
                            last_stopped_customer: number | null;
                            version: number;
                            /** Format: date-time */
                            updated_at: string;
                            updated_by: string;
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
    postTagRules: {
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
                    event_name: string;
                    /**
                     * @description All of them hold
                     * @default []
                     */
                    conditions?: {
                        /** @description A property of the event, or event.platform, event.source, event.store_id … */
                        property: string;
                        /** @enum {string} */
                        op: "is" | "is_not" | "in" | "contains" | "gt" | "gte" | "lt" | "lte" | "set" | "not_set";
                        value?: (string | number | boolean) | (string | number)[];
                    }[];
                    tag: string;
                    /**
                     * @description The tag goes so many days after the event
                     * @default null
                     */
                    days?: number | null;
                    /** @default true */
                    on?: boolean;
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
                        /** Format: uuid */
                        id: string;
                        name: string;
                        event_name: string;
                        /**
                         * @description All of them hold
                         * @default []
                         */
                        conditions: {
                            /** @description A property of the event, or event.platform, event.source, event.store_id … */
                            property: string;
                            /** @enum {string} */
                            op: "is" | "is_not" | "in" | "contains" | "gt" | "gte" | "lt" | "lte" | "set" | "not_set";
                            value?: (string | number | boolean) | (string | number)[];
                        }[];
                        tag: string;
                        /**
                         * @description The tag goes so many days after the event
                         * @default null
                         */
                        days: number | null;
                        /** @default true */
                        on: boolean;
                        fired: number;
                        last_fired_at: string | null;
                        /** @description Chains of rules that were cut here as loops */
                        stopped: number;
                        last_stopped_at: string | null;
                        last_stopped_customer: number | null;
                        version: number;
                        /** Format: date-time */
                        updated_at: string;
                        updated_by: string;
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
    putTagRulesById: {
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
                    name: string;
                    event_name: string;
                    /**
                     * @description All of them hold
                     * @default []
                     */
                    conditions?: {
                        /** @description A property of the event, or event.platform, event.source, event.store_id … */
                        property: string;
                        /** @enum {string} */
                        op: "is" | "is_not" | "in" | "contains" | "gt" | "gte" | "lt" | "lte" | "set" | "not_set";
                        value?: (string | number | boolean) | (string | number)[];
                    }[];
                    tag: string;
                    /**
                     * @description The tag goes so many days after the event
                     * @default null
                     */
                    days?: number | null;
                    /** @default true */
                    on?: boolean;
                    version: number;
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
                        id: string;
                        name: string;
                        event_name: string;
                        /**
                         * @description All of them hold
                         * @default []
                         */
                        conditions: {
                            /** @description A property of the event, or event.platform, event.source, event.store_id … */
                            property: string;
                            /** @enum {string} */
                            op: "is" | "is_not" | "in" | "contains" | "gt" | "gte" | "lt" | "lte" | "set" | "not_set";
                            value?: (string | number | boolean) | (string | number)[];
                        }[];
                        tag: string;
                        /**
                         * @description The tag goes so many days after the event
                         * @default null
                         */
                        days: number | null;
                        /** @default true */
                        on: boolean;
                        fired: number;
                        last_fired_at: string | null;
                        /** @description Chains of rules that were cut here as loops */
                        stopped: number;
                        last_stopped_at: string | null;
                        last_stopped_customer: number | null;
                        version: number;
                        /** Format: date-time */
                        updated_at: string;
                        updated_by: string;
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
    deleteTagRulesById: {
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
    postTagRulesBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
                    set: {
                        on: boolean;
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    postTagRulesBatchRemove: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    postTagRulesDryRun: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    event_name: string;
                    /**
                     * @description All of them hold
                     * @default []
                     */
                    conditions?: {
                        /** @description A property of the event, or event.platform, event.source, event.store_id … */
                        property: string;
                        /** @enum {string} */
                        op: "is" | "is_not" | "in" | "contains" | "gt" | "gte" | "lt" | "lte" | "set" | "not_set";
                        value?: (string | number | boolean) | (string | number)[];
                    }[];
                    /** @default 30 */
                    days_back?: number;
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
                        events: number;
                        customers: number;
                        /** @description Up to five customers */
                        sample: number[];
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
    getCustomersByIdAssignment: {
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
                        customer_id: number;
                        /** @description Null: nothing has decided yet */
                        store: {
                            /** @description Null: an operator said nobody */
                            code: string | null;
                            /** @description Null: nobody has declared this code */
                            name: string | null;
                            /** @enum {string} */
                            source: "operator" | "order" | "relation";
                            /** Format: date-time */
                            since: string;
                            /** @description No rule takes it away before then */
                            protected_until: string | null;
                            reason: string;
                            actor: string;
                            version: number;
                        } | null;
                        /** @description Null: nothing has decided yet */
                        guide: {
                            /** @description Null: an operator said nobody */
                            code: string | null;
                            /** @description Null: nobody has declared this code */
                            name: string | null;
                            /** @enum {string} */
                            source: "operator" | "order" | "relation";
                            /** Format: date-time */
                            since: string;
                            /** @description No rule takes it away before then */
                            protected_until: string | null;
                            reason: string;
                            actor: string;
                            version: number;
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
    putCustomersByIdAssignment: {
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
                    /** @enum {string} */
                    kind: "store" | "guide";
                    /** @description Of the store or staff member; null: nobody */
                    code: string | null;
                    reason: string;
                    /** @description As last read, 0 when there was none; else 409 edited_meanwhile */
                    version?: number;
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
                        customer_id: number;
                        /** @description Null: nothing has decided yet */
                        store: {
                            /** @description Null: an operator said nobody */
                            code: string | null;
                            /** @description Null: nobody has declared this code */
                            name: string | null;
                            /** @enum {string} */
                            source: "operator" | "order" | "relation";
                            /** Format: date-time */
                            since: string;
                            /** @description No rule takes it away before then */
                            protected_until: string | null;
                            reason: string;
                            actor: string;
                            version: number;
                        } | null;
                        /** @description Null: nothing has decided yet */
                        guide: {
                            /** @description Null: an operator said nobody */
                            code: string | null;
                            /** @description Null: nobody has declared this code */
                            name: string | null;
                            /** @enum {string} */
                            source: "operator" | "order" | "relation";
                            /** Format: date-time */
                            since: string;
                            /** @description No rule takes it away before then */
                            protected_until: string | null;
                            reason: string;
                            actor: string;
                            version: number;
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
    getCustomersByIdAssignmentHistory: {
        parameters: {
            query?: {
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
                            id: string;
                            /** @enum {string} */
                            kind: "store" | "guide";
                            from: {
                                code: string;
                                name: string | null;
                            } | null;
                            to: {
                                code: string;
                                name: string | null;
                            } | null;
                            /** @enum {string} */
                            source: "operator" | "order" | "relation";
                            /** Format: date-time */
                            since: string;
                            /** Format: date-time */
                            at: string;
                            reason: string;
                            actor: string;
                            /** @description The id it was said of; merges bring several together */
                            node_id: number;
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
    postCustomersAssignments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    customer_ids: number[];
                    /** @enum {string} */
                    kind: "store" | "guide";
                    code: string | null;
                    reason: string;
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
                        changed: number;
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
    getStaffByIdCustomers: {
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
                        /** @description Whose guide they are */
                        customers: number;
                        /** @description Whose friend they are in WeCom, where it stays so */
                        friends: number;
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
    postStaffByIdTransfer: {
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
                    /**
                     * @description Null: nobody in particular
                     * @default null
                     */
                    to_staff?: string | null;
                    /** @description Absent: each customer’s store stays */
                    to_store?: string;
                    reason: string;
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
                        customers: number;
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
    getAssignmentSettings: {
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
                        store: {
                            /** @description No rule takes the customer away for so long */
                            protection_days: number;
                            /**
                             * @description first: the earliest purchase or adding decides; latest: a later one takes over
                             * @enum {string}
                             */
                            follow: "first" | "latest";
                        };
                        guide: {
                            /** @description No rule takes the customer away for so long */
                            protection_days: number;
                            /**
                             * @description first: the earliest purchase or adding decides; latest: a later one takes over
                             * @enum {string}
                             */
                            follow: "first" | "latest";
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
    putAssignmentSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    store: {
                        /** @description No rule takes the customer away for so long */
                        protection_days: number;
                        /**
                         * @description first: the earliest purchase or adding decides; latest: a later one takes over
                         * @enum {string}
                         */
                        follow: "first" | "latest";
                    };
                    guide: {
                        /** @description No rule takes the customer away for so long */
                        protection_days: number;
                        /**
                         * @description first: the earliest purchase or adding decides; latest: a later one takes over
                         * @enum {string}
                         */
                        follow: "first" | "latest";
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
                        store: {
                            /** @description No rule takes the customer away for so long */
                            protection_days: number;
                            /**
                             * @description first: the earliest purchase or adding decides; latest: a later one takes over
                             * @enum {string}
                             */
                            follow: "first" | "latest";
                        };
                        guide: {
                            /** @description No rule takes the customer away for so long */
                            protection_days: number;
                            /**
                             * @description first: the earliest purchase or adding decides; latest: a later one takes over
                             * @enum {string}
                             */
                            follow: "first" | "latest";
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
    postAssignmentSettingsBackfill: {
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
                        /** @enum {boolean} */
                        started: true;
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
    getCustomersByIdConsents: {
        parameters: {
            query?: {
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
                            id: string;
                            purpose: string;
                            /** @enum {string} */
                            channel: "all" | "sms" | "phone_call" | "mail" | "wecom" | "official_account" | "mini_program" | "app_push";
                            /** @enum {string} */
                            state: "given" | "withdrawn";
                            text_version: string | null;
                            source: string;
                            /** @description Only a public client key said so; outweighs no withdrawal */
                            claimed: boolean;
                            evidence: {
                                [key: string]: string;
                            };
                            /** Format: date-time */
                            at: string;
                            /** Format: date-time */
                            recorded_at: string;
                            actor: string;
                        }[];
                        next_cursor: string | null;
                        states: {
                            purpose: string;
                            /** @enum {string} */
                            channel: "all" | "sms" | "phone_call" | "mail" | "wecom" | "official_account" | "mini_program" | "app_push";
                            /** @enum {string} */
                            state: "given" | "withdrawn" | "none";
                            claimed: boolean;
                            since: string | null;
                            /** @description Whether it may be acted on now */
                            allowed: boolean;
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
    postCustomersByIdConsents: {
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
                    /** @description marketing, profiling, sensitive … or one of your own */
                    purpose: string;
                    /**
                     * @default all
                     * @enum {string}
                     */
                    channel?: "all" | "sms" | "phone_call" | "mail" | "wecom" | "official_account" | "mini_program" | "app_push";
                    /** @enum {string} */
                    state: "given" | "withdrawn";
                    /** @default null */
                    text_version?: string | null;
                    /** @default {} */
                    evidence?: {
                        /** @description Which form, page or script */
                        form?: string;
                        /** @description Address of the page on which it was said */
                        page?: string;
                        /** @description Which SDK passed it on, with its version */
                        sdk?: string;
                        ip?: string;
                        device?: string;
                        /** @description Where the signed paper or recording is kept */
                        document?: string;
                        note?: string;
                    };
                    /**
                     * Format: date-time
                     * @description When it was said; now by default
                     */
                    at?: string;
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
                        id: string;
                        states: {
                            purpose: string;
                            /** @enum {string} */
                            channel: "all" | "sms" | "phone_call" | "mail" | "wecom" | "official_account" | "mini_program" | "app_push";
                            /** @enum {string} */
                            state: "given" | "withdrawn" | "none";
                            claimed: boolean;
                            since: string | null;
                            /** @description Whether it may be acted on now */
                            allowed: boolean;
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
    postConsents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Where they come from */
                    source: string;
                    items: {
                        /** @description marketing, profiling, sensitive … or one of your own */
                        purpose: string;
                        /**
                         * @default all
                         * @enum {string}
                         */
                        channel?: "all" | "sms" | "phone_call" | "mail" | "wecom" | "official_account" | "mini_program" | "app_push";
                        /** @enum {string} */
                        state: "given" | "withdrawn";
                        /** @default null */
                        text_version?: string | null;
                        /** @default {} */
                        evidence?: {
                            /** @description Which form, page or script */
                            form?: string;
                            /** @description Address of the page on which it was said */
                            page?: string;
                            /** @description Which SDK passed it on, with its version */
                            sdk?: string;
                            ip?: string;
                            device?: string;
                            /** @description Where the signed paper or recording is kept */
                            document?: string;
                            note?: string;
                        };
                        /**
                         * Format: date-time
                         * @description When it was said; now by default
                         */
                        at?: string;
                        /**
                         * Format: uuid
                         * @description Sent again with the same id it counts once
                         */
                        id?: string;
                        customer_id?: number;
                        identifier?: {
                            namespace: string;
                            value: string;
                        };
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
                        /** @description In the order sent */
                        items: {
                            /** @enum {string} */
                            outcome: "recorded" | "known" | "customer_not_found";
                            id: string | null;
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
    getConsentPurposes: {
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
                            purpose: string;
                            /** @description Empty for a built-in one that nobody has renamed */
                            name: string;
                            description: string;
                            /** @description Nothing is done for it before a yes; the others until a no */
                            must_be_given: boolean;
                            built_in: boolean;
                            retired: boolean;
                            texts: {
                                version: string;
                                text: string;
                                /** Format: date-time */
                                created_at: string;
                                created_by: string;
                            }[];
                        }[];
                        channels: ("all" | "sms" | "phone_call" | "mail" | "wecom" | "official_account" | "mini_program" | "app_push")[];
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
    putConsentPurposesByPurpose: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description marketing, profiling, sensitive … or one of your own */
                purpose: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default  */
                    name?: string;
                    /** @default  */
                    description?: string;
                    must_be_given: boolean;
                    /** @default false */
                    retired?: boolean;
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
                        purpose: string;
                        /** @description Empty for a built-in one that nobody has renamed */
                        name: string;
                        description: string;
                        /** @description Nothing is done for it before a yes; the others until a no */
                        must_be_given: boolean;
                        built_in: boolean;
                        retired: boolean;
                        texts: {
                            version: string;
                            text: string;
                            /** Format: date-time */
                            created_at: string;
                            created_by: string;
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
    postConsentPurposesBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    purposes: string[];
                    set: {
                        retired: boolean;
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    postConsentPurposesByPurposeTexts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description marketing, profiling, sensitive … or one of your own */
                purpose: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    version: string;
                    text: string;
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
                        purpose: string;
                        /** @description Empty for a built-in one that nobody has renamed */
                        name: string;
                        description: string;
                        /** @description Nothing is done for it before a yes; the others until a no */
                        must_be_given: boolean;
                        built_in: boolean;
                        retired: boolean;
                        texts: {
                            version: string;
                            text: string;
                            /** Format: date-time */
                            created_at: string;
                            created_by: string;
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
    getCustomersByIdFamily: {
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
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** @description The other one */
                            customer_id: number;
                            /**
                             * @description What the other one is to this customer
                             * @enum {string}
                             */
                            is: "spouse" | "parent" | "child" | "grandparent" | "grandchild" | "sibling" | "relative" | "guardian" | "ward";
                            /** @description Whether the other one is a minor */
                            minor: boolean;
                            /** @enum {string} */
                            state: "pending" | "confirmed" | "ended";
                            waits_for: {
                                /** @description Whose yes is missing */
                                this_side: ("person" | "guardian") | null;
                                /** @description Whose yes is missing */
                                other_side: ("person" | "guardian") | null;
                            };
                            evidence: {
                                form?: string;
                                document?: string;
                                note?: string;
                                /** @description Who agreed for a minor */
                                guardian?: string;
                            };
                            source: string;
                            asserted_by: string;
                            /** Format: date-time */
                            since: string;
                            ended_at: string | null;
                            ended_by: string | null;
                            end_reason: string | null;
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
    postCustomersByIdFamily: {
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
                    /**
                     * @description What this customer is to the other
                     * @enum {string}
                     */
                    kind: "spouse" | "parent" | "grandparent" | "sibling" | "relative" | "guardian";
                    /** @default false */
                    minor?: boolean;
                    /** @default false */
                    other_minor?: boolean;
                    /**
                     * @description This side said yes
                     * @default false
                     */
                    agreed?: boolean;
                    /** @default false */
                    other_agreed?: boolean;
                    /** @default {} */
                    evidence?: {
                        form?: string;
                        document?: string;
                        note?: string;
                        /** @description Who agreed for a minor */
                        guardian?: string;
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
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** @description The other one */
                            customer_id: number;
                            /**
                             * @description What the other one is to this customer
                             * @enum {string}
                             */
                            is: "spouse" | "parent" | "child" | "grandparent" | "grandchild" | "sibling" | "relative" | "guardian" | "ward";
                            /** @description Whether the other one is a minor */
                            minor: boolean;
                            /** @enum {string} */
                            state: "pending" | "confirmed" | "ended";
                            waits_for: {
                                /** @description Whose yes is missing */
                                this_side: ("person" | "guardian") | null;
                                /** @description Whose yes is missing */
                                other_side: ("person" | "guardian") | null;
                            };
                            evidence: {
                                form?: string;
                                document?: string;
                                note?: string;
                                /** @description Who agreed for a minor */
                                guardian?: string;
                            };
                            source: string;
                            asserted_by: string;
                            /** Format: date-time */
                            since: string;
                            ended_at: string | null;
                            ended_by: string | null;
                            end_reason: string | null;
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
    postCustomersByIdFamilyByLinkAgree: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
                link: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default {} */
                    evidence?: {
                        form?: string;
                        document?: string;
                        note?: string;
                        /** @description Who agreed for a minor */
                        guardian?: string;
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
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** @description The other one */
                            customer_id: number;
                            /**
                             * @description What the other one is to this customer
                             * @enum {string}
                             */
                            is: "spouse" | "parent" | "child" | "grandparent" | "grandchild" | "sibling" | "relative" | "guardian" | "ward";
                            /** @description Whether the other one is a minor */
                            minor: boolean;
                            /** @enum {string} */
                            state: "pending" | "confirmed" | "ended";
                            waits_for: {
                                /** @description Whose yes is missing */
                                this_side: ("person" | "guardian") | null;
                                /** @description Whose yes is missing */
                                other_side: ("person" | "guardian") | null;
                            };
                            evidence: {
                                form?: string;
                                document?: string;
                                note?: string;
                                /** @description Who agreed for a minor */
                                guardian?: string;
                            };
                            source: string;
                            asserted_by: string;
                            /** Format: date-time */
                            since: string;
                            ended_at: string | null;
                            ended_by: string | null;
                            end_reason: string | null;
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
    postCustomersByIdFamilyByLinkEnd: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
                link: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default  */
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
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** @description The other one */
                            customer_id: number;
                            /**
                             * @description What the other one is to this customer
                             * @enum {string}
                             */
                            is: "spouse" | "parent" | "child" | "grandparent" | "grandchild" | "sibling" | "relative" | "guardian" | "ward";
                            /** @description Whether the other one is a minor */
                            minor: boolean;
                            /** @enum {string} */
                            state: "pending" | "confirmed" | "ended";
                            waits_for: {
                                /** @description Whose yes is missing */
                                this_side: ("person" | "guardian") | null;
                                /** @description Whose yes is missing */
                                other_side: ("person" | "guardian") | null;
                            };
                            evidence: {
                                form?: string;
                                document?: string;
                                note?: string;
                                /** @description Who agreed for a minor */
                                guardian?: string;
                            };
                            source: string;
                            asserted_by: string;
                            /** Format: date-time */
                            since: string;
                            ended_at: string | null;
                            ended_by: string | null;
                            end_reason: string | null;
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
    getCustomersByIdRelations: {
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
                        items: {
                            staff_id: string;
                            /** @description Null for a code that is no staff member’s */
                            staff_name: string | null;
                            staff_left: boolean;
                            store_id: string | null;
                            store_name: string | null;
                            /** @enum {string} */
                            state: "friend" | "deleted_by_customer" | "deleted_by_staff";
                            source: string;
                            /** Format: date-time */
                            added_at: string;
                            ended_at: string | null;
                        }[];
                        history: {
                            /** Format: uuid */
                            id: string;
                            staff_id: string;
                            staff_name: string | null;
                            /** @enum {string} */
                            state: "friend" | "deleted_by_customer" | "deleted_by_staff";
                            /** Format: date-time */
                            at: string;
                            source: string;
                            actor: string;
                        }[];
                        history_is_longer: boolean;
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
    postCustomersByIdRelations: {
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
                    /** @description The staff member’s code */
                    staff_id: string;
                    /** @default null */
                    channel_id?: string | null;
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
                            staff_id: string;
                            /** @description Null for a code that is no staff member’s */
                            staff_name: string | null;
                            staff_left: boolean;
                            store_id: string | null;
                            store_name: string | null;
                            /** @enum {string} */
                            state: "friend" | "deleted_by_customer" | "deleted_by_staff";
                            source: string;
                            /** Format: date-time */
                            added_at: string;
                            ended_at: string | null;
                        }[];
                        history: {
                            /** Format: uuid */
                            id: string;
                            staff_id: string;
                            staff_name: string | null;
                            /** @enum {string} */
                            state: "friend" | "deleted_by_customer" | "deleted_by_staff";
                            /** Format: date-time */
                            at: string;
                            source: string;
                            actor: string;
                        }[];
                        history_is_longer: boolean;
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
    postCustomersByIdRelationsByStaffEnd: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
                staff: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @default customer
                     * @enum {string}
                     */
                    by?: "customer" | "staff";
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
                            staff_id: string;
                            /** @description Null for a code that is no staff member’s */
                            staff_name: string | null;
                            staff_left: boolean;
                            store_id: string | null;
                            store_name: string | null;
                            /** @enum {string} */
                            state: "friend" | "deleted_by_customer" | "deleted_by_staff";
                            source: string;
                            /** Format: date-time */
                            added_at: string;
                            ended_at: string | null;
                        }[];
                        history: {
                            /** Format: uuid */
                            id: string;
                            staff_id: string;
                            staff_name: string | null;
                            /** @enum {string} */
                            state: "friend" | "deleted_by_customer" | "deleted_by_staff";
                            /** Format: date-time */
                            at: string;
                            source: string;
                            actor: string;
                        }[];
                        history_is_longer: boolean;
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
    getCustomersByIdTouchpoints: {
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
                        items: {
                            /** @enum {string} */
                            kind: "wecom_friend" | "wecom_group" | "official_account" | "mini_program" | "app_push" | "phone" | "mail";
                            /** @description Address, app, group or staff id; addresses masked by role */
                            ref: string;
                            /** @enum {string} */
                            state: "reachable" | "do_not_disturb" | "deleted" | "unsubscribed";
                            /** Format: date-time */
                            since: string;
                            source: string;
                            reason: string;
                        }[];
                        /** @description How many can be used now */
                        live: number;
                        history: {
                            /** Format: uuid */
                            id: string;
                            kind: string;
                            ref: string;
                            state: string;
                            /** Format: date-time */
                            at: string;
                            source: string;
                            reason: string;
                        }[];
                        history_is_longer: boolean;
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
    postCustomersByIdTouchpoints: {
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
                    /** @enum {string} */
                    kind: "wecom_friend" | "wecom_group" | "official_account" | "mini_program" | "app_push" | "phone" | "mail";
                    /**
                     * @description Empty: all of this kind
                     * @default
                     */
                    ref?: string;
                    /** @enum {string} */
                    state: "reachable" | "do_not_disturb" | "deleted" | "unsubscribed";
                    /** @default  */
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
                        items: {
                            /** @enum {string} */
                            kind: "wecom_friend" | "wecom_group" | "official_account" | "mini_program" | "app_push" | "phone" | "mail";
                            /** @description Address, app, group or staff id; addresses masked by role */
                            ref: string;
                            /** @enum {string} */
                            state: "reachable" | "do_not_disturb" | "deleted" | "unsubscribed";
                            /** Format: date-time */
                            since: string;
                            source: string;
                            reason: string;
                        }[];
                        /** @description How many can be used now */
                        live: number;
                        history: {
                            /** Format: uuid */
                            id: string;
                            kind: string;
                            ref: string;
                            state: string;
                            /** Format: date-time */
                            at: string;
                            source: string;
                            reason: string;
                        }[];
                        history_is_longer: boolean;
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
    postCustomersByIdExport: {
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
                    /** @description Who asked for it, and how */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description A section for each kind of data */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
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
    postCustomersByIdErase: {
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
                    reason: string;
                    /** @description The customer's number, typed */
                    confirm: string;
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
                        id: string;
                        /** @enum {string} */
                        kind: "export" | "erase";
                        /** @description Its number when it was asked for */
                        customer_id: number;
                        reason: string;
                        /**
                         * @description waiting: for a second person; erased: gone for every reader; done: also what was on its way
                         * @enum {string}
                         */
                        state: "waiting" | "refused" | "erased" | "done";
                        /** Format: date-time */
                        requested_at: string;
                        requested_by_name: string;
                        finished_at: string | null;
                        /** @description Rows by kind */
                        report: {
                            [key: string]: number;
                        };
                        /** @description SHA-256 over identifiers and consents */
                        consent_proof: string | null;
                        consent_entries: number | null;
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
    getPrivacyRequests: {
        parameters: {
            query?: {
                kind?: "export" | "erase";
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
                            kind: "export" | "erase";
                            /** @description Its number when it was asked for */
                            customer_id: number;
                            reason: string;
                            /**
                             * @description waiting: for a second person; erased: gone for every reader; done: also what was on its way
                             * @enum {string}
                             */
                            state: "waiting" | "refused" | "erased" | "done";
                            /** Format: date-time */
                            requested_at: string;
                            requested_by_name: string;
                            finished_at: string | null;
                            /** @description Rows by kind */
                            report: {
                                [key: string]: number;
                            };
                            /** @description SHA-256 over identifiers and consents */
                            consent_proof: string | null;
                            consent_entries: number | null;
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
    getPrivacyRequestsById: {
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
                        /** @enum {string} */
                        kind: "export" | "erase";
                        /** @description Its number when it was asked for */
                        customer_id: number;
                        reason: string;
                        /**
                         * @description waiting: for a second person; erased: gone for every reader; done: also what was on its way
                         * @enum {string}
                         */
                        state: "waiting" | "refused" | "erased" | "done";
                        /** Format: date-time */
                        requested_at: string;
                        requested_by_name: string;
                        finished_at: string | null;
                        /** @description Rows by kind */
                        report: {
                            [key: string]: number;
                        };
                        /** @description SHA-256 over identifiers and consents */
                        consent_proof: string | null;
                        consent_entries: number | null;
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
    getPrivacySettings: {
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
                        /** @description A second person must agree to every erasure */
                        erase_needs_approval: boolean;
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
    putPrivacySettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description A second person must agree to every erasure */
                    erase_needs_approval: boolean;
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
                        /** @description A second person must agree to every erasure */
                        erase_needs_approval: boolean;
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
                kind?: "different_values" | "over_limit" | "kept_apart" | "consent";
                namespace?: string;
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
    getIdentityConflictsKinds: {
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
                        /** Format: date-time */
                        as_of: string;
                        items: {
                            /** @enum {string} */
                            kind: "different_values" | "over_limit" | "kept_apart" | "consent";
                            namespace: string;
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
    postIdentityConflictsBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    action: "merge";
                    ids: string[];
                } | {
                    /** @enum {string} */
                    action: "keep_apart" | "dismiss";
                    ids: string[];
                } | {
                    /** @enum {string} */
                    action: "keep_apart" | "dismiss";
                    /** @enum {string} */
                    kind: "different_values" | "over_limit" | "kept_apart" | "consent";
                    namespace?: string;
                    /** Format: date-time */
                    before: string;
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
                        changed: number;
                        refused: {
                            /** Format: uuid */
                            id: string;
                            code: string;
                            message: string;
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
    getCustomersByIdTimeline: {
        parameters: {
            query?: {
                name?: string;
                source?: string;
                /** @description At or after */
                from?: string;
                /** @description Before */
                to?: string;
                kind?: "trade" | "visit" | "contact" | "profile" | "other";
                platform?: string | string[];
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
                            name: string;
                            /** @enum {string} */
                            kind: "trade" | "visit" | "contact" | "profile" | "other";
                            /** Format: date-time */
                            at: string;
                            platform: string;
                            source: string;
                            /** @description The visit it belongs to */
                            session_id: string | null;
                            /** @description What it was about: the product, the page, the words */
                            subject: string | null;
                            order_id: string | null;
                            /** @description 1/100 of the currency; only on events of commerce */
                            revenue_fen: number;
                            currency: string | null;
                            /** @description What was agreed to or withdrawn; only on events of consent */
                            consent: {
                                purpose: string;
                                channel: string | null;
                            } | null;
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
                state?: "open" | "replayed" | "discarded";
                /** @description Refused by this rule */
                rule?: string;
                /** @description Refused by a rule of this event */
                event?: string;
                /** @description Name of the write key it came by */
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
                            /** @description Known when a rule refused it */
                            event_name: string | null;
                            rule_id: string | null;
                            message_id: string | null;
                            /** @description Bytes kept */
                            size: number;
                            /** @enum {string} */
                            state: "open" | "replayed" | "discarded";
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
    getDeadLettersCount: {
        parameters: {
            query?: {
                code?: string;
                state?: "open" | "replayed" | "discarded";
                /** @description Refused by this rule */
                rule?: string;
                /** @description Refused by a rule of this event */
                event?: string;
                /** @description Name of the write key it came by */
                source?: string;
                /** @description At or after */
                from?: string;
                /** @description Before */
                to?: string;
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
                        count: number;
                        /** Format: date-time */
                        as_of: string;
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
    postDeadLettersBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    action: "replay" | "discard" | "reopen";
                    choice: {
                        ids: string[];
                    } | {
                        filter: {
                            code?: string;
                            /**
                             * Format: uuid
                             * @description Refused by this rule
                             */
                            rule?: string;
                            /** @description Refused by a rule of this event */
                            event?: string;
                            /** @description Name of the write key it came by */
                            source?: string;
                            /**
                             * Format: date-time
                             * @description At or after
                             */
                            from?: string;
                            /**
                             * Format: date-time
                             * @description Before
                             */
                            to?: string;
                        };
                        /** Format: date-time */
                        before: string;
                    };
                    cursor?: string;
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
                        changed: number;
                        refused: {
                            /** Format: uuid */
                            id: string;
                            code: string;
                            message: string;
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
                        /** @description Known when a rule refused it */
                        event_name: string | null;
                        rule_id: string | null;
                        message_id: string | null;
                        /** @description Bytes kept */
                        size: number;
                        /** @enum {string} */
                        state: "open" | "replayed" | "discarded";
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
    getTrackingEvents: {
        parameters: {
            query?: {
                q?: string;
                status?: "planned" | "live" | "deprecated" | "unplanned";
                problem?: "unplanned" | "missing" | "silent" | "deprecated" | "unexpected_place" | "any";
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
                            name: string;
                            label: string;
                            label_en: string;
                            owner: string;
                            /** @description Null: seen, but in nobody’s plan */
                            status: ("planned" | "live" | "deprecated") | null;
                            /** @description 0: not in the plan */
                            version: number;
                            /** @description Recorded by Homefield itself */
                            is_own: boolean;
                            problems: ("unplanned" | "missing" | "silent" | "deprecated" | "unexpected_place")[];
                            total: number;
                            /** @description Of the last seven days */
                            recent: number;
                            /** @description Of each of the last 14 days, in the brand’s zone */
                            days: number[];
                            first_seen: string | null;
                            last_seen: string | null;
                            platforms: string[];
                            sources: string[];
                            properties: number;
                            rules: number;
                        }[];
                        next_cursor: string | null;
                        counts: {
                            all: number;
                            planned: number;
                            live: number;
                            deprecated: number;
                            unplanned: number;
                            with_problems: number;
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
    getTrackingLabels: {
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
                            label: string;
                            label_en: string;
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
    getTrackingEventsByName: {
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
                        name: string;
                        label: string;
                        label_en: string;
                        owner: string;
                        /** @description Null: seen, but in nobody’s plan */
                        status: ("planned" | "live" | "deprecated") | null;
                        /** @description 0: not in the plan */
                        version: number;
                        /** @description Recorded by Homefield itself */
                        is_own: boolean;
                        problems: ("unplanned" | "missing" | "silent" | "deprecated" | "unexpected_place")[];
                        total: number;
                        /** @description Of the last seven days */
                        recent: number;
                        /** @description Of each of the last 14 days, in the brand’s zone */
                        days: number[];
                        first_seen: string | null;
                        last_seen: string | null;
                        platforms: string[];
                        sources: string[];
                        properties: number;
                        rules: number;
                        plan: {
                            /** @default  */
                            label: string;
                            /** @default  */
                            label_en: string;
                            /** @default  */
                            description: string;
                            /**
                             * @description Who answers for it
                             * @default
                             */
                            owner: string;
                            /**
                             * @default live
                             * @enum {string}
                             */
                            status: "planned" | "live" | "deprecated";
                            /**
                             * @description Where it is expected from; empty: anywhere
                             * @default []
                             */
                            sources: string[];
                            /** @default [] */
                            platforms: string[];
                        } | null;
                        updated_at: string | null;
                        updated_by: string | null;
                        property_items: {
                            name: string;
                            /** @description Added by SDKs by themselves; in nobody’s plan */
                            is_preset: boolean;
                            label: string;
                            label_en: string;
                            description: string;
                            /** @description Of the first value seen; null: never seen */
                            type: string | null;
                            planned_type: ("string" | "number" | "boolean" | "list" | "object") | null;
                            /**
                             * @description By its name, as for attributes
                             * @enum {string}
                             */
                            data_class: "public" | "personal" | "sensitive";
                            unit: string;
                            is_expected: boolean;
                            version: number;
                            /** @description Of the last seven days, like those below */
                            count: number;
                            /** @description Values of another type, kept apart */
                            aside: number;
                            /** @description Values with characters that no store can hold */
                            repaired: number;
                            last_seen: string | null;
                            /** @description Personal values are masked, sensitive ones not shown */
                            samples: string[];
                        }[];
                        /** @description Events of the last seven days: what shares are of */
                        property_events: number;
                        trend: {
                            day: string;
                            platform: string;
                            n: number;
                            customers: number;
                        }[];
                        days_of_trend: string[];
                        used_by: {
                            /** @enum {string} */
                            kind: "rule" | "named_event" | "consumer";
                            name: string;
                            id: string;
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
    putTrackingEventsByName: {
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
                    /** @default  */
                    label?: string;
                    /** @default  */
                    label_en?: string;
                    /** @default  */
                    description?: string;
                    /**
                     * @description Who answers for it
                     * @default
                     */
                    owner?: string;
                    /**
                     * @default live
                     * @enum {string}
                     */
                    status?: "planned" | "live" | "deprecated";
                    /**
                     * @description Where it is expected from; empty: anywhere
                     * @default []
                     */
                    sources?: string[];
                    /** @default [] */
                    platforms?: string[];
                    /** @description The version that was read; 0: not in the plan yet */
                    version: number;
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
                        /** @default  */
                        label: string;
                        /** @default  */
                        label_en: string;
                        /** @default  */
                        description: string;
                        /**
                         * @description Who answers for it
                         * @default
                         */
                        owner: string;
                        /**
                         * @default live
                         * @enum {string}
                         */
                        status: "planned" | "live" | "deprecated";
                        /**
                         * @description Where it is expected from; empty: anywhere
                         * @default []
                         */
                        sources: string[];
                        /** @default [] */
                        platforms: string[];
                        name: string;
                        version: number;
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
    deleteTrackingEventsByName: {
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
    postTrackingEventsBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    names: string[];
                    set: {
                        /** @enum {string} */
                        status?: "planned" | "live" | "deprecated";
                        owner?: string;
                        sources?: string[];
                        platforms?: string[];
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    postTrackingEventsBatchRemove: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    names: string[];
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    getTrackingEventsByNameHistory: {
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
                            /** @description Empty: the event itself */
                            property: string;
                            version: number;
                            /** @description Null: taken out of the plan */
                            content: {
                                [key: string]: unknown;
                            } | null;
                            /** Format: date-time */
                            at: string;
                            actor_name: string;
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
    putTrackingEventsByNamePropertiesByProperty: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
                property: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default  */
                    label?: string;
                    /** @default  */
                    label_en?: string;
                    /** @default  */
                    description?: string;
                    /**
                     * @description Null: whatever comes
                     * @default null
                     */
                    type?: ("string" | "number" | "boolean" | "list" | "object") | null;
                    /** @default  */
                    unit?: string;
                    /**
                     * @description Every such event should have it
                     * @default false
                     */
                    is_expected?: boolean;
                    /** @description The version that was read; 0: not in the plan yet */
                    version: number;
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
                        /** @default  */
                        label: string;
                        /** @default  */
                        label_en: string;
                        /** @default  */
                        description: string;
                        type: ("string" | "number" | "boolean" | "list" | "object") | null;
                        /** @default  */
                        unit: string;
                        /**
                         * @description Every such event should have it
                         * @default false
                         */
                        is_expected: boolean;
                        name: string;
                        version: number;
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
    postTrackingEventsByNamePropertiesBatch: {
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
                    names: string[];
                    /** @description Empty: those in nobody’s plan come in as they are */
                    set: {
                        type?: ("string" | "number" | "boolean" | "list" | "object") | null;
                        unit?: string;
                        is_expected?: boolean;
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    getTrackingRules: {
        parameters: {
            query?: {
                event?: string;
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
                            event_name: string;
                            /** @description Empty for rules about the event as a whole */
                            property: string;
                            setting: {
                                /** @enum {string} */
                                kind: "required";
                            } | {
                                /** @enum {string} */
                                kind: "type";
                                /** @enum {string} */
                                type: "string" | "number" | "integer" | "boolean" | "list" | "object";
                            } | {
                                /** @enum {string} */
                                kind: "enum";
                                values: (string | number | boolean)[];
                            } | {
                                /** @enum {string} */
                                kind: "pattern";
                                /** @description Of the whole text; a part of RE2’s dialect */
                                pattern: string;
                            } | {
                                /** @enum {string} */
                                kind: "range";
                                min: number | null;
                                max: number | null;
                            } | {
                                /** @enum {string} */
                                kind: "max_length";
                                /** @description Characters of a text */
                                max: number;
                            } | {
                                /** @enum {string} */
                                kind: "unknown_property";
                            };
                            /** @enum {string} */
                            action: "off" | "warn" | "reject";
                            version: number;
                            /** Format: date-time */
                            updated_at: string;
                            updated_by: string;
                            /** @description Events of the last seven days that broke it and were taken */
                            warned: number;
                            /** @description Events of the last seven days that it refused */
                            refused: number;
                            /** @description Ids of events that broke it and were taken */
                            samples: string[];
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
    postTrackingRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    event_name: string;
                    /** @default  */
                    property?: string;
                    setting: {
                        /** @enum {string} */
                        kind: "required";
                    } | {
                        /** @enum {string} */
                        kind: "type";
                        /** @enum {string} */
                        type: "string" | "number" | "integer" | "boolean" | "list" | "object";
                    } | {
                        /** @enum {string} */
                        kind: "enum";
                        values: (string | number | boolean)[];
                    } | {
                        /** @enum {string} */
                        kind: "pattern";
                        /** @description Of the whole text; a part of RE2’s dialect */
                        pattern: string;
                    } | {
                        /** @enum {string} */
                        kind: "range";
                        min: number | null;
                        max: number | null;
                    } | {
                        /** @enum {string} */
                        kind: "max_length";
                        /** @description Characters of a text */
                        max: number;
                    } | {
                        /** @enum {string} */
                        kind: "unknown_property";
                    };
                    /**
                     * @default warn
                     * @enum {string}
                     */
                    action?: "off" | "warn" | "reject";
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
                        /** Format: uuid */
                        id: string;
                        event_name: string;
                        /** @description Empty for rules about the event as a whole */
                        property: string;
                        setting: {
                            /** @enum {string} */
                            kind: "required";
                        } | {
                            /** @enum {string} */
                            kind: "type";
                            /** @enum {string} */
                            type: "string" | "number" | "integer" | "boolean" | "list" | "object";
                        } | {
                            /** @enum {string} */
                            kind: "enum";
                            values: (string | number | boolean)[];
                        } | {
                            /** @enum {string} */
                            kind: "pattern";
                            /** @description Of the whole text; a part of RE2’s dialect */
                            pattern: string;
                        } | {
                            /** @enum {string} */
                            kind: "range";
                            min: number | null;
                            max: number | null;
                        } | {
                            /** @enum {string} */
                            kind: "max_length";
                            /** @description Characters of a text */
                            max: number;
                        } | {
                            /** @enum {string} */
                            kind: "unknown_property";
                        };
                        /** @enum {string} */
                        action: "off" | "warn" | "reject";
                        version: number;
                        /** Format: date-time */
                        updated_at: string;
                        updated_by: string;
                        /** @description Events of the last seven days that broke it and were taken */
                        warned: number;
                        /** @description Events of the last seven days that it refused */
                        refused: number;
                        /** @description Ids of events that broke it and were taken */
                        samples: string[];
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
    deleteTrackingRulesById: {
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
    patchTrackingRulesById: {
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
                    /** @description The version that was read */
                    version: number;
                    setting?: {
                        /** @enum {string} */
                        kind: "required";
                    } | {
                        /** @enum {string} */
                        kind: "type";
                        /** @enum {string} */
                        type: "string" | "number" | "integer" | "boolean" | "list" | "object";
                    } | {
                        /** @enum {string} */
                        kind: "enum";
                        values: (string | number | boolean)[];
                    } | {
                        /** @enum {string} */
                        kind: "pattern";
                        /** @description Of the whole text; a part of RE2’s dialect */
                        pattern: string;
                    } | {
                        /** @enum {string} */
                        kind: "range";
                        min: number | null;
                        max: number | null;
                    } | {
                        /** @enum {string} */
                        kind: "max_length";
                        /** @description Characters of a text */
                        max: number;
                    } | {
                        /** @enum {string} */
                        kind: "unknown_property";
                    };
                    /** @enum {string} */
                    action?: "off" | "warn" | "reject";
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
                        id: string;
                        event_name: string;
                        /** @description Empty for rules about the event as a whole */
                        property: string;
                        setting: {
                            /** @enum {string} */
                            kind: "required";
                        } | {
                            /** @enum {string} */
                            kind: "type";
                            /** @enum {string} */
                            type: "string" | "number" | "integer" | "boolean" | "list" | "object";
                        } | {
                            /** @enum {string} */
                            kind: "enum";
                            values: (string | number | boolean)[];
                        } | {
                            /** @enum {string} */
                            kind: "pattern";
                            /** @description Of the whole text; a part of RE2’s dialect */
                            pattern: string;
                        } | {
                            /** @enum {string} */
                            kind: "range";
                            min: number | null;
                            max: number | null;
                        } | {
                            /** @enum {string} */
                            kind: "max_length";
                            /** @description Characters of a text */
                            max: number;
                        } | {
                            /** @enum {string} */
                            kind: "unknown_property";
                        };
                        /** @enum {string} */
                        action: "off" | "warn" | "reject";
                        version: number;
                        /** Format: date-time */
                        updated_at: string;
                        updated_by: string;
                        /** @description Events of the last seven days that broke it and were taken */
                        warned: number;
                        /** @description Events of the last seven days that it refused */
                        refused: number;
                        /** @description Ids of events that broke it and were taken */
                        samples: string[];
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
    postTrackingRulesBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
                    set: {
                        /** @enum {string} */
                        action: "off" | "warn" | "reject";
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    postTrackingRulesBatchRemove: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    postTrackingRulesTry: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    event_name: string;
                    /** @default  */
                    property?: string;
                    setting: {
                        /** @enum {string} */
                        kind: "required";
                    } | {
                        /** @enum {string} */
                        kind: "type";
                        /** @enum {string} */
                        type: "string" | "number" | "integer" | "boolean" | "list" | "object";
                    } | {
                        /** @enum {string} */
                        kind: "enum";
                        values: (string | number | boolean)[];
                    } | {
                        /** @enum {string} */
                        kind: "pattern";
                        /** @description Of the whole text; a part of RE2’s dialect */
                        pattern: string;
                    } | {
                        /** @enum {string} */
                        kind: "range";
                        min: number | null;
                        max: number | null;
                    } | {
                        /** @enum {string} */
                        kind: "max_length";
                        /** @description Characters of a text */
                        max: number;
                    } | {
                        /** @enum {string} */
                        kind: "unknown_property";
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
                        /** Format: date-time */
                        from: string;
                        events: number;
                        broken: number;
                        sources: {
                            source: string;
                            events: number;
                            broken: number;
                        }[];
                        samples: string[];
                        /** @description The values are sensitive and not kept: nothing can be tried */
                        is_blind: boolean;
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
    getTrackingPlan: {
        parameters: {
            query?: {
                format?: "json" | "markdown" | "csv" | "xlsx";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
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
    postTrackingPlan: {
        parameters: {
            query?: {
                /** @description Say what it would do and do nothing */
                trial?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    format: "homefield.tracking-plan";
                    /** @enum {number} */
                    version: 1;
                    events: {
                        /** @default  */
                        label?: string;
                        /** @default  */
                        label_en?: string;
                        /** @default  */
                        description?: string;
                        /**
                         * @description Who answers for it
                         * @default
                         */
                        owner?: string;
                        /**
                         * @default live
                         * @enum {string}
                         */
                        status?: "planned" | "live" | "deprecated";
                        /**
                         * @description Where it is expected from; empty: anywhere
                         * @default []
                         */
                        sources?: string[];
                        /** @default [] */
                        platforms?: string[];
                        name: string;
                        /** @default [] */
                        properties?: {
                            /** @default  */
                            label?: string;
                            /** @default  */
                            label_en?: string;
                            /** @default  */
                            description?: string;
                            /**
                             * @description Null: whatever comes
                             * @default null
                             */
                            type?: ("string" | "number" | "boolean" | "list" | "object") | null;
                            /** @default  */
                            unit?: string;
                            /**
                             * @description Every such event should have it
                             * @default false
                             */
                            is_expected?: boolean;
                            name: string;
                        }[];
                        /** @default [] */
                        rules?: {
                            /** @default  */
                            property?: string;
                            setting: {
                                /** @enum {string} */
                                kind: "required";
                            } | {
                                /** @enum {string} */
                                kind: "type";
                                /** @enum {string} */
                                type: "string" | "number" | "integer" | "boolean" | "list" | "object";
                            } | {
                                /** @enum {string} */
                                kind: "enum";
                                values: (string | number | boolean)[];
                            } | {
                                /** @enum {string} */
                                kind: "pattern";
                                /** @description Of the whole text; a part of RE2’s dialect */
                                pattern: string;
                            } | {
                                /** @enum {string} */
                                kind: "range";
                                min: number | null;
                                max: number | null;
                            } | {
                                /** @enum {string} */
                                kind: "max_length";
                                /** @description Characters of a text */
                                max: number;
                            } | {
                                /** @enum {string} */
                                kind: "unknown_property";
                            };
                            /**
                             * @default warn
                             * @enum {string}
                             */
                            action?: "off" | "warn" | "reject";
                        }[];
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
                        events: {
                            added: string[];
                            changed: string[];
                        };
                        /** @description Added or changed */
                        properties: number;
                        /** @description Added or changed */
                        rules: number;
                        applied: boolean;
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
    getTrackingPlanDiff: {
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
                        unplanned_events: {
                            event: string;
                            total: number;
                        }[];
                        /** @description Planned as live, never seen */
                        missing_events: string[];
                        deprecated_events: {
                            event: string;
                            recent: number;
                        }[];
                        unplanned_properties: {
                            event: string;
                            property: string;
                            type: string;
                        }[];
                        missing_properties: {
                            event: string;
                            property: string;
                            is_expected: boolean;
                        }[];
                        type_mismatches: {
                            event: string;
                            property: string;
                            planned: string;
                            seen: string;
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
    getTrackingQuality: {
        parameters: {
            query?: {
                days?: number;
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
                        measured_at: string | null;
                        /** @description Oldest first; the last one is today and not over */
                        days: {
                            /** @description Null: nothing to measure by */
                            completeness: number | null;
                            /** @description Null: nothing to measure by */
                            continuity: number | null;
                            /** @description Null: nothing to measure by */
                            validity: number | null;
                            /** @description Null: nothing to measure by */
                            agreement: number | null;
                            day: string;
                            figures: {
                                events: number;
                                /** @description Belonging to a customer */
                                of_somebody: number;
                                /** @description With an identifier that names one person */
                                named: number;
                                /** @description Values that the plan expects */
                                expected: number;
                                /** @description Those of them that came */
                                present: number;
                                /** @description Events with values set aside or repaired */
                                mended: number;
                                /** @description Events that broke a rule and were taken */
                                broken: number;
                                /** @description Dead letters that wait */
                                dead: number;
                                /** @description Events that the rhythm led to expect */
                                due: number;
                                /** @description Those of them in gaps */
                                missing: number;
                                compared?: {
                                    name: string;
                                    in_postgresql: number;
                                    in_clickhouse: number;
                                }[];
                            };
                        }[];
                        /** @description The same by source, those with the most events first */
                        sources: {
                            source: string;
                            days: {
                                /** @description Null: nothing to measure by */
                                completeness: number | null;
                                /** @description Null: nothing to measure by */
                                continuity: number | null;
                                /** @description Null: nothing to measure by */
                                validity: number | null;
                                /** @description Null: nothing to measure by */
                                agreement: number | null;
                                day: string;
                                figures: {
                                    events: number;
                                    /** @description Belonging to a customer */
                                    of_somebody: number;
                                    /** @description With an identifier that names one person */
                                    named: number;
                                    /** @description Values that the plan expects */
                                    expected: number;
                                    /** @description Those of them that came */
                                    present: number;
                                    /** @description Events with values set aside or repaired */
                                    mended: number;
                                    /** @description Events that broke a rule and were taken */
                                    broken: number;
                                    /** @description Dead letters that wait */
                                    dead: number;
                                    /** @description Events that the rhythm led to expect */
                                    due: number;
                                    /** @description Those of them in gaps */
                                    missing: number;
                                    compared?: {
                                        name: string;
                                        in_postgresql: number;
                                        in_clickhouse: number;
                                    }[];
                                };
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
    getTrackingQualityGaps: {
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
                            source: string;
                            platform: string;
                            /** Format: date-time */
                            from: string;
                            /** Format: date-time */
                            to: string;
                            hours: number;
                            /** @description Events that the rhythm led to expect, about */
                            missing: number;
                            /** @description Nothing has come since */
                            is_open: boolean;
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
    getTrackingQualityWatches: {
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
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            metric: "completeness" | "continuity" | "validity" | "agreement";
                            /** @description Empty: the brand as a whole */
                            source: string;
                            /** @description Below it is an alert */
                            threshold: number;
                            /** Format: date-time */
                            created_at: string;
                            created_by: string;
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
    postTrackingQualityWatches: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    metric: "completeness" | "continuity" | "validity" | "agreement";
                    /** @default  */
                    source?: string;
                    threshold: number;
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
                        /** Format: uuid */
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
    deleteTrackingQualityWatchesById: {
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
    postTrackingQualityWatchesBatchRemove: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    getTrackingQualityAlerts: {
        parameters: {
            query?: {
                state?: "open" | "resolved";
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
                            /** Format: uuid */
                            watch_id: string;
                            /** @enum {string} */
                            metric: "completeness" | "continuity" | "validity" | "agreement";
                            source: string;
                            threshold: number;
                            value: number;
                            day: string;
                            /** Format: date-time */
                            opened_at: string;
                            acknowledged_at: string | null;
                            acknowledged_by: string | null;
                            resolved_at: string | null;
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
    postTrackingQualityAlertsBatchAcknowledge: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    postTrackingQualityAlertsByIdAcknowledge: {
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
    getTrackingNamedEvents: {
        parameters: {
            query?: {
                q?: string;
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
                            name: string;
                            label: string;
                            /** @enum {string} */
                            kind: "page" | "click";
                            version: number;
                            /** @description The version that holds now */
                            match: {
                                /** @enum {string} */
                                kind: "page";
                                /** @description `pattern`: * is a part of the path, ** any number of parts */
                                page_key: {
                                    /** @enum {string} */
                                    how: "equals" | "pattern";
                                    value: string;
                                };
                                /** @default null */
                                platform: string | null;
                            } | {
                                /** @enum {string} */
                                kind: "click";
                                /**
                                 * @description Null: on every page
                                 * @default null
                                 */
                                page_key: {
                                    /** @enum {string} */
                                    how: "equals" | "pattern";
                                    value: string;
                                } | null;
                                /**
                                 * @description `ancestor`: it or anything inside it
                                 * @default null
                                 */
                                selector: {
                                    /** @enum {string} */
                                    how: "exact" | "ancestor";
                                    value: string;
                                } | null;
                                /**
                                 * @description Of the element, exactly
                                 * @default null
                                 */
                                text: string | null;
                                /** @default null */
                                platform: string | null;
                            };
                            /** Format: date-time */
                            created_at: string;
                            /** @description Events of the last seven days */
                            recent: number;
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
    postTrackingNamedEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What it is called as an event */
                    name: string;
                    label: string;
                    match: {
                        /** @enum {string} */
                        kind: "page";
                        /** @description `pattern`: * is a part of the path, ** any number of parts */
                        page_key: {
                            /** @enum {string} */
                            how: "equals" | "pattern";
                            value: string;
                        };
                        /** @default null */
                        platform?: string | null;
                    } | {
                        /** @enum {string} */
                        kind: "click";
                        /**
                         * @description Null: on every page
                         * @default null
                         */
                        page_key?: {
                            /** @enum {string} */
                            how: "equals" | "pattern";
                            value: string;
                        } | null;
                        /**
                         * @description `ancestor`: it or anything inside it
                         * @default null
                         */
                        selector?: {
                            /** @enum {string} */
                            how: "exact" | "ancestor";
                            value: string;
                        } | null;
                        /**
                         * @description Of the element, exactly
                         * @default null
                         */
                        text?: string | null;
                        /** @default null */
                        platform?: string | null;
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
                        /** Format: uuid */
                        id: string;
                        name: string;
                        label: string;
                        /** @enum {string} */
                        kind: "page" | "click";
                        version: number;
                        /** @description The version that holds now */
                        match: {
                            /** @enum {string} */
                            kind: "page";
                            /** @description `pattern`: * is a part of the path, ** any number of parts */
                            page_key: {
                                /** @enum {string} */
                                how: "equals" | "pattern";
                                value: string;
                            };
                            /** @default null */
                            platform: string | null;
                        } | {
                            /** @enum {string} */
                            kind: "click";
                            /**
                             * @description Null: on every page
                             * @default null
                             */
                            page_key: {
                                /** @enum {string} */
                                how: "equals" | "pattern";
                                value: string;
                            } | null;
                            /**
                             * @description `ancestor`: it or anything inside it
                             * @default null
                             */
                            selector: {
                                /** @enum {string} */
                                how: "exact" | "ancestor";
                                value: string;
                            } | null;
                            /**
                             * @description Of the element, exactly
                             * @default null
                             */
                            text: string | null;
                            /** @default null */
                            platform: string | null;
                        };
                        /** Format: date-time */
                        created_at: string;
                        versions: {
                            version: number;
                            match: {
                                /** @enum {string} */
                                kind: "page";
                                /** @description `pattern`: * is a part of the path, ** any number of parts */
                                page_key: {
                                    /** @enum {string} */
                                    how: "equals" | "pattern";
                                    value: string;
                                };
                                /** @default null */
                                platform: string | null;
                            } | {
                                /** @enum {string} */
                                kind: "click";
                                /**
                                 * @description Null: on every page
                                 * @default null
                                 */
                                page_key: {
                                    /** @enum {string} */
                                    how: "equals" | "pattern";
                                    value: string;
                                } | null;
                                /**
                                 * @description `ancestor`: it or anything inside it
                                 * @default null
                                 */
                                selector: {
                                    /** @enum {string} */
                                    how: "exact" | "ancestor";
                                    value: string;
                                } | null;
                                /**
                                 * @description Of the element, exactly
                                 * @default null
                                 */
                                text: string | null;
                                /** @default null */
                                platform: string | null;
                            };
                            /** @description Null: from the beginning */
                            valid_from: string | null;
                            valid_to: string | null;
                            is_superseded: boolean;
                            /** Format: date-time */
                            created_at: string;
                            created_by: string;
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
    postTrackingNamedEventsTry: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    match: {
                        /** @enum {string} */
                        kind: "page";
                        /** @description `pattern`: * is a part of the path, ** any number of parts */
                        page_key: {
                            /** @enum {string} */
                            how: "equals" | "pattern";
                            value: string;
                        };
                        /** @default null */
                        platform?: string | null;
                    } | {
                        /** @enum {string} */
                        kind: "click";
                        /**
                         * @description Null: on every page
                         * @default null
                         */
                        page_key?: {
                            /** @enum {string} */
                            how: "equals" | "pattern";
                            value: string;
                        } | null;
                        /**
                         * @description `ancestor`: it or anything inside it
                         * @default null
                         */
                        selector?: {
                            /** @enum {string} */
                            how: "exact" | "ancestor";
                            value: string;
                        } | null;
                        /**
                         * @description Of the element, exactly
                         * @default null
                         */
                        text?: string | null;
                        /** @default null */
                        platform?: string | null;
                    };
                    /** Format: uuid */
                    except?: string;
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
                        days: {
                            day: string;
                            n: number;
                            customers: number;
                        }[];
                        conflicts: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            label: string;
                            /** @description Events of the last seven days that are both */
                            shared: number;
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
    postTrackingNamedEventsBatchRemove: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    getTrackingNamedEventsById: {
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
                        name: string;
                        label: string;
                        /** @enum {string} */
                        kind: "page" | "click";
                        version: number;
                        /** @description The version that holds now */
                        match: {
                            /** @enum {string} */
                            kind: "page";
                            /** @description `pattern`: * is a part of the path, ** any number of parts */
                            page_key: {
                                /** @enum {string} */
                                how: "equals" | "pattern";
                                value: string;
                            };
                            /** @default null */
                            platform: string | null;
                        } | {
                            /** @enum {string} */
                            kind: "click";
                            /**
                             * @description Null: on every page
                             * @default null
                             */
                            page_key: {
                                /** @enum {string} */
                                how: "equals" | "pattern";
                                value: string;
                            } | null;
                            /**
                             * @description `ancestor`: it or anything inside it
                             * @default null
                             */
                            selector: {
                                /** @enum {string} */
                                how: "exact" | "ancestor";
                                value: string;
                            } | null;
                            /**
                             * @description Of the element, exactly
                             * @default null
                             */
                            text: string | null;
                            /** @default null */
                            platform: string | null;
                        };
                        /** Format: date-time */
                        created_at: string;
                        versions: {
                            version: number;
                            match: {
                                /** @enum {string} */
                                kind: "page";
                                /** @description `pattern`: * is a part of the path, ** any number of parts */
                                page_key: {
                                    /** @enum {string} */
                                    how: "equals" | "pattern";
                                    value: string;
                                };
                                /** @default null */
                                platform: string | null;
                            } | {
                                /** @enum {string} */
                                kind: "click";
                                /**
                                 * @description Null: on every page
                                 * @default null
                                 */
                                page_key: {
                                    /** @enum {string} */
                                    how: "equals" | "pattern";
                                    value: string;
                                } | null;
                                /**
                                 * @description `ancestor`: it or anything inside it
                                 * @default null
                                 */
                                selector: {
                                    /** @enum {string} */
                                    how: "exact" | "ancestor";
                                    value: string;
                                } | null;
                                /**
                                 * @description Of the element, exactly
                                 * @default null
                                 */
                                text: string | null;
                                /** @default null */
                                platform: string | null;
                            };
                            /** @description Null: from the beginning */
                            valid_from: string | null;
                            valid_to: string | null;
                            is_superseded: boolean;
                            /** Format: date-time */
                            created_at: string;
                            created_by: string;
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
    deleteTrackingNamedEventsById: {
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
    patchTrackingNamedEventsById: {
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
                    /** @description The version that was read */
                    version: number;
                    label?: string;
                    match?: {
                        /** @enum {string} */
                        kind: "page";
                        /** @description `pattern`: * is a part of the path, ** any number of parts */
                        page_key: {
                            /** @enum {string} */
                            how: "equals" | "pattern";
                            value: string;
                        };
                        /** @default null */
                        platform?: string | null;
                    } | {
                        /** @enum {string} */
                        kind: "click";
                        /**
                         * @description Null: on every page
                         * @default null
                         */
                        page_key?: {
                            /** @enum {string} */
                            how: "equals" | "pattern";
                            value: string;
                        } | null;
                        /**
                         * @description `ancestor`: it or anything inside it
                         * @default null
                         */
                        selector?: {
                            /** @enum {string} */
                            how: "exact" | "ancestor";
                            value: string;
                        } | null;
                        /**
                         * @description Of the element, exactly
                         * @default null
                         */
                        text?: string | null;
                        /** @default null */
                        platform?: string | null;
                    };
                    /** @description Null or absent: from the beginning */
                    valid_from?: string | null;
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
                        id: string;
                        name: string;
                        label: string;
                        /** @enum {string} */
                        kind: "page" | "click";
                        version: number;
                        /** @description The version that holds now */
                        match: {
                            /** @enum {string} */
                            kind: "page";
                            /** @description `pattern`: * is a part of the path, ** any number of parts */
                            page_key: {
                                /** @enum {string} */
                                how: "equals" | "pattern";
                                value: string;
                            };
                            /** @default null */
                            platform: string | null;
                        } | {
                            /** @enum {string} */
                            kind: "click";
                            /**
                             * @description Null: on every page
                             * @default null
                             */
                            page_key: {
                                /** @enum {string} */
                                how: "equals" | "pattern";
                                value: string;
                            } | null;
                            /**
                             * @description `ancestor`: it or anything inside it
                             * @default null
                             */
                            selector: {
                                /** @enum {string} */
                                how: "exact" | "ancestor";
                                value: string;
                            } | null;
                            /**
                             * @description Of the element, exactly
                             * @default null
                             */
                            text: string | null;
                            /** @default null */
                            platform: string | null;
                        };
                        /** Format: date-time */
                        created_at: string;
                        versions: {
                            version: number;
                            match: {
                                /** @enum {string} */
                                kind: "page";
                                /** @description `pattern`: * is a part of the path, ** any number of parts */
                                page_key: {
                                    /** @enum {string} */
                                    how: "equals" | "pattern";
                                    value: string;
                                };
                                /** @default null */
                                platform: string | null;
                            } | {
                                /** @enum {string} */
                                kind: "click";
                                /**
                                 * @description Null: on every page
                                 * @default null
                                 */
                                page_key: {
                                    /** @enum {string} */
                                    how: "equals" | "pattern";
                                    value: string;
                                } | null;
                                /**
                                 * @description `ancestor`: it or anything inside it
                                 * @default null
                                 */
                                selector: {
                                    /** @enum {string} */
                                    how: "exact" | "ancestor";
                                    value: string;
                                } | null;
                                /**
                                 * @description Of the element, exactly
                                 * @default null
                                 */
                                text: string | null;
                                /** @default null */
                                platform: string | null;
                            };
                            /** @description Null: from the beginning */
                            valid_from: string | null;
                            valid_to: string | null;
                            is_superseded: boolean;
                            /** Format: date-time */
                            created_at: string;
                            created_by: string;
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
    getTrackingNamedEventsByIdCounts: {
        parameters: {
            query?: {
                days?: number;
            };
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
                        days: {
                            day: string;
                            n: number;
                            customers: number;
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
    getTrackingPages: {
        parameters: {
            query?: {
                q?: string;
                /** @description At or after; a week ago when absent */
                from?: string;
                /** @description Before; now when absent */
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
                            page_key: string;
                            title: string;
                            views: number;
                            clicks: number;
                            has_picture: boolean;
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
    getTrackingPagesHeat: {
        parameters: {
            query: {
                page_key: string;
                viewport: "phone" | "tablet" | "desktop";
                platform?: string;
                /** @description At or after; a week ago when absent */
                from?: string;
                /** @description Before; now when absent */
                to?: string;
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
                        columns: number;
                        rows: number;
                        /** @description Clicks of each cell with any */
                        cells: {
                            column: number;
                            row: number;
                            n: number;
                        }[];
                        clicks: number;
                        /** @description Clicks that came without their place */
                        unplaced: number;
                        viewports: {
                            [key: string]: number;
                        };
                        elements: {
                            selector: string;
                            text: string;
                            n: number;
                            customers: number;
                        }[];
                        views: number;
                        /** @description Visits in which the page was viewed */
                        visits: number;
                        /** @description How many of them got at least so far down, in percent */
                        scroll: {
                            depth: number;
                            visits: number;
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
    getTrackingPageSnapshots: {
        parameters: {
            query: {
                page_key: string;
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
                            page_key: string;
                            platform: string;
                            /** @enum {string} */
                            viewport: "phone" | "tablet" | "desktop";
                            title: string;
                            width: number;
                            height: number;
                            boxes: {
                                selector: string;
                                /** @default  */
                                text: string;
                                /** @default  */
                                tag: string;
                                x: number;
                                y: number;
                                w: number;
                                h: number;
                            }[];
                            /** Format: date-time */
                            taken_at: string;
                            taken_by: string;
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
    postTrackingPageSnapshots: {
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
                    page_key: string;
                    /** @default web */
                    platform?: string;
                    /** @default  */
                    title?: string;
                    /** @description Of the whole page */
                    width: number;
                    height: number;
                    viewport_width: number;
                    boxes: {
                        selector: string;
                        /** @default  */
                        text?: string;
                        /** @default  */
                        tag?: string;
                        x: number;
                        y: number;
                        w: number;
                        h: number;
                    }[];
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
                        /** Format: uuid */
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
    postTrackingPickSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uri */
                    url: string;
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
                        token: string;
                        /** @description Open it in this browser: the page sends its picture */
                        link: string;
                        /** Format: date-time */
                        expires_at: string;
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
    postAudiencesCheck: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    rule: unknown;
                    /**
                     * Format: uuid
                     * @description The audience whose rule it is to be
                     */
                    audience_id?: string;
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
                        problems: {
                            /** @description Where in the rule: ["rules",0,"rule"] */
                            path: (string | number)[];
                            code: string;
                            message: string;
                            values: {
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
    postAudiencesEstimate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    rule: components["schemas"]["AudienceRuleInput"];
                    /**
                     * Format: uuid
                     * @description The audience whose rule it is to be
                     */
                    audience_id?: string;
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
                        size: number;
                        /** @description Customers of the brand, anonymous ones too */
                        everybody: number;
                        /** @description Of `size`, those with a live touchpoint */
                        reachable: number;
                        /** @description How long it took to count */
                        ms: number;
                        /** Format: date-time */
                        as_of: string;
                        /** @enum {boolean} */
                        exact: true;
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
    postAudiencesPreview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    rule: components["schemas"]["AudienceRuleInput"];
                    /**
                     * Format: uuid
                     * @description The audience whose rule it is to be
                     */
                    audience_id?: string;
                    /** @default 20 */
                    limit?: number;
                    /** @description `next_cursor` of the page before */
                    cursor?: string;
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
                            customer: {
                                id: number;
                                /** @description Holds an identifier that names a person */
                                known: boolean;
                                identifiers: {
                                    namespace: string;
                                    /** @description Personal ones masked unless the role may see them */
                                    value: string;
                                    verified: boolean;
                                }[];
                                attributes: {
                                    [key: string]: unknown;
                                };
                                tags: string[];
                                platforms: string[];
                                /** @description 归属门店 */
                                store: {
                                    code: string;
                                    name: string;
                                } | null;
                                /** @description 专属导购 */
                                guide: {
                                    code: string;
                                    name: string;
                                } | null;
                                first_seen: string | null;
                                last_seen: string | null;
                                event_count: number;
                                order_count: number;
                                /** @description Paid and not given back, in the brand’s currency */
                                spent_fen: number;
                                last_order_at: string | null;
                                /** @description Live ones */
                                touchpoint_count: number;
                            };
                            reasons: {
                                /** @description Where in the rule: ["rules",0,"rule"] */
                                path: (string | number)[];
                                holds: boolean;
                            }[];
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
    postAudiencesExplain: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    rule: components["schemas"]["AudienceRuleInput"];
                    /**
                     * Format: uuid
                     * @description The audience whose rule it is to be
                     */
                    audience_id?: string;
                    customer: number;
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
                        /** @description Of one who was merged: whom she is part of now */
                        customer: number;
                        /** Format: date-time */
                        as_of: string;
                        /** @description What the rule says now; null of a list */
                        holds: boolean | null;
                        /** @description Groups and conditions, each before its parts */
                        parts: {
                            /** @description Where in the rule: ["rules",0,"rule"] */
                            path: (string | number)[];
                            kind: string;
                            holds: boolean;
                            evidence: ({
                                /** @enum {string} */
                                kind: "events";
                                /** @description That the condition counts */
                                count: number;
                                first_at: string | null;
                                last_at: string | null;
                                /** @description What was compared, where that is not the count */
                                value: number | null;
                                /** @description Up to five, the latest first, with the properties asked about */
                                latest: {
                                    event_id: string;
                                    name: string;
                                    /** Format: date-time */
                                    at: string;
                                    properties: {
                                        name: string;
                                        value: string | null;
                                    }[];
                                }[];
                            } | {
                                /** @enum {string} */
                                kind: "state";
                                rows: {
                                    key: string;
                                    /** @description Masked unless the role may see it */
                                    value: unknown;
                                    /** Format: date-time */
                                    since: string;
                                    source: string | null;
                                }[];
                            } | {
                                /** @enum {string} */
                                kind: "orders";
                                value: number | null;
                                orders: number;
                                amount_fen: number;
                                first_at: string | null;
                                last_at: string | null;
                                latest: {
                                    order_id: string;
                                    name: string;
                                    /** Format: date-time */
                                    at: string;
                                    amount_fen: number;
                                }[];
                            } | {
                                /** @enum {string} */
                                kind: "rank";
                                value: number | null;
                                /** @description Null: not among them */
                                rank: number | null;
                                of: number;
                                /** @description What the last of the best has */
                                cutoff: number | null;
                            } | {
                                /** @enum {string} */
                                kind: "audience";
                                inside: boolean;
                                since: string | null;
                            } | {
                                /** @enum {string} */
                                kind: "share";
                                /** @description Where she is among ten thousand */
                                share: number;
                            }) | null;
                        }[];
                        /** @description The conditions that made it so */
                        reasons: {
                            /** @description Where in the rule: ["rules",0,"rule"] */
                            path: (string | number)[];
                            holds: boolean;
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
    getAudiencesVocabulary: {
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
                        events: {
                            name: string;
                            label: string;
                            label_en: string;
                            /** @description Recorded by Homefield itself */
                            is_own: boolean;
                            total: number;
                            /** @description Of the last seven days */
                            recent: number;
                            properties: {
                                name: string;
                                label: string;
                                label_en: string;
                                type: ("string" | "number" | "boolean" | "list" | "object") | null;
                                unit: string;
                                /** @description Personal ones masked unless the role may see them */
                                sample: string | null;
                                /** @description Added by SDKs by themselves */
                                is_preset: boolean;
                            }[];
                        }[];
                        /** @description What every event carries besides its properties */
                        event_fields: {
                            name: string;
                            /** @enum {string} */
                            type: "string" | "number";
                        }[];
                        attributes: {
                            name: string;
                            label: string;
                            type: ("text" | "number" | "boolean" | "date" | "list" | "choice") | null;
                            choices: string[];
                            group: string;
                            built_in: boolean;
                            archived: boolean;
                            /** @description Somebody has one */
                            seen: boolean;
                            /** @description Its numbers are fen */
                            money: boolean;
                        }[];
                        tags: {
                            name: string;
                            group: string;
                            archived: boolean;
                        }[];
                        consent: {
                            purposes: {
                                purpose: string;
                                name: string;
                                retired: boolean;
                            }[];
                            channels: string[];
                        };
                        stores: {
                            code: string;
                            name: string;
                        }[];
                        guides: {
                            code: string;
                            name: string;
                        }[];
                        /** @description Where friends were added and orders came from */
                        channels: string[];
                        namespaces: string[];
                        platforms: string[];
                        touchpoints: string[];
                        family_roles: string[];
                        audiences: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            kind: string;
                            state: string;
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
    getAudiencesValues: {
        parameters: {
            query: {
                of: "property" | "attribute" | "product" | "category";
                /** @description With `property` */
                event?: string;
                /** @description Of the property or attribute */
                name?: string;
                /** @description A part of the value */
                q?: string;
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
                            value: string;
                            label: string;
                            count: number;
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
    getAudienceTemplatesRfm: {
        parameters: {
            query?: {
                days?: number;
                money?: "average_fen" | "amount_fen";
                anew?: "week" | "month" | "never";
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
                        attributes: {
                            /** @enum {string} */
                            score: "r" | "f" | "m";
                            name: string;
                            /** @description null: not made yet */
                            id: string | null;
                        }[];
                        definition: components["schemas"]["ComputedDefinition"];
                        /** @description null: nobody has bought */
                        cuts: {
                            /** @description At most so many days for the scores 2, 3, 4, 5 */
                            r: number[];
                            /** @description At least so many orders */
                            f: number[];
                            /** @description At least so many fen */
                            m: number[];
                        } | null;
                        /** @description null: cut for this answer, not stored */
                        taken_at: string | null;
                        /** @description When the fifths are cut next */
                        again_at: string | null;
                        /** @description Whose figures were cut */
                        buyers: number | null;
                        cells: {
                            r: number;
                            f: number;
                            m: number;
                            customers: number;
                        }[];
                        /** Format: date-time */
                        as_of: string;
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
    postAudienceTemplatesRfm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default 365 */
                    days?: number;
                    /**
                     * @default average_fen
                     * @enum {string}
                     */
                    money?: "average_fen" | "amount_fen";
                    /**
                     * @default month
                     * @enum {string}
                     */
                    anew?: "week" | "month" | "never";
                    /** @default RFM */
                    group?: string;
                    words: {
                        r: {
                            label: string;
                            /** @default  */
                            description?: string;
                        };
                        f: {
                            label: string;
                            /** @default  */
                            description?: string;
                        };
                        m: {
                            label: string;
                            /** @default  */
                            description?: string;
                        };
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
                        attributes: {
                            /** Format: uuid */
                            id: string;
                            /** @description Of the attribute: rules, lists and templates read it by this */
                            name: string;
                            label: string;
                            description: string;
                            group: string;
                            /** @enum {string} */
                            type: "number" | "text" | "date";
                            /** @enum {string} */
                            state: "live" | "paused";
                            /** @description Of the definition; an edit names the one it was made on */
                            version: number;
                            definition: components["schemas"]["ComputedDefinition"];
                            /** @description Of a formula, as it would be written */
                            formula_text: string | null;
                            /** @description With a value; not told to who sees a part */
                            customers: number | null;
                            building: boolean;
                            /** @description The passing of time alone changes values */
                            follows_time: boolean;
                            /** @description Values are what the definition says at this moment */
                            as_of: string | null;
                            evaluated_at: string | null;
                            changed_at: string | null;
                            /** @description When time may next change a value */
                            wake_at: string | null;
                            failure: {
                                /** Format: date-time */
                                at: string;
                                message: string;
                            } | null;
                            used_by: number;
                            /** Format: date-time */
                            created_at: string;
                            created_by: string;
                            /** Format: date-time */
                            updated_at: string;
                            updated_by: string;
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
    getAudienceTemplates: {
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
                            group: string;
                            parameters: {
                                name: string;
                                kind: string;
                                default: number | string[];
                                min: number | null;
                                max: number | null;
                            }[];
                            rule: components["schemas"]["AudienceRule"];
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
    postAudienceTemplatesByIdRule: {
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
                    /** @default {} */
                    parameters?: {
                        [key: string]: number | string[];
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
                        rule: components["schemas"]["AudienceRule"];
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
    getAudiences: {
        parameters: {
            query?: {
                /** @description A part of name, description or label */
                q?: string;
                /** @description Archived ones only when they are asked for */
                state?: "draft" | "live" | "paused" | "archived";
                kind?: "rule" | "static";
                folder?: string;
                sort?: "name" | "size" | "updated" | "created";
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
                            name: string;
                            description: string;
                            folder: string;
                            labels: string[];
                            /** @enum {string} */
                            kind: "rule" | "static";
                            /** @enum {string} */
                            state: "draft" | "live" | "paused" | "archived";
                            /** @description In force; none of a list */
                            rule: components["schemas"]["AudienceRule"] | null;
                            /** @description 0: no rule yet */
                            rule_version: number;
                            /** @description Of the membership: one more with every change */
                            version: number;
                            size: number;
                            /** @description Size at the end of each of the last 30 days, the oldest first, the last one now; empty before anybody came */
                            month: number[];
                            /** @description Of the last seven days */
                            week: {
                                entered: number;
                                left: number;
                            };
                            /** @description Sent back with an edit */
                            revision: number;
                            /** @description Membership is what the rule says at this moment: now, while nobody waits to be looked at */
                            evaluated_at: string | null;
                            changed_at: string | null;
                            /** @description Everybody is being looked at */
                            building: boolean;
                            failure: {
                                /** Format: date-time */
                                at: string;
                                message: string;
                            } | null;
                            tag_sync: {
                                tag: string;
                                /** @enum {string} */
                                mode: "add" | "mirror";
                            } | null;
                            used_by: number;
                            /** Format: date-time */
                            created_at: string;
                            created_by: string;
                            /** Format: date-time */
                            updated_at: string;
                            updated_by: string;
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
    postAudiences: {
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
                    /** @default  */
                    description?: string;
                    /** @default  */
                    folder?: string;
                    /** @default [] */
                    labels?: string[];
                    /**
                     * @default rule
                     * @enum {string}
                     */
                    kind?: "rule" | "static";
                    rule?: components["schemas"]["AudienceRuleInput"];
                    /**
                     * @description Why the rule is worded so
                     * @default
                     */
                    note?: string;
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
                        /** Format: uuid */
                        id: string;
                        name: string;
                        description: string;
                        folder: string;
                        labels: string[];
                        /** @enum {string} */
                        kind: "rule" | "static";
                        /** @enum {string} */
                        state: "draft" | "live" | "paused" | "archived";
                        /** @description In force; none of a list */
                        rule: components["schemas"]["AudienceRule"] | null;
                        /** @description 0: no rule yet */
                        rule_version: number;
                        /** @description Of the membership: one more with every change */
                        version: number;
                        size: number;
                        /** @description Size at the end of each of the last 30 days, the oldest first, the last one now; empty before anybody came */
                        month: number[];
                        /** @description Of the last seven days */
                        week: {
                            entered: number;
                            left: number;
                        };
                        /** @description Sent back with an edit */
                        revision: number;
                        /** @description Membership is what the rule says at this moment: now, while nobody waits to be looked at */
                        evaluated_at: string | null;
                        changed_at: string | null;
                        /** @description Everybody is being looked at */
                        building: boolean;
                        failure: {
                            /** Format: date-time */
                            at: string;
                            message: string;
                        } | null;
                        tag_sync: {
                            tag: string;
                            /** @enum {string} */
                            mode: "add" | "mirror";
                        } | null;
                        used_by: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        updated_at: string;
                        updated_by: string;
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
    getAudiencesById: {
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
                        name: string;
                        description: string;
                        folder: string;
                        labels: string[];
                        /** @enum {string} */
                        kind: "rule" | "static";
                        /** @enum {string} */
                        state: "draft" | "live" | "paused" | "archived";
                        /** @description In force; none of a list */
                        rule: components["schemas"]["AudienceRule"] | null;
                        /** @description 0: no rule yet */
                        rule_version: number;
                        /** @description Of the membership: one more with every change */
                        version: number;
                        size: number;
                        /** @description Size at the end of each of the last 30 days, the oldest first, the last one now; empty before anybody came */
                        month: number[];
                        /** @description Of the last seven days */
                        week: {
                            entered: number;
                            left: number;
                        };
                        /** @description Sent back with an edit */
                        revision: number;
                        /** @description Membership is what the rule says at this moment: now, while nobody waits to be looked at */
                        evaluated_at: string | null;
                        changed_at: string | null;
                        /** @description Everybody is being looked at */
                        building: boolean;
                        failure: {
                            /** Format: date-time */
                            at: string;
                            message: string;
                        } | null;
                        tag_sync: {
                            tag: string;
                            /** @enum {string} */
                            mode: "add" | "mirror";
                        } | null;
                        used_by: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        updated_at: string;
                        updated_by: string;
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
    deleteAudiencesById: {
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
    patchAudiencesById: {
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
                    /** @description Of the audience as it was read */
                    revision: number;
                    name?: string;
                    description?: string;
                    folder?: string;
                    labels?: string[];
                    rule?: components["schemas"]["AudienceRuleInput"];
                    /** @description Why the rule is worded so */
                    note?: string;
                    /**
                     * @description Whoever reacts to this audience hears of who comes and goes by this
                     * @default false
                     */
                    tell?: boolean;
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
                        id: string;
                        name: string;
                        description: string;
                        folder: string;
                        labels: string[];
                        /** @enum {string} */
                        kind: "rule" | "static";
                        /** @enum {string} */
                        state: "draft" | "live" | "paused" | "archived";
                        /** @description In force; none of a list */
                        rule: components["schemas"]["AudienceRule"] | null;
                        /** @description 0: no rule yet */
                        rule_version: number;
                        /** @description Of the membership: one more with every change */
                        version: number;
                        size: number;
                        /** @description Size at the end of each of the last 30 days, the oldest first, the last one now; empty before anybody came */
                        month: number[];
                        /** @description Of the last seven days */
                        week: {
                            entered: number;
                            left: number;
                        };
                        /** @description Sent back with an edit */
                        revision: number;
                        /** @description Membership is what the rule says at this moment: now, while nobody waits to be looked at */
                        evaluated_at: string | null;
                        changed_at: string | null;
                        /** @description Everybody is being looked at */
                        building: boolean;
                        failure: {
                            /** Format: date-time */
                            at: string;
                            message: string;
                        } | null;
                        tag_sync: {
                            tag: string;
                            /** @enum {string} */
                            mode: "add" | "mirror";
                        } | null;
                        used_by: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        updated_at: string;
                        updated_by: string;
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
    postAudiencesByIdGoLive: {
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
                    /**
                     * @description Whoever reacts to this audience hears of who comes and goes by this
                     * @default false
                     */
                    tell?: boolean;
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
                        id: string;
                        name: string;
                        description: string;
                        folder: string;
                        labels: string[];
                        /** @enum {string} */
                        kind: "rule" | "static";
                        /** @enum {string} */
                        state: "draft" | "live" | "paused" | "archived";
                        /** @description In force; none of a list */
                        rule: components["schemas"]["AudienceRule"] | null;
                        /** @description 0: no rule yet */
                        rule_version: number;
                        /** @description Of the membership: one more with every change */
                        version: number;
                        size: number;
                        /** @description Size at the end of each of the last 30 days, the oldest first, the last one now; empty before anybody came */
                        month: number[];
                        /** @description Of the last seven days */
                        week: {
                            entered: number;
                            left: number;
                        };
                        /** @description Sent back with an edit */
                        revision: number;
                        /** @description Membership is what the rule says at this moment: now, while nobody waits to be looked at */
                        evaluated_at: string | null;
                        changed_at: string | null;
                        /** @description Everybody is being looked at */
                        building: boolean;
                        failure: {
                            /** Format: date-time */
                            at: string;
                            message: string;
                        } | null;
                        tag_sync: {
                            tag: string;
                            /** @enum {string} */
                            mode: "add" | "mirror";
                        } | null;
                        used_by: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        updated_at: string;
                        updated_by: string;
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
    postAudiencesByIdPause: {
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
                    /**
                     * @description Whoever reacts to this audience hears of who comes and goes by this
                     * @default false
                     */
                    tell?: boolean;
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
                        id: string;
                        name: string;
                        description: string;
                        folder: string;
                        labels: string[];
                        /** @enum {string} */
                        kind: "rule" | "static";
                        /** @enum {string} */
                        state: "draft" | "live" | "paused" | "archived";
                        /** @description In force; none of a list */
                        rule: components["schemas"]["AudienceRule"] | null;
                        /** @description 0: no rule yet */
                        rule_version: number;
                        /** @description Of the membership: one more with every change */
                        version: number;
                        size: number;
                        /** @description Size at the end of each of the last 30 days, the oldest first, the last one now; empty before anybody came */
                        month: number[];
                        /** @description Of the last seven days */
                        week: {
                            entered: number;
                            left: number;
                        };
                        /** @description Sent back with an edit */
                        revision: number;
                        /** @description Membership is what the rule says at this moment: now, while nobody waits to be looked at */
                        evaluated_at: string | null;
                        changed_at: string | null;
                        /** @description Everybody is being looked at */
                        building: boolean;
                        failure: {
                            /** Format: date-time */
                            at: string;
                            message: string;
                        } | null;
                        tag_sync: {
                            tag: string;
                            /** @enum {string} */
                            mode: "add" | "mirror";
                        } | null;
                        used_by: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        updated_at: string;
                        updated_by: string;
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
    postAudiencesByIdResume: {
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
                    /**
                     * @description Whoever reacts to this audience hears of who comes and goes by this
                     * @default false
                     */
                    tell?: boolean;
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
                        id: string;
                        name: string;
                        description: string;
                        folder: string;
                        labels: string[];
                        /** @enum {string} */
                        kind: "rule" | "static";
                        /** @enum {string} */
                        state: "draft" | "live" | "paused" | "archived";
                        /** @description In force; none of a list */
                        rule: components["schemas"]["AudienceRule"] | null;
                        /** @description 0: no rule yet */
                        rule_version: number;
                        /** @description Of the membership: one more with every change */
                        version: number;
                        size: number;
                        /** @description Size at the end of each of the last 30 days, the oldest first, the last one now; empty before anybody came */
                        month: number[];
                        /** @description Of the last seven days */
                        week: {
                            entered: number;
                            left: number;
                        };
                        /** @description Sent back with an edit */
                        revision: number;
                        /** @description Membership is what the rule says at this moment: now, while nobody waits to be looked at */
                        evaluated_at: string | null;
                        changed_at: string | null;
                        /** @description Everybody is being looked at */
                        building: boolean;
                        failure: {
                            /** Format: date-time */
                            at: string;
                            message: string;
                        } | null;
                        tag_sync: {
                            tag: string;
                            /** @enum {string} */
                            mode: "add" | "mirror";
                        } | null;
                        used_by: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        updated_at: string;
                        updated_by: string;
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
    postAudiencesByIdTakeBack: {
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
                    /**
                     * @description Whoever reacts to this audience hears of who comes and goes by this
                     * @default false
                     */
                    tell?: boolean;
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
                        id: string;
                        name: string;
                        description: string;
                        folder: string;
                        labels: string[];
                        /** @enum {string} */
                        kind: "rule" | "static";
                        /** @enum {string} */
                        state: "draft" | "live" | "paused" | "archived";
                        /** @description In force; none of a list */
                        rule: components["schemas"]["AudienceRule"] | null;
                        /** @description 0: no rule yet */
                        rule_version: number;
                        /** @description Of the membership: one more with every change */
                        version: number;
                        size: number;
                        /** @description Size at the end of each of the last 30 days, the oldest first, the last one now; empty before anybody came */
                        month: number[];
                        /** @description Of the last seven days */
                        week: {
                            entered: number;
                            left: number;
                        };
                        /** @description Sent back with an edit */
                        revision: number;
                        /** @description Membership is what the rule says at this moment: now, while nobody waits to be looked at */
                        evaluated_at: string | null;
                        changed_at: string | null;
                        /** @description Everybody is being looked at */
                        building: boolean;
                        failure: {
                            /** Format: date-time */
                            at: string;
                            message: string;
                        } | null;
                        tag_sync: {
                            tag: string;
                            /** @enum {string} */
                            mode: "add" | "mirror";
                        } | null;
                        used_by: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        updated_at: string;
                        updated_by: string;
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
    postAudiencesByIdCopy: {
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
                    name: string;
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
                        /** Format: uuid */
                        id: string;
                        name: string;
                        description: string;
                        folder: string;
                        labels: string[];
                        /** @enum {string} */
                        kind: "rule" | "static";
                        /** @enum {string} */
                        state: "draft" | "live" | "paused" | "archived";
                        /** @description In force; none of a list */
                        rule: components["schemas"]["AudienceRule"] | null;
                        /** @description 0: no rule yet */
                        rule_version: number;
                        /** @description Of the membership: one more with every change */
                        version: number;
                        size: number;
                        /** @description Size at the end of each of the last 30 days, the oldest first, the last one now; empty before anybody came */
                        month: number[];
                        /** @description Of the last seven days */
                        week: {
                            entered: number;
                            left: number;
                        };
                        /** @description Sent back with an edit */
                        revision: number;
                        /** @description Membership is what the rule says at this moment: now, while nobody waits to be looked at */
                        evaluated_at: string | null;
                        changed_at: string | null;
                        /** @description Everybody is being looked at */
                        building: boolean;
                        failure: {
                            /** Format: date-time */
                            at: string;
                            message: string;
                        } | null;
                        tag_sync: {
                            tag: string;
                            /** @enum {string} */
                            mode: "add" | "mirror";
                        } | null;
                        used_by: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        updated_at: string;
                        updated_by: string;
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
    putAudiencesByIdList: {
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
                    /**
                     * @default add
                     * @enum {string}
                     */
                    mode?: "add" | "remove" | "replace";
                    text?: string;
                    namespace?: string;
                    identifiers?: {
                        namespace: string;
                        value: string;
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
                        given: number;
                        added: number;
                        removed: number;
                        already: number;
                        unknown: {
                            namespace: string;
                            value: string;
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
    putAudiencesByIdTagSync: {
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
                    sync: {
                        tag: string;
                        /** @enum {string} */
                        mode: "add" | "mirror";
                    } | null;
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
                        id: string;
                        name: string;
                        description: string;
                        folder: string;
                        labels: string[];
                        /** @enum {string} */
                        kind: "rule" | "static";
                        /** @enum {string} */
                        state: "draft" | "live" | "paused" | "archived";
                        /** @description In force; none of a list */
                        rule: components["schemas"]["AudienceRule"] | null;
                        /** @description 0: no rule yet */
                        rule_version: number;
                        /** @description Of the membership: one more with every change */
                        version: number;
                        size: number;
                        /** @description Size at the end of each of the last 30 days, the oldest first, the last one now; empty before anybody came */
                        month: number[];
                        /** @description Of the last seven days */
                        week: {
                            entered: number;
                            left: number;
                        };
                        /** @description Sent back with an edit */
                        revision: number;
                        /** @description Membership is what the rule says at this moment: now, while nobody waits to be looked at */
                        evaluated_at: string | null;
                        changed_at: string | null;
                        /** @description Everybody is being looked at */
                        building: boolean;
                        failure: {
                            /** Format: date-time */
                            at: string;
                            message: string;
                        } | null;
                        tag_sync: {
                            tag: string;
                            /** @enum {string} */
                            mode: "add" | "mirror";
                        } | null;
                        used_by: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        updated_at: string;
                        updated_by: string;
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
    getAudiencesByIdRules: {
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
                        items: {
                            version: number;
                            rule: components["schemas"]["AudienceRule"];
                            note: string;
                            /** Format: date-time */
                            at: string;
                            by_name: string;
                            in_force: boolean;
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
    postAudiencesByIdRulesByVersionRestore: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Of the audience as it was read */
                    revision: number;
                    /**
                     * @description Whoever reacts to this audience hears of who comes and goes by this
                     * @default false
                     */
                    tell?: boolean;
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
                        id: string;
                        name: string;
                        description: string;
                        folder: string;
                        labels: string[];
                        /** @enum {string} */
                        kind: "rule" | "static";
                        /** @enum {string} */
                        state: "draft" | "live" | "paused" | "archived";
                        /** @description In force; none of a list */
                        rule: components["schemas"]["AudienceRule"] | null;
                        /** @description 0: no rule yet */
                        rule_version: number;
                        /** @description Of the membership: one more with every change */
                        version: number;
                        size: number;
                        /** @description Size at the end of each of the last 30 days, the oldest first, the last one now; empty before anybody came */
                        month: number[];
                        /** @description Of the last seven days */
                        week: {
                            entered: number;
                            left: number;
                        };
                        /** @description Sent back with an edit */
                        revision: number;
                        /** @description Membership is what the rule says at this moment: now, while nobody waits to be looked at */
                        evaluated_at: string | null;
                        changed_at: string | null;
                        /** @description Everybody is being looked at */
                        building: boolean;
                        failure: {
                            /** Format: date-time */
                            at: string;
                            message: string;
                        } | null;
                        tag_sync: {
                            tag: string;
                            /** @enum {string} */
                            mode: "add" | "mirror";
                        } | null;
                        used_by: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        updated_at: string;
                        updated_by: string;
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
    getAudiencesByIdUses: {
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
                        items: {
                            /** @enum {string} */
                            kind: "audience" | "computed_attribute" | "pool" | "tag";
                            id: string;
                            name: string;
                            /** @description Of the audience; of a tag, add or mirror */
                            state: string;
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
    postAudiencesBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
                    set: {
                        /** @enum {string} */
                        step: "go_live" | "pause" | "resume" | "archive" | "take_back";
                        /**
                         * @description Whoever reacts to this audience hears of who comes and goes by this
                         * @default false
                         */
                        tell?: boolean;
                    } | {
                        folder?: string;
                        labels?: string[];
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    getAudiencesByIdCustomers: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
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
                        items: {
                            id: number;
                            /** @description Holds an identifier that names a person */
                            known: boolean;
                            identifiers: {
                                namespace: string;
                                /** @description Personal ones masked unless the role may see them */
                                value: string;
                                verified: boolean;
                            }[];
                            attributes: {
                                [key: string]: unknown;
                            };
                            tags: string[];
                            platforms: string[];
                            /** @description 归属门店 */
                            store: {
                                code: string;
                                name: string;
                            } | null;
                            /** @description 专属导购 */
                            guide: {
                                code: string;
                                name: string;
                            } | null;
                            first_seen: string | null;
                            last_seen: string | null;
                            event_count: number;
                            order_count: number;
                            /** @description Paid and not given back, in the brand’s currency */
                            spent_fen: number;
                            last_order_at: string | null;
                            /** @description Live ones */
                            touchpoint_count: number;
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
    postAudiencesByIdExplain: {
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
                    customer: number;
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
                        /** @description Of one who was merged: whom she is part of now */
                        customer: number;
                        /** Format: date-time */
                        as_of: string;
                        /** @description What the rule says now; null of a list */
                        holds: boolean | null;
                        /** @description Groups and conditions, each before its parts */
                        parts: {
                            /** @description Where in the rule: ["rules",0,"rule"] */
                            path: (string | number)[];
                            kind: string;
                            holds: boolean;
                            evidence: ({
                                /** @enum {string} */
                                kind: "events";
                                /** @description That the condition counts */
                                count: number;
                                first_at: string | null;
                                last_at: string | null;
                                /** @description What was compared, where that is not the count */
                                value: number | null;
                                /** @description Up to five, the latest first, with the properties asked about */
                                latest: {
                                    event_id: string;
                                    name: string;
                                    /** Format: date-time */
                                    at: string;
                                    properties: {
                                        name: string;
                                        value: string | null;
                                    }[];
                                }[];
                            } | {
                                /** @enum {string} */
                                kind: "state";
                                rows: {
                                    key: string;
                                    /** @description Masked unless the role may see it */
                                    value: unknown;
                                    /** Format: date-time */
                                    since: string;
                                    source: string | null;
                                }[];
                            } | {
                                /** @enum {string} */
                                kind: "orders";
                                value: number | null;
                                orders: number;
                                amount_fen: number;
                                first_at: string | null;
                                last_at: string | null;
                                latest: {
                                    order_id: string;
                                    name: string;
                                    /** Format: date-time */
                                    at: string;
                                    amount_fen: number;
                                }[];
                            } | {
                                /** @enum {string} */
                                kind: "rank";
                                value: number | null;
                                /** @description Null: not among them */
                                rank: number | null;
                                of: number;
                                /** @description What the last of the best has */
                                cutoff: number | null;
                            } | {
                                /** @enum {string} */
                                kind: "audience";
                                inside: boolean;
                                since: string | null;
                            } | {
                                /** @enum {string} */
                                kind: "share";
                                /** @description Where she is among ten thousand */
                                share: number;
                            }) | null;
                        }[];
                        /** @description The conditions that made it so */
                        reasons: {
                            /** @description Where in the rule: ["rules",0,"rule"] */
                            path: (string | number)[];
                            holds: boolean;
                        }[];
                        /** @description As membership stands */
                        inside: boolean;
                        /** @description When she came in, or went out last */
                        since: string | null;
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
    getAudiencesByIdAt: {
        parameters: {
            query: {
                at: string;
                /** @description Items a page */
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
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
                        items: {
                            id: number;
                            /** @description Holds an identifier that names a person */
                            known: boolean;
                            identifiers: {
                                namespace: string;
                                /** @description Personal ones masked unless the role may see them */
                                value: string;
                                verified: boolean;
                            }[];
                            attributes: {
                                [key: string]: unknown;
                            };
                            tags: string[];
                            platforms: string[];
                            /** @description 归属门店 */
                            store: {
                                code: string;
                                name: string;
                            } | null;
                            /** @description 专属导购 */
                            guide: {
                                code: string;
                                name: string;
                            } | null;
                            first_seen: string | null;
                            last_seen: string | null;
                            event_count: number;
                            order_count: number;
                            /** @description Paid and not given back, in the brand’s currency */
                            spent_fen: number;
                            last_order_at: string | null;
                            /** @description Live ones */
                            touchpoint_count: number;
                        }[];
                        next_cursor: string | null;
                        size: number;
                        /** Format: date-time */
                        at: string;
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
    getAudiencesByIdTrend: {
        parameters: {
            query?: {
                /** @description Of the brand’s zone; 30 days before `to` when left out */
                from?: string;
                /** @description Today when left out */
                to?: string;
            };
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
                        items: {
                            /** Format: date */
                            day: string;
                            size: number;
                            entered: number;
                            left: number;
                            /** @description Some of it by a build, a merge or an import */
                            silent: boolean;
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
    getAudiencesByIdChanges: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
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
                        items: {
                            version: number;
                            /** Format: date-time */
                            at: string;
                            /** @description Nobody reacted */
                            silent: boolean;
                            entered: number;
                            left: number;
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
    getAudiencesByIdChangesByVersionCustomers: {
        parameters: {
            query: {
                side: "entered" | "left";
                /** @description Items a page */
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
                version: number;
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
                            id: number;
                            /** @description Holds an identifier that names a person */
                            known: boolean;
                            identifiers: {
                                namespace: string;
                                /** @description Personal ones masked unless the role may see them */
                                value: string;
                                verified: boolean;
                            }[];
                            attributes: {
                                [key: string]: unknown;
                            };
                            tags: string[];
                            platforms: string[];
                            /** @description 归属门店 */
                            store: {
                                code: string;
                                name: string;
                            } | null;
                            /** @description 专属导购 */
                            guide: {
                                code: string;
                                name: string;
                            } | null;
                            first_seen: string | null;
                            last_seen: string | null;
                            event_count: number;
                            order_count: number;
                            /** @description Paid and not given back, in the brand’s currency */
                            spent_fen: number;
                            last_order_at: string | null;
                            /** @description Live ones */
                            touchpoint_count: number;
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
    getAudiencesByIdMakeUp: {
        parameters: {
            query?: {
                limit?: number;
            };
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
                        size: number;
                        everybody: number;
                        /** @description There are as many in all */
                        total: number;
                        items: {
                            kind: string;
                            key: string;
                            value: string;
                            inside: number;
                            everybody: number;
                            share: number;
                            share_of_everybody: number;
                            /** @description 1: as common as among everybody */
                            lift: number;
                            surprise: number;
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
    postAudiencesOverlap: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
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
                        /** @description In the order of `ids` */
                        sizes: number[];
                        regions: {
                            /** @description Places in `ids`: in these and no others */
                            in: number[];
                            size: number;
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
    getCustomersByIdAudiences: {
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
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            /** @enum {string} */
                            kind: "rule" | "static";
                            /** @enum {string} */
                            state: "draft" | "live" | "paused" | "archived";
                            /** Format: date-time */
                            since: string;
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
    getPools: {
        parameters: {
            query?: {
                state?: "draft" | "live" | "archived";
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
                            state: "draft" | "live" | "archived";
                            name: string;
                            description: string;
                            audience_id: string | null;
                            carriers: ("wecom_friend" | "wecom_group" | "official_account" | "mini_program" | "app_push" | "phone" | "mail")[];
                            /** @description A staff member */
                            owner_id: string | null;
                            why_come: string;
                            why_stay: string;
                            behaviour: components["schemas"]["AudienceRule"] | null;
                            behaviour_text: string;
                            short_objective: {
                                text: string;
                                /** @enum {string} */
                                measure: "size" | "reachable" | "two_live" | "attained" | "orders" | "amount_fen";
                                target: number;
                                /** Format: date */
                                until: string;
                            } | null;
                            long_objective: {
                                text: string;
                                /** @enum {string} */
                                measure: "size" | "reachable" | "two_live" | "attained" | "orders" | "amount_fen";
                                target: number;
                                /** Format: date */
                                until: string;
                            } | null;
                            /** @description What it must still say before it goes live */
                            missing: string[];
                            /** @description Sent back with an edit */
                            revision: number;
                            /** Format: date-time */
                            created_at: string;
                            created_by: string;
                            /** Format: date-time */
                            updated_at: string;
                            updated_by: string;
                            figures: {
                                size: number;
                                /** @description 狭义: friends in WeCom */
                                friends: number;
                                /** @description 广义: with any live touchpoint within WeChat */
                                wechat: number;
                                reachable: number;
                                /** @description With two live touchpoints or more */
                                two_live: number;
                                members: number;
                                with_points: number;
                                /** @description Gender, birthday or city is known */
                                with_portrait: number;
                                known: number;
                                /** @description Who do what the pool is for */
                                attained: number | null;
                                /** @description Of the last 30 days */
                                orders: number;
                                /** @description Paid less given back, of the last 30 days */
                                amount_fen: number;
                            } | null;
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
    postPools: {
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
                    description?: string;
                    audience_id?: string | null;
                    carriers?: ("wecom_friend" | "wecom_group" | "official_account" | "mini_program" | "app_push" | "phone" | "mail")[];
                    /** @description A staff member */
                    owner_id?: string | null;
                    why_come?: string;
                    why_stay?: string;
                    /** @description Holds of who does what the pool is for */
                    behaviour?: components["schemas"]["AudienceRuleInput"] | null;
                    behaviour_text?: string;
                    short_objective?: {
                        text: string;
                        /** @enum {string} */
                        measure: "size" | "reachable" | "two_live" | "attained" | "orders" | "amount_fen";
                        target: number;
                        /** Format: date */
                        until: string;
                    } | null;
                    long_objective?: {
                        text: string;
                        /** @enum {string} */
                        measure: "size" | "reachable" | "two_live" | "attained" | "orders" | "amount_fen";
                        target: number;
                        /** Format: date */
                        until: string;
                    } | null;
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
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        state: "draft" | "live" | "archived";
                        name: string;
                        description: string;
                        audience_id: string | null;
                        carriers: ("wecom_friend" | "wecom_group" | "official_account" | "mini_program" | "app_push" | "phone" | "mail")[];
                        /** @description A staff member */
                        owner_id: string | null;
                        why_come: string;
                        why_stay: string;
                        behaviour: components["schemas"]["AudienceRule"] | null;
                        behaviour_text: string;
                        short_objective: {
                            text: string;
                            /** @enum {string} */
                            measure: "size" | "reachable" | "two_live" | "attained" | "orders" | "amount_fen";
                            target: number;
                            /** Format: date */
                            until: string;
                        } | null;
                        long_objective: {
                            text: string;
                            /** @enum {string} */
                            measure: "size" | "reachable" | "two_live" | "attained" | "orders" | "amount_fen";
                            target: number;
                            /** Format: date */
                            until: string;
                        } | null;
                        /** @description What it must still say before it goes live */
                        missing: string[];
                        /** @description Sent back with an edit */
                        revision: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        updated_at: string;
                        updated_by: string;
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
    getPoolsById: {
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
                        /** @enum {string} */
                        state: "draft" | "live" | "archived";
                        name: string;
                        description: string;
                        audience_id: string | null;
                        carriers: ("wecom_friend" | "wecom_group" | "official_account" | "mini_program" | "app_push" | "phone" | "mail")[];
                        /** @description A staff member */
                        owner_id: string | null;
                        why_come: string;
                        why_stay: string;
                        behaviour: components["schemas"]["AudienceRule"] | null;
                        behaviour_text: string;
                        short_objective: {
                            text: string;
                            /** @enum {string} */
                            measure: "size" | "reachable" | "two_live" | "attained" | "orders" | "amount_fen";
                            target: number;
                            /** Format: date */
                            until: string;
                        } | null;
                        long_objective: {
                            text: string;
                            /** @enum {string} */
                            measure: "size" | "reachable" | "two_live" | "attained" | "orders" | "amount_fen";
                            target: number;
                            /** Format: date */
                            until: string;
                        } | null;
                        /** @description What it must still say before it goes live */
                        missing: string[];
                        /** @description Sent back with an edit */
                        revision: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        updated_at: string;
                        updated_by: string;
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
    patchPoolsById: {
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
                    description?: string;
                    audience_id?: string | null;
                    carriers?: ("wecom_friend" | "wecom_group" | "official_account" | "mini_program" | "app_push" | "phone" | "mail")[];
                    /** @description A staff member */
                    owner_id?: string | null;
                    why_come?: string;
                    why_stay?: string;
                    /** @description Holds of who does what the pool is for */
                    behaviour?: components["schemas"]["AudienceRuleInput"] | null;
                    behaviour_text?: string;
                    short_objective?: {
                        text: string;
                        /** @enum {string} */
                        measure: "size" | "reachable" | "two_live" | "attained" | "orders" | "amount_fen";
                        target: number;
                        /** Format: date */
                        until: string;
                    } | null;
                    long_objective?: {
                        text: string;
                        /** @enum {string} */
                        measure: "size" | "reachable" | "two_live" | "attained" | "orders" | "amount_fen";
                        target: number;
                        /** Format: date */
                        until: string;
                    } | null;
                    revision: number;
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
                        id: string;
                        /** @enum {string} */
                        state: "draft" | "live" | "archived";
                        name: string;
                        description: string;
                        audience_id: string | null;
                        carriers: ("wecom_friend" | "wecom_group" | "official_account" | "mini_program" | "app_push" | "phone" | "mail")[];
                        /** @description A staff member */
                        owner_id: string | null;
                        why_come: string;
                        why_stay: string;
                        behaviour: components["schemas"]["AudienceRule"] | null;
                        behaviour_text: string;
                        short_objective: {
                            text: string;
                            /** @enum {string} */
                            measure: "size" | "reachable" | "two_live" | "attained" | "orders" | "amount_fen";
                            target: number;
                            /** Format: date */
                            until: string;
                        } | null;
                        long_objective: {
                            text: string;
                            /** @enum {string} */
                            measure: "size" | "reachable" | "two_live" | "attained" | "orders" | "amount_fen";
                            target: number;
                            /** Format: date */
                            until: string;
                        } | null;
                        /** @description What it must still say before it goes live */
                        missing: string[];
                        /** @description Sent back with an edit */
                        revision: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        updated_at: string;
                        updated_by: string;
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
    getPoolsByIdFigures: {
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
                        /** @description None without an audience */
                        figures: {
                            size: number;
                            /** @description 狭义: friends in WeCom */
                            friends: number;
                            /** @description 广义: with any live touchpoint within WeChat */
                            wechat: number;
                            reachable: number;
                            /** @description With two live touchpoints or more */
                            two_live: number;
                            members: number;
                            with_points: number;
                            /** @description Gender, birthday or city is known */
                            with_portrait: number;
                            known: number;
                            /** @description Who do what the pool is for */
                            attained: number | null;
                            /** @description Of the last 30 days */
                            orders: number;
                            /** @description Paid less given back, of the last 30 days */
                            amount_fen: number;
                        } | null;
                        objectives: {
                            /** @enum {string} */
                            term: "short" | "long";
                            text: string;
                            /** @enum {string} */
                            measure: "size" | "reachable" | "two_live" | "attained" | "orders" | "amount_fen";
                            target: number;
                            /** Format: date */
                            until: string;
                            now: number;
                            /** @description Of the target, in hundredths of a percent */
                            share: number;
                        }[];
                        readiness: {
                            /** @enum {string} */
                            what: "points" | "membership" | "portrait" | "crm";
                            /** @description Hundredths of a percent of the pool */
                            share: number;
                            wanted: number;
                            passes: boolean;
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
    postPoolsByIdState: {
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
                    state: "live" | "draft" | "archived";
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
                        id: string;
                        /** @enum {string} */
                        state: "draft" | "live" | "archived";
                        name: string;
                        description: string;
                        audience_id: string | null;
                        carriers: ("wecom_friend" | "wecom_group" | "official_account" | "mini_program" | "app_push" | "phone" | "mail")[];
                        /** @description A staff member */
                        owner_id: string | null;
                        why_come: string;
                        why_stay: string;
                        behaviour: components["schemas"]["AudienceRule"] | null;
                        behaviour_text: string;
                        short_objective: {
                            text: string;
                            /** @enum {string} */
                            measure: "size" | "reachable" | "two_live" | "attained" | "orders" | "amount_fen";
                            target: number;
                            /** Format: date */
                            until: string;
                        } | null;
                        long_objective: {
                            text: string;
                            /** @enum {string} */
                            measure: "size" | "reachable" | "two_live" | "attained" | "orders" | "amount_fen";
                            target: number;
                            /** Format: date */
                            until: string;
                        } | null;
                        /** @description What it must still say before it goes live */
                        missing: string[];
                        /** @description Sent back with an edit */
                        revision: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        updated_at: string;
                        updated_by: string;
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
    getComputedAttributes: {
        parameters: {
            query?: {
                q?: string;
                state?: "live" | "paused";
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
                            /** @description Of the attribute: rules, lists and templates read it by this */
                            name: string;
                            label: string;
                            description: string;
                            group: string;
                            /** @enum {string} */
                            type: "number" | "text" | "date";
                            /** @enum {string} */
                            state: "live" | "paused";
                            /** @description Of the definition; an edit names the one it was made on */
                            version: number;
                            definition: components["schemas"]["ComputedDefinition"];
                            /** @description Of a formula, as it would be written */
                            formula_text: string | null;
                            /** @description With a value; not told to who sees a part */
                            customers: number | null;
                            building: boolean;
                            /** @description The passing of time alone changes values */
                            follows_time: boolean;
                            /** @description Values are what the definition says at this moment */
                            as_of: string | null;
                            evaluated_at: string | null;
                            changed_at: string | null;
                            /** @description When time may next change a value */
                            wake_at: string | null;
                            failure: {
                                /** Format: date-time */
                                at: string;
                                message: string;
                            } | null;
                            used_by: number;
                            /** Format: date-time */
                            created_at: string;
                            created_by: string;
                            /** Format: date-time */
                            updated_at: string;
                            updated_by: string;
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
    postComputedAttributes: {
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
                    label: string;
                    /** @default  */
                    description?: string;
                    /** @default  */
                    group?: string;
                    definition: components["schemas"]["ComputedDefinitionInput"];
                    /**
                     * @description Why it is worded so
                     * @default
                     */
                    note?: string;
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
                        /** Format: uuid */
                        id: string;
                        /** @description Of the attribute: rules, lists and templates read it by this */
                        name: string;
                        label: string;
                        description: string;
                        group: string;
                        /** @enum {string} */
                        type: "number" | "text" | "date";
                        /** @enum {string} */
                        state: "live" | "paused";
                        /** @description Of the definition; an edit names the one it was made on */
                        version: number;
                        definition: components["schemas"]["ComputedDefinition"];
                        /** @description Of a formula, as it would be written */
                        formula_text: string | null;
                        /** @description With a value; not told to who sees a part */
                        customers: number | null;
                        building: boolean;
                        /** @description The passing of time alone changes values */
                        follows_time: boolean;
                        /** @description Values are what the definition says at this moment */
                        as_of: string | null;
                        evaluated_at: string | null;
                        changed_at: string | null;
                        /** @description When time may next change a value */
                        wake_at: string | null;
                        failure: {
                            /** Format: date-time */
                            at: string;
                            message: string;
                        } | null;
                        used_by: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        updated_at: string;
                        updated_by: string;
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
    postComputedAttributesCheck: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default  */
                    name?: string;
                    definition: components["schemas"]["ComputedDefinitionInput"];
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
                        problems: {
                            /** @description Where in the rule: ["rules",0,"rule"] */
                            path: (string | number)[];
                            code: string;
                            message: string;
                            values: {
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
    postComputedAttributesFormula: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    text: string;
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
                        formula: components["schemas"]["Formula"];
                        text: string | null;
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
    postComputedAttributesPreview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default  */
                    name?: string;
                    definition: components["schemas"]["ComputedDefinitionInput"];
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
                        /** @description With a value */
                        customers: number;
                        everybody: number;
                        numbers: {
                            min: number;
                            max: number;
                            average: number;
                            median: number;
                        } | null;
                        bars: {
                            label: string;
                            from: number | null;
                            to: number | null;
                            customers: number;
                        }[];
                        /** @description Of texts: values without a bar of their own */
                        others: number;
                        sample: {
                            customer: {
                                id: number;
                                /** @description Holds an identifier that names a person */
                                known: boolean;
                                identifiers: {
                                    namespace: string;
                                    /** @description Personal ones masked unless the role may see them */
                                    value: string;
                                    verified: boolean;
                                }[];
                                attributes: {
                                    [key: string]: unknown;
                                };
                                tags: string[];
                                platforms: string[];
                                /** @description 归属门店 */
                                store: {
                                    code: string;
                                    name: string;
                                } | null;
                                /** @description 专属导购 */
                                guide: {
                                    code: string;
                                    name: string;
                                } | null;
                                first_seen: string | null;
                                last_seen: string | null;
                                event_count: number;
                                order_count: number;
                                /** @description Paid and not given back, in the brand’s currency */
                                spent_fen: number;
                                last_order_at: string | null;
                                /** @description Live ones */
                                touchpoint_count: number;
                            };
                            value: unknown;
                        }[];
                        /** @description Of RFM in fifths: where they end */
                        cuts: {
                            /** @description At most so many days for the scores 2, 3, 4, 5 */
                            r: number[];
                            /** @description At least so many orders */
                            f: number[];
                            /** @description At least so many fen */
                            m: number[];
                        } | null;
                        /** @description null: cut for this answer, not stored */
                        cuts_taken_at: string | null;
                        ms: number;
                        /** Format: date-time */
                        as_of: string;
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
    postComputedAttributesBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
                    /** @enum {string} */
                    step: "pause" | "resume" | "delete";
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    getComputedAttributesById: {
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
                        /** @description Of the attribute: rules, lists and templates read it by this */
                        name: string;
                        label: string;
                        description: string;
                        group: string;
                        /** @enum {string} */
                        type: "number" | "text" | "date";
                        /** @enum {string} */
                        state: "live" | "paused";
                        /** @description Of the definition; an edit names the one it was made on */
                        version: number;
                        definition: components["schemas"]["ComputedDefinition"];
                        /** @description Of a formula, as it would be written */
                        formula_text: string | null;
                        /** @description With a value; not told to who sees a part */
                        customers: number | null;
                        building: boolean;
                        /** @description The passing of time alone changes values */
                        follows_time: boolean;
                        /** @description Values are what the definition says at this moment */
                        as_of: string | null;
                        evaluated_at: string | null;
                        changed_at: string | null;
                        /** @description When time may next change a value */
                        wake_at: string | null;
                        failure: {
                            /** Format: date-time */
                            at: string;
                            message: string;
                        } | null;
                        used_by: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        updated_at: string;
                        updated_by: string;
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
    deleteComputedAttributesById: {
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
    patchComputedAttributesById: {
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
                    /** @description As it was read */
                    version: number;
                    label?: string;
                    description?: string;
                    group?: string;
                    definition?: components["schemas"]["ComputedDefinitionInput"];
                    /**
                     * @description Why it is worded so
                     * @default
                     */
                    note?: string;
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
                        id: string;
                        /** @description Of the attribute: rules, lists and templates read it by this */
                        name: string;
                        label: string;
                        description: string;
                        group: string;
                        /** @enum {string} */
                        type: "number" | "text" | "date";
                        /** @enum {string} */
                        state: "live" | "paused";
                        /** @description Of the definition; an edit names the one it was made on */
                        version: number;
                        definition: components["schemas"]["ComputedDefinition"];
                        /** @description Of a formula, as it would be written */
                        formula_text: string | null;
                        /** @description With a value; not told to who sees a part */
                        customers: number | null;
                        building: boolean;
                        /** @description The passing of time alone changes values */
                        follows_time: boolean;
                        /** @description Values are what the definition says at this moment */
                        as_of: string | null;
                        evaluated_at: string | null;
                        changed_at: string | null;
                        /** @description When time may next change a value */
                        wake_at: string | null;
                        failure: {
                            /** Format: date-time */
                            at: string;
                            message: string;
                        } | null;
                        used_by: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        updated_at: string;
                        updated_by: string;
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
    postComputedAttributesByIdPause: {
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
                        /** @description Of the attribute: rules, lists and templates read it by this */
                        name: string;
                        label: string;
                        description: string;
                        group: string;
                        /** @enum {string} */
                        type: "number" | "text" | "date";
                        /** @enum {string} */
                        state: "live" | "paused";
                        /** @description Of the definition; an edit names the one it was made on */
                        version: number;
                        definition: components["schemas"]["ComputedDefinition"];
                        /** @description Of a formula, as it would be written */
                        formula_text: string | null;
                        /** @description With a value; not told to who sees a part */
                        customers: number | null;
                        building: boolean;
                        /** @description The passing of time alone changes values */
                        follows_time: boolean;
                        /** @description Values are what the definition says at this moment */
                        as_of: string | null;
                        evaluated_at: string | null;
                        changed_at: string | null;
                        /** @description When time may next change a value */
                        wake_at: string | null;
                        failure: {
                            /** Format: date-time */
                            at: string;
                            message: string;
                        } | null;
                        used_by: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        updated_at: string;
                        updated_by: string;
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
    postComputedAttributesByIdResume: {
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
                        /** @description Of the attribute: rules, lists and templates read it by this */
                        name: string;
                        label: string;
                        description: string;
                        group: string;
                        /** @enum {string} */
                        type: "number" | "text" | "date";
                        /** @enum {string} */
                        state: "live" | "paused";
                        /** @description Of the definition; an edit names the one it was made on */
                        version: number;
                        definition: components["schemas"]["ComputedDefinition"];
                        /** @description Of a formula, as it would be written */
                        formula_text: string | null;
                        /** @description With a value; not told to who sees a part */
                        customers: number | null;
                        building: boolean;
                        /** @description The passing of time alone changes values */
                        follows_time: boolean;
                        /** @description Values are what the definition says at this moment */
                        as_of: string | null;
                        evaluated_at: string | null;
                        changed_at: string | null;
                        /** @description When time may next change a value */
                        wake_at: string | null;
                        failure: {
                            /** Format: date-time */
                            at: string;
                            message: string;
                        } | null;
                        used_by: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        updated_at: string;
                        updated_by: string;
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
    getComputedAttributesByIdVersions: {
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
                        items: {
                            version: number;
                            definition: components["schemas"]["ComputedDefinition"];
                            formula_text: string | null;
                            note: string;
                            /** Format: date-time */
                            at: string;
                            by_name: string;
                            in_force: boolean;
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
    getComputedAttributesByIdUses: {
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
                        items: {
                            /** @enum {string} */
                            kind: "audience" | "computed_attribute" | "template";
                            id: string;
                            /** @description Of a template its id */
                            name: string;
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
    getComputedAttributesByIdCutOffs: {
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
                        items: {
                            /** Format: date-time */
                            taken_at: string;
                            cuts: {
                                /** @description At most so many days for the scores 2, 3, 4, 5 */
                                r: number[];
                                /** @description At least so many orders */
                                f: number[];
                                /** @description At least so many fen */
                                m: number[];
                            };
                            buyers: number;
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
    getInsightMetrics: {
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
                        items: components["schemas"]["Metric"][];
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
    postInsightMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Codes of the catalogue */
                    metrics: string[];
                    /**
                     * @description Left out: only figures of the whole range
                     * @enum {string}
                     */
                    period?: "hour" | "day" | "week" | "month" | "quarter" | "year";
                    /** @description A day of the brand’s zone, or a moment; 29 days before `date_to` unless given */
                    date_from?: string;
                    /** @description A day, counted to its end, or a moment, not counted itself; now unless given */
                    date_to?: string;
                    who?: components["schemas"]["AudienceRuleInput"];
                    /**
                     * Format: date-time
                     * @description As it was at that moment: what bears a later one is left out
                     */
                    as_of?: string;
                    /** @description Runs it although it will take long; without it such a question is refused with how long */
                    run_long?: boolean;
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
                        /** Format: date-time */
                        as_of: string;
                        zone: string;
                        currency: string;
                        /** @description Their first days; of hours, their moments */
                        periods: string[];
                        /** @description How many of them are over */
                        complete: number;
                        metrics: {
                            code: string;
                            /** @enum {string} */
                            unit: "count" | "fen" | "share" | "ratio" | "seconds" | "points";
                            /** @description Of the whole range; of a stock, as of its end */
                            total: {
                                /** @description null: nothing to reckon from */
                                value: number | null;
                                numerator: number | null;
                                denominator: number | null;
                                /** @description Cases behind a share or ratio: few say little */
                                n: number | null;
                            };
                            points: {
                                /** @description null: nothing to reckon from */
                                value: number | null;
                                numerator: number | null;
                                denominator: number | null;
                                /** @description Cases behind a share or ratio: few say little */
                                n: number | null;
                            }[];
                            /** @description The very statements that were asked */
                            queries: {
                                /** @enum {string} */
                                store: "event_store" | "database";
                                text: string;
                                parameters: {
                                    [key: string]: unknown;
                                };
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
    postInsightTrends: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    series: {
                        name?: string;
                        of: components["schemas"]["QuestionPatternInput"];
                        /**
                         * @default {
                         *       "kind": "count"
                         *     }
                         */
                        measure?: {
                            /**
                             * @description Events, customers who did it, or the one divided by the other
                             * @enum {string}
                             */
                            kind: "count" | "customers" | "per_customer";
                        } | {
                            /** @enum {string} */
                            kind: "sum" | "average" | "min" | "max" | "median" | "p90" | "p95" | "p99" | "distinct";
                            /** @description Of the events; event.revenue_fen is money in fen */
                            property: string;
                        };
                    }[];
                    /** @default [] */
                    formulas?: {
                        name?: string;
                        /** @description A is the first series, B the second: A / B * 100; min, max, round, or */
                        formula: string;
                    }[];
                    /**
                     * @default day
                     * @enum {string}
                     */
                    period?: "hour" | "day" | "week" | "month" | "quarter" | "year";
                    /** @description A day of the brand’s zone, or a moment; 29 days before `date_to` unless given */
                    date_from?: string;
                    /** @description A day, counted to its end, or a moment, not counted itself; now unless given */
                    date_to?: string;
                    breakdown?: {
                        /** @enum {string} */
                        type: "event";
                        by: string;
                        /**
                         * @description Values shown, the largest of the first series; the rest is one more
                         * @default 8
                         */
                        limit?: number;
                    } | {
                        /** @enum {string} */
                        type: "customer";
                        by: string;
                        /**
                         * @description Values shown, the largest of the first series; the rest is one more
                         * @default 8
                         */
                        limit?: number;
                    };
                    /**
                     * @description Each period with all before it: events, sums, and customers by their first
                     * @default false
                     */
                    cumulative?: boolean;
                    /** @description With as many periods before, with the year before, or with another range */
                    compare?: ("previous" | "year") | {
                        date_from: string;
                        date_to: string;
                    };
                    who?: components["schemas"]["AudienceRuleInput"];
                    /** @description As of the end of a past day of the brand’s zone, or of a moment: from the events that had happened by then, for the customers they belong to today. Attributes, tags and audiences are as they are now */
                    as_of?: string;
                    /** @description Runs it although it will take long; without it such a question is refused with how long */
                    run_long?: boolean;
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
                        /** @description Their first days; of hours, their moments */
                        periods: string[];
                        /** @description How many of them are over */
                        complete: number;
                        compared_periods: string[] | null;
                        series: {
                            /** @description The number of the series, or after them of the formula, from 0 */
                            of: number;
                            name: string;
                            /** @description Of the breakdown; null: none */
                            value: string | null;
                            /** @description All values that are not shown, together */
                            is_other: boolean;
                            /** @description Of each period; null where there is nothing to reckon from */
                            values: (number | null)[];
                            /** @description Of the whole range: a customer counts once */
                            total: number | null;
                            compared: {
                                /** @description Of each period; null where there is nothing to reckon from */
                                values: (number | null)[];
                                total: number | null;
                            } | null;
                        }[];
                        /** @description Of the breakdown, beyond those shown */
                        further_values: number;
                        /** Format: date-time */
                        as_of: string;
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
    postInsightFunnel: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description One after the other; with nothing else she did between; or in any order. Each event is one step at most, except in `unordered`
                     * @default ordered
                     * @enum {string}
                     */
                    order?: "ordered" | "strict" | "unordered";
                    steps: components["schemas"]["QuestionPatternInput"][];
                    /**
                     * @description From the first step to the last, both ends within
                     * @default 1209600
                     */
                    window_seconds?: number;
                    /** @description A day of the brand’s zone, or a moment; 29 days before `date_to` unless given */
                    date_from?: string;
                    /** @description A day, counted to its end, or a moment, not counted itself; now unless given */
                    date_to?: string;
                    /**
                     * @description Who did it between the two steps, counted from 1, does not get from one to the other by that attempt
                     * @default []
                     */
                    exclusions?: {
                        event: string;
                        /** @default [] */
                        where?: components["schemas"]["QuestionWhereInput"][];
                        from_step: number;
                        to_step: number;
                    }[];
                    breakdown?: ({
                        /** @enum {string} */
                        type: "event";
                        /** @description A property of the events of the steps */
                        by: string;
                        /**
                         * @description The first or last step that has a value, or that of one step, from 1 on
                         * @default first
                         */
                        attribution?: ("first" | "last") | number;
                    } | {
                        /** @enum {string} */
                        type: "customer";
                        by: string;
                    } | {
                        /** @enum {string} */
                        type: "audience";
                        by: string[];
                    }) & {
                        /**
                         * @description Values shown, those most often entered first; the rest is one row more
                         * @default 10
                         */
                        limit?: number;
                    };
                    who?: components["schemas"]["AudienceRuleInput"];
                    /** @description As of the end of a past day of the brand’s zone, or of a moment: from the events that had happened by then, for the customers they belong to today. Attributes, tags and audiences are as they are now */
                    as_of?: string;
                    /** @description Runs it although it will take long; without it such a question is refused with how long */
                    run_long?: boolean;
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
                        steps: {
                            /** @description Customers who came that far */
                            count: number;
                            /** @description From the step before; null for the first, and of nobody */
                            avg_seconds: number | null;
                            median_seconds: number | null;
                        }[];
                        breakdowns: {
                            /** @description null: none */
                            value: string | null;
                            steps: {
                                /** @description Customers who came that far */
                                count: number;
                                /** @description From the step before; null for the first, and of nobody */
                                avg_seconds: number | null;
                                median_seconds: number | null;
                            }[];
                        }[];
                        /** @description All values beyond `limit`, together */
                        other: {
                            values: number;
                            steps: {
                                /** @description Customers who came that far */
                                count: number;
                                /** @description From the step before; null for the first, and of nobody */
                                avg_seconds: number | null;
                                median_seconds: number | null;
                            }[];
                        } | null;
                        /** Format: date-time */
                        date_from: string;
                        /** Format: date-time */
                        date_to: string;
                        /** Format: date-time */
                        as_of: string;
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
    postInsightPaths: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What comes after the first step, or what came before the last
                     * @default forward
                     * @enum {string}
                     */
                    direction?: "forward" | "back";
                    anchor?: components["schemas"]["QuestionPatternInput"];
                    /**
                     * @description How far a path reaches; each visit makes one path at most
                     * @default {
                     *       "by": "gap",
                     *       "minutes": 30
                     *     }
                     */
                    visit?: {
                        /** @enum {string} */
                        by: "gap";
                        /**
                         * @description A visit ends when she does nothing for longer
                         * @default 30
                         */
                        minutes?: number;
                    } | {
                        /** @enum {string} */
                        by: "window";
                        seconds: number;
                    };
                    events?: components["schemas"]["QuestionPatternInput"];
                    /**
                     * @description Names of events that are passed over
                     * @default []
                     */
                    except?: string[];
                    /**
                     * @description Events that are one node; the first group an event fits counts
                     * @default []
                     */
                    groups?: {
                        name: string;
                        of: components["schemas"]["QuestionPatternInput"];
                    }[];
                    /**
                     * @description Events that are a node for each value of a property
                     * @default []
                     */
                    split?: {
                        event: string;
                        /** @description A property of it */
                        by: string;
                    }[];
                    /**
                     * @description The same node several times one after the other is one step
                     * @default true
                     */
                    collapse?: boolean;
                    /** @default 5 */
                    steps?: number;
                    /**
                     * @description Shown of each step, those with the most visits; the rest is one node more
                     * @default 8
                     */
                    nodes?: number;
                    /** @description A day of the brand’s zone, or a moment; 29 days before `date_to` unless given */
                    date_from?: string;
                    /** @description A day, counted to its end, or a moment, not counted itself; now unless given */
                    date_to?: string;
                    who?: components["schemas"]["AudienceRuleInput"];
                    /** @description As of the end of a past day of the brand’s zone, or of a moment: from the events that had happened by then, for the customers they belong to today. Attributes, tags and audiences are as they are now */
                    as_of?: string;
                    /** @description Runs it although it will take long; without it such a question is refused with how long */
                    run_long?: boolean;
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
                        /** @description Paths: a customer has as many as she has visits with the anchor */
                        visits: number;
                        /** @description Each once */
                        customers: number;
                        /** @description Counted from the anchor; shorter than asked where no path goes on */
                        steps: {
                            /** @description Paths: a customer has as many as she has visits with the anchor */
                            visits: number;
                            /** @description Each once */
                            customers: number;
                            nodes: {
                                node: components["schemas"]["PathNode"];
                                /** @description Paths: a customer has as many as she has visits with the anchor */
                                visits: number;
                                /** @description Each once */
                                customers: number;
                                /** @description Nodes it stands for: 1, but for `other` */
                                values: number;
                                /** @description Whose path has no step after it, or read back none before */
                                ended: {
                                    /** @description Paths: a customer has as many as she has visits with the anchor */
                                    visits: number;
                                    /** @description Each once */
                                    customers: number;
                                };
                            }[];
                        }[];
                        links: {
                            /** @description Of the node it leaves, from 1 */
                            step: number;
                            /** @description The place of a node in its step, from 0 */
                            from: number;
                            /** @description The place of a node in the step after */
                            to: number;
                            /** @description Paths: a customer has as many as she has visits with the anchor */
                            visits: number;
                            /** @description Each once */
                            customers: number;
                        }[];
                        /** Format: date-time */
                        as_of: string;
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
    postInsightCustomers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    figure: {
                        /** @enum {string} */
                        analysis: "funnel";
                        question: {
                            /**
                             * @description One after the other; with nothing else she did between; or in any order. Each event is one step at most, except in `unordered`
                             * @default ordered
                             * @enum {string}
                             */
                            order?: "ordered" | "strict" | "unordered";
                            steps: components["schemas"]["QuestionPatternInput"][];
                            /**
                             * @description From the first step to the last, both ends within
                             * @default 1209600
                             */
                            window_seconds?: number;
                            /** @description A day of the brand’s zone, or a moment; 29 days before `date_to` unless given */
                            date_from?: string;
                            /** @description A day, counted to its end, or a moment, not counted itself; now unless given */
                            date_to?: string;
                            /**
                             * @description Who did it between the two steps, counted from 1, does not get from one to the other by that attempt
                             * @default []
                             */
                            exclusions?: {
                                event: string;
                                /** @default [] */
                                where?: components["schemas"]["QuestionWhereInput"][];
                                from_step: number;
                                to_step: number;
                            }[];
                            breakdown?: ({
                                /** @enum {string} */
                                type: "event";
                                /** @description A property of the events of the steps */
                                by: string;
                                /**
                                 * @description The first or last step that has a value, or that of one step, from 1 on
                                 * @default first
                                 */
                                attribution?: ("first" | "last") | number;
                            } | {
                                /** @enum {string} */
                                type: "customer";
                                by: string;
                            } | {
                                /** @enum {string} */
                                type: "audience";
                                by: string[];
                            }) & {
                                /**
                                 * @description Values shown, those most often entered first; the rest is one row more
                                 * @default 10
                                 */
                                limit?: number;
                            };
                            who?: components["schemas"]["AudienceRuleInput"];
                            /** @description As of the end of a past day of the brand’s zone, or of a moment: from the events that had happened by then, for the customers they belong to today. Attributes, tags and audiences are as they are now */
                            as_of?: string;
                            /** @description Runs it although it will take long; without it such a question is refused with how long */
                            run_long?: boolean;
                        };
                        cell: {
                            /** @description From 1 on */
                            step: number;
                            /**
                             * @description Everybody who came that far, or who came that far and no further
                             * @default reached
                             * @enum {string}
                             */
                            came?: "reached" | "lost";
                            /** @description Of the breakdown, null: none; left out: of all values */
                            value?: string | null;
                        };
                    } | {
                        /** @enum {string} */
                        analysis: "retention";
                        question: {
                            target: components["schemas"]["QuestionPatternInput"];
                            returning?: components["schemas"]["QuestionPatternInput"];
                            /**
                             * @description Everybody who did it in the period, or who did it for the first time ever
                             * @default recurring
                             * @enum {string}
                             */
                            kind?: "recurring" | "first_time";
                            /**
                             * @default week
                             * @enum {string}
                             */
                            period?: "hour" | "day" | "week" | "month" | "quarter" | "year";
                            /**
                             * @description Cohorts, the last the one of `date_to`
                             * @default 12
                             */
                            intervals?: number;
                            /** @description A day, counted to its end, or a moment, not counted itself; now unless given */
                            date_to?: string;
                            /**
                             * @description Of both events
                             * @default []
                             */
                            where?: components["schemas"]["QuestionWhereInput"][];
                            /**
                             * @description Customers who came back, or what they spent in fen of the brand’s currency
                             * @default customers
                             * @enum {string}
                             */
                            measure?: "customers" | "revenue";
                            who?: components["schemas"]["AudienceRuleInput"];
                            /** @description As of the end of a past day of the brand’s zone, or of a moment: from the events that had happened by then, for the customers they belong to today. Attributes, tags and audiences are as they are now */
                            as_of?: string;
                            /** @description Runs it although it will take long; without it such a question is refused with how long */
                            run_long?: boolean;
                        };
                        cell: {
                            /** @description Of a period, as the answer names it */
                            cohort: string;
                            /**
                             * @description So many periods later; 0: the cohort itself
                             * @default 0
                             */
                            after?: number;
                            /**
                             * @description Those who came back, or those who did not
                             * @default true
                             */
                            back?: boolean;
                        };
                    } | {
                        /** @enum {string} */
                        analysis: "lifecycle";
                        question: {
                            of: components["schemas"]["QuestionPatternInput"];
                            /** @description A day of the brand’s zone, or a moment; 29 days before `date_to` unless given */
                            date_from?: string;
                            /** @description A day, counted to its end, or a moment, not counted itself; now unless given */
                            date_to?: string;
                            who?: components["schemas"]["AudienceRuleInput"];
                            /** @description As of the end of a past day of the brand’s zone, or of a moment: from the events that had happened by then, for the customers they belong to today. Attributes, tags and audiences are as they are now */
                            as_of?: string;
                            /** @description Runs it although it will take long; without it such a question is refused with how long */
                            run_long?: boolean;
                            /**
                             * @default week
                             * @enum {string}
                             */
                            period?: "hour" | "day" | "week" | "month" | "quarter" | "year";
                        };
                        cell: {
                            /** @description Of a period, as the answer names it */
                            start: string;
                            /** @enum {string} */
                            is: "new" | "returning" | "resurrecting" | "dormant";
                        };
                    } | {
                        /** @enum {string} */
                        analysis: "stickiness";
                        question: {
                            of: components["schemas"]["QuestionPatternInput"];
                            /** @description A day of the brand’s zone, or a moment; 29 days before `date_to` unless given */
                            date_from?: string;
                            /** @description A day, counted to its end, or a moment, not counted itself; now unless given */
                            date_to?: string;
                            who?: components["schemas"]["AudienceRuleInput"];
                            /** @description As of the end of a past day of the brand’s zone, or of a moment: from the events that had happened by then, for the customers they belong to today. Attributes, tags and audiences are as they are now */
                            as_of?: string;
                            /** @description Runs it although it will take long; without it such a question is refused with how long */
                            run_long?: boolean;
                            /**
                             * @default day
                             * @enum {string}
                             */
                            period?: "hour" | "day" | "week" | "month" | "quarter" | "year";
                        };
                        cell: {
                            /** @description Active in exactly so many */
                            periods: number;
                        };
                    } | {
                        /** @enum {string} */
                        analysis: "trends";
                        question: {
                            series: {
                                name?: string;
                                of: components["schemas"]["QuestionPatternInput"];
                                /**
                                 * @default {
                                 *       "kind": "count"
                                 *     }
                                 */
                                measure?: {
                                    /**
                                     * @description Events, customers who did it, or the one divided by the other
                                     * @enum {string}
                                     */
                                    kind: "count" | "customers" | "per_customer";
                                } | {
                                    /** @enum {string} */
                                    kind: "sum" | "average" | "min" | "max" | "median" | "p90" | "p95" | "p99" | "distinct";
                                    /** @description Of the events; event.revenue_fen is money in fen */
                                    property: string;
                                };
                            }[];
                            /** @default [] */
                            formulas?: {
                                name?: string;
                                /** @description A is the first series, B the second: A / B * 100; min, max, round, or */
                                formula: string;
                            }[];
                            /**
                             * @default day
                             * @enum {string}
                             */
                            period?: "hour" | "day" | "week" | "month" | "quarter" | "year";
                            /** @description A day of the brand’s zone, or a moment; 29 days before `date_to` unless given */
                            date_from?: string;
                            /** @description A day, counted to its end, or a moment, not counted itself; now unless given */
                            date_to?: string;
                            breakdown?: {
                                /** @enum {string} */
                                type: "event";
                                by: string;
                                /**
                                 * @description Values shown, the largest of the first series; the rest is one more
                                 * @default 8
                                 */
                                limit?: number;
                            } | {
                                /** @enum {string} */
                                type: "customer";
                                by: string;
                                /**
                                 * @description Values shown, the largest of the first series; the rest is one more
                                 * @default 8
                                 */
                                limit?: number;
                            };
                            /**
                             * @description Each period with all before it: events, sums, and customers by their first
                             * @default false
                             */
                            cumulative?: boolean;
                            /** @description With as many periods before, with the year before, or with another range */
                            compare?: ("previous" | "year") | {
                                date_from: string;
                                date_to: string;
                            };
                            who?: components["schemas"]["AudienceRuleInput"];
                            /** @description As of the end of a past day of the brand’s zone, or of a moment: from the events that had happened by then, for the customers they belong to today. Attributes, tags and audiences are as they are now */
                            as_of?: string;
                            /** @description Runs it although it will take long; without it such a question is refused with how long */
                            run_long?: boolean;
                        };
                        cell: {
                            /** @description The number of the series, from 0 */
                            of: number;
                            /** @description Left out: the whole range */
                            start?: string;
                            /** @description Of the breakdown, null: none; left out: of all values */
                            value?: string | null;
                        };
                    } | {
                        /** @enum {string} */
                        analysis: "paths";
                        question: {
                            /**
                             * @description What comes after the first step, or what came before the last
                             * @default forward
                             * @enum {string}
                             */
                            direction?: "forward" | "back";
                            anchor?: components["schemas"]["QuestionPatternInput"];
                            /**
                             * @description How far a path reaches; each visit makes one path at most
                             * @default {
                             *       "by": "gap",
                             *       "minutes": 30
                             *     }
                             */
                            visit?: {
                                /** @enum {string} */
                                by: "gap";
                                /**
                                 * @description A visit ends when she does nothing for longer
                                 * @default 30
                                 */
                                minutes?: number;
                            } | {
                                /** @enum {string} */
                                by: "window";
                                seconds: number;
                            };
                            events?: components["schemas"]["QuestionPatternInput"];
                            /**
                             * @description Names of events that are passed over
                             * @default []
                             */
                            except?: string[];
                            /**
                             * @description Events that are one node; the first group an event fits counts
                             * @default []
                             */
                            groups?: {
                                name: string;
                                of: components["schemas"]["QuestionPatternInput"];
                            }[];
                            /**
                             * @description Events that are a node for each value of a property
                             * @default []
                             */
                            split?: {
                                event: string;
                                /** @description A property of it */
                                by: string;
                            }[];
                            /**
                             * @description The same node several times one after the other is one step
                             * @default true
                             */
                            collapse?: boolean;
                            /** @default 5 */
                            steps?: number;
                            /**
                             * @description Shown of each step, those with the most visits; the rest is one node more
                             * @default 8
                             */
                            nodes?: number;
                            /** @description A day of the brand’s zone, or a moment; 29 days before `date_to` unless given */
                            date_from?: string;
                            /** @description A day, counted to its end, or a moment, not counted itself; now unless given */
                            date_to?: string;
                            who?: components["schemas"]["AudienceRuleInput"];
                            /** @description As of the end of a past day of the brand’s zone, or of a moment: from the events that had happened by then, for the customers they belong to today. Attributes, tags and audiences are as they are now */
                            as_of?: string;
                            /** @description Runs it although it will take long; without it such a question is refused with how long */
                            run_long?: boolean;
                        };
                        cell: {
                            /** @description From 1, the anchor, on */
                            step: number;
                            node?: components["schemas"]["PathNodeInput"];
                            /** @description Whose next step is this one, or who have none */
                            next?: components["schemas"]["PathNodeInput"] | "ended";
                        };
                    };
                    /** @default 20 */
                    limit?: number;
                    cursor?: string;
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
                            id: number;
                            /** @description Holds an identifier that names a person */
                            known: boolean;
                            identifiers: {
                                namespace: string;
                                /** @description Personal ones masked unless the role may see them */
                                value: string;
                                verified: boolean;
                            }[];
                            attributes: {
                                [key: string]: unknown;
                            };
                            tags: string[];
                            platforms: string[];
                            /** @description 归属门店 */
                            store: {
                                code: string;
                                name: string;
                            } | null;
                            /** @description 专属导购 */
                            guide: {
                                code: string;
                                name: string;
                            } | null;
                            first_seen: string | null;
                            last_seen: string | null;
                            event_count: number;
                            order_count: number;
                            /** @description Paid and not given back, in the brand’s currency */
                            spent_fen: number;
                            last_order_at: string | null;
                            /** @description Live ones */
                            touchpoint_count: number;
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
    postInsightAudience: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    figure: {
                        /** @enum {string} */
                        analysis: "funnel";
                        question: {
                            /**
                             * @description One after the other; with nothing else she did between; or in any order. Each event is one step at most, except in `unordered`
                             * @default ordered
                             * @enum {string}
                             */
                            order?: "ordered" | "strict" | "unordered";
                            steps: components["schemas"]["QuestionPatternInput"][];
                            /**
                             * @description From the first step to the last, both ends within
                             * @default 1209600
                             */
                            window_seconds?: number;
                            /** @description A day of the brand’s zone, or a moment; 29 days before `date_to` unless given */
                            date_from?: string;
                            /** @description A day, counted to its end, or a moment, not counted itself; now unless given */
                            date_to?: string;
                            /**
                             * @description Who did it between the two steps, counted from 1, does not get from one to the other by that attempt
                             * @default []
                             */
                            exclusions?: {
                                event: string;
                                /** @default [] */
                                where?: components["schemas"]["QuestionWhereInput"][];
                                from_step: number;
                                to_step: number;
                            }[];
                            breakdown?: ({
                                /** @enum {string} */
                                type: "event";
                                /** @description A property of the events of the steps */
                                by: string;
                                /**
                                 * @description The first or last step that has a value, or that of one step, from 1 on
                                 * @default first
                                 */
                                attribution?: ("first" | "last") | number;
                            } | {
                                /** @enum {string} */
                                type: "customer";
                                by: string;
                            } | {
                                /** @enum {string} */
                                type: "audience";
                                by: string[];
                            }) & {
                                /**
                                 * @description Values shown, those most often entered first; the rest is one row more
                                 * @default 10
                                 */
                                limit?: number;
                            };
                            who?: components["schemas"]["AudienceRuleInput"];
                            /** @description As of the end of a past day of the brand’s zone, or of a moment: from the events that had happened by then, for the customers they belong to today. Attributes, tags and audiences are as they are now */
                            as_of?: string;
                            /** @description Runs it although it will take long; without it such a question is refused with how long */
                            run_long?: boolean;
                        };
                        cell: {
                            /** @description From 1 on */
                            step: number;
                            /**
                             * @description Everybody who came that far, or who came that far and no further
                             * @default reached
                             * @enum {string}
                             */
                            came?: "reached" | "lost";
                            /** @description Of the breakdown, null: none; left out: of all values */
                            value?: string | null;
                        };
                    } | {
                        /** @enum {string} */
                        analysis: "retention";
                        question: {
                            target: components["schemas"]["QuestionPatternInput"];
                            returning?: components["schemas"]["QuestionPatternInput"];
                            /**
                             * @description Everybody who did it in the period, or who did it for the first time ever
                             * @default recurring
                             * @enum {string}
                             */
                            kind?: "recurring" | "first_time";
                            /**
                             * @default week
                             * @enum {string}
                             */
                            period?: "hour" | "day" | "week" | "month" | "quarter" | "year";
                            /**
                             * @description Cohorts, the last the one of `date_to`
                             * @default 12
                             */
                            intervals?: number;
                            /** @description A day, counted to its end, or a moment, not counted itself; now unless given */
                            date_to?: string;
                            /**
                             * @description Of both events
                             * @default []
                             */
                            where?: components["schemas"]["QuestionWhereInput"][];
                            /**
                             * @description Customers who came back, or what they spent in fen of the brand’s currency
                             * @default customers
                             * @enum {string}
                             */
                            measure?: "customers" | "revenue";
                            who?: components["schemas"]["AudienceRuleInput"];
                            /** @description As of the end of a past day of the brand’s zone, or of a moment: from the events that had happened by then, for the customers they belong to today. Attributes, tags and audiences are as they are now */
                            as_of?: string;
                            /** @description Runs it although it will take long; without it such a question is refused with how long */
                            run_long?: boolean;
                        };
                        cell: {
                            /** @description Of a period, as the answer names it */
                            cohort: string;
                            /**
                             * @description So many periods later; 0: the cohort itself
                             * @default 0
                             */
                            after?: number;
                            /**
                             * @description Those who came back, or those who did not
                             * @default true
                             */
                            back?: boolean;
                        };
                    } | {
                        /** @enum {string} */
                        analysis: "lifecycle";
                        question: {
                            of: components["schemas"]["QuestionPatternInput"];
                            /** @description A day of the brand’s zone, or a moment; 29 days before `date_to` unless given */
                            date_from?: string;
                            /** @description A day, counted to its end, or a moment, not counted itself; now unless given */
                            date_to?: string;
                            who?: components["schemas"]["AudienceRuleInput"];
                            /** @description As of the end of a past day of the brand’s zone, or of a moment: from the events that had happened by then, for the customers they belong to today. Attributes, tags and audiences are as they are now */
                            as_of?: string;
                            /** @description Runs it although it will take long; without it such a question is refused with how long */
                            run_long?: boolean;
                            /**
                             * @default week
                             * @enum {string}
                             */
                            period?: "hour" | "day" | "week" | "month" | "quarter" | "year";
                        };
                        cell: {
                            /** @description Of a period, as the answer names it */
                            start: string;
                            /** @enum {string} */
                            is: "new" | "returning" | "resurrecting" | "dormant";
                        };
                    } | {
                        /** @enum {string} */
                        analysis: "stickiness";
                        question: {
                            of: components["schemas"]["QuestionPatternInput"];
                            /** @description A day of the brand’s zone, or a moment; 29 days before `date_to` unless given */
                            date_from?: string;
                            /** @description A day, counted to its end, or a moment, not counted itself; now unless given */
                            date_to?: string;
                            who?: components["schemas"]["AudienceRuleInput"];
                            /** @description As of the end of a past day of the brand’s zone, or of a moment: from the events that had happened by then, for the customers they belong to today. Attributes, tags and audiences are as they are now */
                            as_of?: string;
                            /** @description Runs it although it will take long; without it such a question is refused with how long */
                            run_long?: boolean;
                            /**
                             * @default day
                             * @enum {string}
                             */
                            period?: "hour" | "day" | "week" | "month" | "quarter" | "year";
                        };
                        cell: {
                            /** @description Active in exactly so many */
                            periods: number;
                        };
                    } | {
                        /** @enum {string} */
                        analysis: "trends";
                        question: {
                            series: {
                                name?: string;
                                of: components["schemas"]["QuestionPatternInput"];
                                /**
                                 * @default {
                                 *       "kind": "count"
                                 *     }
                                 */
                                measure?: {
                                    /**
                                     * @description Events, customers who did it, or the one divided by the other
                                     * @enum {string}
                                     */
                                    kind: "count" | "customers" | "per_customer";
                                } | {
                                    /** @enum {string} */
                                    kind: "sum" | "average" | "min" | "max" | "median" | "p90" | "p95" | "p99" | "distinct";
                                    /** @description Of the events; event.revenue_fen is money in fen */
                                    property: string;
                                };
                            }[];
                            /** @default [] */
                            formulas?: {
                                name?: string;
                                /** @description A is the first series, B the second: A / B * 100; min, max, round, or */
                                formula: string;
                            }[];
                            /**
                             * @default day
                             * @enum {string}
                             */
                            period?: "hour" | "day" | "week" | "month" | "quarter" | "year";
                            /** @description A day of the brand’s zone, or a moment; 29 days before `date_to` unless given */
                            date_from?: string;
                            /** @description A day, counted to its end, or a moment, not counted itself; now unless given */
                            date_to?: string;
                            breakdown?: {
                                /** @enum {string} */
                                type: "event";
                                by: string;
                                /**
                                 * @description Values shown, the largest of the first series; the rest is one more
                                 * @default 8
                                 */
                                limit?: number;
                            } | {
                                /** @enum {string} */
                                type: "customer";
                                by: string;
                                /**
                                 * @description Values shown, the largest of the first series; the rest is one more
                                 * @default 8
                                 */
                                limit?: number;
                            };
                            /**
                             * @description Each period with all before it: events, sums, and customers by their first
                             * @default false
                             */
                            cumulative?: boolean;
                            /** @description With as many periods before, with the year before, or with another range */
                            compare?: ("previous" | "year") | {
                                date_from: string;
                                date_to: string;
                            };
                            who?: components["schemas"]["AudienceRuleInput"];
                            /** @description As of the end of a past day of the brand’s zone, or of a moment: from the events that had happened by then, for the customers they belong to today. Attributes, tags and audiences are as they are now */
                            as_of?: string;
                            /** @description Runs it although it will take long; without it such a question is refused with how long */
                            run_long?: boolean;
                        };
                        cell: {
                            /** @description The number of the series, from 0 */
                            of: number;
                            /** @description Left out: the whole range */
                            start?: string;
                            /** @description Of the breakdown, null: none; left out: of all values */
                            value?: string | null;
                        };
                    } | {
                        /** @enum {string} */
                        analysis: "paths";
                        question: {
                            /**
                             * @description What comes after the first step, or what came before the last
                             * @default forward
                             * @enum {string}
                             */
                            direction?: "forward" | "back";
                            anchor?: components["schemas"]["QuestionPatternInput"];
                            /**
                             * @description How far a path reaches; each visit makes one path at most
                             * @default {
                             *       "by": "gap",
                             *       "minutes": 30
                             *     }
                             */
                            visit?: {
                                /** @enum {string} */
                                by: "gap";
                                /**
                                 * @description A visit ends when she does nothing for longer
                                 * @default 30
                                 */
                                minutes?: number;
                            } | {
                                /** @enum {string} */
                                by: "window";
                                seconds: number;
                            };
                            events?: components["schemas"]["QuestionPatternInput"];
                            /**
                             * @description Names of events that are passed over
                             * @default []
                             */
                            except?: string[];
                            /**
                             * @description Events that are one node; the first group an event fits counts
                             * @default []
                             */
                            groups?: {
                                name: string;
                                of: components["schemas"]["QuestionPatternInput"];
                            }[];
                            /**
                             * @description Events that are a node for each value of a property
                             * @default []
                             */
                            split?: {
                                event: string;
                                /** @description A property of it */
                                by: string;
                            }[];
                            /**
                             * @description The same node several times one after the other is one step
                             * @default true
                             */
                            collapse?: boolean;
                            /** @default 5 */
                            steps?: number;
                            /**
                             * @description Shown of each step, those with the most visits; the rest is one node more
                             * @default 8
                             */
                            nodes?: number;
                            /** @description A day of the brand’s zone, or a moment; 29 days before `date_to` unless given */
                            date_from?: string;
                            /** @description A day, counted to its end, or a moment, not counted itself; now unless given */
                            date_to?: string;
                            who?: components["schemas"]["AudienceRuleInput"];
                            /** @description As of the end of a past day of the brand’s zone, or of a moment: from the events that had happened by then, for the customers they belong to today. Attributes, tags and audiences are as they are now */
                            as_of?: string;
                            /** @description Runs it although it will take long; without it such a question is refused with how long */
                            run_long?: boolean;
                        };
                        cell: {
                            /** @description From 1, the anchor, on */
                            step: number;
                            node?: components["schemas"]["PathNodeInput"];
                            /** @description Whose next step is this one, or who have none */
                            next?: components["schemas"]["PathNodeInput"] | "ended";
                        };
                    };
                    name: string;
                    /** @default  */
                    description?: string;
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
                        /** Format: uuid */
                        id: string;
                        name: string;
                        description: string;
                        folder: string;
                        labels: string[];
                        /** @enum {string} */
                        kind: "rule" | "static";
                        /** @enum {string} */
                        state: "draft" | "live" | "paused" | "archived";
                        /** @description In force; none of a list */
                        rule: components["schemas"]["AudienceRule"] | null;
                        /** @description 0: no rule yet */
                        rule_version: number;
                        /** @description Of the membership: one more with every change */
                        version: number;
                        size: number;
                        /** @description Size at the end of each of the last 30 days, the oldest first, the last one now; empty before anybody came */
                        month: number[];
                        /** @description Of the last seven days */
                        week: {
                            entered: number;
                            left: number;
                        };
                        /** @description Sent back with an edit */
                        revision: number;
                        /** @description Membership is what the rule says at this moment: now, while nobody waits to be looked at */
                        evaluated_at: string | null;
                        changed_at: string | null;
                        /** @description Everybody is being looked at */
                        building: boolean;
                        failure: {
                            /** Format: date-time */
                            at: string;
                            message: string;
                        } | null;
                        tag_sync: {
                            tag: string;
                            /** @enum {string} */
                            mode: "add" | "mirror";
                        } | null;
                        used_by: number;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** Format: date-time */
                        updated_at: string;
                        updated_by: string;
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
    postInsightRetention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    target: components["schemas"]["QuestionPatternInput"];
                    returning?: components["schemas"]["QuestionPatternInput"];
                    /**
                     * @description Everybody who did it in the period, or who did it for the first time ever
                     * @default recurring
                     * @enum {string}
                     */
                    kind?: "recurring" | "first_time";
                    /**
                     * @default week
                     * @enum {string}
                     */
                    period?: "hour" | "day" | "week" | "month" | "quarter" | "year";
                    /**
                     * @description Cohorts, the last the one of `date_to`
                     * @default 12
                     */
                    intervals?: number;
                    /** @description A day, counted to its end, or a moment, not counted itself; now unless given */
                    date_to?: string;
                    /**
                     * @description Of both events
                     * @default []
                     */
                    where?: components["schemas"]["QuestionWhereInput"][];
                    /**
                     * @description Customers who came back, or what they spent in fen of the brand’s currency
                     * @default customers
                     * @enum {string}
                     */
                    measure?: "customers" | "revenue";
                    who?: components["schemas"]["AudienceRuleInput"];
                    /** @description As of the end of a past day of the brand’s zone, or of a moment: from the events that had happened by then, for the customers they belong to today. Attributes, tags and audiences are as they are now */
                    as_of?: string;
                    /** @description Runs it although it will take long; without it such a question is refused with how long */
                    run_long?: boolean;
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
                        cohorts: {
                            /** @description The first day of the period in the brand’s zone; of an hour, its moment */
                            start: string;
                            size: number;
                            /** @description Of the period itself (the whole cohort, or its revenue then) and of each one after it */
                            values: number[];
                            /** @description How many of the values are of periods that are over */
                            complete: number;
                        }[];
                        /** Format: date-time */
                        as_of: string;
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
    postInsightLifecycle: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    of: components["schemas"]["QuestionPatternInput"];
                    /** @description A day of the brand’s zone, or a moment; 29 days before `date_to` unless given */
                    date_from?: string;
                    /** @description A day, counted to its end, or a moment, not counted itself; now unless given */
                    date_to?: string;
                    who?: components["schemas"]["AudienceRuleInput"];
                    /** @description As of the end of a past day of the brand’s zone, or of a moment: from the events that had happened by then, for the customers they belong to today. Attributes, tags and audiences are as they are now */
                    as_of?: string;
                    /** @description Runs it although it will take long; without it such a question is refused with how long */
                    run_long?: boolean;
                    /**
                     * @default week
                     * @enum {string}
                     */
                    period?: "hour" | "day" | "week" | "month" | "quarter" | "year";
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
                        periods: {
                            /** @description The first day of the period in the brand’s zone; of an hour, its moment */
                            start: string;
                            /** @description Active for the first time ever */
                            new: number;
                            /** @description Active in the period before as well */
                            returning: number;
                            /** @description Active earlier, but not in the period before */
                            resurrecting: number;
                            /** @description Active in the period before, and not in this one */
                            dormant: number;
                        }[];
                        /** Format: date-time */
                        as_of: string;
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
    postInsightStickiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    of: components["schemas"]["QuestionPatternInput"];
                    /** @description A day of the brand’s zone, or a moment; 29 days before `date_to` unless given */
                    date_from?: string;
                    /** @description A day, counted to its end, or a moment, not counted itself; now unless given */
                    date_to?: string;
                    who?: components["schemas"]["AudienceRuleInput"];
                    /** @description As of the end of a past day of the brand’s zone, or of a moment: from the events that had happened by then, for the customers they belong to today. Attributes, tags and audiences are as they are now */
                    as_of?: string;
                    /** @description Runs it although it will take long; without it such a question is refused with how long */
                    run_long?: boolean;
                    /**
                     * @default day
                     * @enum {string}
                     */
                    period?: "hour" | "day" | "week" | "month" | "quarter" | "year";
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
                        /** @description In the range */
                        periods: number;
                        /** @description Customers active in exactly one of them, in exactly two … */
                        counts: number[];
                        /** @description Active at all */
                        customers: number;
                        /** @description Active customers of a period on average, of all who were active: of days in a month, DAU/MAU */
                        average_share: number | null;
                        /** Format: date-time */
                        as_of: string;
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
    postCalcAttribution: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    model: "first" | "last" | "linear" | "position" | "time_decay" | "markov" | "shapley";
                    paths: {
                        channels: string[];
                        conversions: number;
                        /**
                         * @description Of all conversions of the path together
                         * @default 0
                         */
                        value?: number;
                        /**
                         * @description How many went this way and did not convert
                         * @default 0
                         */
                        nulls?: number;
                        /** @description Days from each touch to the conversion; for `time_decay` */
                        days_before?: number[];
                    }[];
                    /** @description Of `position`: shares of the first and the last touch; 0.4 each */
                    ends?: {
                        first: number;
                        last: number;
                    };
                    /** @description Of `time_decay`: days, or touches where no days are given; 7 days, 1 touch */
                    half_life?: number;
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
                        /** @enum {string} */
                        model: "first" | "last" | "linear" | "position" | "time_decay" | "markov" | "shapley";
                        conversions: number;
                        value: number;
                        channels: {
                            channel: string;
                            conversions: number;
                            value: number;
                            share: number;
                            /** @description Only `markov` */
                            removal_effect?: number;
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
    postCalcExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    method: "mean" | "proportion";
                    control: {
                        /** @description What each customer did */
                        values?: number[];
                        /** @description With `values`: what was known of each before, for CUPED */
                        before?: number[];
                        n?: number;
                        conversions?: number;
                        sum?: number;
                        sum_squares?: number;
                        mean?: number;
                        standard_deviation?: number;
                        /** @description Sums of what was known before, and of its products with the outcome, for CUPED */
                        covariate?: {
                            sum: number;
                            sum_squares: number;
                            sum_products: number;
                        };
                    };
                    treatment: {
                        /** @description What each customer did */
                        values?: number[];
                        /** @description With `values`: what was known of each before, for CUPED */
                        before?: number[];
                        n?: number;
                        conversions?: number;
                        sum?: number;
                        sum_squares?: number;
                        mean?: number;
                        standard_deviation?: number;
                        /** @description Sums of what was known before, and of its products with the outcome, for CUPED */
                        covariate?: {
                            sum: number;
                            sum_squares: number;
                            sum_products: number;
                        };
                    };
                    /** @default 0.05 */
                    alpha?: number;
                    /**
                     * @description Share of customers who should be in treatment
                     * @default 0.5
                     */
                    expected_share?: number;
                    /**
                     * @description Customers at which the always-valid interval is narrowest
                     * @default 5000
                     */
                    tuning?: number;
                    /** @default 0.001 */
                    sample_ratio_alpha?: number;
                    /** @description Of CUPED, when known from elsewhere */
                    theta?: number;
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
                        /** @enum {string} */
                        method: "mean" | "proportion";
                        control: {
                            n: number;
                            mean: number;
                            standard_deviation: number;
                        };
                        treatment: {
                            n: number;
                            mean: number;
                            standard_deviation: number;
                        };
                        sample_ratio: {
                            expected_share: number;
                            share: number;
                            p_value: number;
                            ok: boolean;
                        };
                        absolute: {
                            estimate: number;
                            standard_error: number;
                            interval: {
                                low: number;
                                high: number;
                            };
                            p_value: number;
                            always_valid: {
                                interval: {
                                    low: number;
                                    high: number;
                                };
                                p_value: number;
                            };
                        };
                        /** @description null where control’s mean is 0 */
                        relative: {
                            estimate: number;
                            standard_error: number;
                            interval: {
                                low: number;
                                high: number;
                            };
                            p_value: number;
                            always_valid: {
                                interval: {
                                    low: number;
                                    high: number;
                                };
                                p_value: number;
                            };
                        } | null;
                        degrees_of_freedom: number;
                        cuped: {
                            theta: number;
                            variance_removed: number;
                        } | null;
                        /**
                         * @description By the always-valid interval; `blocked` by a sample ratio that is off
                         * @enum {string}
                         */
                        verdict: "treatment_higher" | "control_higher" | "undecided" | "blocked";
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
    postCalcNps: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Whole numbers from 0 to 10 */
                    scores?: number[];
                    promoters?: number;
                    passives?: number;
                    detractors?: number;
                    /** @description The wave before, to compare with */
                    before?: {
                        /** @description Whole numbers from 0 to 10 */
                        scores?: number[];
                        promoters?: number;
                        passives?: number;
                        detractors?: number;
                    };
                    /**
                     * @description Scores of those who answered both, who are part of both
                     * @default []
                     */
                    pairs?: {
                        before: number;
                        now: number;
                    }[];
                    /** @default 0.95 */
                    confidence?: number;
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
                        n: number;
                        promoters: number;
                        passives: number;
                        detractors: number;
                        score: number;
                        interval: {
                            low: number;
                            high: number;
                            confidence: number;
                            /** @enum {string} */
                            method: "normal" | "added_one";
                        };
                        /** @description Fewer than 30 answers */
                        too_few: boolean;
                        change: {
                            before: number;
                            change: number;
                            standard_error: number;
                            interval: {
                                low: number;
                                high: number;
                                confidence: number;
                            };
                            p_value: number;
                            significant: boolean;
                            recontacted: number;
                            too_few: boolean;
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
    postCalcClvFit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    rows: {
                        /** @description Repeat orders: all but the first */
                        frequency: number;
                        /** @description Time from the first order to the last */
                        recency: number;
                        /** @description Time from the first order until now */
                        T: number;
                        /** @description Mean value of the repeat orders */
                        monetary?: number;
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
                        bg_nbd: {
                            r: number;
                            alpha: number;
                            a: number;
                            b: number;
                            log_likelihood: number;
                            customers: number;
                            /** @description Largest slope at the optimum: nearly 0 */
                            gradient: number;
                            /** @description A parameter went where the data cannot tell it; forecasts hold all the same */
                            at_edge: boolean;
                            evaluations: number;
                            groups: number;
                        };
                        /** @description null without three buyers with a value */
                        gamma_gamma: {
                            p: number;
                            q: number;
                            v: number;
                            log_likelihood: number;
                            customers: number;
                            /** @description Largest slope at the optimum: nearly 0 */
                            gradient: number;
                            /** @description A parameter went where the data cannot tell it; forecasts hold all the same */
                            at_edge: boolean;
                            evaluations: number;
                            mean_value: number | null;
                        } | null;
                        /** @description Of frequency and value; Gamma–Gamma takes it for 0 */
                        correlation: number | null;
                        notes: ("frequency_and_value_hang_together" | "no_mean_value" | "few_buyers_come_back")[];
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
    postCalcClvPredict: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    bg_nbd: {
                        r: number;
                        alpha: number;
                        a: number;
                        b: number;
                    };
                    gamma_gamma?: {
                        p: number;
                        q: number;
                        v: number;
                    } | null;
                    rows: {
                        /** @description Repeat orders: all but the first */
                        frequency: number;
                        /** @description Time from the first order to the last */
                        recency: number;
                        /** @description Time from the first order until now */
                        T: number;
                        /** @description Mean value of the repeat orders */
                        monetary?: number;
                    }[];
                    /**
                     * @description Of rows and of alpha
                     * @default day
                     * @enum {string}
                     */
                    time_unit?: "day" | "week" | "month";
                    /**
                     * @description Days
                     * @default [
                     *       30,
                     *       90,
                     *       365
                     *     ]
                     */
                    horizons?: number[];
                    /**
                     * @description Share of an order’s value that stays
                     * @default 1
                     */
                    margin?: number;
                    /** @default 0 */
                    annual_discount?: number;
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
                        rows: {
                            alive: number;
                            order_value: number | null;
                            horizons: {
                                days: number;
                                orders: number;
                                /** @description null without a model of values */
                                value: number | null;
                            }[];
                        }[];
                        totals: {
                            days: number;
                            orders: number;
                            /** @description null without a model of values */
                            value: number | null;
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
    postCalcGmv: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Five factors and GMV, of which one may be missing */
                    factors: {
                        visitors?: number;
                        /** @description First buyers ÷ visitors */
                        conversion_rate?: number;
                        /** @description Net money an order */
                        order_value?: number;
                        /** @description Customers recruited ÷ visitors */
                        fission_rate?: number;
                        /** @description Orders a buyer over the horizon */
                        ltv_multiple?: number;
                        gmv?: number;
                    };
                    /** @description To explain the change from */
                    before?: {
                        visitors: number;
                        /** @description First buyers ÷ visitors */
                        conversion_rate: number;
                        /** @description Net money an order */
                        order_value: number;
                        /** @description Customers recruited ÷ visitors */
                        fission_rate: number;
                        /** @description Orders a buyer over the horizon */
                        ltv_multiple: number;
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
                        factors: {
                            visitors: number;
                            /** @description First buyers ÷ visitors */
                            conversion_rate: number;
                            /** @description Net money an order */
                            order_value: number;
                            /** @description Customers recruited ÷ visitors */
                            fission_rate: number;
                            /** @description Orders a buyer over the horizon */
                            ltv_multiple: number;
                        };
                        gmv: number;
                        /** @description Which of the six was missing */
                        solved: ("visitors" | "conversion_rate" | "order_value" | "fission_rate" | "ltv_multiple" | "gmv") | null;
                        change: {
                            before: number;
                            after: number;
                            change: number;
                            factors: {
                                /** @enum {string} */
                                factor: "visitors" | "conversion_rate" | "order_value" | "fission_rate" | "ltv_multiple";
                                before: number | null;
                                after: number | null;
                                lmdi: number;
                                shapley: number;
                                /** @description 连环替代: depends on the order; for comparison only */
                                chain: number;
                            }[];
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
    postCalcKfactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    model?: {
                        invites_per_user: number;
                        conversion: number;
                    };
                    measured?: {
                        /** @description Newcomers by who brought them */
                        recruits: number[];
                        /** @description Everybody, also who brought nobody */
                        cohort: number;
                        sharers?: number;
                        /** @default 0.95 */
                        confidence?: number;
                        /** @default 1 */
                        seed?: number;
                    };
                    /** @description Users after each time, by the measured K or else the model’s */
                    growth?: {
                        start: number;
                        cycle: number;
                        times: number[];
                    };
                    /** @description Days from an inviter’s joining to the invitee’s */
                    cycle_days?: number[];
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
                        /** @description Measured, or else of the model */
                        k: number;
                        /** @description 1 ÷ (1 − K); null when K ≥ 1 */
                        amplification: number | null;
                        model: {
                            k: number;
                        } | null;
                        measured: {
                            cohort: number;
                            recruits: number;
                            k: number;
                            interval: {
                                low: number;
                                high: number;
                                confidence: number;
                            };
                            sharers: number | null;
                            k_of_sharers: number | null;
                            share_rate: number | null;
                            amplification: number | null;
                        } | null;
                        /** @description Median */
                        cycle_days: number | null;
                        growth: {
                            time: number;
                            users: number;
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
    postCalcRfm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    rows: {
                        /** @description Days since the last order */
                        recency: number;
                        frequency: number;
                        monetary: number;
                    }[];
                    /** @description Kept from before; else the rows are cut into fifths */
                    cut_offs?: {
                        /** @description At most so many days for the scores 2 to 5 */
                        r: number[];
                        f: number[];
                        m: number[];
                    };
                    /**
                     * @description Scores from here on count as high
                     * @default 4
                     */
                    high?: number;
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
                        cut_offs: {
                            /** @description At most so many days for the scores 2 to 5 */
                            r: number[];
                            f: number[];
                            m: number[];
                        };
                        /** @description In the order of the rows */
                        scores: {
                            r: number;
                            f: number;
                            m: number;
                            /** @enum {string} */
                            segment: "champions" | "develop" | "keep" | "win_back" | "regulars" | "newcomers" | "drifting" | "hibernating";
                        }[];
                        segments: {
                            /** @enum {string} */
                            segment: "champions" | "develop" | "keep" | "win_back" | "regulars" | "newcomers" | "drifting" | "hibernating";
                            customers: number;
                            share: number;
                            /** @description Mean */
                            monetary: number;
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
    postCalcGini: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description One a customer */
                    values: number[];
                    /**
                     * @description Customers with nothing not in the list
                     * @default 0
                     */
                    zeros?: number;
                    /**
                     * @default [
                     *       0.01,
                     *       0.05,
                     *       0.1,
                     *       0.2,
                     *       0.5
                     *     ]
                     */
                    top?: number[];
                    /** @default 0.8 */
                    share?: number;
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
                        n: number;
                        /** @description Customers with nothing, who count */
                        zeros: number;
                        total: number;
                        gini: number | null;
                        top: {
                            q: number;
                            customers: number;
                            share: number | null;
                        }[];
                        /** @description The fewest customers who bring the share */
                        fewest: {
                            share: number;
                            customers: number;
                            of_all: number;
                        } | null;
                        lorenz: {
                            customers: number;
                            value: number;
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
    getHome: {
        parameters: {
            query?: {
                /** @description First day of the trend; 14 days unless given */
                from?: string;
                /** @description Its last day; today unless given */
                to?: string;
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
                        /** Format: date-time */
                        as_of: string;
                        /**
                         * Format: date
                         * @description Today in the brand’s zone
                         */
                        day: string;
                        zone: string;
                        currency: string;
                        has_events: boolean;
                        today: {
                            events: number;
                            /** @description Paid, in the brand’s currency */
                            orders: number;
                            paid_fen: number;
                            /** @description Paid less what was given back, by the day it happened */
                            net_fen: number;
                            /** @description By their first trace */
                            new_customers: number;
                            new_known: number;
                        };
                        /** @description Up to the same time of day */
                        yesterday: {
                            events: number;
                            /** @description Paid, in the brand’s currency */
                            orders: number;
                            paid_fen: number;
                            /** @description Paid less what was given back, by the day it happened */
                            net_fen: number;
                            /** @description By their first trace */
                            new_customers: number;
                            new_known: number;
                        };
                        customers: {
                            all: number;
                            known: number;
                        };
                        trend: {
                            events: number;
                            /** @description Paid, in the brand’s currency */
                            orders: number;
                            paid_fen: number;
                            /** @description Paid less what was given back, by the day it happened */
                            net_fen: number;
                            /** @description By their first trace */
                            new_customers: number;
                            new_known: number;
                            /** Format: date */
                            day: string;
                        }[];
                        /** @description Of today’s events */
                        platforms: {
                            name: string;
                            events: number;
                            /** Format: date-time */
                            last_at: string;
                        }[];
                        /** @description Of today’s events */
                        sources: {
                            name: string;
                            events: number;
                            /** Format: date-time */
                            last_at: string;
                        }[];
                        /** @description In which there was money that no sum here holds */
                        other_currencies: string[];
                        waiting: {
                            /** @description null: not yours to see */
                            conflicts: number | null;
                            /** @description null: not yours to see */
                            dead_letters: number | null;
                            /** @description For your decision */
                            approvals: number;
                            /** @description Unread */
                            notices: number;
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
                            mapping_title: {
                                [key: string]: string;
                            };
                            /** @description The import whose refused rows these are, mended */
                            mends: string | null;
                            /** @enum {string} */
                            mode: "first_wins" | "correct";
                            files: {
                                name: string;
                                bytes: number;
                                rows_read: number;
                                done: boolean;
                            }[];
                            /** @enum {string} */
                            state: "waiting" | "running" | "paused" | "done" | "failed" | "undoing" | "undone";
                            /** @description What the worker does at its next checkpoint */
                            wanted: ("pause" | "undo") | null;
                            progress: {
                                /** @enum {string} */
                                phase: "reading" | "applying";
                                bytes: number;
                                bytes_read: number;
                                rows_read: number;
                                staged: number;
                                applied: number;
                            };
                            /** @description Rows whose fate is decided */
                            counts: {
                                imported: number;
                                /** @description Known before, or repeated in the file: nothing changed */
                                repeated: number;
                                aside: number;
                                rejected: number;
                            };
                            error: {
                                code: string;
                                message: string;
                            } | null;
                            /** Format: date-time */
                            created_at: string;
                            created_by: string;
                            /** @description Null: not of the brand any more, or a program */
                            created_by_name: string | null;
                            started_at: string | null;
                            finished_at: string | null;
                            undone_at: string | null;
                            undone_by: string | null;
                            undone_by_name: string | null;
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
                        mapping_title: {
                            [key: string]: string;
                        };
                        /** @description The import whose refused rows these are, mended */
                        mends: string | null;
                        /** @enum {string} */
                        mode: "first_wins" | "correct";
                        files: {
                            name: string;
                            bytes: number;
                            rows_read: number;
                            done: boolean;
                        }[];
                        /** @enum {string} */
                        state: "waiting" | "running" | "paused" | "done" | "failed" | "undoing" | "undone";
                        /** @description What the worker does at its next checkpoint */
                        wanted: ("pause" | "undo") | null;
                        progress: {
                            /** @enum {string} */
                            phase: "reading" | "applying";
                            bytes: number;
                            bytes_read: number;
                            rows_read: number;
                            staged: number;
                            applied: number;
                        };
                        /** @description Rows whose fate is decided */
                        counts: {
                            imported: number;
                            /** @description Known before, or repeated in the file: nothing changed */
                            repeated: number;
                            aside: number;
                            rejected: number;
                        };
                        error: {
                            code: string;
                            message: string;
                        } | null;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** @description Null: not of the brand any more, or a program */
                        created_by_name: string | null;
                        started_at: string | null;
                        finished_at: string | null;
                        undone_at: string | null;
                        undone_by: string | null;
                        undone_by_name: string | null;
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
                        /** @description Imports of its refused rows, mended */
                        mended_by: string[];
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
                        mapping_title: {
                            [key: string]: string;
                        };
                        /** @description The import whose refused rows these are, mended */
                        mends: string | null;
                        /** @enum {string} */
                        mode: "first_wins" | "correct";
                        files: {
                            name: string;
                            bytes: number;
                            rows_read: number;
                            done: boolean;
                        }[];
                        /** @enum {string} */
                        state: "waiting" | "running" | "paused" | "done" | "failed" | "undoing" | "undone";
                        /** @description What the worker does at its next checkpoint */
                        wanted: ("pause" | "undo") | null;
                        progress: {
                            /** @enum {string} */
                            phase: "reading" | "applying";
                            bytes: number;
                            bytes_read: number;
                            rows_read: number;
                            staged: number;
                            applied: number;
                        };
                        /** @description Rows whose fate is decided */
                        counts: {
                            imported: number;
                            /** @description Known before, or repeated in the file: nothing changed */
                            repeated: number;
                            aside: number;
                            rejected: number;
                        };
                        error: {
                            code: string;
                            message: string;
                        } | null;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** @description Null: not of the brand any more, or a program */
                        created_by_name: string | null;
                        started_at: string | null;
                        finished_at: string | null;
                        undone_at: string | null;
                        undone_by: string | null;
                        undone_by_name: string | null;
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
                        /** @description Imports of its refused rows, mended */
                        mended_by: string[];
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
    getImportsByIdUndo: {
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
                        orders: number;
                        refunds: number;
                        products: number;
                        costs: number;
                        /** @description Refunded or changed from elsewhere since */
                        orders_stay: number;
                        /** @description Of them, who has been seen elsewhere since will stay */
                        customers: number;
                        attributes: number;
                        tags: number;
                        relations: number;
                        events: number;
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
                        mapping_title: {
                            [key: string]: string;
                        };
                        /** @description The import whose refused rows these are, mended */
                        mends: string | null;
                        /** @enum {string} */
                        mode: "first_wins" | "correct";
                        files: {
                            name: string;
                            bytes: number;
                            rows_read: number;
                            done: boolean;
                        }[];
                        /** @enum {string} */
                        state: "waiting" | "running" | "paused" | "done" | "failed" | "undoing" | "undone";
                        /** @description What the worker does at its next checkpoint */
                        wanted: ("pause" | "undo") | null;
                        progress: {
                            /** @enum {string} */
                            phase: "reading" | "applying";
                            bytes: number;
                            bytes_read: number;
                            rows_read: number;
                            staged: number;
                            applied: number;
                        };
                        /** @description Rows whose fate is decided */
                        counts: {
                            imported: number;
                            /** @description Known before, or repeated in the file: nothing changed */
                            repeated: number;
                            aside: number;
                            rejected: number;
                        };
                        error: {
                            code: string;
                            message: string;
                        } | null;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** @description Null: not of the brand any more, or a program */
                        created_by_name: string | null;
                        started_at: string | null;
                        finished_at: string | null;
                        undone_at: string | null;
                        undone_by: string | null;
                        undone_by_name: string | null;
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
                        /** @description Imports of its refused rows, mended */
                        mended_by: string[];
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
    postImportsByIdPause: {
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
                        mapping_title: {
                            [key: string]: string;
                        };
                        /** @description The import whose refused rows these are, mended */
                        mends: string | null;
                        /** @enum {string} */
                        mode: "first_wins" | "correct";
                        files: {
                            name: string;
                            bytes: number;
                            rows_read: number;
                            done: boolean;
                        }[];
                        /** @enum {string} */
                        state: "waiting" | "running" | "paused" | "done" | "failed" | "undoing" | "undone";
                        /** @description What the worker does at its next checkpoint */
                        wanted: ("pause" | "undo") | null;
                        progress: {
                            /** @enum {string} */
                            phase: "reading" | "applying";
                            bytes: number;
                            bytes_read: number;
                            rows_read: number;
                            staged: number;
                            applied: number;
                        };
                        /** @description Rows whose fate is decided */
                        counts: {
                            imported: number;
                            /** @description Known before, or repeated in the file: nothing changed */
                            repeated: number;
                            aside: number;
                            rejected: number;
                        };
                        error: {
                            code: string;
                            message: string;
                        } | null;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** @description Null: not of the brand any more, or a program */
                        created_by_name: string | null;
                        started_at: string | null;
                        finished_at: string | null;
                        undone_at: string | null;
                        undone_by: string | null;
                        undone_by_name: string | null;
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
                        /** @description Imports of its refused rows, mended */
                        mended_by: string[];
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
                        mapping_title: {
                            [key: string]: string;
                        };
                        /** @description The import whose refused rows these are, mended */
                        mends: string | null;
                        /** @enum {string} */
                        mode: "first_wins" | "correct";
                        files: {
                            name: string;
                            bytes: number;
                            rows_read: number;
                            done: boolean;
                        }[];
                        /** @enum {string} */
                        state: "waiting" | "running" | "paused" | "done" | "failed" | "undoing" | "undone";
                        /** @description What the worker does at its next checkpoint */
                        wanted: ("pause" | "undo") | null;
                        progress: {
                            /** @enum {string} */
                            phase: "reading" | "applying";
                            bytes: number;
                            bytes_read: number;
                            rows_read: number;
                            staged: number;
                            applied: number;
                        };
                        /** @description Rows whose fate is decided */
                        counts: {
                            imported: number;
                            /** @description Known before, or repeated in the file: nothing changed */
                            repeated: number;
                            aside: number;
                            rejected: number;
                        };
                        error: {
                            code: string;
                            message: string;
                        } | null;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** @description Null: not of the brand any more, or a program */
                        created_by_name: string | null;
                        started_at: string | null;
                        finished_at: string | null;
                        undone_at: string | null;
                        undone_by: string | null;
                        undone_by_name: string | null;
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
                        /** @description Imports of its refused rows, mended */
                        mended_by: string[];
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
    getImportFields: {
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
                        max_bytes: number;
                        kinds: {
                            /** @enum {string} */
                            kind: "customers" | "events" | "orders" | "products" | "relations" | "tags" | "costs" | "cost_prices" | "coupon_products";
                            fields: {
                                name: string;
                                type: string;
                                required: boolean;
                            }[];
                            /** @description Beginnings of fields that name something themselves */
                            open: string[];
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
    postImportUploads: {
        parameters: {
            query?: {
                /** @description The import whose refused rows these are, mended */
                mends?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        files: {
                            name: string;
                            bytes: number;
                        }[];
                        mends: string | null;
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
    getImportUploadsById: {
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
                        files: {
                            name: string;
                            bytes: number;
                        }[];
                        mends: string | null;
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
    postImportUploadsByIdPreview: {
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
                    /** @default 0 */
                    file?: number;
                    /** @enum {string} */
                    encoding?: "utf-8" | "gb18030" | "utf-16le";
                    delimiter?: string;
                    skip_lines?: number;
                    sheet?: number;
                    /**
                     * @description Guess the columns for this kind
                     * @enum {string}
                     */
                    kind?: "customers" | "events" | "orders" | "products" | "relations" | "tags" | "costs" | "cost_prices" | "coupon_products";
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
                        /** @enum {string} */
                        format: "csv" | "ndjson" | "xlsx";
                        encoding: string;
                        delimiter: string | null;
                        sheets: string[];
                        columns: string[];
                        /** @description The first 20 */
                        rows: string[][];
                        /** @description Rows at the beginning that have another shape than the file */
                        bad: {
                            row: number;
                            code: string;
                            reason: string;
                        }[];
                        guess: {
                            /** @enum {string} */
                            kind: "customers" | "events" | "orders" | "products" | "relations" | "tags" | "costs" | "cost_prices" | "coupon_products";
                            confidence: number;
                            kinds: {
                                /** @enum {string} */
                                kind: "customers" | "events" | "orders" | "products" | "relations" | "tags" | "costs" | "cost_prices" | "coupon_products";
                                confidence: number;
                            }[];
                            fields: {
                                field: string;
                                column: string;
                                confidence: number;
                                /** @enum {string} */
                                by: "name" | "header" | "values" | "rest";
                            }[];
                            /** @description What the shop or system may be called, by the file’s name */
                            source: string;
                            /** @description A part of a mapping, ready to be used */
                            part: {
                                [key: string]: unknown;
                            };
                        };
                        /** @description Saved ones that fit these files */
                        mappings: {
                            name: string;
                            title: {
                                [key: string]: string;
                            };
                            shipped: boolean;
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
    postImportUploadsByIdCheck: {
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
                    /** @description Name of a saved one */
                    mapping?: string;
                    /** @description Or one of its own */
                    document?: {
                        [key: string]: unknown;
                    };
                    /**
                     * Format: uuid
                     * @description Or the one that this import was made with
                     */
                    like?: string;
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
                        rows: number;
                        /** @description False: only the first so many rows were looked at */
                        whole: boolean;
                        good: number;
                        aside: number;
                        rejected: number;
                        without_customer: number;
                        /** @description What its orders are paid in, where that is not the brand’s own */
                        foreign_currency: string | null;
                        /** @description Different customers named */
                        customers: number;
                        reasons: {
                            /** @enum {string} */
                            fate: "rejected" | "aside";
                            code: string;
                            rows: number;
                            reason: string;
                        }[];
                        columns: string[];
                        bad: {
                            file: string;
                            row: number;
                            /** @enum {string} */
                            fate: "rejected" | "aside";
                            code: string;
                            reason: string;
                            cells: string[];
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
    postImportUploadsByIdImport: {
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
                    /** @description Name of a saved one */
                    mapping?: string;
                    /** @description Or one of its own */
                    document?: {
                        [key: string]: unknown;
                    };
                    /**
                     * Format: uuid
                     * @description Or the one that this import was made with
                     */
                    like?: string;
                    /** @enum {string} */
                    mode?: "first_wins" | "correct";
                    /** @default false */
                    again?: boolean;
                    /** @description Keep the mapping under this title */
                    save_as?: string;
                };
            };
        };
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
                        mapping_title: {
                            [key: string]: string;
                        };
                        /** @description The import whose refused rows these are, mended */
                        mends: string | null;
                        /** @enum {string} */
                        mode: "first_wins" | "correct";
                        files: {
                            name: string;
                            bytes: number;
                            rows_read: number;
                            done: boolean;
                        }[];
                        /** @enum {string} */
                        state: "waiting" | "running" | "paused" | "done" | "failed" | "undoing" | "undone";
                        /** @description What the worker does at its next checkpoint */
                        wanted: ("pause" | "undo") | null;
                        progress: {
                            /** @enum {string} */
                            phase: "reading" | "applying";
                            bytes: number;
                            bytes_read: number;
                            rows_read: number;
                            staged: number;
                            applied: number;
                        };
                        /** @description Rows whose fate is decided */
                        counts: {
                            imported: number;
                            /** @description Known before, or repeated in the file: nothing changed */
                            repeated: number;
                            aside: number;
                            rejected: number;
                        };
                        error: {
                            code: string;
                            message: string;
                        } | null;
                        /** Format: date-time */
                        created_at: string;
                        created_by: string;
                        /** @description Null: not of the brand any more, or a program */
                        created_by_name: string | null;
                        started_at: string | null;
                        finished_at: string | null;
                        undone_at: string | null;
                        undone_by: string | null;
                        undone_by_name: string | null;
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
                        /** @description Imports of its refused rows, mended */
                        mended_by: string[];
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
    getNotices: {
        parameters: {
            query?: {
                unread?: "true" | "false";
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
                            /** @description What it tells: import_done, export_done, approval_requested … */
                            kind: string;
                            subject: {
                                kind: string;
                                id: string;
                            } | null;
                            params: {
                                [key: string]: string | number;
                            };
                            /** @description An address inside the console */
                            link: string | null;
                            /** Format: date-time */
                            created_at: string;
                            read_at: string | null;
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
    getNoticesCount: {
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
                        unread: number;
                        to_decide: number;
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
    postNoticesByIdRead: {
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
    postNoticesRead: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
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
                        read: number;
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
    postNoticesReadAll: {
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
                    up_to?: string;
                } | null;
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
                        read: number;
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
    getApprovals: {
        parameters: {
            query?: {
                whose?: "all" | "own";
                state?: "waiting" | "approved" | "rejected" | "withdrawn";
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
                            subject: {
                                kind: string;
                                id: string;
                            };
                            summary: {
                                [key: string]: string | number | null;
                            };
                            /** @enum {string} */
                            state: "waiting" | "approved" | "rejected" | "withdrawn";
                            requested_by: string;
                            requested_by_name: string;
                            /** Format: date-time */
                            requested_at: string;
                            /** @description The words of who asked */
                            reason: string;
                            decided_by: string | null;
                            decided_by_name: string | null;
                            decided_at: string | null;
                            /** @description The words of who decided */
                            comment: string;
                            /** @description True: there was nobody else who could decide */
                            decided_alone: boolean;
                            is_own: boolean;
                            may_decide: boolean;
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
    getApprovalsById: {
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
                        subject: {
                            kind: string;
                            id: string;
                        };
                        summary: {
                            [key: string]: string | number | null;
                        };
                        /** @enum {string} */
                        state: "waiting" | "approved" | "rejected" | "withdrawn";
                        requested_by: string;
                        requested_by_name: string;
                        /** Format: date-time */
                        requested_at: string;
                        /** @description The words of who asked */
                        reason: string;
                        decided_by: string | null;
                        decided_by_name: string | null;
                        decided_at: string | null;
                        /** @description The words of who decided */
                        comment: string;
                        /** @description True: there was nobody else who could decide */
                        decided_alone: boolean;
                        is_own: boolean;
                        may_decide: boolean;
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
    postApprovalsByIdDecide: {
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
                    decision: "approve" | "reject";
                    /** @default  */
                    comment?: string;
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
                        id: string;
                        kind: string;
                        subject: {
                            kind: string;
                            id: string;
                        };
                        summary: {
                            [key: string]: string | number | null;
                        };
                        /** @enum {string} */
                        state: "waiting" | "approved" | "rejected" | "withdrawn";
                        requested_by: string;
                        requested_by_name: string;
                        /** Format: date-time */
                        requested_at: string;
                        /** @description The words of who asked */
                        reason: string;
                        decided_by: string | null;
                        decided_by_name: string | null;
                        decided_at: string | null;
                        /** @description The words of who decided */
                        comment: string;
                        /** @description True: there was nobody else who could decide */
                        decided_alone: boolean;
                        is_own: boolean;
                        may_decide: boolean;
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
    postApprovalsDecide: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
                    /** @enum {string} */
                    decision: "approve" | "reject";
                    /** @default  */
                    comment?: string;
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    postApprovalsByIdWithdraw: {
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
                        subject: {
                            kind: string;
                            id: string;
                        };
                        summary: {
                            [key: string]: string | number | null;
                        };
                        /** @enum {string} */
                        state: "waiting" | "approved" | "rejected" | "withdrawn";
                        requested_by: string;
                        requested_by_name: string;
                        /** Format: date-time */
                        requested_at: string;
                        /** @description The words of who asked */
                        reason: string;
                        decided_by: string | null;
                        decided_by_name: string | null;
                        decided_at: string | null;
                        /** @description The words of who decided */
                        comment: string;
                        /** @description True: there was nobody else who could decide */
                        decided_alone: boolean;
                        is_own: boolean;
                        may_decide: boolean;
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
    getExports: {
        parameters: {
            query?: {
                whose?: "own" | "all";
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
                            params: {
                                [key: string]: unknown;
                            };
                            /** @enum {string} */
                            format: "csv" | "xlsx" | "ndjson";
                            file_name: string;
                            /** @enum {string} */
                            state: "waiting_approval" | "waiting" | "running" | "done" | "failed" | "cancelled" | "refused" | "expired";
                            approval_id: string | null;
                            /** @description Written so far */
                            rows: number;
                            rows_expected: number | null;
                            bytes: number | null;
                            error: {
                                code: string;
                                message: string;
                            } | null;
                            created_by: string;
                            created_by_name: string;
                            /** Format: date-time */
                            created_at: string;
                            started_at: string | null;
                            finished_at: string | null;
                            expires_at: string | null;
                            downloads: number;
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
    postExports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    kind: string;
                    /**
                     * @description The filters of its list
                     * @default {}
                     */
                    params?: {
                        [key: string]: unknown;
                    };
                    /**
                     * @default csv
                     * @enum {string}
                     */
                    format?: "csv" | "xlsx" | "ndjson";
                    /** @default false */
                    gzip?: boolean;
                    /**
                     * @description CSV: a mark that lets Excel read Chinese
                     * @default true
                     */
                    bom?: boolean;
                    /**
                     * @description Names of the columns
                     * @default keys
                     * @enum {string}
                     */
                    header?: "keys" | "zh-CN" | "en";
                    /**
                     * @description For the second person
                     * @default
                     */
                    reason?: string;
                };
            };
        };
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
                        params: {
                            [key: string]: unknown;
                        };
                        /** @enum {string} */
                        format: "csv" | "xlsx" | "ndjson";
                        file_name: string;
                        /** @enum {string} */
                        state: "waiting_approval" | "waiting" | "running" | "done" | "failed" | "cancelled" | "refused" | "expired";
                        approval_id: string | null;
                        /** @description Written so far */
                        rows: number;
                        rows_expected: number | null;
                        bytes: number | null;
                        error: {
                            code: string;
                            message: string;
                        } | null;
                        created_by: string;
                        created_by_name: string;
                        /** Format: date-time */
                        created_at: string;
                        started_at: string | null;
                        finished_at: string | null;
                        expires_at: string | null;
                        downloads: number;
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
    getExportsById: {
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
                        params: {
                            [key: string]: unknown;
                        };
                        /** @enum {string} */
                        format: "csv" | "xlsx" | "ndjson";
                        file_name: string;
                        /** @enum {string} */
                        state: "waiting_approval" | "waiting" | "running" | "done" | "failed" | "cancelled" | "refused" | "expired";
                        approval_id: string | null;
                        /** @description Written so far */
                        rows: number;
                        rows_expected: number | null;
                        bytes: number | null;
                        error: {
                            code: string;
                            message: string;
                        } | null;
                        created_by: string;
                        created_by_name: string;
                        /** Format: date-time */
                        created_at: string;
                        started_at: string | null;
                        finished_at: string | null;
                        expires_at: string | null;
                        downloads: number;
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
    deleteExportsById: {
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
    postExportsByIdCancel: {
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
                        params: {
                            [key: string]: unknown;
                        };
                        /** @enum {string} */
                        format: "csv" | "xlsx" | "ndjson";
                        file_name: string;
                        /** @enum {string} */
                        state: "waiting_approval" | "waiting" | "running" | "done" | "failed" | "cancelled" | "refused" | "expired";
                        approval_id: string | null;
                        /** @description Written so far */
                        rows: number;
                        rows_expected: number | null;
                        bytes: number | null;
                        error: {
                            code: string;
                            message: string;
                        } | null;
                        created_by: string;
                        created_by_name: string;
                        /** Format: date-time */
                        created_at: string;
                        started_at: string | null;
                        finished_at: string | null;
                        expires_at: string | null;
                        downloads: number;
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
    getExportsByIdFile: {
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
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
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
    postExportsDelete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    getExportSettings: {
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
                        /** @description An export of customers’ data with more rows waits for a second person */
                        approval_rows: number;
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
    putExportSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description An export of customers’ data with more rows waits for a second person */
                    approval_rows: number;
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
                        /** @description An export of customers’ data with more rows waits for a second person */
                        approval_rows: number;
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
    getWebhooks: {
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
                            /** Format: uuid */
                            id: string;
                            name: string;
                            url: string;
                            events: string[];
                            with_identifiers: boolean;
                            is_on: boolean;
                            /** @description Why nobody’s hand switched it off: nothing taken for 24 hours, or answered 410 */
                            off_because: ("failing" | "gone") | null;
                            /** @description Since when nothing was taken */
                            failing_since: string | null;
                            /** @description Until when the secret before also signs */
                            old_secret_until: string | null;
                            /** @description Deliveries that wait or are tried again */
                            waiting: number;
                            /** @description Deliveries that nobody took within a day */
                            given_up: number;
                            last_delivered_at: string | null;
                            /** Format: date-time */
                            created_at: string;
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
    postWebhooks: {
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
                    /** Format: uri */
                    url: string;
                    /** @description Names of events, our own as well as others */
                    events: string[];
                    /**
                     * @description Whether bodies carry identifiers
                     * @default false
                     */
                    with_identifiers?: boolean;
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
                        webhook: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            url: string;
                            events: string[];
                            with_identifiers: boolean;
                            is_on: boolean;
                            /** @description Why nobody’s hand switched it off: nothing taken for 24 hours, or answered 410 */
                            off_because: ("failing" | "gone") | null;
                            /** @description Since when nothing was taken */
                            failing_since: string | null;
                            /** @description Until when the secret before also signs */
                            old_secret_until: string | null;
                            /** @description Deliveries that wait or are tried again */
                            waiting: number;
                            /** @description Deliveries that nobody took within a day */
                            given_up: number;
                            last_delivered_at: string | null;
                            /** Format: date-time */
                            created_at: string;
                        };
                        secret: string;
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
    getWebhooksById: {
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
                        name: string;
                        url: string;
                        events: string[];
                        with_identifiers: boolean;
                        is_on: boolean;
                        /** @description Why nobody’s hand switched it off: nothing taken for 24 hours, or answered 410 */
                        off_because: ("failing" | "gone") | null;
                        /** @description Since when nothing was taken */
                        failing_since: string | null;
                        /** @description Until when the secret before also signs */
                        old_secret_until: string | null;
                        /** @description Deliveries that wait or are tried again */
                        waiting: number;
                        /** @description Deliveries that nobody took within a day */
                        given_up: number;
                        last_delivered_at: string | null;
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
    deleteWebhooksById: {
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
    patchWebhooksById: {
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
                    /** Format: uri */
                    url?: string;
                    /** @description Names of events, our own as well as others */
                    events?: string[];
                    /**
                     * @description Whether bodies carry identifiers
                     * @default false
                     */
                    with_identifiers?: boolean;
                    is_on?: boolean;
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
                        id: string;
                        name: string;
                        url: string;
                        events: string[];
                        with_identifiers: boolean;
                        is_on: boolean;
                        /** @description Why nobody’s hand switched it off: nothing taken for 24 hours, or answered 410 */
                        off_because: ("failing" | "gone") | null;
                        /** @description Since when nothing was taken */
                        failing_since: string | null;
                        /** @description Until when the secret before also signs */
                        old_secret_until: string | null;
                        /** @description Deliveries that wait or are tried again */
                        waiting: number;
                        /** @description Deliveries that nobody took within a day */
                        given_up: number;
                        last_delivered_at: string | null;
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
    postWebhooksBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
                    /** @enum {string} */
                    action: "on" | "off" | "remove";
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    postWebhooksByIdSecret: {
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
                    old_valid_hours?: number;
                } | null;
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
                        old_until: string | null;
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
    postWebhooksByIdTest: {
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
                        /**
                         * Format: uuid
                         * @description The same over all attempts
                         */
                        id: string;
                        /** Format: uuid */
                        webhook_id: string;
                        /** Format: uuid */
                        event_id: string;
                        customer_id: number | null;
                        name: string;
                        /** Format: date-time */
                        made_at: string;
                        /** @enum {string} */
                        state: "waiting" | "delivered" | "given_up";
                        attempts: number;
                        /** @description When it is tried again */
                        next_at: string | null;
                        /** @description 0: no answer; the text says why */
                        answered_status: number | null;
                        answered_text: string | null;
                        took_ms: number | null;
                        ended_at: string | null;
                        replay_of: string | null;
                        body: string;
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
    getWebhooksByIdDeliveries: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
                state?: "waiting" | "delivered" | "given_up";
            };
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
                        items: {
                            /**
                             * Format: uuid
                             * @description The same over all attempts
                             */
                            id: string;
                            /** Format: uuid */
                            webhook_id: string;
                            /** Format: uuid */
                            event_id: string;
                            customer_id: number | null;
                            name: string;
                            /** Format: date-time */
                            made_at: string;
                            /** @enum {string} */
                            state: "waiting" | "delivered" | "given_up";
                            attempts: number;
                            /** @description When it is tried again */
                            next_at: string | null;
                            /** @description 0: no answer; the text says why */
                            answered_status: number | null;
                            answered_text: string | null;
                            took_ms: number | null;
                            ended_at: string | null;
                            replay_of: string | null;
                            body: string;
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
    postWebhooksByIdReplay: {
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
                    ids?: string[];
                    /** Format: date-time */
                    from?: string;
                    /**
                     * Format: date-time
                     * @description Not included
                     */
                    to?: string;
                    states?: ("delivered" | "given_up")[];
                } | null;
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
                        count: number;
                        tried_again: number;
                        told_again: number;
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
    postWebhookDeliveriesByIdReplay: {
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
                        /**
                         * Format: uuid
                         * @description The same over all attempts
                         */
                        id: string;
                        /** Format: uuid */
                        webhook_id: string;
                        /** Format: uuid */
                        event_id: string;
                        customer_id: number | null;
                        name: string;
                        /** Format: date-time */
                        made_at: string;
                        /** @enum {string} */
                        state: "waiting" | "delivered" | "given_up";
                        attempts: number;
                        /** @description When it is tried again */
                        next_at: string | null;
                        /** @description 0: no answer; the text says why */
                        answered_status: number | null;
                        answered_text: string | null;
                        took_ms: number | null;
                        ended_at: string | null;
                        replay_of: string | null;
                        body: string;
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
    getInboundAddresses: {
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
                            /** Format: uuid */
                            id: string;
                            name: string;
                            mapping: string;
                            rows_at: string;
                            /** @description How the secret part begins */
                            hint: string;
                            is_on: boolean;
                            received: number;
                            waiting: number;
                            faulty: number;
                            last_received_at: string | null;
                            /** Format: date-time */
                            created_at: string;
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
    postInboundAddresses: {
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
                    /** @description Name of a saved or shipped import mapping */
                    mapping?: string;
                    /**
                     * @description Where in a body its rows are, e.g. data.trades; empty: the body itself
                     * @default
                     */
                    rows_at?: string;
                    /** @description In place of a mapping: saves the one of a preset, unless one of its name is there */
                    preset?: string;
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
                        address: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            mapping: string;
                            rows_at: string;
                            /** @description How the secret part begins */
                            hint: string;
                            is_on: boolean;
                            received: number;
                            waiting: number;
                            faulty: number;
                            last_received_at: string | null;
                            /** Format: date-time */
                            created_at: string;
                        };
                        path: string;
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
    getInboundPresets: {
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
                            key: string;
                            title: {
                                "zh-CN": string;
                                en: string;
                            };
                            /** @description Name of the mapping that it saves */
                            mapping: string;
                            rows_at: string;
                            /** @description A message of this kind, of nobody real */
                            sample: string;
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
    postInboundAddressesBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
                    /** @enum {string} */
                    action: "on" | "off" | "remove";
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
    deleteInboundAddressesById: {
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
    patchInboundAddressesById: {
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
                    /** @description Name of a saved or shipped import mapping */
                    mapping?: string;
                    /**
                     * @description Where in a body its rows are, e.g. data.trades; empty: the body itself
                     * @default
                     */
                    rows_at?: string;
                    is_on?: boolean;
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
                        id: string;
                        name: string;
                        mapping: string;
                        rows_at: string;
                        /** @description How the secret part begins */
                        hint: string;
                        is_on: boolean;
                        received: number;
                        waiting: number;
                        faulty: number;
                        last_received_at: string | null;
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
    getInboundAddressesByIdMessages: {
        parameters: {
            query?: {
                /** @description Items a page */
                limit?: number;
                /** @description `next_cursor` of the page before */
                cursor?: string;
                faulty?: "true" | "false";
            };
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
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** Format: date-time */
                            received_at: string;
                            import_id: string | null;
                            fault: string | null;
                            body: string;
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
    postInboundAddressesByIdRetry: {
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
                        count: number;
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
    getPlugins: {
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
                            /** @description Names of events */
                            hears: string[];
                            /** @description Whether it hears of imports and late events too */
                            hears_history: boolean;
                            /** @description Whether this brand wants it */
                            is_on: boolean;
                            off_at: string | null;
                            off_by: string | null;
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
    postPluginsBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    names: string[];
                    /** @enum {string} */
                    action: "on" | "off";
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
                        /** @description Rows that are another way now */
                        changed: number;
                        /** @description Rows that stay as they were, and why */
                        refused: {
                            /** @description Of the row, as it was sent */
                            id: string;
                            /** @description As the error of the same change made alone */
                            code: string;
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
}
