package caravan.sentiment.router;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageDetectorTest {

    private final LanguageDetector detector = new LanguageDetector();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en  | Halden Foods raises its forecast for the year after a strong third quarter
            en  | Profit of the bank rose by a tenth in the third quarter, and the board said that it will raise the dividend
            en  | Orders up 5%, margin 12.4%, outlook confirmed
            de  | Der Konzern hebt nach einem starken dritten Quartal die Prognose für das laufende Jahr an
            fr  | Le groupe relève ses prévisions annuelles après un troisième trimestre solide
            es  | La empresa eleva sus previsiones para el año tras un sólido tercer trimestre
            pt  | A empresa elevou as suas previsões para o ano depois de um terceiro trimestre forte
            nl  | Het bedrijf verhoogt de verwachtingen voor dit jaar na een sterk derde kwartaal
            sv  | Bolaget höjer prognosen för året efter ett starkt tredje kvartal
            ru  | Компания повысила прогноз на год после сильного третьего квартала
            ja  | 同社は第3四半期の好調を受けて通期の業績予想を上方修正した
            zh  | 公司在第三季度业绩强劲后上调全年业绩预期
            ko  | 회사는 3분기 실적 호조에 힘입어 연간 전망을 상향 조정했다
            und | Q3 2026
            und | AAPL 5%
            """)
    void theLanguageOfAnArticleIsTold(String language, String text) {
        assertThat(detector.of(text)).isEqualTo(language);
    }
}
