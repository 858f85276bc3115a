INSERT INTO merge_keys (key, listing_id) SELECT key, listing_id FROM recent_merge_keys WHERE TRUE ON CONFLICT DO NOTHING;
DROP TABLE recent_merge_keys;
