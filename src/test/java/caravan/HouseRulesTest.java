package caravan;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameContaining;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.apache.camel.RoutesBuilder;

/** What a reader of this code may rely on. */
@AnalyzeClasses(
        packages = {"caravan", "routes"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {

    @ArchTest
    static final ArchRule theMachineryKnowsNoRoutes = noClasses()
            .that()
            .resideInAPackage("caravan..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("routes..");

    @ArchTest
    static final ArchRule theMapHoldsRoutesAndLanesOnly = classes()
            .that()
            .resideInAPackage("routes..")
            .and()
            .areTopLevelClasses()
            .should()
            .beAssignableTo(RoutesBuilder.class)
            .orShould()
            .haveSimpleName("Lane");

    @ArchTest
    static final ArchRule theParquetEndpointKnowsNothingOfNews = noClasses()
            .that()
            .resideInAPackage("caravan.parquet..")
            .should()
            .dependOnClassesThat(resideInAPackage("caravan..")
                    .and(not(resideInAPackage("caravan.parquet.."))
                            .and(not(simpleNameContaining("UnavailableException")))
                            .and(not(simpleNameContaining("UnprocessableException")))));

    @ArchTest
    static final ArchRule servicesInsideTheProcessAreAStartingMatter = noClasses()
            .that()
            .resideOutsideOfPackages("caravan", "caravan.cli", "caravan.embedded..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("caravan.embedded..");

    @ArchTest
    static final ArchRule valuesAreImmutable = fields().that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage("caravan.article..", "caravan.source..", "caravan.enrich..", "caravan.sentiment..")
            .and()
            .areDeclaredInClassesThat()
            .areRecords()
            .should()
            .beFinal();

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints = noClasses()
            .that()
            .resideOutsideOfPackages("caravan.cli")
            .and()
            .doNotHaveSimpleName("Caravan")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");
}
