/**
 * SQL over the lake: the tables and views in PostgreSQL, kept in step with what is published, and statements run by
 * DuckDB inside this process.
 */
package caravan.lake.sql;
