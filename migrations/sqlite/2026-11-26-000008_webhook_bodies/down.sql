ALTER TABLE alerts DROP COLUMN webhook_body;
