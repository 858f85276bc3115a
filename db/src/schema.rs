//! The tables, as in `migrations/`.

diesel::table! {
    change_counter (id) {
        id -> SmallInt,
        number -> BigInt,
    }
}

diesel::table! {
    listings (id) {
        id -> Text,
        number -> BigInt,
        text_of -> Text,
        text_hash -> Text,
        title -> Text,
        company_slug -> Nullable<Text>,
        company_name -> Nullable<Text>,
        role -> Text,
        seniority -> Text,
        work_mode -> Text,
        employment_type -> Text,
        eligibility -> Text,
        sponsorship -> Text,
        language -> Nullable<Text>,
        salary -> Nullable<Text>,
        salary_words -> Nullable<Text>,
        annual_usd_min -> Nullable<BigInt>,
        annual_usd_max -> Nullable<BigInt>,
        skills -> Text,
        score -> SmallInt,
        score_version -> SmallInt,
        rescore_at -> Nullable<BigInt>,
        posted_at -> Nullable<BigInt>,
        first_seen_at -> BigInt,
        last_seen_at -> BigInt,
        updated_at -> BigInt,
        closed_at -> Nullable<BigInt>,
        close_reason -> Nullable<Text>,
        apply_url -> Text,
        sources -> Text,
        locations -> Text,
    }
}

diesel::table! {
    postings (id) {
        id -> Text,
        listing_id -> Text,
        merge_rule -> Text,
        source -> Text,
        board -> Text,
        external_id -> Text,
        url -> Text,
        apply_url -> Text,
        requisition -> Nullable<Text>,
        title -> Text,
        company_slug -> Nullable<Text>,
        company_name -> Nullable<Text>,
        location -> Nullable<Text>,
        salary_text -> Nullable<Text>,
        description_html -> Text,
        description_text -> Text,
        posted_at -> Nullable<BigInt>,
        expires_at -> Nullable<BigInt>,
        reading -> Text,
        reading_version -> SmallInt,
        content_hash -> Text,
        traits -> Nullable<Text>,
        traits_version -> SmallInt,
        changed_at -> BigInt,
        first_seen_at -> BigInt,
        last_seen_at -> BigInt,
        closed_at -> Nullable<BigInt>,
        close_reason -> Nullable<Text>,
        missed_since -> Nullable<BigInt>,
    }
}

diesel::table! {
    merge_keys (key, listing_id) {
        key -> BigInt,
        listing_id -> Text,
    }
}

diesel::table! {
    recent_merge_keys (key, listing_id) {
        key -> BigInt,
        listing_id -> Text,
    }
}

diesel::table! {
    edges (posting_id) {
        posting_id -> Text,
        listing_id -> Text,
        with_posting -> Text,
        rule -> Text,
        confidence -> SmallInt,
        evidence -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    separations (one, other) {
        one -> Text,
        other -> Text,
        decided_by -> Text,
        reason -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    reports (id) {
        id -> Text,
        listing_id -> Text,
        posting_id -> Nullable<Text>,
        reason -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    sources (slug) {
        slug -> Text,
        name -> Text,
        kind -> Text,
        url -> Text,
        terms -> Text,
        access -> Text,
        attribution -> Nullable<Text>,
        pace_seconds -> Integer,
        cadence_seconds -> Integer,
        delay_seconds -> Integer,
    }
}

diesel::table! {
    boards (source, slug) {
        source -> Text,
        slug -> Text,
        next_run_at -> BigInt,
        leased_by -> Nullable<Text>,
        leased_until -> BigInt,
        watermark -> Nullable<BigInt>,
        etag -> Nullable<Text>,
        last_modified -> Nullable<Text>,
        failures -> Integer,
        host -> Text,
        watched_since -> BigInt,
        interval_seconds -> Integer,
        content_hash -> Nullable<Text>,
        checked_at -> Nullable<BigInt>,
        complete_at -> Nullable<BigInt>,
        confirmed_at -> BigInt,
        sizes -> Text,
        seen -> Integer,
        accepted -> Integer,
        rejected -> Integer,
        filled -> Text,
        trouble -> Nullable<Text>,
        trouble_since -> Nullable<BigInt>,
        doubted_since -> Nullable<BigInt>,
        retired_at -> Nullable<BigInt>,
        asked_after -> Nullable<Text>,
    }
}

diesel::table! {
    hosts (host) {
        host -> Text,
        leased_by -> Nullable<Text>,
        leased_until -> BigInt,
        next_at -> BigInt,
        failures -> Integer,
        robots -> Nullable<Text>,
        robots_until -> Nullable<BigInt>,
    }
}

diesel::table! {
    runs (id) {
        id -> Text,
        source -> Text,
        board -> Text,
        started_at -> BigInt,
        finished_at -> BigInt,
        outcome -> Text,
        seen -> BigInt,
        accepted -> BigInt,
        rejected -> BigInt,
        opened -> BigInt,
        changed -> BigInt,
        closed -> BigInt,
        report -> Text,
    }
}

diesel::table! {
    clicks (listing_id, day) {
        listing_id -> Text,
        day -> Integer,
        times -> BigInt,
    }
}

diesel::table! {
    meta (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    registrations (id) {
        id -> Text,
        email -> Text,
        email_key -> Text,
        name -> Nullable<Text>,
        password_hash -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    users (id) {
        id -> Text,
        email -> Text,
        email_key -> Text,
        name -> Nullable<Text>,
        password_hash -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    known_networks (user_id, network) {
        user_id -> Text,
        network -> Text,
        seen_at -> BigInt,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        user_id -> Text,
        client -> Nullable<Text>,
        created_at -> BigInt,
        last_used_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    refresh_tokens (hash) {
        hash -> Text,
        session_id -> Text,
        used_at -> Nullable<BigInt>,
        successor -> Nullable<Text>,
    }
}

diesel::table! {
    mail_tokens (hash) {
        hash -> Text,
        user_id -> Nullable<Text>,
        registration_id -> Nullable<Text>,
        expires_at -> BigInt,
    }
}

diesel::table! {
    mails (id) {
        id -> Text,
        kind -> Text,
        address -> Text,
        user_id -> Nullable<Text>,
        registration_id -> Nullable<Text>,
        created_at -> BigInt,
        due_at -> BigInt,
        leased_until -> BigInt,
        attempts -> Integer,
        last_error -> Nullable<Text>,
        sent_at -> Nullable<BigInt>,
        dead_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    throttles (name) {
        name -> Text,
        booked_until -> BigInt,
    }
}

diesel::table! {
    signing_keys (kid) {
        kid -> Text,
        seed -> Text,
        created_at -> BigInt,
        retired_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    api_keys (id) {
        id -> Text,
        user_id -> Text,
        name -> Text,
        hash -> Text,
        hint -> Text,
        scopes -> Text,
        created_at -> BigInt,
        expires_at -> Nullable<BigInt>,
        last_used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    idempotency_keys (principal, operation, key) {
        principal -> Text,
        operation -> Text,
        key -> Text,
        body_hash -> Text,
        status -> SmallInt,
        headers -> Text,
        body -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    removals (user_id, resource) {
        user_id -> Text,
        resource -> Text,
        removed_at -> BigInt,
    }
}

diesel::table! {
    saved_searches (id) {
        id -> Text,
        user_id -> Text,
        name -> Text,
        query -> Text,
        query_version -> SmallInt,
        cadence -> Text,
        hour -> SmallInt,
        time_zone -> Text,
        channels -> Text,
        per_company -> Nullable<SmallInt>,
        feed_token_hash -> Nullable<Text>,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        number -> BigInt,
    }
}

diesel::table! {
    matches (saved_search_id, listing_id) {
        saved_search_id -> Text,
        listing_id -> Text,
        matched_at -> BigInt,
        due_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    split_matches (listing_id, saved_search_id) {
        listing_id -> Text,
        saved_search_id -> Text,
        matched_at -> BigInt,
    }
}

diesel::table! {
    bookmarks (user_id, listing_id) {
        user_id -> Text,
        listing_id -> Text,
        kind -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    counters (name) {
        name -> Text,
        number -> BigInt,
    }
}

diesel::table! {
    alerts (id) {
        id -> Text,
        user_id -> Text,
        kind -> Text,
        due_at -> BigInt,
        created_at -> BigInt,
        webhook_body -> Nullable<Text>,
    }
}

diesel::table! {
    alert_items (alert_id, saved_search_id, listing_id) {
        alert_id -> Text,
        saved_search_id -> Text,
        listing_id -> Text,
        position -> Nullable<Integer>,
    }
}

diesel::table! {
    told (user_id, listing_id) {
        user_id -> Text,
        listing_id -> Text,
        told_at -> BigInt,
    }
}

diesel::table! {
    deliveries (id) {
        id -> Text,
        alert_id -> Nullable<Text>,
        user_id -> Text,
        channel -> Text,
        endpoint_id -> Nullable<Text>,
        state -> Text,
        due_at -> BigInt,
        leased_until -> BigInt,
        attempts -> Integer,
        last_status -> Nullable<Integer>,
        last_error -> Nullable<Text>,
        created_at -> BigInt,
        finished_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    webhook_endpoints (id) {
        id -> Text,
        user_id -> Text,
        url -> Text,
        description -> Nullable<Text>,
        secret -> Text,
        previous_secret -> Nullable<Text>,
        previous_secret_until -> Nullable<BigInt>,
        disabled_reason -> Nullable<Text>,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    market_snapshots (day) {
        day -> Integer,
        taken_at -> BigInt,
        body -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(boards, hosts);
diesel::allow_tables_to_appear_in_same_query!(listings, postings);
diesel::allow_tables_to_appear_in_same_query!(merge_keys, recent_merge_keys);
diesel::allow_tables_to_appear_in_same_query!(matches, saved_searches);
diesel::allow_tables_to_appear_in_same_query!(alerts, alert_items, deliveries);
diesel::allow_tables_to_appear_in_same_query!(matches, bookmarks, split_matches);
diesel::allow_tables_to_appear_in_same_query!(sessions, refresh_tokens);
