/**
 * Moving files of older schemas into the lake: reading them as they are, and what becomes of each of their rows.
 */
package caravan.lake.migration;
