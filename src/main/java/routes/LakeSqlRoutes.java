package routes;

import org.apache.camel.PropertyInject;
import org.apache.camel.builder.RouteBuilder;

/** Keeps PostgreSQL in step with the published lake; what fails here waits and is tried again, and delays nothing else. */
public class LakeSqlRoutes extends RouteBuilder {

    @PropertyInject("lake.sql")
    private String way;

    @Override
    public void configure() {
        if (way.equalsIgnoreCase("off")) {
            return;
        }

        from("quartz-lake-sql:lake/sql?cron={{lake.sql.cron}}&trigger.misfireInstruction=2&stateful=true")
                .routeId("lake-sql")
                .description("Makes PostgreSQL show the days that were published")
                .routeConfigurationId(ErrorHandling.SCHEDULE)
                .bean("lakeDatabase", "follow");

        from("quartz-lake-sql:lake/refresh?cron={{lake.sql.refresh.cron}}&trigger.misfireInstruction=2&stateful=true")
                .routeId("lake-sql-refresh")
                .description("Makes all_sentiment_mv anew when a day has changed; its readers go on meanwhile")
                .routeConfigurationId(ErrorHandling.SCHEDULE)
                .to("sql:classpath:sql/lake/refresh.sql");
    }
}
