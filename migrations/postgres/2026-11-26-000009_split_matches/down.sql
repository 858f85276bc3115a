DROP TABLE split_matches;
