package caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.Application;
import caravan.testing.RunningCaravan;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of JMX is to be had over HTTP, in the words in which the route console asks for it. */
class JmxOverHttpTest {

    private static final Application CARAVAN = RunningCaravan.shared();
    private static final String JOLOKIA = "/hawtio/jolokia";
    private static final String LAKE_PUBLISH = "org.apache.camel:context=caravan,type=routes,name=%22lake-publish%22";
    private static final int BYTES_OF_A_LIST = 1_500_000;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static String get(String path) {
        return get(CARAVAN, path);
    }

    private static String get(Application caravan, String path) {
        return RunningCaravan.ask("GET", caravan.http().resolve(JOLOKIA + path)).body();
    }

    /** As the console posts it: operations that are not overloaded without their parameters' types. */
    private static JsonNode ask(Application caravan, String request) throws IOException {
        return MAPPER.readTree(
                RunningCaravan.post(caravan.http().resolve(JOLOKIA), request).body());
    }

    @Test
    void diagramsAndMeasuresAreRead() {
        assertThat(get("/exec/org.apache.camel:context=caravan,type=context,name=%22caravan%22/dumpRoutesAsXml()"))
                .contains("analyse-hipri");
        assertThat(get("/read/java.lang:type=Memory/HeapMemoryUsage")).contains("\"status\":200");
    }

    /** The console shows nothing before it has read the list of all there is. */
    @Test
    void theListIsSmallAndHasWhatTheConsoleShows() throws IOException {
        String list = get("/list?listCache=true&maxDepth=9");
        assertThat(list.length()).isLessThan(BYTES_OF_A_LIST);
        JsonNode domains = MAPPER.readTree(list).at("/value/domains");
        assertThat(domains.fieldNames())
                .toIterable()
                .contains("org.apache.camel", "caravan", "java.lang")
                .noneMatch(domain -> domain.startsWith("kafka"));
        assertThat(domains.path("org.apache.camel").fieldNames())
                .toIterable()
                .anyMatch(name -> name.contains("type=routes") && name.contains("analyse-hipri"))
                .anyMatch(name -> name.contains("type=processors"));
    }

    @Test
    void whatIsNotListedIsReadByItsName() {
        assertThat(get("/search/kafka.consumer:type=app-info,*")).contains("\"value\":[]");
        assertThat(get("/read/kafka.consumer:type=app-info,*/Version")).contains("\"status\":200");
    }

    @Test
    void traceAndDebugAreThereOnlyWhenTheyAreSwitchedOn(@TempDir Path folder) throws IOException {
        assertThat(get("/search/org.apache.camel:type=tracer,name=Backlog*,*")).contains("\"value\":[]");
        try (Application traced = RunningCaravan.start(
                folder, Map.of("console.trace", "true", "caravan.node", "traced", "camel.main.name", "traced"))) {
            for (String request : new String[] {
                "{'type': 'write', 'mbean': 'TRACER', 'attribute': 'BodyMaxChars', 'value': 5000}",
                "{'type': 'write', 'mbean': 'TRACER', 'attribute': 'BodyIncludeStreams', 'value': false}",
                "{'type': 'write', 'mbean': 'TRACER', 'attribute': 'BodyIncludeFiles', 'value': false}",
                "{'type': 'exec', 'mbean': 'TRACER', 'operation': 'setEnabled', 'arguments': [true]}",
                "{'type': 'read', 'mbean': 'TRACER', 'attribute': 'Enabled'}",
                "{'type': 'exec', 'mbean': 'TRACER', 'operation': 'dumpAllTracedMessagesAsXml()'}",
                "{'type': 'write', 'mbean': 'DEBUGGER', 'attribute': 'BodyMaxChars', 'value': 5000}",
                "{'type': 'exec', 'mbean': 'DEBUGGER', 'operation': 'enableDebugger'}",
                "{'type': 'read', 'mbean': 'DEBUGGER', 'attribute': 'Enabled'}",
                "{'type': 'exec', 'mbean': 'DEBUGGER', 'operation': 'addBreakpoint', 'arguments': ['nowhere']}",
                "{'type': 'exec', 'mbean': 'DEBUGGER', 'operation': 'breakpoints'}",
                "{'type': 'exec', 'mbean': 'DEBUGGER', 'operation': 'suspendedBreakpointNodeIds'}",
                "{'type': 'exec', 'mbean': 'DEBUGGER', 'operation': 'getDebugCounter'}",
                "{'type': 'exec', 'mbean': 'DEBUGGER', 'operation': 'dumpTracedMessagesAsXml(java.lang.String,boolean)',"
                        + " 'arguments': ['nowhere', false]}",
                "{'type': 'exec', 'mbean': 'DEBUGGER', 'operation': 'stepBreakpoint(java.lang.String)',"
                        + " 'arguments': ['nowhere']}",
                "{'type': 'exec', 'mbean': 'DEBUGGER', 'operation': 'stepOver()'}",
                "{'type': 'exec', 'mbean': 'DEBUGGER', 'operation': 'resumeAll'}",
                "{'type': 'exec', 'mbean': 'DEBUGGER', 'operation': 'removeBreakpoint', 'arguments': ['nowhere']}",
                "{'type': 'exec', 'mbean': 'DEBUGGER', 'operation': 'disableDebugger'}",
            }) {
                JsonNode answer = ask(
                        traced,
                        request.replace('\'', '"')
                                .replace("TRACER", "org.apache.camel:context=traced,type=tracer,name=BacklogTracer")
                                .replace(
                                        "DEBUGGER",
                                        "org.apache.camel:context=traced,type=tracer,name=BacklogDebugger"));
                assertThat(answer.path("status").asInt())
                        .as("%s: %s", request, answer.path("error"))
                        .isEqualTo(200);
                if (request.contains("'Enabled'")) {
                    assertThat(answer.path("value").asBoolean()).as(request).isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/exec/java.lang:type=Memory/gc",
                "/exec/com.sun.management:type=HotSpotDiagnostic/dumpHeap/x/true",
                "/exec/com.sun.management:type=DiagnosticCommand/vmSystemProperties",
                "/exec/org.apache.camel:context=caravan,type=context,name=%22caravan%22/stop()",
                "/write/java.lang:type=Memory/Verbose/true",
                "/write/" + LAKE_PUBLISH + "/TracingEnabled/true",
                "/exec/" + LAKE_PUBLISH + "/remove()",
                "/exec/" + LAKE_PUBLISH + "/updateRouteFromXml(java.lang.String)/x",
                "/exec/java.util.logging:type=Logging/setLoggerLevel/x/ALL",
                "/exec/com.sun.management:type=DiagnosticCommand/vmLog",
                "/read/java.lang:type=Runtime/SystemProperties",
                "/exec/org.apache.camel:context=caravan,type=context,name=%22caravan%22/sendBody(java.lang.String,java.lang.Object)/direct:x/y",
                "/exec/org.apache.camel:context=caravan,type=context,name=%22caravan%22/addOrUpdateRoutesFromXml(java.lang.String)/x",
                "/exec/ch.qos.logback.classic:Name=default,Type=ch.qos.logback.classic.jmx.JMXConfigurator/reloadDefaultConfiguration",
                "/exec/org.apache.camel:context=caravan,type=tracer,name=BacklogDebugger/addConditionalBreakpoint/x/simple/y",
                "/exec/org.apache.camel:context=caravan,type=tracer,name=BacklogDebugger/validateConditionalBreakpoint/simple/y",
                "/exec/org.apache.camel:context=caravan,type=tracer,name=BacklogDebugger/evaluateExpressionAtBreakpoint(java.lang.String,java.lang.String,java.lang.String)/x/simple/y",
                "/exec/org.apache.camel:context=caravan,type=tracer,name=BacklogDebugger/setMessageBodyOnBreakpoint(java.lang.String,java.lang.Object)/x/y",
                "/exec/org.apache.camel:context=caravan,type=tracer,name=BacklogDebugger/skipOver()",
                "/write/org.apache.camel:context=caravan,type=tracer,name=BacklogDebugger/FallbackTimeout/1",
                "/write/org.apache.camel:context=caravan,type=tracer,name=BacklogTracer/TracePattern/x",
                "/write/org.apache.camel:context=caravan,type=tracer,name=BacklogTracer/TraceFilter/x",
            })
    void whatCouldDoHarmIsRefused(String request) {
        assertThat(get(request)).contains("\"status\":403");
    }
}
