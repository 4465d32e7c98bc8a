package caravan.parquet;

/** What rows are when they leave a table for a route. */
public enum RowForm {
    /** A map by column, in the order of the schema, with a null where a row has no value. */
    MAP {
        @Override
        Object of(Row row) {
            return row.toMap();
        }
    },
    /** The {@link Row} itself. */
    ROW {
        @Override
        Object of(Row row) {
            return row;
        }
    };

    abstract Object of(Row row);
}
