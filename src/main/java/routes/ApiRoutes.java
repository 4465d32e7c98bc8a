package routes;

import caravan.deadletter.DeadLetters;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.dataformat.JsonLibrary;
import org.apache.camel.model.rest.RestParamType;

/** What others ask Caravan over HTTP. */
public class ApiRoutes extends RouteBuilder {

    @Override
    public void configure() {
        restConfiguration()
                .host("{{http.host}}")
                .port("{{http.port}}")
                .apiContextPath("/api/openapi.json")
                .apiContextRouteId("http-openapi")
                .apiProperty("api.title", "Caravan")
                .apiProperty("api.version", "1")
                .apiProperty("openapi.version", "3.0.1");

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
                    .description("One ticker's articles from the lake, in the order of time")
                    .param().name("from").type(RestParamType.query).required(false).description("ISO-8601 time or day; a day ago when absent").endParam()
                    .param().name("to").type(RestParamType.query).required(false).description("ISO-8601 time or day, not included; open when absent").endParam()
                    .param().name("text").type(RestParamType.query).dataType("boolean").required(false).description("with the complete texts").endParam()
                    .param().name("limit").type(RestParamType.query).dataType("integer").required(false).description("at most so many rows").endParam()
                    .to("direct:api-history")
                .get("/pipeline").routeId("http-pipeline")
                    .description("How each leg and each model is doing: articles carried, records that wait, models asked")
                    .to("direct:api-pipeline")
                .get("/training").routeId("http-training")
                    .description("A training set of the lake: labelled texts, none twice; the same for the same parameters")
                    .produces("application/jsonl,text/csv,application/vnd.apache.parquet,application/json")
                    .param().name("balanced").type(RestParamType.query).dataType("boolean").required(false).description("as many of each label as there are of the rarest").endParam()
                    .param().name("per-class").type(RestParamType.query).dataType("integer").required(false).description("at most so many of each label").endParam()
                    .param().name("min-length").type(RestParamType.query).dataType("integer").required(false).description("the least characters of a text").endParam()
                    .param().name("seed").type(RestParamType.query).dataType("integer").required(false).description("decides which articles are taken, and their order").endParam()
                    .param().name("positive").type(RestParamType.query).dataType("number").required(false).description("positive from this mean sentiment on").endParam()
                    .param().name("negative").type(RestParamType.query).dataType("number").required(false).description("negative up to this one").endParam()
                    .param().name("per-ticker").type(RestParamType.query).dataType("boolean").required(false).description("one row for each ticker of an article").endParam()
                    .param().name("format").type(RestParamType.query).required(false).description("jsonl, csv or parquet").endParam()
                    .param().name("from").type(RestParamType.query).required(false).description("ISO-8601 time or day").endParam()
                    .param().name("to").type(RestParamType.query).required(false).description("ISO-8601 time or day, not included").endParam()
                    .param().name("ticker").type(RestParamType.query).required(false).description("only these, with commas").endParam()
                    .param().name("source").type(RestParamType.query).required(false).description("only these, with commas").endParam()
                    .param().name("model").type(RestParamType.query).required(false).description("only these, with commas").endParam()
                    .param().name("card").type(RestParamType.query).dataType("boolean").required(false).description("its data card instead").endParam()
                    .to("direct:api-training")
                .get("/sources").routeId("http-sources")
                    .description("Every source and how its polls went")
                    .to("direct:api-sources")
                .post("/sources").routeId("http-source-add")
                    .description("Adds a source, with the fields that sources.yaml has; it is polled from now on")
                    .consumes("application/json")
                    .param().name("body").type(RestParamType.body).required(true).description("the source").endParam()
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
                    .param().name("body").type(RestParamType.body).required(true).description("{\"cron\": \"0 0/5 * * * ?\"}").endParam()
                    .to("direct:api-source-schedule")
                .post("/articles").routeId("http-articles")
                    .description("Takes an article, or an array of them, as JSON: an article event, or as little as its text or its url")
                    .consumes("application/json")
                    .to("direct:api-articles")
                .get("/alerts").routeId("http-alerts")
                    .description("The newest alerts")
                    .param().name("limit").type(RestParamType.query).dataType("integer").required(false).description("at most so many").endParam()
                    .param().name("ticker").type(RestParamType.query).required(false).description("only of this one").endParam()
                    .to("direct:api-alerts")
                .get("/dead-letters").routeId("http-dead-letters")
                    .description("The latest dead letters")
                    .param().name("limit").type(RestParamType.query).dataType("integer").required(false).description("at most so many").endParam()
                    .to("direct:api-dead-letters");

        answer("tickers", "tickerApi", "tickers");
        answer("ticker", "tickerApi", "ticker(${header.ticker})");
        answer("history", "tickerApi",
                "history(${header.ticker}, ${header.from}, ${header.to}, ${header.text}, ${header.limit})");
        answer("pipeline", "pipelineApi", "pipeline");
        answer("sources", "sourceApi", "sources");
        carryOut("source-add", "add(${bodyAs(String)})", 201);
        carryOut("source-remove", "remove(${header.name})", 200);
        carryOut("source-poll", "poll(${header.name})", 202);
        carryOut("source-schedule", "schedule(${header.name}, ${bodyAs(String)})", 200);
        from("direct:api-training")
                .routeId("api-training")
                .description("Answers /api/training")
                .routeConfigurationId(ErrorHandling.REQUEST)
                .bean("trainingApi", "set");
        from("direct:api-articles")
                .routeId("api-articles")
                .description("Sends handed-over articles on their way; answers when they are safe")
                .routeConfigurationId(ErrorHandling.REQUEST)
                .bean("articleApi", "items")
                .setProperty("articles", body())
                .setProperty(DeadLetters.SOURCE, constant("api"))
                .removeHeaders("*")
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
                .marshal().json(JsonLibrary.Jackson);
        answer("alerts", "alertApi", "newest(${header.limit}, ${header.ticker})");
        answer("dead-letters", "deadLetterApi", "latest(${header.limit})");
    }

    private void carryOut(String name, String method, int status) {
        from("direct:api-" + name)
                .routeId("api-" + name)
                .description("Carries out " + name.replace('-', ' '))
                .routeConfigurationId(ErrorHandling.REQUEST)
                .bean("sourceApi", method)
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
                .removeHeaders("*")
                .marshal().json(JsonLibrary.Jackson);
    }
}
