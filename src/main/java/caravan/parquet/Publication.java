package caravan.parquet;

import java.time.Duration;
import java.time.LocalDate;

/**
 * A day that was published.
 *
 * @param generation its number
 * @param rows of the whole day
 * @param bytes of the whole day
 * @param segments that were merged in
 * @param took from reading the manifest until outsiders could see it
 */
public record Publication(LocalDate day, long generation, long rows, long bytes, int segments, Duration took) {}
