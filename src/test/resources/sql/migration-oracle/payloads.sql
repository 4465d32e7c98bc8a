SELECT file, "row", quirk, payload, raw_source_payload_json
FROM verdict
WHERE payload IS NOT NULL
