DROP TABLE bookmarks;
DROP TABLE matches;
DROP TABLE saved_searches;
