package caravan;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameContaining;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.members;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
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

    private static final String NEWS = "(?i).*(article|ticker|sentiment|headline).*";

    @ArchTest
    static final ArchRule theParquetEndpointHasNoWordForNews =
            classes().that().resideInAPackage("caravan.parquet..").should().haveNameNotMatching(NEWS);

    @ArchTest
    static final ArchRule noMemberOfTheParquetEndpointHasAWordForNews = members()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage("caravan.parquet..")
            .should()
            .haveNameNotMatching(NEWS);

    @ArchTest
    static final ArchRule servicesInsideTheProcessAreAStartingMatter = noClasses()
            .that()
            .resideOutsideOfPackages("caravan", "caravan.cli", "caravan.embedded..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("caravan.embedded..");

    /** A record's fields are final in any case; what they hold must not change either. */
    @ArchTest
    static final ArchRule valuesHoldNothingThatChanges = fields().that()
            .areDeclaredInClassesThat()
            .resideInAPackage("caravan.article..")
            .and()
            .areDeclaredInClassesThat()
            .areRecords()
            .should()
            .notHaveRawType(describe(
                    "an array, a date of old or a collection that is no interface",
                    type -> type.isArray()
                            || type.isAssignableTo(Date.class)
                            || (!type.isInterface()
                                    && (type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class)))));

    @ArchTest
    static final ArchRule everythingIsLoggedInOneWay = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints = noClasses()
            .that()
            .resideOutsideOfPackages("caravan.cli")
            .and()
            .doNotHaveSimpleName("Caravan")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");
}
