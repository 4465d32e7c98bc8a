package caravan.sentiment.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.article.ArticleType;
import caravan.article.Priority;
import caravan.config.ConfigurationException;
import caravan.source.SourcesFile;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsFileTest {

    private static final String WHOLE = """
            models:
              - name: llama-4
                kind: chat
                deadline: 60s
                concurrency: 1
                languages: [any]
                options:
                  url: http://127.0.0.1:8000/v1
                  model: llama-4-scout
                  api_key: "{{env:LLM_KEY}}"
                  input_price: 0.2
                  output_price: 0.6
                  limit_per_day: 5
              - name: finbert
                kind: onnx
                options:
                  folder: models/finbert
                  labels: {LABEL_0: negative, LABEL_1: neutral, LABEL_2: positive}
            rules:
              - name: filings that cannot wait
                type: filing
                priority: high
                min_length: 2000
                models: [llama-4, finbert]
              - name: german
                language: [de, fr]
                models: llama-4
            default: finbert
            shadow: [llama-4]
            """;

    @Test
    void aFileDeclaresModelsRulesADefaultAndShadows() {
        DeclaredModels declared = parse(WHOLE);

        assertThat(declared.names()).containsExactly("lexicon", "llama-4", "finbert");
        assertThat(declared.models().get(0).limits())
                .isEqualTo(new ModelLimits(Duration.ofMinutes(1), 1, 4, Set.of(), Duration.ofSeconds(10)));
        assertThat(declared.models().get(1).limits().languages()).containsExactly("en");
        ModelRule first = declared.rules().rules().get(0);
        assertThat(first.types()).containsExactly(ArticleType.FILING);
        assertThat(first.priority()).contains(Priority.HIGH);
        assertThat(first.minLength()).hasValue(2000);
        assertThat(first.models()).containsExactly("llama-4", "finbert");
        assertThat(declared.rules().rules().get(1).languages()).containsExactlyInAnyOrder("de", "fr");
        assertThat(declared.rules().byDefault()).containsExactly("finbert");
        assertThat(declared.shadows()).containsExactly("llama-4");
    }

    @Test
    void anEmptyFileLeavesEverythingToTheLexicon() {
        DeclaredModels declared = parse("models: []\n");

        assertThat(declared.names()).containsExactly("lexicon");
        assertThat(declared.rules().byDefault()).isEmpty();
        assertThat(declared.shadows()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            default: finbert        | default: other              | line 28 | there is no model 'other'; there are lexicon, llama-4, finbert
            kind: onnx              | kind: magic                 | line 15 | 'magic' is not a kind of model
            name: finbert           | name: llama-4               | line 14 | 'llama-4' is declared twice
            name: finbert           | name: lexicon               | line 14 | the lexicon is always there
            deadline: 60s           | deadline: 3m                | line 4  | is longer than 2m
            deadline: 60s           | deadline: soon              | line 4  | 'soon' is not a span of time
            folder: models/finbert  | file: models/finbert        | line 17 | 'options.file': is unknown
            LABEL_0: negative       | LABEL_0: bad                | line 18 | 'bad' is not one of positive, neutral, negative
            model: llama-4-scout    | seed: 2                     | line 8  | field 'options.model': is missing
            type: filing            | type: letter                | line 21 | letter
            language: [de, fr]      | language: german            | line 26 | 'german' is not a language's code
            min_length: 2000        | min_length: long            | line 23 | 'long' is not a whole number
            models: [llama-4, finbert] | models: []               | line 24 | empty list
            {{env:LLM_KEY}}         | {{env:NO_KEY}}              | line 10 | set NO_KEY or NO_KEY_FILE in the environment
            limit_per_day: 5        | limit_per_day: -1           | line 13 | is not between
            """)
    void whatIsWrongIsToldByLineAndField(String right, String wrong, String line, String told) {
        assertThat(WHOLE).contains(right);
        assertThatThrownBy(() -> parse(WHOLE.replace(right, wrong)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("models.yaml")
                .hasMessageContaining(line + ",")
                .hasMessageContaining(told);
    }

    @Test
    void theFileThatIsShippedDeclaresWhatItSays() {
        assertThat(parse(SourcesFile.bundledText("models.yaml")).names()).contains("lexicon");
    }

    private static DeclaredModels parse(String yaml) {
        return ModelsFile.parse("models.yaml", yaml, Map.of("env:LLM_KEY", "secret"));
    }
}
