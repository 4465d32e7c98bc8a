package caravan.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A part of a list, and where its neighbours are. Immutable.
 *
 * @param items what is answered, as a JSON array
 * @param headers {@code Link} (RFC 8288) and {@code X-Total-Count}, as far as they are known
 */
record Page(List<?> items, Map<String, String> headers) {

    Page {
        items = List.copyOf(items);
        headers = Map.copyOf(headers);
    }

    /**
     * @param path of the list
     * @param offset how many items are before these
     * @param limit how many are on a page
     * @param isMore whether there are some behind these
     */
    static Page of(List<?> items, String path, Query query, int offset, int limit, boolean isMore) {
        List<String> links = new ArrayList<>();
        if (isMore) {
            links.add(link(path, query, offset + limit, "next"));
        }
        if (offset > 0) {
            links.add(link(path, query, Math.max(0, offset - limit), "prev"));
        }
        Map<String, String> headers = links.isEmpty() ? Map.of() : Map.of("Link", String.join(", ", links));
        return new Page(items, headers);
    }

    /** The same, of a list whose length is known. */
    Page ofTotal(int total) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put("X-Total-Count", Integer.toString(total));
        return new Page(items, more);
    }

    private static String link(String path, Query query, int offset, String relation) {
        return "<%s%s>; rel=\"%s\"".formatted(path, query.with("offset", offset), relation);
    }
}
