package caravan.embedded.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;

/**
 * A listed company and what a writer must know of it to invent news that sounds plausible.
 *
 * @param exchange as agencies spell it, such as {@code NASDAQ}
 * @param name in full, such as {@code Apple Inc.}
 * @param shortName as used from the second mention on
 * @param sector picks the background paragraphs and the rivals
 * @param revenue of a quarter, in billions of dollars, roughly
 * @param price of a share, in dollars, roughly
 * @param products at least three, as they stand in a sentence ("its card network")
 * @param segments at least three
 */
record Company(
        String ticker,
        String exchange,
        String name,
        @JsonProperty("short") String shortName,
        String sector,
        String city,
        double revenue,
        double price,
        double employees,
        List<String> products,
        List<String> segments,
        String customers) {

    Company {
        Objects.requireNonNull(ticker, "ticker");
        Objects.requireNonNull(exchange, "exchange");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(shortName, "short");
        Objects.requireNonNull(sector, "sector");
        Objects.requireNonNull(city, "city");
        Objects.requireNonNull(customers, "customers");
        products = List.copyOf(products);
        segments = List.copyOf(segments);
        if (products.size() < 3 || segments.size() < 3) {
            throw new IllegalArgumentException(ticker + " needs three products and three segments");
        }
    }
}
