DROP TABLE meta;
DROP TABLE clicks;
DROP TABLE runs;
DROP TABLE boards;
DROP TABLE sources;
DROP TABLE postings;
DROP TABLE listings;
DROP TABLE change_counter;
