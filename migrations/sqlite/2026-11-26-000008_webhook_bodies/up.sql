-- What webhooks about an alert say: the same to every endpoint and at every attempt. None before the first of them.
ALTER TABLE alerts ADD COLUMN webhook_body TEXT;
