package routes;

import org.apache.camel.builder.RouteBuilder;

/** The steps of a migration, so that the console shows how far it is; only in the process that migrates. */
public class MigrationRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:migrate")
                .routeId("migrate")
                .description("Brings legacy files into the lake, step by step")
                .routeConfigurationId(ErrorHandling.LAST_RESORT)
                .bean("migration", "begin")
                .to("direct:migrate-read")
                .to("direct:migrate-sort")
                .to("direct:migrate-place")
                .to("direct:migrate-publish")
                .to("direct:migrate-verify")
                .bean("migration", "end");

        step("read", "Reads and maps the rows of all files");
        step("sort", "Sorts them by day and shows them to those who read the lake");
        step("place", "Makes them rows of the lake");
        step("publish", "Publishes their days");
        step("verify", "Reads everything back and compares");
    }

    private void step(String step, String description) {
        from("direct:migrate-" + step)
                .routeId("migrate-" + step)
                .description(description)
                .routeConfigurationId(ErrorHandling.LAST_RESORT)
                .bean("migration", step);
    }
}
