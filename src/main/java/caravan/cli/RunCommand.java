package caravan.cli;

import caravan.Application;
import caravan.LogFormat;
import caravan.config.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs Caravan until it is interrupted. */
@Command(name = "run", description = "Runs Caravan until it is interrupted (Ctrl-C).", mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = options.load();
        LogFormat.of(settings).use();
        Application application = Application.start(settings);
        Thread hook = new Thread(application::close, "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        StopSignal signal = StopSignal.handle();
        say(application, settings);
        int status = signal.await();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException isStopping) {
            hook.join();
            return status;
        }
        application.close();
        return status;
    }

    private void say(Application application, Settings settings) {
        Path lake = settings.path("caravan.lake");
        String redis = application.addresses().redisUrl();
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%nCaravan runs. Ctrl-C stops it.%n%n");
        out.printf("  Start page     %s/%n", application.http());
        out.printf("  Scores         %s/api/tickers%n", application.http());
        out.printf("  Route console  %s/hawtio/%n", application.http());
        out.printf("  Metrics        %s/observe/metrics%n", application.http());
        out.printf("  Health         %s/observe/health%n", application.http());
        out.printf("  Kafka          %s%n", application.addresses().kafkaBrokers());
        out.printf("  Redis          %s%n", withoutPassword(redis));
        out.printf(
                "  PostgreSQL     %s%n", withoutPassword(application.addresses().postgresUrl()));
        out.printf("  Lake           %s/year=*/month=*/day=*/sentiment.parquet%n%n", lake);
        out.flush();
    }

    private static String withoutPassword(String url) {
        return url.replaceAll("//[^@/]*@", "//").replaceAll("([?&]password=)[^&]*", "$1...");
    }
}
