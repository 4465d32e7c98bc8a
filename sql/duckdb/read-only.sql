-- Files beside those of the lake are neither read nor written, and this cannot be changed any more.
SET allowed_directories = [getvariable('lake')];
SET enable_external_access = false;
SET lock_configuration = true;
