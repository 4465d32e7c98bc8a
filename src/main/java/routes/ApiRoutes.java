package routes;

import caravan.deadletter.DeadLetters;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.dataformat.JsonLibrary;

/** What others ask Caravan over HTTP. */
public class ApiRoutes extends RouteBuilder {

    @Override
    public void configure() {
        restConfiguration()
                .host("{{http.host}}")
                .port("{{http.port}}");

        rest("/api")
                .description("Scores, history, sources and dead letters")
                .produces("application/json")
                .get("/tickers").routeId("http-tickers")
                    .description("Every ticker with its live score")
                    .to("direct:api-tickers")
                .get("/tickers/{ticker}").routeId("http-ticker")
                    .description("One ticker's live score")
                    .to("direct:api-ticker")
                .get("/tickers/{ticker}/history").routeId("http-history")
                    .produces("application/json,text/csv,application/vnd.apache.parquet")
                    .description("One ticker's articles from the lake, in the order of time")
                    .to("direct:api-history")
                .get("/articles").routeId("http-articles-found")
                    .description("Articles of the lake, the newest first")
                    .to("direct:api-articles-found")
                .get("/articles/{id}").routeId("http-article")
                    .description("One article with its whole text")
                    .to("direct:api-article")
                .get("/pipeline").routeId("http-pipeline")
                    .description("How each leg and each model is doing: articles carried, records that wait, models asked")
                    .to("direct:api-pipeline")
                .get("/training").routeId("http-training")
                    .description("A training set of the lake: labelled texts, none twice; the same for the same parameters")
                    .produces("application/jsonl,text/csv,application/vnd.apache.parquet,application/json")
                    .to("direct:api-training")
                .get("/sources").routeId("http-sources")
                    .description("Every source and how its polls went")
                    .to("direct:api-sources")
                .post("/sources").routeId("http-source-add")
                    .description("Adds a source, with the fields that sources.yaml has; it is polled from now on")
                    .consumes("application/json")
                    .to("direct:api-source-add")
                .delete("/sources/{name}").routeId("http-source-remove")
                    .description("Removes a source that was added")
                    .to("direct:api-source-remove")
                .post("/sources/{name}/poll").routeId("http-source-poll")
                    .description("Polls a source at once")
                    .to("direct:api-source-poll")
                .put("/sources/{name}/schedule").routeId("http-source-schedule")
                    .description("Polls a source by another schedule; null is the one it is declared with")
                    .consumes("application/json")
                    .to("direct:api-source-schedule")
                .post("/articles").routeId("http-articles")
                    .description("Takes an article, or an array of them, as JSON: an article event, or as little as its text or its url")
                    .consumes("application/json")
                    .to("direct:api-articles")
                .get("/alerts").routeId("http-alerts")
                    .description("The newest alerts")
                    .to("direct:api-alerts")
                .get("/dead-letters").routeId("http-dead-letters")
                    .description("Dead letters, the newest first")
                    .to("direct:api-dead-letters")
                .get("/dead-letters/{id}").routeId("http-dead-letter")
                    .description("One dead letter with its body")
                    .to("direct:api-dead-letter")
                .post("/dead-letters/{id}/replay").routeId("http-dead-letter-replay")
                    .description("Takes a dead letter back to where it failed")
                    .to("direct:api-dead-letter-replay")
                .post("/dead-letters/{id}/discard").routeId("http-dead-letter-discard")
                    .description("Notes that a dead letter is not needed")
                    .to("direct:api-dead-letter-discard")
                .post("/dead-letters/replay").routeId("http-dead-letters-replay")
                    .description("Takes the dead letters that are meant back to where they failed")
                    .to("direct:api-dead-letters-replay")
                .post("/dead-letters/discard").routeId("http-dead-letters-discard")
                    .description("Notes that the dead letters that are meant are not needed")
                    .to("direct:api-dead-letters-discard")
                .post("/dead-letters/rebuild").routeId("http-dead-letters-rebuild")
                    .description("Lists the dead letters anew from their topic")
                    .to("direct:api-dead-letters-rebuild")
                .get("/openapi.json").routeId("http-openapi")
                    .description("What the API is")
                    .to("direct:api-openapi");

        answer("tickers", "tickerApi", "tickers");
        answer("ticker", "tickerApi", "ticker(${exchange})");
        answer("articles-found", "articleSearchApi", "search");
        answer("article", "articleSearchApi", "article");
        answer("pipeline", "pipelineApi", "pipeline");
        answer("sources", "sourceApi", "sources");
        answer("openapi", "apiDescription", "description");
        stream("history", "historyApi", "answer");
        stream("training", "trainingApi", "set");
        carryOut("source-add", "sourceApi", "add(${bodyAs(String)})", 201);
        carryOut("source-remove", "sourceApi", "remove(${header.name})", 200);
        carryOut("source-poll", "sourceApi", "poll(${header.name})", 202);
        carryOut("source-schedule", "sourceApi", "schedule(${header.name}, ${bodyAs(String)})", 200);
        from("direct:api-articles")
                .routeId("api-articles")
                .description("Sends handed-over articles on their way; answers when they are safe")
                .routeConfigurationId(ErrorHandling.REQUEST)
                .bean("articleApi", "items")
                .setProperty("articles", body())
                .setProperty(DeadLetters.SOURCE, constant("api"))
                .removeHeaders("*")
                // What enrich has given up is not handed to the error handling of the route that called it: it is caught.
                .doTry()
                    .split(body()).stopOnException()
                        // Split once more, for an article that became a dead letter is dealt with and does not stop the others.
                        .split(body())
                            .to("direct:enrich")
                        .end()
                    .end()
                    .bean("articleApi", "accepted(${exchangeProperty.articles})")
                    .removeHeaders("*")
                    .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(202))
                    .setHeader(Exchange.CONTENT_TYPE, constant("application/json"))
                    .marshal().json(JsonLibrary.Jackson)
                .endDoTry()
                .doCatch(Exception.class)
                    .bean("problems", "describe")
                .end();
        answer("alerts", "alertApi", "newest");
        answer("dead-letters", "deadLetterApi", "letters");
        answer("dead-letter", "deadLetterApi", "letter");
        carryOut("dead-letter-replay", "deadLetterApi", "replay", 200);
        carryOut("dead-letter-discard", "deadLetterApi", "discard", 200);
        carryOut("dead-letters-replay", "deadLetterApi", "replayAll", 200);
        carryOut("dead-letters-discard", "deadLetterApi", "discardAll", 200);
        carryOut("dead-letters-rebuild", "deadLetterApi", "rebuild", 200);
    }

    private void carryOut(String name, String bean, String method, int status) {
        from("direct:api-" + name)
                .routeId("api-" + name)
                .description("Carries out " + name.replace('-', ' '))
                .routeConfigurationId(ErrorHandling.REQUEST)
                .bean(bean, method)
                .removeHeaders("*")
                .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(status))
                .marshal().json(JsonLibrary.Jackson);
    }

    private void answer(String name, String bean, String method) {
        from("direct:api-" + name)
                .routeId("api-" + name)
                .description("Answers /api/" + name)
                .routeConfigurationId(ErrorHandling.REQUEST)
                .bean(bean, method)
                .bean("jsonAnswer");
    }

    /** The bean sends the answer by itself, while it makes it. */
    private void stream(String name, String bean, String method) {
        from("direct:api-" + name)
                .routeId("api-" + name)
                .description("Answers /api/" + name)
                .routeConfigurationId(ErrorHandling.REQUEST)
                .bean(bean, method);
    }
}
