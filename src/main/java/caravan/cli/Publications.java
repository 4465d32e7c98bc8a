package caravan.cli;

import caravan.parquet.Publication;
import java.io.PrintWriter;
import java.util.List;

/** Prints what was published. */
record Publications(PrintWriter out, boolean json) {

    /** @param none what to say, for people, when there is nothing */
    void print(List<Publication> publications, String none) {
        if (json) {
            JsonLines lines = new JsonLines(out);
            publications.forEach(publication -> lines.write(JsonLines.MAPPER
                    .createObjectNode()
                    .put("day", publication.day().toString())
                    .put("generation", publication.generation())
                    .put("rows", publication.rows())
                    .put("bytes", publication.bytes())
                    .put("seconds", publication.took().toMillis() / 1e3)));
        } else if (publications.isEmpty()) {
            out.println(none);
        } else {
            out.printf("%-10s %11s %10s %13s %9s%n", "DAY", "GENERATION", "ROWS", "BYTES", "SECONDS");
            publications.forEach(publication -> out.printf(
                    "%-10s %11d %10d %13d %9.1f%n",
                    publication.day(),
                    publication.generation(),
                    publication.rows(),
                    publication.bytes(),
                    publication.took().toMillis() / 1e3));
        }
        out.flush();
    }
}
