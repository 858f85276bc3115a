DROP INDEX listings_by_company;
DROP TABLE market_snapshots;
