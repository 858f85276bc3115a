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
        canonical_url -> Text,
        opening_key -> Nullable<Text>,
        text_fingerprint -> Nullable<Text>,
        first_seen_at -> BigInt,
        last_seen_at -> BigInt,
        closed_at -> Nullable<BigInt>,
        close_reason -> Nullable<Text>,
        missed_runs -> Integer,
    }
}

diesel::table! {
    sources (slug) {
        slug -> Text,
        name -> Text,
        kind -> Text,
        url -> Text,
        terms -> Text,
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

diesel::allow_tables_to_appear_in_same_query!(listings, postings);
