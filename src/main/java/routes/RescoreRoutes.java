package routes;

import caravan.deadletter.DeadLetters;
import caravan.kafka.Survivors;
import caravan.lake.Rescoring;
import caravan.lake.SentimentRows;
import caravan.lake.StoredArticle;
import caravan.parquet.ParquetPartitionConstants;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/**
 * Scores what is in the lake once more, with the model in use or another: where it is not the one it was, its scores come beside
 * the old ones. From the lake to the lake, past topics and live scores; started by hand.
 */
public class RescoreRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("{{lake.table}}&rowsAs=row&from={{rescore.from}}&to={{rescore.to}}&batchSize={{rescore.batch}}")
                .routeId("rescore")
                .description("Start it to score the articles of the lake with the model in use; it stops when it is done")
                .routeConfigurationId(ErrorHandling.BATCH)
                .autoStartup(false)
                .filter(exchangeProperty(Exchange.BATCH_INDEX).isEqualTo(0))
                    .bean("rescoring", "begin")
                .end()
                .setProperty(Rescoring.DAY, header(ParquetPartitionConstants.DAY))
                .bean("rescoring", "oncePerArticle")
                .setProperty(Rescoring.ARTICLES, body())
                .split(body(), Survivors.bodies())
                    .to("direct:rescore-article")
                .end()
                .filter(simple("${body.size} > 0"))
                    .to("{{lake.table}}")
                .end()
                .bean("rescoring", "done")
                .filter(exchangeProperty(Exchange.BATCH_COMPLETE))
                    .to("controlbus:route?routeId=rescore&action=stop&async=true");

        from("direct:rescore-article")
                .routeId("rescore-article")
                .description("Makes one article again from a row and scores it")
                .routeConfigurationId(ErrorHandling.STORED_ARTICLE)
                .setProperty(DeadLetters.ORIGINAL, method("rescoring", "json"))
                .setProperty(DeadLetters.LAKE_DAY, exchangeProperty(Rescoring.DAY))
                .setProperty(DeadLetters.ARTICLE, simple("${body.get('article_id')}"))
                .bean(StoredArticle.class, "of")
                .choice()
                    .when(method("rescorer", "reads(${body.article})"))
                        .bean("rescorer", "analyse(${body.article}, ${body.priority})")
                        .bean(SentimentRows.class, "of")
                        .bean("legMeters", "count('rescore', 'done')")
                    .otherwise()
                        .bean("rescoring", "skip")
                        .bean("legMeters", "count('rescore', 'skipped')")
                .end();
    }
}
